"""Which combination of regions is best.

Follows pkg/scheduler/core/spreadconstraint/select_groups.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from workbench.model.errors import InputError

_MOST_STEPS = 300_000


class TooManyCombinationsError(InputError):
    """So many regions that all combinations can't be tried; Karmada would hang on them too."""


@dataclass(frozen=True, slots=True)
class Group:
    """A region: how many candidates it has, and what it scores."""

    name: str
    clusters: int
    score: int


def best_combination(
    groups: list[Group], least: int, most: int, clusters: int
) -> list[Group] | None:
    """The best ``least`` to ``most`` groups with ``clusters`` clusters in all, the best first.

    ``None`` where nothing satisfies. Raises :class:`TooManyCombinationsError`.
    """
    walk = _Walk(groups, least, most, clusters)
    best = walk.best()
    if best is None:
        return None
    ordered = sorted(best, key=lambda group: (-group.score, group.name))
    # A beginning of the best that satisfies by itself is preferred to it.
    for length in range(1, len(ordered)):
        if walk.finds(ordered[:length]):
            return ordered[:length]
    return ordered


class _Walk:
    """Depth first over the groups, small ones first; what satisfies is not extended."""

    def __init__(self, groups: list[Group], least: int, most: int, clusters: int) -> None:
        self._groups = sorted(groups, key=lambda g: (g.clusters, -g.score, g.name))
        self._least, self._most, self._clusters = least, most, clusters
        self._path: list[Group] = []
        self._best: tuple[int, int, tuple[Group, ...]] | None = None
        self._steps = 0
        sizes = [group.clusters for group in reversed(self._groups)]
        # What the largest groups, one, two, three of them…, bring at the very most.
        self._most_clusters = [0, *accumulate(sizes)]

    def best(self) -> tuple[Group, ...] | None:
        """The first of those with the greatest score, then the most clusters."""
        if len(self._groups) == self._least and self._groups:
            # Karmada tries nothing else when the constraint asks for every group there is.
            self._path = self._groups
            clusters = sum(group.clusters for group in self._groups)
            if self._satisfies(clusters):
                self._consider(clusters, sum(group.score for group in self._groups))
        elif self._groups:
            self._extend(0, 0, 0)
        return None if self._best is None else self._best[2]

    def finds(self, groups: list[Group]) -> bool:
        """Whether the walk stops at exactly these groups: no shorter way there satisfies."""
        if len(self._groups) == self._least:
            return False
        self._path, clusters = [], 0
        for group in sorted(groups, key=self._groups.index):
            if self._satisfies(clusters):
                return False
            self._path = [*self._path, group]
            clusters += group.clusters
        return self._satisfies(clusters)

    def _satisfies(self, clusters: int) -> bool:
        return clusters >= self._clusters and self._least <= len(self._path) <= self._most

    def _consider(self, clusters: int, score: int) -> None:
        if self._best is None or (score, clusters) > self._best[:2]:
            self._best = score, clusters, tuple(self._path)

    def _is_hopeless(self, clusters: int, begin: int) -> bool:
        """Whether no extension can satisfy."""
        left = min(self._most - len(self._path), len(self._groups) - begin)
        too_few = clusters + self._most_clusters[max(left, 0)] < self._clusters
        return left <= 0 or too_few or len(self._path) + left < self._least

    def _extend(self, clusters: int, score: int, begin: int) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyCombinationsError(
                f"{len(self._groups)} regions are too many to try all combinations of "
                f"{self._least} to {self._most}",
                hint="lower maxGroups of the region constraint",
            )
        if self._satisfies(clusters):
            self._consider(clusters, score)
        elif not self._is_hopeless(clusters, begin):
            for index in range(begin, len(self._groups)):
                group = self._groups[index]
                self._path.append(group)
                self._extend(clusters + group.clusters, score + group.score, index + 1)
                self._path.pop()
