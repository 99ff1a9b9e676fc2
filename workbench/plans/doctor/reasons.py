"""What keeps failover from doing anything: gates, flags, taints that nobody sets, rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.karmada.failover.application import watch_conditions
from workbench.karmada.failover.applied_placement import PlacementError, applied_tolerations
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.health import has_health_rule
from workbench.karmada.failover.state import PreservationRule, reflected_status
from workbench.karmada.failover.tolerations import Taint
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Object
from workbench.simulator.cluster_taints import NOT_READY, UNREACHABLE
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings
from workbench.simulator.what_if import (
    binding_with,
    evicts_when_not_ready,
    taint_policies_with,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Something in the way.

    Attributes:
        subject: the gate, flag or field, as Karmada spells it.
        text: what it is, and what follows.
        remedy: what to do; may be empty.
    """

    subject: str
    text: str
    remedy: str = ""


_WHERE = "of karmada-controller-manager"


def cluster_reasons(fleet: PreparedFleet, settings: Settings) -> tuple[Reason, ...]:
    """Why the loss of a cluster evicts nothing at all; empty if it does."""
    return tuple(_cluster_reasons(fleet, settings))


def _cluster_reasons(fleet: PreparedFleet, settings: Settings) -> Iterator[Reason]:
    profile = fleet.profile
    yield from eviction_reasons(fleet, settings)
    if profile.adds_no_execute_taints and not settings.failover:
        yield Reason("feature gate Failover", "off: no NoExecute taint is added to a lost cluster",
                     f"--feature-gates=Failover=true {_WHERE}")
    policies = taint_policies_with(fleet.taint_policies, settings)
    if not profile.adds_no_execute_taints and not any(map(evicts_when_not_ready, policies)):
        yield Reason(
            "ClusterTaintPolicy", "none taints a cluster that is not ready: nobody sets NoExecute",
            "add one (the webhook needs --allow-no-execute-taint-policy=true)",
        )


def eviction_reasons(fleet: PreparedFleet, settings: Settings) -> tuple[Reason, ...]:
    """Why no NoExecute taint evicts anything, whoever sets it; empty if it does."""
    return tuple(_eviction_reasons(fleet, settings))


def _eviction_reasons(fleet: PreparedFleet, settings: Settings) -> Iterator[Reason]:
    if not settings.enable_taint_manager:
        yield Reason("--enable-taint-manager", "false: NoExecute taints evict nothing",
                     f"take the flag {_WHERE} out")
    if not fleet.profile.taint_eviction_is_optional:
        return
    if not settings.failover:
        yield Reason("feature gate Failover", "off: neither taint manager nor ClusterTaintPolicies "
                     "run", f"--feature-gates=Failover=true {_WHERE}")
    flag = "--enable-no-execute-taint-eviction"
    if not settings.enable_no_execute_taint_eviction:
        yield Reason(flag, "false: NoExecute taints evict nothing", f"{flag}=true {_WHERE}")


def toleration_reasons(
    fleet: PreparedFleet,
    workload: ObjectId,
    settings: Settings,
    taints: Sequence[Taint] | None = None,
) -> tuple[Reason, ...]:
    """Why taints would not evict this workload; empty if they would.

    Without ``taints`` those that a lost cluster gets.
    """
    binding = binding_with(fleet.bindings[workload], settings, fleet.profile)
    annotations = section(section(binding, "metadata"), "annotations")
    try:
        tolerations = applied_tolerations(annotations, fleet.profile)
    except PlacementError as error:
        return (Reason("annotation policy.karmada.io/applied-placement", str(error)),)
    if tolerations is None:
        text = "missing: the taint manager can't judge, and evicts nothing"
        return (Reason("annotation policy.karmada.io/applied-placement", text),)
    for taint in _expected_taints(fleet, settings) if taints is None else taints:
        found = next((t for t in tolerations if t.tolerates(taint)), None)
        if found is None or found.seconds is not None:
            return ()
        text = f"{taint} is tolerated without end"
        remedy = "give the toleration tolerationSeconds, or take it out"
        return (Reason("placement.clusterTolerations", text, remedy),)
    return ()


def _expected_taints(fleet: PreparedFleet, settings: Settings) -> list[Taint]:
    """The NoExecute taints that a lost cluster gets."""
    if fleet.profile.adds_no_execute_taints:
        return [Taint(key, "", "NoExecute") for key in (NOT_READY, UNREACHABLE)]
    return [
        Taint.of(taint)
        for policy in taint_policies_with(fleet.taint_policies, settings)
        if evicts_when_not_ready(policy)
        for taint in items(section(policy, "spec"), "taints")
        if taint.get("effect") == "NoExecute"
    ]


def application_reasons(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings
) -> tuple[Reason, ...]:
    """Why an unhealthy copy of the workload stays where it is; empty if it moves."""
    return tuple(_application_reasons(fleet, workload, settings))


def _application_reasons(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings
) -> Iterator[Reason]:
    binding = binding_with(fleet.bindings[workload], settings, fleet.profile)
    has_rule = workload in fleet.judged_elsewhere or has_health_rule(
        workload.api_version, workload.kind, fleet.profile
    )
    for condition in watch_conditions(binding, has_rule):
        if not condition.holds:
            needs = "" if condition.wanted == "set" else f"; needs {condition.wanted}"
            yield Reason(condition.subject, f"{condition.found}{needs}")
    behavior = section(section(section(binding, "spec"), "failover"), "application")
    mode = behavior.get("purgeMode") or ""
    if mode in fleet.profile.graceful_purge_modes and not settings.graceful_eviction:
        yield Reason("feature gate GracefulEviction", f"off, and purgeMode is {mode}: an error "
                     "that is tried again for ever")
    rules = PreservationRule.all_of(behavior.get("statePreservation"))
    if rules and settings.stateful_failover_injection:
        silent = without_status(binding)
        if silent:
            yield Reason("status.aggregatedStatus", f"no status from {', '.join(silent)}: state "
                         "can't be kept, so nothing is evicted from there")


def without_status(binding: Object) -> list[str]:
    """Clusters of the binding that have reported no status."""
    observed = items(section(binding, "status"), "aggregatedStatus")
    names = [t.get("name") or "" for t in items(section(binding, "spec"), "clusters")]
    return [name for name in names if reflected_status(observed, name) is MISSING]


def enabled(fleet: PreparedFleet, settings: Settings) -> Settings:
    """The settings with everything on that :func:`cluster_reasons` finds missing."""
    return replace(
        settings, failover=True, enable_taint_manager=True,
        enable_no_execute_taint_eviction=True,
        adds_taint_policy=fleet.profile.serves_cluster_taint_policies,
    )
