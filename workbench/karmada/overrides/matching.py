"""Which override policies apply to an object, in what order, and why the others don't.

Follows ``ResourceSelectorPriority`` of pkg/util/selector.go and
``getOverridersFromOverridePolicies`` of pkg/util/overridemanager/overridemanager.go (v1.12.0
and v1.18.2). Policies are indexed by the apiVersion and kind of their selectors, so that an
object only meets those that could select it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from workbench.karmada.overrides.accessors import labels_of, text_at
from workbench.karmada.overrides.compiled import CompiledPolicy, compile_policies
from workbench.karmada.profile import Profile
from workbench.model.selectors import InvalidSelectorError, describe_selector, matches_labels
from workbench.model.tree import Json, Object, lookup

NO_MATCH, MATCH_ALL, MATCH_LABELS, MATCH_NAME = range(4)
"""Implicit priorities; a policy of higher priority is applied later and so wins."""

Part = Literal["", "apiVersion", "kind", "namespace", "name", "labelSelector"]


@dataclass(frozen=True, slots=True)
class SelectorVerdict:
    """What one resource selector says about an object.

    Attributes:
        priority: 0 where it does not match, else 1 (everything), 2 (labels) or 3 (name).
        part: the part of the selector that does not fit; empty where it matches.
        reason: the same in words, e.g. ``kind is Deployment, not Job``.
    """

    priority: int
    part: Part = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """What a policy's selectors say about an object, one verdict a selector.

    No selectors at all select everything: then ``selectors`` is empty and ``priority`` is 1.
    """

    policy: CompiledPolicy
    priority: int
    selectors: tuple[SelectorVerdict, ...]


def judge_selector(tree: Object, selector: Json, profile: Profile) -> SelectorVerdict:
    """Whether a resource selector selects ``tree``, with which priority, or what stops it."""
    parts: tuple[Part, ...] = ("apiVersion", "kind")
    for part in parts:
        wanted, actual = selector.get(part) or "", text_at(tree, part)
        if wanted != actual:
            return _mismatch(part, actual, wanted)
    wanted, actual = selector.get("namespace") or "", text_at(tree, "metadata", "namespace")
    if wanted and wanted != actual:
        return _mismatch("namespace", actual, wanted)
    if wanted := selector.get("name"):
        actual = text_at(tree, "metadata", "name")
        return SelectorVerdict(MATCH_NAME) if wanted == actual else _mismatch(
            "name", actual, wanted
        )
    labels = selector.get("labelSelector")
    return SelectorVerdict(MATCH_ALL) if labels is None else _judge_labels(tree, labels, profile)


def _mismatch(part: Part, actual: str, wanted: str) -> SelectorVerdict:
    reason = f"{part} is {actual or 'empty'}, not {wanted or 'empty'}"
    return SelectorVerdict(NO_MATCH, part, reason)


def _judge_labels(tree: Object, selector: Json, profile: Profile) -> SelectorVerdict:
    try:
        if matches_labels(selector, labels_of(tree, profile)):
            return SelectorVerdict(MATCH_LABELS)
    except InvalidSelectorError as error:
        reason = f"labelSelector is invalid and matches nothing: {error}"
        return SelectorVerdict(NO_MATCH, "labelSelector", reason)
    reason = f"labels do not match {describe_selector(selector)}"
    return SelectorVerdict(NO_MATCH, "labelSelector", reason)


def judge_policy(tree: Object, policy: CompiledPolicy, profile: Profile) -> PolicyVerdict:
    """What every selector of ``policy`` says about ``tree``; the highest priority counts."""
    verdicts = tuple(judge_selector(tree, selector, profile) for selector in policy.selectors)
    priority = max((v.priority for v in verdicts), default=MATCH_ALL)
    return PolicyVerdict(policy, priority, verdicts)


class PolicyList:
    """Policies of one scope (all cluster-scoped ones, or those of one namespace), indexed."""

    def __init__(self, policies: Iterable[CompiledPolicy], profile: Profile) -> None:
        self.policies = tuple(sorted(policies, key=lambda policy: policy.sort_key))
        self._profile = profile
        self._broad: list[int] = []
        self._by_kind: dict[tuple[str, str], list[int]] = {}
        self._latest: tuple[Json, list[CompiledPolicy]] = (None, [])
        for index, policy in enumerate(self.policies):
            if not policy.selectors:
                self._broad.append(index)
            kinds = {(s.get("apiVersion") or "", s.get("kind") or "") for s in policy.selectors}
            for kind in kinds:
                self._by_kind.setdefault(kind, []).append(index)

    def matching(self, tree: Object) -> list[CompiledPolicy]:
        """Policies that select ``tree``, in the order in which Karmada applies them.

        Variants of one object mostly look alike to selectors, so the last answer is kept.
        """
        seen = (
            text_at(tree, "apiVersion"), text_at(tree, "kind"), lookup(tree, "metadata", "labels"),
            text_at(tree, "metadata", "namespace"), text_at(tree, "metadata", "name"),
        )  # fmt: skip
        latest, answer = self._latest
        if latest != seen:
            answer = self._matching(tree, seen[:2])
            self._latest = (seen, answer)
        return answer

    def _matching(self, tree: Object, kind: tuple[str, str]) -> list[CompiledPolicy]:
        found = [(MATCH_ALL, index) for index in self._broad]
        for index in self._by_kind.get(kind, ()):
            selectors = self.policies[index].selectors
            priority = max(judge_selector(tree, s, self._profile).priority for s in selectors)
            if priority:
                found.append((priority, index))
        return [self.policies[index] for _, index in sorted(found)]


class PolicyIndex:
    """Override policies compiled once, to be asked about many objects.

    Policies that ``known`` holds for the very same object are taken from there: their rules stay
    the same rules. Raises ``InputError`` for a policy whose spec has not the shape of its type.
    """

    def __init__(
        self,
        cluster_policies: Sequence[Object],
        policies: Sequence[Object],
        profile: Profile,
        known: Iterable[CompiledPolicy] = (),
    ) -> None:
        self.profile = profile
        compiled = {(policy.ref.kind, id(policy.object)): policy for policy in known}
        self.cluster_policies = PolicyList(
            compile_policies("ClusterOverridePolicy", cluster_policies, profile, compiled), profile
        )
        grouped: dict[str, list[CompiledPolicy]] = {}
        for policy in compile_policies("OverridePolicy", policies, profile, compiled):
            grouped.setdefault(policy.ref.namespace, []).append(policy)
        self._by_namespace = {
            namespace: PolicyList(group, profile) for namespace, group in grouped.items()
        }
        self._none = PolicyList((), profile)

    def of_namespace(self, namespace: str) -> PolicyList:
        """OverridePolicies of one namespace; none for the empty one."""
        return self._by_namespace.get(namespace, self._none) if namespace else self._none

    @cached_property
    def policies(self) -> tuple[CompiledPolicy, ...]:
        """Every policy, cluster-scoped ones first."""
        groups = (self.cluster_policies, *self._by_namespace.values())
        return tuple(policy for group in groups for policy in group.policies)
