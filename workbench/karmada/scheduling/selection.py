"""Choosing clusters by spread constraints.

Follows select_clusters.go and select_clusters_by_cluster.go of
pkg/scheduler/core/spreadconstraint (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import Candidate
from workbench.karmada.scheduling.decision import SelectionStep
from workbench.karmada.scheduling.errors import SelectionError
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.regions import check_groups, choose_by_region
from workbench.karmada.scheduling.request import Request, whole
from workbench.model.tree import Object

Selected = tuple[list[Candidate], list[SelectionStep]]


def ignores_constraints(placement: Object) -> bool:
    """Whether static weights make the scheduler pass over spread constraints.

    An empty ``weightPreference: {}`` is divided by static weights and yet obeys them.
    """
    scheduling = map_at(placement, "replicaScheduling")
    if (
        scheduling.get("replicaSchedulingType") != "Divided"
        or scheduling.get("replicaDivisionPreference") != "Weighted"
    ):
        return False
    preference = scheduling.get("weightPreference")
    if not isinstance(preference, dict):
        return True
    return bool(preference.get("staticWeightList")) and not preference.get("dynamicWeight")


def select_clusters(
    candidates: list[Candidate], request: Request, needed: int, profile: Profile
) -> Selected:
    """The clusters to divide among, in order, and how it came to them.

    Args:
        candidates: in the scheduler's order; not empty.
        needed: replicas that the chosen clusters must be able to hold together.

    Raises:
        SelectionError: the constraints can't be satisfied.
        SchedulerPanic: the code of the version crashes.
    """
    constraints = maps_in(request.placement, "spreadConstraints")
    ignored = ignores_constraints(request.placement)
    if not constraints or ignored:
        why = "static weights ignore spread constraints" if ignored else "no spread constraints"
        return candidates, [_step(f"{why}: every candidate", candidates)]
    by_field = {text_at(constraint, "spreadByField"): constraint for constraint in constraints}
    if len(constraints) > 1 or "cluster" not in by_field:
        check_groups(candidates, request, by_field, profile)
    if "region" in by_field:
        return choose_by_region(candidates, request, by_field, profile)
    if "cluster" in by_field:
        return _by_cluster(candidates, by_field["cluster"], request, needed)
    raise SelectionError("just support cluster and region spread constraint")


def _step(why: str, candidates: list[Candidate]) -> SelectionStep:
    return SelectionStep(why, tuple(candidate.name for candidate in candidates))


def _by_cluster(
    candidates: list[Candidate], constraint: Object, request: Request, needed: int
) -> Selected:
    least, most = whole(constraint.get("minGroups")), whole(constraint.get("maxGroups"))
    if len(candidates) < least:
        raise SelectionError(
            "the number of feasible clusters is less than spreadConstraint.MinGroups"
        )
    count = min(len(candidates), most)
    chosen = candidates[:count]
    step = _step(f"the first {count} of {len(candidates)} candidates (maxGroups {most})", chosen)
    if request.is_duplicated:
        return chosen, [step]
    chosen, swaps = _with_room(chosen, candidates[count:], needed)
    if not chosen:
        raise SelectionError(f"no enough resource when selecting {count} clusters")
    return chosen, [step, *swaps]


def _with_room(
    chosen: list[Candidate], rest: list[Candidate], needed: int
) -> tuple[list[Candidate], list[SelectionStep]]:
    """Exchange the last chosen for roomier clusters until all replicas fit; empty if never."""
    chosen, rest, steps = list(chosen), list(rest), []
    for index in range(len(chosen) - 1, -1, -1):
        if _room(chosen) >= needed:
            break
        best = max(range(len(rest)), key=lambda i: rest[i].capacity, default=None)
        if best is None or rest[best].capacity <= chosen[index].capacity:
            continue
        out, into = chosen[index], rest[best]
        why = f"{_room(chosen)} replicas fit, {needed} are needed: "
        why += f"{into.name} (room for {into.capacity}) instead of {out.name} ({out.capacity})"
        chosen[index], rest[best] = into, out
        steps.append(_step(why, chosen))
    return (chosen, steps) if _room(chosen) >= needed else ([], steps)


def _room(candidates: list[Candidate]) -> int:
    return sum(candidate.capacity for candidate in candidates)
