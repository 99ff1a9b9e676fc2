"""Dividing by what clusters have free: dynamic weights, and as few clusters as possible.

Follows ``assignByDynamicStrategy`` of assignment.go and division_algorithm.go in
pkg/scheduler/core (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import Candidate
from workbench.karmada.scheduling.decision import DivisionStep, Share
from workbench.karmada.scheduling.errors import DivisionError
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.request import Request
from workbench.karmada.scheduling.sharing import Weight, share
from workbench.model.go_sort import sorted_as_go

Counts = list[tuple[str, int]]
Divided = tuple[Counts, list[DivisionStep], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to hand out in this mode.

    Attributes:
        mode: Karmada's words for it, used in errors.
        why: the same for people.
        goal: replicas to hand out.
        weights: clusters and their weight, the heaviest first.
        kept: replicas that clusters keep.
    """

    mode: str
    why: str
    goal: int
    weights: Counts
    kept: Counts


def divide_dynamically(
    selected: list[Candidate], request: Request, profile: Profile
) -> Divided:
    """``(cluster, replicas)`` in Karmada's order, the steps, and who is subject to a coin.

    Raises :class:`DivisionError` where the clusters can't hold the replicas.
    """
    names = {candidate.name for candidate in selected}
    kept = [(name, count) for name, count in request.previous if name in names]
    assigned = int32(sum(count for _, count in kept))
    if not request.is_fresh and assigned == request.replicas:
        shares = tuple(Share(name, kept=count) for name, count in kept)
        why = f"all {assigned} replicas are where they were: nothing to hand out"
        return kept, [DivisionStep(why, 0, shares)], ()
    plan = _plan(selected, request, kept, assigned, profile)
    return _hand_out(plan, request, profile)


def _plan(
    selected: list[Candidate], request: Request, kept: Counts, assigned: int, profile: Profile
) -> _Plan:
    free = [(candidate.name, candidate.available) for candidate in selected]
    if request.is_fresh:
        had = dict(reversed(kept))
        weights = [(name, int32(count + had.get(name, 0))) for name, count in free]
        why = "rescheduling was asked for: divide anew by free room and what runs there"
        return _Plan("do fresh scale", why, request.replicas, _sorted(weights), [])
    if assigned > request.replicas:
        by = list(request.previous) if profile.scale_down_counts_lost_clusters else kept
        why = f"{assigned} run, {request.replicas} are wanted: shrink in proportion"
        return _Plan("scale down", why, request.replicas, _sorted(by), [])
    goal = request.replicas - assigned
    why = f"{assigned} of {request.replicas} stay, {goal} are handed out by free room"
    return _Plan("scale up", why, goal, _sorted(free), kept)


def _sorted(counts: Counts) -> Counts:
    return sorted_as_go(counts, key=lambda item: -item[1])


def _hand_out(plan: _Plan, request: Request, profile: Profile) -> Divided:
    room = int32(sum(count for _, count in plan.weights))
    if room < plan.goal:
        shortage = f"Clusters available replicas {room} are not enough to schedule."
        raise DivisionError(f"failed to {plan.mode}: {shortage}", lacks_capacity=True)
    steps, counts = [], plan.weights
    if request.strategy == "Aggregated":
        counts = _prefix(plan)
        why = f"Aggregated: the fewest clusters that hold {plan.goal}, those in use first"
        steps.append(DivisionStep(why, plan.goal, tuple(Share(n, w) for n, w in counts)))
    kept = dict(plan.kept)
    last = {} if profile.shares_by_quotient else dict(reversed(plan.kept))
    weights = [Weight(name, weight, last.get(name, 0)) for name, weight in counts]
    sharing = share(plan.goal, weights, request.uid, profile)
    given = [(name, count + kept.pop(name, 0)) for name, count in sharing.given.items()]
    given += kept.items()
    steps.append(DivisionStep(plan.why, plan.goal, _shares(plan, counts, sharing.given)))
    return given, steps, sharing.tossed


def _shares(plan: _Plan, counts: Counts, given: Mapping[str, int]) -> tuple[Share, ...]:
    kept, weights = dict(plan.kept), dict(counts)
    names = [name for name, _ in counts] + [name for name in kept if name not in weights]
    return tuple(
        Share(name, weights.get(name, 0), kept.get(name, 0), given.get(name, 0)) for name in names
    )


def _prefix(plan: _Plan) -> Counts:
    """The shortest beginning that holds the goal, clusters that keep replicas in front."""
    used = {name for name, count in plan.kept if count > 0}
    ordered = [item for item in plan.weights if item[0] in used]
    ordered += [item for item in plan.weights if item[0] not in used]
    total = 0
    for index, (_, count) in enumerate(ordered):
        total = int32(total + count)
        if total >= plan.goal:
            return ordered[: index + 1]
    return ordered
