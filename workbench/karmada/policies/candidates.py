"""Which propagation policies select a template, and which of them is best.

Follows pkg/detector/compare.go, ``LookForMatchedPolicy`` and ``LookForMatchedClusterPolicy`` of
detector.go and pkg/util/selector.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.karmada.overrides.matching import MATCH_LABELS, MATCH_NAME, judge_selector
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

_WORDS = {MATCH_NAME: "by name", MATCH_LABELS: "by labels"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy that selects a template.

    Attributes:
        policy: the policy object.
        id: its identity.
        priority: ``spec.priority``, 0 where it is absent.
        implicit: how closely its best selector fits: 3 name, 2 labels, 1 kind alone.
    """

    policy: Object
    id: ObjectId
    priority: int
    implicit: int

    @property
    def rank(self) -> tuple[int, int, str]:
        """The smallest is the best: explicit priority, closeness, name."""
        return -self.priority, -self.implicit, self.id.name

    def beaten_by(self, winner: Candidate) -> str:
        """Why ``winner`` comes first, in plain words."""
        if self.id.kind != winner.id.kind:
            return "a PropagationPolicy of the namespace beats any ClusterPropagationPolicy"
        if self.priority != winner.priority:
            return f"priority {self.priority}, {winner.id.name} has {winner.priority}"
        if self.implicit != winner.implicit:
            fit, better = (_WORDS.get(c.implicit, "by kind alone") for c in (self, winner))
            return f"selects {fit}, {winner.id.name} {better}"
        return f"equal otherwise, and {winner.id.name} comes first by name"


class PolicyList:
    """Propagation policies of a fleet, found by what their selectors ask for."""

    def __init__(self, policies: Iterable[Object]) -> None:
        self._by_id: dict[ObjectId, Object] = {}
        self._by_kind: dict[tuple[object, object], list[ObjectId]] = {}
        for policy in policies:
            self._add(policy)

    def _add(self, policy: Object) -> None:
        key = policy_id(policy)
        self._by_id[key] = policy
        kinds = {(s.get("apiVersion"), s.get("kind")) for s in selectors_of(policy)}
        for kind in kinds:
            self._by_kind.setdefault(kind, []).append(key)

    def get(self, key: ObjectId) -> Object | None:
        """The policy with this kind, namespace and name; ``None`` if there is none."""
        return self._by_id.get(key)

    def of_kind(self, kind: str, namespace: str = "") -> list[Object]:
        """All policies of one kind (and namespace), by name."""
        wanted = (key for key in self._by_id if (key.kind, key.namespace) == (kind, namespace))
        return [self._by_id[key] for key in sorted(wanted)]

    def candidates(self, template: Object, profile: Profile) -> list[Candidate]:
        """Every policy that selects ``template``, in the order in which Karmada prefers them.

        Policies being deleted never match; PropagationPolicies only in their own namespace.
        """
        namespace = lookup(template, "metadata", "namespace") or ""
        found = []
        for key in self._by_kind.get((template.get("apiVersion"), template.get("kind")), ()):
            policy = self._by_id[key]
            if key.kind == NAMESPACED and key.namespace != namespace:
                continue
            if is_deleting(policy) or not (fit := selection_priority(template, policy, profile)):
                continue
            found.append(Candidate(policy, key, explicit_priority(policy), fit))
        return sorted(found, key=lambda c: (c.id.kind == CLUSTER_WIDE, c.rank))


def policy_id(policy: Object) -> ObjectId:
    """Identity of a propagation policy, without its apiVersion.

    A tree without a kind is read by its scope: a namespace makes a PropagationPolicy.
    """
    key = ObjectId.of(policy)
    kind = key.kind or (NAMESPACED if key.namespace else CLUSTER_WIDE)
    return ObjectId(kind, key.namespace if kind == NAMESPACED else "", key.name)


def selectors_of(policy: Object) -> list[Object]:
    selectors = lookup(policy, "spec", "resourceSelectors")
    return [s for s in selectors if isinstance(s, dict)] if isinstance(selectors, list) else []


def selection_priority(template: Object, policy: Object, profile: Profile) -> int:
    """How closely a policy's best selector fits: 3 name, 2 labels, 1 kind alone, 0 not at all."""
    return max(
        (judge_selector(template, s, profile).priority for s in selectors_of(policy)), default=0
    )


def explicit_priority(policy: Object) -> int:
    """``spec.priority``; 0 where it is absent."""
    value = lookup(policy, "spec", "priority")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def is_deleting(tree: Object) -> bool:
    return bool(lookup(tree, "metadata", "deletionTimestamp"))
