"""From a binding to the override engine: which clusters, with how many replicas, how far.

Follows ``ensureWork`` of pkg/controllers/binding/common.go (v1.12.0 and v1.18.2), up to and
with the overrides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.karmada.bindings import bound_clusters
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
        names: the clusters, each once.
    """

    targets: tuple[TargetCluster, ...]
    templates: Mapping[str, Object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    tossed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def shared(self) -> Object | None:
        """The object that every cluster gets; ``None`` if they don't all get the same."""
        if self.errors or not self.templates:
            return None
        first = next(iter(self.templates.values()))
        return first if all(tree is first for tree in self.templates.values()) else None


@dataclass(frozen=True)
class TargetList:
    """Clusters of a binding in Karmada's order, and their names, each once."""

    targets: tuple[TargetCluster, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, binding: Object) -> TargetList:
        targets = target_clusters(binding)
        return cls(targets, tuple(dict.fromkeys(target.name for target in targets)))

    @cached_property
    def shares(self) -> Mapping[int, tuple[str, ...]]:
        """Replicas to the clusters that get that many."""
        found: dict[int, list[str]] = {}
        for target in self.targets:
            found.setdefault(target.replicas, []).append(target.name)
        return {replicas: tuple(names) for replicas, names in found.items()}


class TargetLists:
    """Target lists of bindings; bindings that share ``spec.clusters`` share the list too."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Json, TargetList]] = {}

    def of(self, binding: Object) -> TargetList:
        spec = binding.get("spec") or {}
        clusters = spec.get("clusters")
        if not clusters or spec.get("requiredBy"):
            return TargetList.of(binding)
        if id(clusters) not in self._known:
            self._known[id(clusters)] = (clusters, TargetList.of(binding))
        return self._known[id(clusters)][1]


def target_clusters(binding: Object) -> tuple[TargetCluster, ...]:
    """Clusters of ``spec.clusters``, then those that only ``spec.requiredBy`` names."""
    targets = bound_clusters(binding.get("spec") or {})
    return tuple(TargetCluster(t.get("name") or "", t.get("replicas") or 0) for t in targets)


def hand_over(
    template: Object, binding: Object, profile: Profile, lists: TargetLists | None = None
) -> HandOver:
    """What the binding controller makes of ``template`` before overrides, for every cluster.

    ``lists`` knows the target lists of a fleet's bindings.
    """
    listed = lists.of(binding) if lists else TargetList.of(binding)
    spec = binding.get("spec") or {}
    try:
        completions, tossed = _completions(template, spec, listed.targets, profile)
    except OverrideError as error:
        return HandOver(listed.targets, failure=error.args[0], names=listed.names)
    groups: dict[tuple[int, int | None], list[str] | tuple[str, ...]] = {}
    if completions:
        for target, share_of_job in zip(listed.targets, completions, strict=False):
            groups.setdefault((target.replicas, share_of_job), []).append(target.name)  # type: ignore[union-attr]
    else:
        groups = {(replicas, None): names for replicas, names in listed.shares.items()}
    templates: dict[str, Object] = {}
    errors: dict[str, str] = {}
    for key, names in groups.items():
        try:
            templates.update(dict.fromkeys(names, _with_share(template, spec, key, profile)))
        except (InterpretationError, OverrideError) as error:
            errors.update(dict.fromkeys(names, str(error.args[0])))
    return HandOver(listed.targets, templates, errors, tossed=tossed, names=listed.names)


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
    template: Object, binding: Object, targets: RuleTargets, lists: TargetLists | None = None
) -> tuple[Variant, ...]:
    """What every cluster of ``binding`` gets of ``template`` in one reconcile.

    Where a failure ends the reconcile, clusters that come later are ``unreached``.
    """
    profile = targets.index.profile
    handed = _as_started_before(hand_over(template, binding, profile, lists), template, targets)
    names = handed.names
    if handed.failure:
        outcome = Outcome("error", message=handed.failure)
        return (Variant(names, template, outcome),) if names else ()
    if (shared := handed.shared) is not None:
        variants = list(preview(shared, targets, names))
    else:
        fit = [name for name in names if name not in handed.errors]
        variants = [
            *preview(template, targets, fit, handed.templates),
            *(Variant((name,), template, Outcome("error", message=text))
              for name, text in handed.errors.items()),
        ]
    return tuple(_cut(_noted(variants, handed), names, profile))


def _as_started_before(handed: HandOver, template: Object, targets: RuleTargets) -> HandOver:
    trees = {id(tree): tree for tree in handed.templates.values() if tree is not template}
    starts = {key: targets.start(template, tree) for key, tree in trees.items()}
    if all(starts[key] is tree for key, tree in trees.items()):
        return handed
    templates = {name: starts.get(id(tree), tree) for name, tree in handed.templates.items()}
    return replace(handed, templates=templates)


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
    stopping = {"panic"} | ({"error"} if profile.one_failure_stops_later_clusters else set())
    if not any(variant.outcome.kind in stopping for variant in variants):
        return variants
    place = {name: index for index, name in enumerate(order)}
    stops = [
        place[name]
        for variant in variants
        if variant.outcome.kind in stopping
        for name in variant.clusters
    ]
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
