"""Clusters that passed the filters, in the order in which the scheduler prefers them.

Follows pkg/scheduler/core/spreadconstraint/group_clusters.go and util.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import maps_in
from workbench.karmada.scheduling.request import Request
from workbench.model.tree import Object

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

    name: str
    cluster: Object
    score: int
    available: int
    capacity: int
    tier: int = 0


def preferred(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By tier, then score, then capacity, the best first; by name among equals."""
    return sorted(candidates, key=lambda c: (c.tier, -c.score, -c.capacity, c.name))


class Tiers:
    """Which overflow tier of the active affinity group a cluster belongs to."""

    def __init__(self, request: Request, profile: Profile) -> None:
        self._profile = profile
        self._term = request.affinity_term()
        placement = request.placement
        self._applies = (
            profile.knows_overflow_affinities
            and placement.get("clusterAffinity") is None
            and bool(placement.get("clusterAffinities"))
        )

    def of(self, cluster: Object) -> int:
        """0, 1, 2…; 1000 for a cluster that no list of the group accepts."""
        if not self._applies:
            return 0
        if self._term is not None:
            affinities = (self._term, *maps_in(self._term, "overflowAffinities"))
            for tier, affinity in enumerate(affinities):
                if matches_affinity(cluster, affinity, self._profile):
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
