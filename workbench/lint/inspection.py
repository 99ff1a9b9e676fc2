"""What rules look at: a preview, with what overrider items did on each object, told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbench.karmada.overrides.compiled import CompiledPolicy, CompiledRule
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.matching import judge_policy
from workbench.karmada.overrides.outcome import Cause, PolicyRef, Step, replay
from workbench.karmada.preview import Preview
from workbench.karmada.profile import Profile
from workbench.lint.clashes import Clash, clashes_in
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Json, Object, lookup

POLICY_KINDS = ("ClusterOverridePolicy", "OverridePolicy")


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One overrider item at work on one object, in every cluster where it did just that.

    Attributes:
        template: the object.
        variant: one of the variants it was seen in.
        position: which of the variant's steps it is.
        overrider: the item, as the policy has it.
        clusters: all clusters, by name.
    """

    template: Item
    variant: Variant
    position: int
    overrider: Object
    clusters: tuple[str, ...]

    @property
    def step(self) -> Step:
        return self.variant.outcome.steps[self.position]

    @property
    def cause(self) -> Cause:
        return self.step.cause

    @property
    def before(self) -> Object:
        """The object as the item met it."""
        return replay(self.variant.template, self.variant.outcome.steps[: self.position])

    @property
    def after(self) -> Object:
        return replay(self.variant.template, self.variant.outcome.steps[: self.position + 1])


class Inspection:
    """A preview as rules see it. Everything is computed when first asked for, and kept."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self._runs: dict[ObjectId, tuple[Run, ...]] = {}
        self._selected: dict[PolicyRef, tuple[Item, ...]] = {}
        self._clashes: dict[ObjectId, tuple[Clash, ...]] = {}
        self._overriders: dict[Cause, Object] = {}
        self._exactness: dict[tuple[PolicyRef, ObjectId], int] = {}

    @property
    def snapshot(self) -> Snapshot:
        return self.preview.snapshot

    @property
    def profile(self) -> Profile:
        return self.preview.profile

    @cached_property
    def policy_items(self) -> tuple[Item, ...]:
        """Every override policy as it was read, usable or not."""
        return self.snapshot.cluster_override_policies + self.snapshot.override_policies

    @cached_property
    def _items(self) -> dict[PolicyRef, Item]:
        return {ref_of(item): item for item in self.policy_items}

    def policy_item(self, ref: PolicyRef) -> Item:
        """The policy as it was read."""
        return self._items[ref]

    @cached_property
    def compiled(self) -> dict[PolicyRef, CompiledPolicy]:
        """The usable policies, as the engine has them."""
        return {policy.ref: policy for policy in self.preview.index.policies}

    def compiled_of(self, item: Item) -> CompiledPolicy | None:
        """A policy as the engine has it; ``None`` for one that no engine could hold."""
        return self.compiled.get(ref_of(item))

    def selected(self, ref: PolicyRef) -> tuple[Item, ...]:
        """The templates that the policy's selectors select, as they were read."""
        if ref not in self._selected:
            policy = self.compiled[ref]
            self._selected[ref] = tuple(
                item
                for item in self._candidates(policy)
                if self.exactness(ref, item)
            )
        return self._selected[ref]

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Item]]:
        found: dict[tuple[str, str], list[Item]] = {}
        for item in self.preview.templates:
            found.setdefault((item.id.api_version, item.id.kind), []).append(item)
        return found

    def _candidates(self, policy: CompiledPolicy) -> Iterator[Item]:
        kinds = dict.fromkeys(
            (s.get("apiVersion") or "", s.get("kind") or "") for s in policy.selectors
        )
        groups = [self._by_kind.get(kind, ()) for kind in kinds] if policy.selectors else [
            self.preview.templates
        ]
        for group in groups:
            for item in group:
                is_near = policy.ref.is_cluster_scoped or (
                    policy.ref.namespace == item.id.namespace
                )
                if is_near:
                    yield item

    def runs(self, template: Item) -> tuple[Run, ...]:
        """Every overrider item that ran on the object, equal ones in several variants once."""
        if template.id not in self._runs:
            self._runs[template.id] = tuple(self._find_runs(template))
        return self._runs[template.id]

    def _find_runs(self, template: Item) -> Iterator[Run]:
        first: dict[object, tuple[Variant, int]] = {}
        clusters: dict[object, tuple[str, ...]] = {}
        for variant in self.preview.variants(template):
            for position, step in enumerate(variant.outcome.steps):
                key = _content(step)
                first.setdefault(key, (variant, position))
                clusters[key] = clusters.get(key, ()) + variant.clusters
        for key, (variant, position) in first.items():
            overrider = self.overrider(variant.outcome.steps[position].cause)
            yield Run(template, variant, position, overrider, clusters[key])

    def clashes(self, template: Item) -> tuple[Clash, ...]:
        """Where a policy undoes what another one wrote to the object."""
        if template.id not in self._clashes:
            variants = self.preview.variants(template)
            self._clashes[template.id] = clashes_in(variants, self.overrider)
        return self._clashes[template.id]

    def rule_of(self, cause: Cause) -> CompiledRule:
        """The rule that a cause's item belongs to."""
        rules = self.compiled[cause.policy].rules
        return next(rule for rule in rules if rule.index == cause.rule)

    def overrider(self, cause: Cause) -> Object:
        """The item of the policy that a cause names."""
        found = self._overriders.get(cause)
        if found is None:
            item = lookup(self.compiled[cause.policy].object, *cause.path)
            found = self._overriders[cause] = item if isinstance(item, dict) else {}
        return found

    def exactness(self, policy: PolicyRef, template: Item) -> int:
        """How exactly the policy selects the template: 0 not at all, 3 by name."""
        key = (policy, template.id)
        if key not in self._exactness:
            verdict = judge_policy(template.object, self.compiled[policy], self.profile)
            self._exactness[key] = verdict.priority
        return self._exactness[key]


def ref_of(item: Item) -> PolicyRef:
    """A policy as the engine names it: a namespaced one without a namespace is in ``default``."""
    if item.id.kind == "ClusterOverridePolicy":
        return PolicyRef(item.id.kind, "", item.id.name)
    return PolicyRef(item.id.kind, item.id.namespace or "default", item.id.name)


def _content(step: Step) -> object:
    """What tells steps apart: equal for steps that did the same."""
    marks = tuple((c.path, _mark(c.before), _mark(c.after)) for c in step.changes)
    return (step.cause, step.error, step.note, marks)


def _mark(value: Json) -> object:
    """A value, or something hashable that stands for it; types are told apart."""
    return repr(value) if isinstance(value, (dict, list)) else (type(value), value)


@lru_cache(maxsize=2)
def inspect(preview: Preview) -> Inspection:
    """The inspection of a preview; asked again, the same one."""
    return Inspection(preview)
