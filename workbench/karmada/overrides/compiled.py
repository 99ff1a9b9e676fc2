"""Override policies taken apart once: selectors, rules, overrider items with their causes.

Follows ``getOverridersFromOverridePolicies`` and ``applyPolicyOverriders`` of
pkg/util/overridemanager/overridemanager.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.overrides.outcome import Cause, PolicyRef
from workbench.karmada.overrides.record import rule_text
from workbench.karmada.overrides.shape import check_spec
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Json, Object

ORDER = (
    "imageOverrider", "commandOverrider", "argsOverrider", "labelsOverrider",
    "annotationsOverrider", "fieldOverrider",
)  # fmt: skip
"""Lists that run item by item, in the order of application. ``plaintext`` runs last, as one."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """One rule of a policy. Equal only to itself, so that tables can be keyed by rules.

    Attributes:
        policy: whose rule it is.
        index: position in ``spec.overrideRules``; -1 for the deprecated pair of fields.
        target: its ClusterAffinity, or ``None`` for every cluster.
        items: every overrider item but plaintext, in order of application.
        plaintext: the patch of the plaintext items, and what each of them is.
        record: JSON text of the rule, as the applied record shows it.
        sort_key: the policy's name in bytes, in whose order policies go.
    """

    policy: PolicyRef
    index: int
    target: Json | None
    items: tuple[tuple[Cause, Json], ...]
    plaintext: tuple[Operation, ...]
    causes: tuple[Cause, ...]
    record: str
    sort_key: bytes


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy ready to be matched and applied.

    Attributes:
        ref: who it is.
        object: the policy as it was given.
        selectors: its resource selectors; none means everything.
        rules: its rules, in order; at least one.
    """

    ref: PolicyRef
    object: Object = field(compare=False, repr=False)
    selectors: tuple[Json, ...] = field(compare=False)
    rules: tuple[CompiledRule, ...] = field(compare=False)

    @property
    def sort_key(self) -> bytes:
        return self.rules[0].sort_key


def compile_policies(
    kind: str,
    policies: Iterable[Object],
    profile: Profile,
    known: Mapping[tuple[str, int], CompiledPolicy] = MappingProxyType({}),
) -> list[CompiledPolicy]:
    """Policies of one kind, compiled, or taken from ``known`` (by kind and ``id`` of the object).

    Raises ``InputError`` for one of the wrong shape.
    """
    return [known.get((kind, id(p))) or compile_policy(kind, p, profile) for p in policies]


def compile_policy(kind: str, policy: Object, profile: Profile) -> CompiledPolicy:
    """A policy of ``kind`` (OverridePolicy or ClusterOverridePolicy), compiled.

    Raises ``InputError`` where the spec has not the shape of its Go type: such a policy can't
    be stored in an API server.
    """
    identity = ObjectId.of(policy)
    namespace = identity.namespace if kind == "OverridePolicy" else ""
    ref = PolicyRef(kind, namespace, identity.name)
    spec = check_spec(policy, str(ref))
    rules = spec.get("overrideRules") or ()
    if rules:
        compiled = [_rule(ref, index, rule or {}, profile) for index, rule in enumerate(rules)]
    else:
        compiled = [_rule(ref, -1, spec, profile)]
    selectors = tuple(selector or {} for selector in spec.get("resourceSelectors") or ())
    return CompiledPolicy(ref, policy, selectors, tuple(compiled))


def _rule(ref: PolicyRef, index: int, rule: Json, profile: Profile) -> CompiledRule:
    overriders = rule.get("overriders") or {}
    items = [
        (Cause(ref, index, name, position), item or {})
        for name in ORDER
        for position, item in enumerate(overriders.get(name) or ())
    ]
    patch: Sequence[Json] = [item or {} for item in overriders.get("plaintext") or ()]
    return CompiledRule(
        policy=ref,
        index=index,
        target=rule.get("targetCluster"),
        items=tuple(items),
        plaintext=tuple(
            Operation(item.get("operator") or "", item.get("path") or "", item.get("value"))
            for item in patch
        ),
        causes=tuple(Cause(ref, index, "plaintext", position) for position in range(len(patch))),
        record=rule_text(ref.name, overriders, profile),
        sort_key=ref.name.encode("utf-8", "surrogatepass"),
    )
