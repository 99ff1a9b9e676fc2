"""Taints that ClusterTaintPolicies put on a cluster, and take off it.

Follows pkg/controllers/taint/clustertaintpolicy_controller.go (v1.18.2; v1.12.0 has no such
policies). Only the feature gate Failover starts that controller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.failover.eviction import items, section, texts
from workbench.karmada.profile import Profile
from workbench.model.tree import Object


@dataclass(frozen=True, slots=True)
class TaintChange:
    """A taint that a policy added or removed.

    Attributes:
        policy: name of the policy.
        taint: ``key[=value]:effect``.
        is_added: added, or else removed.
        because: the condition that decided.
    """

    policy: str
    taint: str
    is_added: bool
    because: str


def matched_conditions(cluster: Object, wanted: Sequence[Object]) -> str:
    """The conditions that match, in words; empty if one does not, or none is wanted.

    A condition type that the cluster does not report matches neither ``In`` nor ``NotIn``.
    """
    found: list[str] = []
    reported = {str(c.get("type")): c for c in items(section(cluster, "status"), "conditions")}
    for item in wanted:
        condition = reported.get(str(item.get("conditionType")))
        operator = item.get("operator")
        if condition is None or operator not in ("In", "NotIn"):
            return ""
        status = condition.get("status")
        if (status in texts(item, "statusValues")) != (operator == "In"):
            return ""
        found.append(f"condition {item.get('conditionType')} is {status}")
    return " and ".join(found)


def apply_policies(
    cluster: Object, policies: Sequence[Object], stamp: str, profile: Profile
) -> tuple[list[Object], tuple[TaintChange, ...]]:
    """``spec.taints`` after every policy, and what changed.

    Args:
        cluster: the Cluster object.
        policies: ClusterTaintPolicies; evaluated oldest first, as listed among equals.
        stamp: RFC 3339 time that new taints carry.
        profile: version.

    Inside a policy adding comes before removing; the youngest policy has the last word.
    """
    taints = list(items(section(cluster, "spec"), "taints"))
    changes: list[TaintChange] = []
    for policy in sorted(policies, key=_age):
        spec = section(policy, "spec")
        target = spec.get("targetClusters")
        if target is not None and not matches_affinity(cluster, target, profile):
            continue
        name = section(policy, "metadata").get("name") or ""
        if because := matched_conditions(cluster, items(spec, "addOnConditions")):
            added = _added(taints, items(spec, "taints"), stamp)
            changes += [TaintChange(name, _text(taint), True, because) for taint in added]
            taints = [*taints, *added]
        if because := matched_conditions(cluster, items(spec, "removeOnConditions")):
            keys = {_key(taint) for taint in items(spec, "taints")}
            gone = [taint for taint in taints if _key(taint) in keys]
            changes += [TaintChange(name, _text(taint), False, because) for taint in gone]
            taints = [taint for taint in taints if _key(taint) not in keys]
    return taints, tuple(changes)


def _age(policy: Object) -> str:
    return section(policy, "metadata").get("creationTimestamp") or ""


def _key(taint: Object) -> tuple[str, str]:
    return taint.get("key") or "", taint.get("effect") or ""


def _text(taint: Object) -> str:
    value = taint.get("value")
    return f"{taint.get('key')}{f'={value}' if value else ''}:{taint.get('effect')}"


def _added(taints: Sequence[Object], wanted: Sequence[Object], stamp: str) -> list[Object]:
    """Taints are unique by key and effect; one that is there already keeps its value."""
    known = {_key(taint) for taint in taints}
    added: list[Object] = []
    for taint in wanted:
        if _key(taint) not in known:
            known.add(_key(taint))
            fields = {name: taint.get(name) for name in ("key", "value", "effect")}
            added.append({**{k: v for k, v in fields.items() if v}, "timeAdded": stamp})
    return added
