"""Clusters that passed the filters, in the order in which the scheduler prefers them.

Follows pkg/scheduler/core/spreadconstraint/group_clusters.go and util.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.clusters import ClusterList, Facts
from workbench.karmada.scheduling.pods import maps_in
from workbench.karmada.scheduling.request import Request

LOCALITY_SCORE = 100
UNMATCHED_TIER = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feasible cluster.

    Attributes:
        available: replicas that still fit.
        capacity: ``available`` and those that the binding has there already.
        tier: 0 for the affinity itself, then 1, 2… for its overflow affinities.
    """

    facts: Facts
    score: int
    available: int
    capacity: int
    tier: int = 0

    @property
    def name(self) -> str:
        return self.facts.name


def preferred(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By tier, then score, then capacity, the best first; by name among equals."""
    return sorted(candidates, key=lambda c: (c.tier, -c.score, -c.capacity, c.facts.name))


class Tiers:
    """Which overflow tier of the active affinity group a cluster belongs to."""

    def __init__(self, request: Request, clusters: ClusterList) -> None:
        placement = request.placement
        self._applies = (
            clusters.profile.knows_overflow_affinities
            and placement.get("clusterAffinity") is None
            and bool(placement.get("clusterAffinities"))
        )
        term = request.affinity_term()
        affinities = () if term is None else (term, *maps_in(term, "overflowAffinities"))
        self._by_affinity = [clusters.refusals_by(affinity) for affinity in affinities]

    def of(self, facts: Facts) -> int:
        """0, 1, 2…; 1000 for a cluster that no list of the group accepts."""
        if not self._applies:
            return 0
        for tier, answers in enumerate(self._by_affinity):
            if not answers.of(facts):
                return tier
        return UNMATCHED_TIER


def uses_overflow(request: Request, profile: Profile) -> bool:
    """Whether replicas are assigned tier by tier (``enableOverflow`` of core/common.go)."""
    placement = request.placement
    if not profile.knows_overflow_affinities or placement.get("clusterAffinity") is not None:
        return False
    return bool(request.affinity_name) and any(
        term.get("affinityName") == request.affinity_name
        and term.get("overflowAffinities") is not None
        for term in maps_in(placement, "clusterAffinities")
    )
