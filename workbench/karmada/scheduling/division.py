"""Dividing replicas among the selected clusters, by strategy.

Follows assignment.go, division_algorithm.go and ``AssignReplicas`` of common.go in
pkg/scheduler/core (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workbench.karmada.scheduling.candidates import Candidate, uses_overflow
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.decision import DivisionStep, Share, Target
from workbench.karmada.scheduling.dynamic_division import divide_dynamically
from workbench.karmada.scheduling.errors import DivisionError
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.request import Request, whole
from workbench.karmada.scheduling.sharing import Weight, share


@dataclass(slots=True)
class Division:
    """Result of dividing: targets in Karmada's order, and the steps to them."""

    targets: list[Target] = field(default_factory=list)
    steps: list[DivisionStep] = field(default_factory=list)
    tossed: tuple[str, ...] = ()


def divide(selected: list[Candidate], request: Request, clusters: ClusterList) -> Division:
    """Divide ``request.replicas`` among ``selected``.

    Raises :class:`DivisionError`.
    """
    if not selected:
        raise DivisionError("no clusters available to schedule")
    profile = clusters.profile
    needs_replicas = request.replicas > 0 or (
        profile.requirements_make_a_workload and request.requirements is not None
    )
    if not needs_replicas or len(request.components) > 1:
        why = "nothing to divide: every selected cluster gets the object"
        step = DivisionStep(why, 0, tuple(Share(candidate.name) for candidate in selected))
        return Division([Target(candidate.name, 0) for candidate in selected], [step])
    if uses_overflow(request, profile):
        return _by_tiers(selected, request, clusters)
    return _by_strategy(selected, request, clusters)


def with_empty_targets(division: Division, selected: list[Candidate]) -> Division:
    """Selected clusters that got nothing are targets with 0 replicas."""
    present = {target.cluster for target in division.targets}
    missing = [candidate.name for candidate in selected if candidate.name not in present]
    if not missing:
        return division
    why = "--enable-empty-workload-propagation: the other selected clusters get 0"
    step = DivisionStep(why, 0, tuple(map(Share, missing)))
    targets = division.targets + [Target(name, 0) for name in missing]
    return Division(targets, [*division.steps, step], division.tossed)


def _by_tiers(selected: list[Candidate], request: Request, clusters: ClusterList) -> Division:
    """Tier by tier, each as much as it holds, each a division of its own."""
    result, remaining = Division(), request.replicas
    for tier in sorted({candidate.tier for candidate in selected}):
        members = [candidate for candidate in selected if candidate.tier == tier]
        room = sum(member.capacity for member in members)
        part = min(remaining, room)
        why = f"tier {tier} holds {room}: it takes {part} of the remaining {remaining}"
        result.steps.append(DivisionStep(why, part))
        division = _by_strategy(members, replace(request, replicas=part), clusters)
        result.targets += division.targets
        result.steps += division.steps
        remaining -= part
        if remaining <= 0:
            return result
    raise DivisionError(
        "Clusters available replicas are not enough to schedule.", lacks_capacity=True
    )


def _by_strategy(selected: list[Candidate], request: Request, clusters: ClusterList) -> Division:
    match request.strategy:
        case "Duplicated":
            division = _duplicated(selected, request)
        case "StaticWeight":
            division = _by_static_weight(selected, request, clusters)
        case "DynamicWeight" | "Aggregated":
            given, steps, tossed = divide_dynamically(selected, request, clusters.profile)
            targets = [Target(name, count) for name, count in given]
            division = Division(targets, steps, tossed)
        case _:
            raise _unsupported(request)
    division.targets = [target for target in division.targets if target.replicas > 0]
    return division


def _unsupported(request: Request) -> DivisionError:
    scheduling = map_at(request.placement, "replicaScheduling")
    kind = text_at(scheduling, "replicaSchedulingType")
    preference = text_at(scheduling, "replicaDivisionPreference")
    return DivisionError(
        f"unsupported replica scheduling strategy, replicaSchedulingType: {kind}, "
        f"replicaDivisionPreference: {preference}, please try another scheduling strategy"
    )


def _duplicated(selected: list[Candidate], request: Request) -> Division:
    count = request.replicas
    names = [candidate.facts.name for candidate in selected]
    shares = tuple(Share(name, given=count) for name in names)
    step = DivisionStep("Duplicated: every selected cluster gets all replicas", count, shares)
    return Division([Target(name, count) for name in names], [step])


def _by_static_weight(
    selected: list[Candidate], request: Request, clusters: ClusterList
) -> Division:
    weights = _static_weights(selected, request, clusters)
    why = "static weights: the greatest weight of the rules that match"
    if not weights:
        weights = [Weight(candidate.name, 1) for candidate in selected]
        why = "static weights: no rule matches, so every cluster weighs 1"
    sharing = share(request.replicas, weights, request.uid, clusters.profile)
    weighed = {weight.cluster for weight in weights}
    if dropped := [c.name for c in selected if c.name not in weighed]:
        why += f"; without a weight, and so left out: {', '.join(dropped)}"
    shares = tuple(
        Share(weight.cluster, weight.weight, given=sharing.given.get(weight.cluster, 0))
        for weight in weights
    )
    targets = [Target(name, count) for name, count in sharing.given.items()]
    step = DivisionStep(why, request.replicas, shares)
    return Division(targets, [step], sharing.tossed)


def _static_weights(
    selected: list[Candidate], request: Request, clusters: ClusterList
) -> list[Weight]:
    """Weights above 0, in order; empty where no rule matches any cluster."""
    preference = map_at(request.placement, "replicaScheduling").get("weightPreference")
    last = request.assigned
    if preference is None:
        return [Weight(c.name, 1, last.get(c.name, 0)) for c in selected]
    rules = [
        (whole(rule.get("weight")), clusters.refusals_by(rule.get("targetCluster")))
        for rule in maps_in(preference, "staticWeightList")
    ]
    weights = []
    for candidate in selected:
        matching = [weight for weight, refusals in rules if not refusals.of(candidate.facts)]
        if (best := max(matching, default=0)) > 0:
            weights.append(Weight(candidate.name, best, last.get(candidate.name, 0)))
    return weights
