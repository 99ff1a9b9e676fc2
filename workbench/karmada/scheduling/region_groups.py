"""Which combination of regions is best.

Follows pkg/scheduler/core/spreadconstraint/select_groups.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model.errors import InputError

_MOST_STEPS = 1_000_000


class TooManyCombinationsError(InputError):
    """So many regions that all combinations can't be tried; Karmada would hang on them too."""


@dataclass(frozen=True, slots=True)
class Group:
    """A region: how many candidates it has, and what it scores."""

    name: str
    clusters: int
    score: int


@dataclass(frozen=True, slots=True)
class Combination:
    """Regions that satisfy the constraints together, the best first."""

    groups: tuple[Group, ...]

    @property
    def score(self) -> int:
        return sum(group.score for group in self.groups)

    @property
    def clusters(self) -> int:
        return sum(group.clusters for group in self.groups)

    def begins(self, other: Combination) -> bool:
        """Whether this is a proper beginning of ``other``."""
        size = len(self.groups)
        return size < len(other.groups) and self.groups == other.groups[:size]


def best_combination(
    groups: list[Group], least: int, most: int, clusters: int
) -> Combination | None:
    """The best combination of ``least`` to ``most`` groups with ``clusters`` clusters in all.

    Raises :class:`TooManyCombinationsError`.
    """
    found = list(_Walk(groups, least, most, clusters).combinations())
    if not found:
        return None
    found.sort(key=lambda path: (-path.score, -path.clusters))
    best = found[0]
    for path in found[1:]:
        if path.begins(best):
            best = path
    return best


class _Walk:
    """Depth first over the groups, small ones first; what satisfies is not extended."""

    def __init__(self, groups: list[Group], least: int, most: int, clusters: int) -> None:
        self._groups = sorted(groups, key=lambda g: (g.clusters, -g.score, g.name))
        self._least, self._most, self._clusters = least, most, clusters
        self._steps = 0

    def combinations(self) -> Iterator[Combination]:
        if len(self._groups) == self._least and self._groups:
            yield from self._all_of_them()
        elif self._groups:
            yield from self._extended((), 0, 0)

    def _satisfies(self, path: tuple[Group, ...], clusters: int) -> bool:
        return clusters >= self._clusters and self._least <= len(path) <= self._most

    def _all_of_them(self) -> Iterator[Combination]:
        """Karmada tries nothing else when the constraint asks for every group there is."""
        path = tuple(self._groups)
        if self._satisfies(path, sum(group.clusters for group in path)):
            yield _combination(path)

    def _extended(
        self, path: tuple[Group, ...], clusters: int, begin: int
    ) -> Iterator[Combination]:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManyCombinationsError(
                f"{len(self._groups)} regions are too many to try all combinations of "
                f"{self._least} to {self._most}",
                hint="lower maxGroups of the region constraint",
            )
        if self._satisfies(path, clusters):
            yield _combination(path)
        elif len(path) < self._most:
            for index in range(begin, len(self._groups)):
                group = self._groups[index]
                yield from self._extended((*path, group), clusters + group.clusters, index + 1)


def _combination(path: tuple[Group, ...]) -> Combination:
    return Combination(tuple(sorted(path, key=lambda group: (-group.score, group.name))))
