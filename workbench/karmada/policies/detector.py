"""What the detector does with a template and its binding, event by event.

Follows pkg/detector (policy.go, detector.go, preemption.go) of v1.12.0 and v1.18.2, for one
template. Of the binding only the claim on it is looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from workbench.karmada.policies.candidates import (
    PolicyList,
    explicit_priority,
    is_deleting,
    policy_id,
    selection_priority,
    selectors_of,
)
from workbench.karmada.policies.claim_metadata import (
    CLUSTER_WIDE,
    NAMESPACED,
    Marks,
    claimed,
    marked,
    marks_of,
    permanent_id,
    unmarked,
)
from workbench.karmada.policies.claims import CLAIMED_BY, is_lazy, standing_claim
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

_RESOURCES = {NAMESPACED: "propagationpolicies", CLUSTER_WIDE: "clusterpropagationpolicies"}


@dataclass(frozen=True, slots=True)
class State:
    """A template and what the detector knows of it.

    Attributes:
        template: the object in the Karmada API server.
        binding: its ResourceBinding or ClusterResourceBinding; ``None`` without one.
        is_waiting: it is in the list of templates that wait for a policy.
        error: the last event ended in this error; Karmada tries again. Empty without one.
        is_queued: the last event queued the template.
    """

    template: Object
    binding: Object | None = None
    is_waiting: bool = False
    error: str = ""
    is_queued: bool = False


@dataclass(frozen=True, slots=True)
class Detector:
    """The detector's surroundings.

    Attributes:
        policies: every propagation policy.
        profile: version.
        preempts: feature gate ``PropagationPolicyPreemption``.
        overrides: override policies that exist, for ``spec.dependentOverrides``.
    """

    policies: PolicyList
    profile: Profile
    preempts: bool = False
    overrides: Collection[ObjectId] = field(default=frozenset())

    def on_template(self, state: State, *, by_karmada: bool = False) -> State:
        """The template was added or changed.

        ``by_karmada``: the change came from Karmada itself; a Lazy policy then only claims.
        """
        state = replace(state, error="", is_queued=False)
        if lookup(state.template, "metadata", "labels", CLAIMED_BY):
            return replace(state, is_waiting=False)
        marks = standing_claim(state.template, self.profile)
        if marks is not None:
            return self._reapplied(state, marks, by_karmada)
        candidates = self.policies.candidates(state.template, self.profile)
        if not candidates:
            error = "" if state.is_waiting else "no matched propagation policy"
            return replace(state, is_waiting=True, error=error)
        best = candidates[0].policy
        if not self._has_overrides(best):
            return replace(state, error="waiting for dependent overrides")
        return self._applied(replace(state, is_waiting=False), best, by_karmada)

    def _reapplied(self, state: State, marks: Marks, by_karmada: bool) -> State:
        """A claim decides alone, whatever other policies there are."""
        policy = self.policies.get(marks.policy)
        if policy is None:
            return self._without_claim(state, marks)
        if is_deleting(policy) and self.profile.deleting_policy_is_not_applied:
            kind = "cluster policy" if marks.kind == CLUSTER_WIDE else "policy"
            return replace(state, error=f"{kind}({marks.policy.path}) is being deleted")
        if not selection_priority(state.template, policy, self.profile):
            return state
        if not self._has_overrides(policy):
            return replace(state, error="waiting for dependent overrides")
        return self._applied(state, policy, by_karmada)

    def _without_claim(self, state: State, marks: Marks) -> State:
        """The claiming policy is gone. v1.12.0 finds what to clean by the binding's id alone."""
        on_binding = self._binding_id(state, marks.kind) == marks.permanent_id
        if not on_binding and not self.profile.lost_claim_is_always_removed:
            return state
        binding = state.binding
        if binding is not None and on_binding:
            binding = unmarked(binding, marks.kind)
        return replace(state, template=unmarked(state.template, marks.kind), binding=binding)

    def _binding_id(self, state: State, kind: str) -> str:
        return marks_of(state.binding or {}, kind, self.profile).permanent_id

    def _applied(self, state: State, policy: Object, by_karmada: bool) -> State:
        kind = policy_id(policy).kind
        state = replace(state, template=claimed(state.template, policy, kind, self.profile))
        if by_karmada and is_lazy(policy):
            return state
        binding = marked(state.binding or {}, policy, kind)
        if kind == NAMESPACED and marks_of(binding, CLUSTER_WIDE, self.profile).permanent_id:
            binding = unmarked(binding, CLUSTER_WIDE)
        return replace(state, binding=binding)

    def _has_overrides(self, policy: Object) -> bool:
        """Whether every override policy that the policy depends on exists."""
        key = policy_id(policy)
        kind = "OverridePolicy" if key.kind == NAMESPACED else "ClusterOverridePolicy"
        names = lookup(policy, "spec", "dependentOverrides") or ()
        return all(ObjectId(kind, key.namespace, name) in self.overrides for name in names)

    def on_policy(self, state: State, policy: Object) -> State:
        """A policy was added or changed: release, queue, preempt."""
        state = self._released(replace(state, error="", is_queued=False), policy)
        key, own = policy_id(policy), permanent_id(policy, policy_id(policy).kind)
        if self._derives(state, key, own):
            state = replace(state, is_queued=True)
        if state.is_waiting and selection_priority(state.template, policy, self.profile):
            if not self._has_overrides(policy):
                return replace(state, error="waiting for dependent overrides")
            state = replace(state, is_waiting=False, is_queued=True)
        if self.preempts and lookup(policy, "spec", "preemption") == "Always":
            return self._preempted(state, policy, key)
        return state

    def _derives(self, state: State, key: ObjectId, own: str) -> bool:
        """Whether the binding was made from this policy, by its id (and namespace)."""
        if state.binding is None or not own or self._binding_id(state, key.kind) != own:
            return False
        namespace = lookup(state.template, "metadata", "namespace") or ""
        return key.kind == CLUSTER_WIDE or namespace == key.namespace

    def _released(self, state: State, policy: Object) -> State:
        """Give up a template that the policy claimed and no longer selects."""
        key = policy_id(policy)
        if not self._derives(state, key, permanent_id(policy, key.kind)):
            return state
        if selection_priority(state.template, policy, self.profile) or state.binding is None:
            return state
        return replace(
            state,
            template=unmarked(state.template, key.kind),
            binding=unmarked(state.binding, key.kind),
        )

    def _preempted(self, state: State, policy: Object, key: ObjectId) -> State:
        errors: dict[str, None] = {}
        for selector in selectors_of(policy):
            if is_deleting(state.template) or not _names(selector, state.template):
                continue
            error, template = self._take(state.template, policy, key)
            state = replace(state, template=template)
            if error:
                errors[error] = None
        texts = list(errors)
        text = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]" if texts else ""
        return replace(state, error=text)

    def _take(self, template: Object, policy: Object, key: ObjectId) -> tuple[str, Object]:
        """Take a template from its holder where the rules allow; an error's text, and the result.

        Only explicit priority counts, and it must be greater; a PropagationPolicy takes from
        any ClusterPropagationPolicy, never the other way round.
        """
        rival = marks_of(template, key.kind, self.profile)
        if rival.names_policy and rival.policy != key:
            holder = self.policies.get(rival.policy)
            if holder is None:
                resource = f"{_RESOURCES[key.kind]}.policy.karmada.io"
                return f'{resource} "{rival.name}" not found', template
            if explicit_priority(policy) > explicit_priority(holder):
                template = claimed(template, policy, key.kind, self.profile)
        if key.kind == NAMESPACED and marks_of(template, CLUSTER_WIDE, self.profile).name:
            template = claimed(template, policy, key.kind, self.profile)
        return "", template

    def requeued_after_lowering(self, policy: Object, old_priority: int) -> list[ObjectId]:
        """Policies that get another try when ``policy``'s priority was lowered, in order.

        They preempt, and their explicit priority lies between the new and the old one.
        """
        key, low = policy_id(policy), explicit_priority(policy)
        others = [
            other
            for other in self.policies.of_kind(key.kind, key.namespace)
            if lookup(other, "spec", "preemption") == "Always"
            and isinstance(lookup(other, "spec", "priority"), int)
            and low < explicit_priority(other) < old_priority
        ]
        others.sort(key=lambda other: -explicit_priority(other))
        return [policy_id(other) for other in others]


def _names(selector: Object, template: Object) -> bool:
    """Whether the selector names exactly this template: preempting looks it up by name."""
    wanted = tuple(selector.get(part) or "" for part in ("apiVersion", "kind"))
    wanted += tuple(selector.get(part) or "" for part in ("namespace", "name"))
    key = ObjectId.of(template)
    return bool(key.name) and wanted == (key.api_version, key.kind, key.namespace, key.name)
