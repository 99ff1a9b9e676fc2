"""What could be lost: each cluster, each pair, each zone, region and provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from workbench.simulator.faults import places
from workbench.simulator.fleet import PreparedFleet

CaseKind = Literal["cluster", "pair", "zone", "region"]

MOST_PAIRS = 500
"""More pairs than these are only played when asked for."""


@dataclass(frozen=True, slots=True)
class Case:
    """A loss. ``name`` is a cluster's, ``a and b``, or a zone's or region's."""

    kind: CaseKind
    name: str
    clusters: tuple[str, ...]

    def __str__(self) -> str:
        return self.name if self.kind in ("cluster", "pair") else f"{self.kind} {self.name}"


def cases_of(fleet: PreparedFleet, losses: int | None = None) -> tuple[Case, ...]:
    """Every loss worth playing.

    Args:
        fleet: the fleet.
        losses: 1 for single clusters alone, 2 for every pair too; ``None`` leaves pairs out
            where there are more than :data:`MOST_PAIRS`.

    A zone or region takes the clusters that lie wholly in it; one that takes no cluster, or
    only one (that is a case already), is no case. The same set of clusters is played once.
    """
    names = sorted(fleet.clusters)
    cases = [Case("cluster", name, (name,)) for name in names]
    seen = {case.clusters for case in cases}
    for case in _areas(fleet):
        if case.clusters not in seen:
            seen.add(case.clusters)
            cases.append(case)
    pairs = len(names) * (len(names) - 1) // 2
    if losses != 1 and (losses == 2 or pairs <= MOST_PAIRS):
        cases += [
            Case("pair", f"{a} and {b}", (a, b))
            for a, b in combinations(names, 2) if (a, b) not in seen
        ]
    return tuple(cases)


def _areas(fleet: PreparedFleet) -> Iterator[Case]:
    kinds: tuple[CaseKind, ...] = ("zone", "region")
    for kind in kinds:
        by_area: dict[str, list[str]] = {}
        for name in sorted(fleet.clusters):
            where = places(fleet.clusters[name], kind)
            if len(where) == 1:
                by_area.setdefault(where[0], []).append(name)
        for area, clusters in sorted(by_area.items()):
            if len(clusters) > 1:
                yield Case(kind, area, tuple(clusters))
