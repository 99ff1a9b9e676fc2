"""Spreading by region: regions are scored, the best combination chosen, then clusters in it.

Follows group_clusters.go and select_clusters_by_region.go of
pkg/scheduler/core/spreadconstraint (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import Candidate, preferred
from workbench.karmada.scheduling.decision import SelectionStep
from workbench.karmada.scheduling.errors import SchedulerPanic, SelectionError
from workbench.karmada.scheduling.int_sizes import int64, quotient
from workbench.karmada.scheduling.pods import text_at
from workbench.karmada.scheduling.region_groups import Group, best_combination
from workbench.karmada.scheduling.request import Request, whole
from workbench.model.tree import Object, lookup

_UNIT = 1000
_MIN_INT64 = -(2**63)
Constraints = Mapping[str, Object]


def check_groups(
    candidates: list[Candidate], request: Request, by_field: Constraints, profile: Profile
) -> None:
    """Score the groups by zone and provider, which only matters where scoring crashes."""
    if profile.region_without_room_panics:
        for field in ("zone", "region", "provider"):
            if field in by_field:
                for group in _grouped(candidates, field).values():
                    _score(group, request, by_field, field, profile)


def choose_by_region(
    candidates: list[Candidate], request: Request, by_field: Constraints, profile: Profile
) -> tuple[list[Candidate], list[SelectionStep]]:
    """Clusters of the best regions, in order, and how it came to them.

    Raises :class:`SelectionError` or, where the version crashes, :class:`SchedulerPanic`.
    """
    regions = _grouped(candidates, "region")
    limits, clusters = by_field["region"], by_field.get("cluster", {})
    least = whole(limits.get("minGroups"))
    if len(regions) < least:
        raise SelectionError(
            "the number of feasible region is less than spreadConstraint.MinGroups"
        )
    groups = [
        Group(name, len(members), _score(members, request, by_field, "region", profile))
        for name, members in regions.items()
    ]
    best = best_combination(
        groups, least, whole(limits.get("maxGroups")), whole(clusters.get("minGroups"))
    )
    if not best:
        raise SelectionError(
            "the number of clusters is less than the cluster spreadConstraint.MinGroups"
        )
    return _members(best, regions, whole(clusters.get("maxGroups")))


def _members(
    best: list[Group], regions: Mapping[str, list[Candidate]], most: int
) -> tuple[list[Candidate], list[SelectionStep]]:
    """The top cluster of every chosen region, then the best of the rest up to ``most``."""
    chosen, rest = [], []
    for group in best:
        first, *others = regions[group.name]
        chosen.append(first)
        rest += others
    scores = ", ".join(f"{group.name} ({group.score})" for group in best)
    steps = [_step(f"best regions by score: {scores}; the top cluster of each", chosen)]
    seats = min(len(chosen) + len(rest), most) - len(chosen)
    if seats > 0:
        chosen = chosen + preferred(rest)[:seats]
        steps.append(_step(f"the best {seats} of the rest (maxGroups {most})", chosen))
    return chosen, steps


def _step(why: str, candidates: list[Candidate]) -> SelectionStep:
    return SelectionStep(why, tuple(candidate.name for candidate in candidates))


def _grouped(candidates: list[Candidate], field: str) -> dict[str, list[Candidate]]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if field == "zone":
            names = lookup(candidate.facts.tree, "spec", "zones") or ()
        else:
            names = (text_at(candidate.facts.tree, "spec", field),)
        for name in names:
            if name:
                groups.setdefault(name, []).append(candidate)
    return groups


def _score(
    members: list[Candidate],
    request: Request,
    by_field: Constraints,
    field: str,
    profile: Profile,
) -> int:
    if request.is_duplicated:
        return _duplicated_score(members, request.replicas, profile)
    least = whole(by_field[field].get("minGroups"))
    clusters = whole(by_field.get("cluster", {}).get("minGroups"))
    return _divided_score(members, _target(request.replicas, least), max(clusters, least))


def _duplicated_score(members: list[Candidate], replicas: int, profile: Profile) -> int:
    """1000 for each cluster that holds all replicas, and their mean score."""
    scores = [member.score for member in members if member.capacity >= replicas]
    if scores:
        return len(scores) * _UNIT + sum(scores) // len(scores)
    if profile.region_without_room_panics:
        raise SchedulerPanic("runtime error: integer divide by zero")
    return 0


def _target(replicas: int, groups: int) -> int:
    """Replicas that a group should hold; without groups what amd64 makes of infinity."""
    return -(-replicas // groups) if groups else _MIN_INT64


def _divided_score(members: list[Candidate], target: int, least: int) -> int:
    """1000 for each replica of ``target`` that fits, and the mean score of those counted."""
    capacity = score = counted = 0
    for member in members:
        capacity, score, counted = capacity + member.capacity, score + member.score, counted + 1
        if counted >= least and capacity >= target:
            break
    if capacity < target:
        return int64(capacity * _UNIT) + quotient(score, len(members))
    return int64(target * _UNIT) + quotient(score, counted)
