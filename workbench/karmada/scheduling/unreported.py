"""What Cluster objects in files mostly leave open: how much is free in them.

A healthy member always reports it; a Cluster that was written by hand does not. A decision that
hangs on what nobody reported is no decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import uses_overflow
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.decision import Decision
from workbench.karmada.scheduling.pods import maps_in, text_at
from workbench.karmada.scheduling.request import Request
from workbench.karmada.scheduling.selection import ignores_constraints


def is_undecidable(request: Request, decision: Decision, clusters: ClusterList) -> bool:
    """Whether the decision hangs on free room, and no candidate reports any.

    Karmada takes a missing report for a full cluster; so would every cluster of a file be.
    """
    if not _asks_for_room(request, decision, clusters.profile):
        return False
    feasible = clusters.named(decision.feasible)
    return bool(feasible) and all(facts.summary is None for facts in feasible)


def _asks_for_room(request: Request, decision: Decision, profile: Profile) -> bool:
    if request.replicas == 0 and not request.components:
        return False
    if request.strategy in ("DynamicWeight", "Aggregated") or uses_overflow(request, profile):
        return True
    constraints = maps_in(request.placement, "spreadConstraints")
    if not constraints or ignores_constraints(request.placement):
        return False
    if not request.is_duplicated or any(
        text_at(constraint, "spreadByField") == "region" for constraint in constraints
    ):
        return True
    chosen: Sequence[str] = decision.selected or ()
    return len(chosen) != len(decision.feasible)
