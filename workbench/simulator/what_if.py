"""Policy fields that a person turns like knobs, as they show in bindings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.placement_text import (
    APPLIED_PLACEMENT,
    placement_text,
    typed_placement,
)
from workbench.model.tree import Object
from workbench.simulator.settings import Settings

TAINT_KEY = "workbench.example/not-ready"
TAINT_POLICY: Object = {
    "apiVersion": "policy.karmada.io/v1alpha1",
    "kind": "ClusterTaintPolicy",
    "metadata": {"name": "evict-from-clusters-not-ready"},
    "spec": {
        "addOnConditions": [
            {"conditionType": "Ready", "operator": "NotIn", "statusValues": ["True"]}
        ],
        "removeOnConditions": [
            {"conditionType": "Ready", "operator": "In", "statusValues": ["True"]}
        ],
        "taints": [{"key": TAINT_KEY, "effect": "NoExecute"}],
    },
}
"""What makes a lost cluster evict where the version adds no NoExecute taint by itself."""


def evicts_when_not_ready(policy: Object) -> bool:
    """Whether a ClusterTaintPolicy adds a NoExecute taint by the condition Ready."""
    spec = section(policy, "spec")
    return any(c.get("conditionType") == "Ready" for c in items(spec, "addOnConditions")) and any(
        taint.get("effect") == "NoExecute" for taint in items(spec, "taints")
    )


def taint_policies_with(policies: Sequence[Object], settings: Settings) -> tuple[Object, ...]:
    """The fleet's policies, and the usual one where it is asked for and missing."""
    if not settings.adds_taint_policy or any(map(evicts_when_not_ready, policies)):
        return tuple(policies)
    return (*policies, TAINT_POLICY)


def binding_with(binding: Object, settings: Settings, profile: Profile) -> Object:
    """The binding as if its policy said what the settings say; the same one if they say nothing."""
    spec = section(binding, "spec")
    failover = _failover(section(spec, "failover"), settings, profile)
    if failover is not section(spec, "failover"):
        binding = {**binding, "spec": {**spec, "failover": failover}}
    seconds = settings.taint_toleration_seconds
    if seconds is None or "placement" not in spec:
        return binding
    return _with_toleration(binding, seconds, profile)


def _failover(failover: Object, settings: Settings, profile: Profile) -> Object:
    changed = failover
    application = failover.get("application")
    if isinstance(application, dict):
        turned = _application(application, settings, profile)
        if turned is not application:
            changed = {**changed, "application": turned}
    if settings.cluster_purge_mode:
        cluster = {**section(failover, "cluster"), "purgeMode": settings.cluster_purge_mode}
        changed = {**changed, "cluster": cluster}
    return changed


def _application(application: Object, settings: Settings, profile: Profile) -> Object:
    turned = application
    if settings.toleration_seconds is not None:
        conditions = {
            **section(turned, "decisionConditions"),
            "tolerationSeconds": settings.toleration_seconds,
        }
        turned = {**turned, "decisionConditions": conditions}
    if settings.purge_mode:
        turned = {**turned, "purgeMode": settings.purge_mode}
    is_graceful = turned.get("purgeMode") in profile.graceful_purge_modes
    if is_graceful and settings.grace_period_seconds is not None:
        turned = {**turned, "gracePeriodSeconds": settings.grace_period_seconds}
    elif is_graceful and "gracePeriodSeconds" not in turned:
        turned = {**turned, "gracePeriodSeconds": 600}
    elif not is_graceful and "gracePeriodSeconds" in turned:
        turned = {k: v for k, v in turned.items() if k != "gracePeriodSeconds"}
    return turned


def kept_out_of(binding: Object, clusters: Sequence[str], profile: Profile) -> Object:
    """The binding as if its placement had always excluded ``clusters``."""
    placement = section(section(binding, "spec"), "placement")
    return _placed_by(binding, excluding(placement, clusters), profile)


def excluding(placement: Object, clusters: Sequence[str]) -> Object:
    """The placement with these clusters excluded by each of its affinities."""
    return _with_affinities(
        placement, lambda one: {**one, "exclude": [*(one.get("exclude") or []), *clusters]}
    )


def no_longer_excluding(placement: Object, clusters: Sequence[str]) -> Object:
    """The placement with none of these clusters excluded by name."""

    def without(affinity: Object) -> Object:
        kept = [name for name in affinity.get("exclude") or [] if name not in clusters]
        rest = {key: value for key, value in affinity.items() if key != "exclude"}
        return {**rest, "exclude": kept} if kept else rest

    return _with_affinities(placement, without)


def _with_affinities(placement: Object, edit: Callable[[Object], Object]) -> Object:
    """The placement with its one affinity, or each of its groups, edited."""
    if groups := items(placement, "clusterAffinities"):
        return {**placement, "clusterAffinities": [edit(group) for group in groups]}
    return {**placement, "clusterAffinity": edit(section(placement, "clusterAffinity"))}


def _with_toleration(binding: Object, seconds: int, profile: Profile) -> Object:
    """One toleration for all NoExecute taints in place of those that end."""
    placement = section(section(binding, "spec"), "placement")
    toleration = {"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": seconds}
    others = [t for t in items(placement, "clusterTolerations") if "tolerationSeconds" not in t]
    return _placed_by(binding, {**placement, "clusterTolerations": [*others, toleration]}, profile)


def _placed_by(binding: Object, placement: Object, profile: Profile) -> Object:
    """The binding with this placement, in force already: nothing asks the scheduler again."""
    metadata = section(binding, "metadata")
    text = placement_text(typed_placement(placement, profile))
    annotations = {**section(metadata, "annotations"), APPLIED_PLACEMENT: text}
    return {
        **binding,
        "metadata": {**metadata, "annotations": annotations},
        "spec": {**section(binding, "spec"), "placement": placement},
    }
