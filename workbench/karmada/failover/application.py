"""Application failover over time: one reconcile of its controllers as a pure step.

Follows pkg/controllers/applicationfailover/{rb,crb}_application_failover_controller.go and
common.go, equal in both versions but for the purge modes. Times are seconds on any one clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from workbench.karmada.failover.application_timers import (
    ClusterVerdict,
    Timers,
    clear,
    judge,
    requeue_after,
    sorted_by_health,
)
from workbench.karmada.failover.conditions import Condition, Gates, first_blocking
from workbench.karmada.failover.eviction import TaskOptions, evict, items, section
from workbench.karmada.failover.state import (
    Preservation,
    PreservationRule,
    preserve_for_eviction,
)
from workbench.karmada.profile import Profile
from workbench.model.tree import Json, Object

REASON = "ApplicationFailure"
PRODUCERS = {
    "Namespaced": "resource-binding-application-failover-controller",
    "Cluster": "cluster-resource-binding-application-failover-controller",
}
NIL_POINTER = "runtime error: invalid memory address or nil pointer dereference"

Scope = Literal["Namespaced", "Cluster"]
@dataclass(frozen=True, slots=True)
class FailoverPass:
    """One reconcile.

    Attributes:
        kind: ``done``; ``ignored`` (the binding does not qualify); ``error`` (nothing was
            written; tried again with growing delay); ``panic`` (the same to a user).
        clusters: ``spec.clusters`` afterwards.
        tasks: ``spec.gracefulEvictionTasks`` afterwards.
        timers: the timers afterwards; ``None`` if the binding is not in the controller's table.
        requeue_after_seconds: when the controller wants to look again; 0 means not by itself.
        message: Karmada's error or panic text.
        conditions: what a binding must fulfil to be watched.
        verdicts: one per Unhealthy, evicting or cleared cluster.
        preservations: state taken along, by cluster.
    """

    kind: Literal["done", "ignored", "error", "panic"]
    clusters: list[Object]
    tasks: list[Object]
    timers: dict[str, float] | None
    requeue_after_seconds: int = 0
    message: str = ""
    conditions: tuple[Condition, ...] = ()
    verdicts: tuple[ClusterVerdict, ...] = ()
    preservations: dict[str, Preservation] = field(default_factory=dict)


class _EvictionBlocked(Exception):
    """A task can't be built; ``kind`` is ``error`` or ``panic``."""

    def __init__(self, kind: Literal["error", "panic"], message: str) -> None:
        super().__init__(message)
        self.kind = kind


def _application(binding: Object) -> Json:
    return section(section(binding, "spec"), "failover").get("application")


def watch_conditions(binding: Object, has_health_rule: bool) -> tuple[Condition, ...]:
    """What a binding must fulfil for the controller to look at it, in the order it asks."""
    spec = section(binding, "spec")
    resource = section(spec, "resource")
    status = items(section(binding, "status"), "aggregatedStatus")
    is_set = _application(binding) is not None
    version = resource.get("apiVersion") or ""
    depends = spec.get("propagateDeps") is True
    kind = resource.get("kind") or "the kind"
    return (
        Condition(
            "spec.failover.application", "set", "set" if is_set else "not set", is_set
        ),
        Condition(
            "status.aggregatedStatus", "at least one cluster", f"{len(status)} clusters",
            bool(status),
        ),
        Condition(
            "spec.resource.apiVersion", "a group and version", version or "empty",
            version == "/" or version.count("/") <= 1,
        ),
        Condition(
            "resource interpreter", f"a health rule for {kind}",
            "one" if has_health_rule else "none", has_health_rule,
        ),
        Condition("spec.propagateDeps", "true", "true" if depends else "false", depends),
    )


@dataclass(slots=True)
class _Run:
    """One reconcile of a binding that qualifies."""

    binding: Object
    scope: Scope
    gates: Gates
    profile: Profile
    preservations: dict[str, Preservation] = field(default_factory=dict)

    @property
    def spec(self) -> Object:
        return section(self.binding, "spec")

    @property
    def observed(self) -> Sequence[Object]:
        return items(section(self.binding, "status"), "aggregatedStatus")

    @property
    def behavior(self) -> Object:
        return section(section(self.spec, "failover"), "application")

    def options(self, cluster: str, before: Sequence[str]) -> TaskOptions:
        """The task for a cluster. Raises :class:`_EvictionBlocked`."""
        mode = self.behavior.get("purgeMode") or ""
        options = TaskOptions(mode, REASON, PRODUCERS[self.scope])
        rules = PreservationRule.all_of(self.behavior.get("statePreservation"))
        if self.gates.stateful_failover_injection and rules:
            kept = preserve_for_eviction(self.observed, cluster, rules, self.profile)
            self.preservations[cluster] = kept
            if kept.kind != "value":
                raise _EvictionBlocked(kept.kind, kept.message)
            options = replace(
                options, preserved_label_state=kept.labels, clusters_before_failover=before
            )
        if mode in self.profile.graceful_purge_modes:
            if not self.gates.graceful_eviction:
                message = f"GracefulEviction featureGate must be enabled when purgeMode is {mode}"
                raise _EvictionBlocked("error", message)
            return replace(options, grace_period_seconds=self.behavior.get("gracePeriodSeconds"))
        return replace(options, suppress_deletion=True) if mode == "Never" else options

    def evicted(self, due: Iterable[str]) -> tuple[list[Object], list[Object]]:
        """Clusters and tasks after all evictions, or :class:`_EvictionBlocked` and none."""
        clusters = list(items(self.spec, "clusters"))
        tasks = list(items(self.spec, "gracefulEvictionTasks"))
        before = [target.get("name", "") for target in clusters]
        for cluster in due:
            clusters, tasks = evict(clusters, tasks, cluster, self.options(cluster, before))
        return clusters, tasks


def reconcile(
    binding: Object | None,
    timers: Timers | None,
    now: float,
    *,
    has_health_rule: bool,
    gates: Gates,
    profile: Profile,
    scope: Scope = "Namespaced",
) -> FailoverPass:
    """One reconcile at ``now`` of a binding, ``None`` if it no longer exists.

    ``timers`` is what the last pass returned. Eviction needs strictly more than the tolerance:
    a pass at exactly that moment neither evicts nor asks to be run again.
    """
    if binding is None:
        return FailoverPass("ignored", [], [], None)
    spec = section(binding, "spec")
    clusters, tasks = items(spec, "clusters"), items(spec, "gracefulEvictionTasks")
    conditions = watch_conditions(binding, has_health_rule)
    if first_blocking(conditions) is not None:
        return FailoverPass("ignored", clusters, tasks, None, conditions=conditions)
    run = _Run(binding, scope, gates, profile)
    unhealthy, evicting, others = sorted_by_health(run.observed, tasks)
    kept = dict(timers or {})
    unchanged = FailoverPass("done", clusters, tasks, None, conditions=conditions)
    tolerance = section(run.behavior, "decisionConditions").get("tolerationSeconds")
    if tolerance is None and unhealthy:
        kept.setdefault(unhealthy[0], now)
        return replace(unchanged, kind="panic", timers=kept, message=NIL_POINTER)
    verdicts, wait = judge(unhealthy, kept, now, tolerance or 0)
    verdicts += [
        ClusterVerdict(name, "evicting", "has an eviction task already") for name in evicting
    ]
    is_tracked = timers is not None or bool(kept)
    due = [verdict.cluster for verdict in verdicts if verdict.kind == "due"]
    try:
        left, evictions = run.evicted(due)
    except _EvictionBlocked as blocked:
        return replace(
            unchanged, kind=blocked.kind, message=str(blocked), verdicts=tuple(verdicts),
            timers=kept if is_tracked else None, preservations=run.preservations,
        )
    staying = {target.get("name", "") for target in clusters}.difference(due)
    verdicts += clear(kept, staying, others)
    return replace(
        unchanged, clusters=left, tasks=evictions, timers=kept if is_tracked else None,
        requeue_after_seconds=requeue_after(wait), verdicts=tuple(verdicts),
        preservations=run.preservations,
    )
