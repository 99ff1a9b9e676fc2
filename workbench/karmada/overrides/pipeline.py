"""From a binding to the override engine: which clusters, with how many replicas, how far.

Follows ``ensureWork`` of pkg/controllers/binding/common.go (v1.12.0 and v1.18.2), up to and
with the overrides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.karmada.overrides.accessors import nested, text_at, wrong_type
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.folding import RuleTargets, Variant, preview
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.replicas import InterpretationError, revised
from workbench.karmada.scheduling.sharing import Weight, share
from workbench.model.tree import MISSING, Json, Object, lookup, replaced


@dataclass(frozen=True, slots=True)
class TargetCluster:
    """A cluster that a binding sends its object to, with the replicas assigned to it."""

    name: str
    replicas: int = 0


@dataclass(frozen=True, slots=True)
class HandOver:
    """What reaches the override engine.

    Attributes:
        targets: the clusters, in the order in which Karmada handles them.
        templates: cluster name to the object with that cluster's share; one object for equal
            shares.
        errors: cluster name to Karmada's text, where the share can't be written.
        failure: Karmada's text where nothing is handed over at all; empty otherwise.
        tossed: clusters between which Karmada tosses a coin for single Job completions.
    """

    targets: tuple[TargetCluster, ...]
    templates: Mapping[str, Object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    tossed: tuple[str, ...] = ()


def target_clusters(binding: Object) -> tuple[TargetCluster, ...]:
    """Clusters of ``spec.clusters``, then those that only ``spec.requiredBy`` names."""
    spec = binding.get("spec") or {}
    found = [_target(item) for item in spec.get("clusters") or ()]
    seen = {target.name for target in found}
    for snapshot in spec.get("requiredBy") or ():
        for item in snapshot.get("clusters") or ():
            target = _target(item)
            if target.name not in seen:
                seen.add(target.name)
                found.append(target)
    return tuple(found)


def _target(item: Json) -> TargetCluster:
    return TargetCluster(item.get("name") or "", item.get("replicas") or 0)


def hand_over(template: Object, binding: Object, profile: Profile) -> HandOver:
    """What the binding controller makes of ``template`` before overrides, for every cluster."""
    targets = target_clusters(binding)
    spec = binding.get("spec") or {}
    try:
        completions, tossed = _completions(template, spec, targets, profile)
    except OverrideError as error:
        return HandOver(targets, failure=error.args[0])
    templates: dict[str, Object] = {}
    errors: dict[str, str] = {}
    made: dict[tuple[int, int | None], Object] = {}
    for place, target in enumerate(targets):
        share_of_job = completions[place] if completions else None
        key = (target.replicas, share_of_job)
        try:
            if key not in made:
                made[key] = _with_share(template, spec, key, profile)
            templates[target.name] = made[key]
        except (InterpretationError, OverrideError) as error:
            errors[target.name] = str(error.args[0])
    return HandOver(targets, templates, errors, tossed=tossed)


def _with_share(
    template: Object, spec: Object, share_of: tuple[int, int | None], profile: Profile
) -> Object:
    replicas, completions = share_of
    tree = template
    if _revises_replicas(spec, profile):
        tree = revised(tree, replicas, profile)
    if completions is not None:
        tree = replaced(tree, ("spec", "completions"), completions)
    return tree


def _is_divided(spec: Object) -> bool:
    kind = lookup(spec, "placement", "replicaScheduling", "replicaSchedulingType")
    return (spec.get("replicas") or 0) > 0 and kind == "Divided"


def _revises_replicas(spec: Object, profile: Profile) -> bool:
    """Whether the binding's replicas are written into the template."""
    if not profile.duplicated_revises_replicas:
        return _is_divided(spec)
    requirements = spec.get("replicaRequirements") is not None
    return (spec.get("replicas") or 0) > 0 or requirements or bool(spec.get("components"))


def _completions(
    template: Object, spec: Object, targets: Sequence[TargetCluster], profile: Profile
) -> tuple[list[int], tuple[str, ...]]:
    """Completions of a Job for every target in turn; none where they are not shared.

    Raises :class:`OverrideError` where ``spec.completions`` is no integer.
    """
    divided = _is_divided(spec)
    by_name = profile.job_completions_by_name
    if text_at(template, "kind") != "Job" or (by_name and not divided):
        return [], ()
    wanted = nested(template, "spec", "completions")
    if wanted is MISSING:
        return [], ()
    if isinstance(wanted, bool) or not isinstance(wanted, int):
        raise OverrideError(wrong_type(wanted, ("spec", "completions"), "int64"))
    weights = [Weight(target.name, target.replicas) for target in targets]
    shared = share(wanted, weights, text_at(template, "metadata", "uid"), profile)
    if not divided or not shared.given:
        return [], ()
    if by_name:
        return [shared.given[target.name] for target in targets], shared.tossed
    return list(shared.given.values()), shared.tossed


def preview_binding(
    template: Object, binding: Object, targets: RuleTargets
) -> tuple[Variant, ...]:
    """What every cluster of ``binding`` gets of ``template`` in one reconcile.

    Where a failure ends the reconcile, clusters that come later are ``unreached``.
    """
    profile = targets.index.profile
    handed = hand_over(template, binding, profile)
    names = tuple(dict.fromkeys(target.name for target in handed.targets))
    if handed.failure:
        outcome = Outcome("error", message=handed.failure)
        return (Variant(names, template, outcome),) if names else ()
    fit = [name for name in names if name not in handed.errors]
    variants = [
        *preview(template, targets, fit, handed.templates),
        *(Variant((name,), template, Outcome("error", message=text))
          for name, text in handed.errors.items()),
    ]
    return tuple(_cut(_noted(variants, handed), names, profile))


def _noted(variants: list[Variant], handed: HandOver) -> list[Variant]:
    if not handed.tossed:
        return variants
    names = ", ".join(handed.tossed)
    note = f"completions: Karmada tosses a coin between {names}"
    return [
        replace(v, outcome=replace(v.outcome, unstable=(*v.outcome.unstable, note)))
        for v in variants
    ]


def _cut(
    variants: list[Variant], order: tuple[str, ...], profile: Profile
) -> list[Variant]:
    """The variants with clusters behind the first stopping failure taken out as unreached."""
    place = {name: index for index, name in enumerate(order)}
    stopping = {"panic"} | ({"error"} if profile.one_failure_stops_later_clusters else set())
    stops = [
        place[name]
        for variant in variants
        if variant.outcome.kind in stopping
        for name in variant.clusters
    ]
    if not stops:
        return variants
    first = min(stops)
    found: list[Variant] = []
    for variant in variants:
        reached = tuple(name for name in variant.clusters if place[name] <= first)
        if reached:
            found.append(replace(variant, clusters=reached))
    if late := order[first + 1 :]:
        message = f"{order[first]} fails first"
        found.append(Variant(late, variants[0].template, Outcome("unreached", message=message)))
    return found
