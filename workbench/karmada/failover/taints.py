"""Eviction by NoExecute taints: the decision, what it writes, and how bindings are queued.

Follows pkg/controllers/cluster/taint_manager.go. Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.applied_placement import PlacementError, applied_tolerations
from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.eviction import TaskOptions, evict, items, section
from workbench.karmada.failover.state import (
    Preservation,
    PreservationRule,
    preserve_for_eviction,
)
from workbench.karmada.failover.tolerations import (
    LONGEST_DURATION_SECONDS,
    Match,
    match_taints,
    no_execute_taints,
    tolerated_until,
)
from workbench.karmada.profile import Profile
from workbench.model.tree import Object

PRODUCER = "TaintManager"
REASON = "TaintUntolerated"
_NO_PLACEMENT = "the applied placement for ResourceBining can not be empty"
"""Karmada's text, its spelling included."""


@dataclass(frozen=True, slots=True)
class TaintOptions:
    """Flags of karmada-controller-manager; versions without them ignore both.

    Attributes:
        enable_no_execute_taint_eviction: ``--enable-no-execute-taint-eviction``.
        purge_mode: ``--no-execute-taint-eviction-purge-mode``.
    """

    enable_no_execute_taint_eviction: bool = False
    purge_mode: str = "Gracefully"


@dataclass(frozen=True, slots=True)
class TaintDecision:
    """Whether a cluster's taints evict a binding now.

    Attributes:
        kind: ``evict`` now; ``wait`` and look again; ``tolerate`` for good; ``error`` (nothing
            happens, tried again).
        subject: the field, flag or annotation that decided.
        because: why, in words.
        wait_seconds: how long to wait, for ``wait``.
        matches: each NoExecute taint and the toleration that bears it, where that was judged.
    """

    kind: Literal["evict", "wait", "tolerate", "error"]
    subject: str
    because: str
    wait_seconds: float = 0.0
    matches: tuple[Match, ...] = ()


def _judge(matches: Sequence[Match], now: float) -> TaintDecision:
    untolerated = next((match.taint for match in matches if match.toleration is None), None)
    if untolerated is not None:
        because = f"nothing tolerates {untolerated}"
        return TaintDecision("evict", "clusterTolerations", because, matches=tuple(matches))
    until = tolerated_until(matches)
    if until is None:
        because = "every taint is tolerated without end"
        return TaintDecision("tolerate", "clusterTolerations", because, matches=tuple(matches))
    if until <= now:
        because = "a toleration has run out"
        return TaintDecision("evict", "tolerationSeconds", because, matches=tuple(matches))
    wait = min(until - now, LONGEST_DURATION_SECONDS)
    because = f"tolerated for another {wait:g} s"
    return TaintDecision("wait", "tolerationSeconds", because, wait, tuple(matches))


def decide(
    binding: Object,
    cluster_taints: Sequence[Object] | None,
    now: float,
    options: TaintOptions,
    profile: Profile,
) -> TaintDecision:
    """Whether the binding leaves the cluster now.

    ``cluster_taints`` is the Cluster's ``spec.taints`` (all effects), ``None`` if there is no
    such cluster. Tolerations are those of the annotation, not those of the policy.
    """
    annotations = section(section(binding, "metadata"), "annotations")
    subject = "annotation policy.karmada.io/applied-placement"
    try:
        tolerations = applied_tolerations(annotations, profile)
    except PlacementError as error:
        return TaintDecision("error", subject, str(error))
    if tolerations is None:
        return TaintDecision("error", subject, _NO_PLACEMENT)
    if cluster_taints is None:
        return TaintDecision("tolerate", "Cluster", "the cluster no longer exists")
    if profile.taint_eviction_is_optional and not options.enable_no_execute_taint_eviction:
        flag = "--enable-no-execute-taint-eviction"
        return TaintDecision("tolerate", flag, "eviction by taints is switched off")
    taints = no_execute_taints(cluster_taints)
    if not taints:
        return TaintDecision("tolerate", "spec.taints", "no taint has the effect NoExecute")
    return _judge(match_taints(taints, tolerations), now)


@dataclass(frozen=True, slots=True)
class TaintEviction:
    """One binding taken from the eviction queue.

    Attributes:
        decision: whether it had to go.
        kind: ``evicted``, ``requeued``, ``nothing`` or ``error``.
        clusters: ``spec.clusters`` afterwards.
        tasks: ``spec.gracefulEvictionTasks`` afterwards.
        message: Karmada's error text.
        wait_seconds: after how long the binding is queued again; 0 means not.
        preservation: the state taken along; ``None`` where none is asked for.
    """

    decision: TaintDecision
    kind: Literal["evicted", "requeued", "nothing", "error"]
    clusters: list[Object]
    tasks: list[Object]
    message: str = ""
    wait_seconds: float = 0.0
    preservation: Preservation | None = None


def purge_mode(binding: Object, gates: Gates, options: TaintOptions, profile: Profile) -> str:
    """The purge mode of a taint's eviction: policy first, then the flag (or the old gate)."""
    if not profile.knows_cluster_failover:
        return "Graciously" if gates.graceful_eviction else "Immediately"
    failover = section(section(binding, "spec"), "failover")
    if failover.get("cluster") is not None:
        return section(failover, "cluster").get("purgeMode") or "Gracefully"
    return "Directly" if options.purge_mode == "Directly" else "Gracefully"


def _preservation(
    binding: Object, cluster: str, gates: Gates, profile: Profile
) -> Preservation | None:
    if not (gates.stateful_failover_injection and profile.knows_cluster_failover):
        return None
    behavior = section(section(section(binding, "spec"), "failover"), "cluster")
    rules = PreservationRule.all_of(behavior.get("statePreservation"))
    if not rules:
        return None
    observed = items(section(binding, "status"), "aggregatedStatus")
    return preserve_for_eviction(observed, cluster, rules, profile)


def process(
    binding: Object,
    cluster: str,
    cluster_taints: Sequence[Object] | None,
    now: float,
    gates: Gates,
    options: TaintOptions,
    profile: Profile,
) -> TaintEviction:
    """What happens to a binding (RB or CRB) that leaves the queue of a tainted cluster."""
    decision = decide(binding, cluster_taints, now, options, profile)
    spec = section(binding, "spec")
    clusters, tasks = items(spec, "clusters"), items(spec, "gracefulEvictionTasks")
    is_target = any(target.get("name", "") == cluster for target in clusters)
    if section(binding, "metadata").get("deletionTimestamp") or not is_target:
        return TaintEviction(decision, "nothing", clusters, tasks)
    if decision.kind == "error":
        return TaintEviction(decision, "error", clusters, tasks, decision.because)
    if decision.kind == "wait":
        return TaintEviction(
            decision, "requeued", clusters, tasks, wait_seconds=decision.wait_seconds
        )
    if decision.kind == "tolerate":
        return TaintEviction(decision, "nothing", clusters, tasks)
    kept = _preservation(binding, cluster, gates, profile)
    if kept is not None and kept.kind != "value":
        return TaintEviction(
            decision, "error", clusters, tasks, kept.message, preservation=kept
        )
    task = TaskOptions(
        purge_mode(binding, gates, options, profile), REASON, PRODUCER,
        preserved_label_state=kept.labels if kept else None,
    )
    left, evicting = evict(clusters, tasks, cluster, task)
    return TaintEviction(decision, "evicted", left, evicting, preservation=kept)


def queue_delay(
    binding: Object, cluster_taints: Sequence[Object], now: float, profile: Profile
) -> float | None:
    """After how many seconds a tainted cluster's binding enters the queue; ``None`` is never.

    The flag that switches eviction on is not asked here.
    """
    taints = no_execute_taints(cluster_taints)
    if not taints:
        return None
    if not profile.taint_queue_reads_tolerations:
        return 0.0
    annotations = section(section(binding, "metadata"), "annotations")
    try:
        tolerations = applied_tolerations(annotations, profile)
    except PlacementError:
        return 0.0
    if tolerations is None:
        return 0.0
    decision = _judge(match_taints(taints, tolerations), now)
    return None if decision.kind == "tolerate" else decision.wait_seconds
