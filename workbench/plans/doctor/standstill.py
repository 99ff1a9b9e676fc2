"""Why nothing moved in a run, for each thing that happened in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.taint_policies import matched_conditions
from workbench.karmada.failover.tolerations import Taint
from workbench.model.identity import ObjectId
from workbench.plans.doctor.bound import Bonds
from workbench.plans.doctor.reasons import (
    Reason,
    application_reasons,
    cluster_reasons,
    eviction_reasons,
    toleration_reasons,
    without_status,
)
from workbench.simulator.causes import TOLERATION
from workbench.simulator.faults import (
    BreakWorkload,
    CutClusters,
    Fault,
    LoseClusters,
    SetCondition,
    TaintCluster,
)
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm, Rebalance
from workbench.simulator.loops import toleration_of
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event, Timeline
from workbench.simulator.what_if import binding_with, taint_policies_with


def standstill(
    fleet: PreparedFleet, faults: Sequence[Fault], settings: Settings, timeline: Timeline
) -> tuple[Reason, ...]:
    """What kept each fault from moving anything; of a run with moves, only what was ignored.

    There is at least one reason for a run in which nothing moves.
    """
    still = _Standstill(fleet, settings, timeline)
    asked = [fault for fault in faults if not timeline.moves or isinstance(fault, Confirm)]
    in_time = [fault for fault in asked if fault.at < timeline.limit]
    reasons = [reason for fault in in_time for reason in still.of(fault)]
    late = sorted(fault.at for fault in asked if fault.at >= timeline.limit)
    if late:
        more = f" ({len(late) - 1} more after that)" if len(late) > 1 else ""
        reasons.append(Reason("--limit", f"the run ends at {_seconds(timeline.limit)}, before "
                              f"what happens at {_seconds(late[0])}{more}"))
    return tuple(dict.fromkeys(reasons))


def _seconds(seconds: float) -> str:
    return f"{seconds:g} s"


def _first_of(workloads: Sequence[ObjectId]) -> str:
    more = len(workloads) - 1
    return f"{workloads[0]} and {more} more" if more else str(workloads[0])


@dataclass(frozen=True)
class _Standstill:
    fleet: PreparedFleet
    settings: Settings
    timeline: Timeline

    def of(self, fault: Fault) -> Iterator[Reason]:
        if isinstance(fault, (LoseClusters, CutClusters)):
            yield from self._loss(fault)
        elif isinstance(fault, TaintCluster):
            yield from self._taint(fault)
        elif isinstance(fault, SetCondition):
            yield from self._condition(fault)
        elif isinstance(fault, BreakWorkload):
            yield from self._breakage(fault)
        elif isinstance(fault, Confirm):
            yield from self._confirm(fault)
        elif isinstance(fault, Rebalance):
            yield Reason("spec.rescheduleTriggeredAt",
                         "the fresh division is the one that is there already")

    def _bound(self, clusters: Sequence[str]) -> list[ObjectId]:
        return [
            workload for workload, binding in sorted(self.fleet.bindings.items())
            if any(target.get("name") in clusters
                   for target in items(section(binding, "spec"), "clusters"))
        ]

    def _heard(self, kind: str, clusters: Sequence[str], since: float = 0.0) -> Event | None:
        return next((event for event in self.timeline.events if event.kind == kind
                     and event.cluster in clusters and event.time >= since), None)

    def _unbound(self, clusters: Sequence[str]) -> Iterator[Reason]:
        yield Reason("spec.clusters", f"no binding names {', '.join(clusters)}: nothing is there "
                     "that could move")

    def _loss(self, fault: LoseClusters | CutClusters) -> Iterator[Reason]:
        bound = self._bound(fault.clusters)
        if not bound:
            yield from self._unbound(fault.clusters)
        elif self._heard("not ready", fault.clusters, fault.at) is None:
            yield from self._unnoticed(fault)
        elif off := cluster_reasons(self.fleet, self.settings):
            yield from off
        elif untainted := self._untainted_by_loss(fault.clusters):
            yield from untainted
        else:
            yield from self._tolerated(fault, bound, None)

    def _untainted_by_loss(self, clusters: Sequence[str]) -> tuple[Reason, ...]:
        """Why none of the lost clusters got a NoExecute taint; empty if one has."""
        bonds = Bonds(self.fleet, self.settings, self.timeline)
        found = [bonds.untainted(name) for name in clusters if self._bound([name])]
        return tuple(reason for one in found for reason in one) if all(found) else ()

    def _unnoticed(self, fault: LoseClusters | CutClusters) -> Iterator[Reason]:
        is_pull = any(
            section(self.fleet.clusters[name], "spec").get("syncMode") == "Pull"
            for name in fault.clusters
        )
        flag, limit = (
            ("--cluster-monitor-grace-period", self.settings.monitor_grace_period_seconds)
            if is_pull else
            ("--cluster-failure-threshold", self.settings.failure_threshold_seconds)
        )
        if not all(self.fleet.links[name].answers for name in fault.clusters
                   if name in self.fleet.links):
            yield Reason("condition Ready", f"{', '.join(fault.clusters)} does not answer from the "
                         "start: nothing changes", "begin with a cluster that is ready")
            return
        until = fault.until if fault.until is not None else self.timeline.end
        end = "back" if fault.until is not None else "the run ends"
        yield Reason(flag, f"{end} after {_seconds(until - fault.at)}, before the cluster counts "
                     f"as not ready ({_seconds(limit)}, from the first probe that fails)")

    def _tolerated(
        self, fault: Fault, bound: Sequence[ObjectId], taints: Sequence[Taint] | None
    ) -> Iterator[Reason]:
        """Taints evict, but not these workloads, or not so soon."""
        said: dict[Reason, list[ObjectId]] = {}
        for workload in bound:
            for reason in toleration_reasons(self.fleet, workload, self.settings, taints):
                said.setdefault(reason, []).append(workload)
            for event in self.timeline.events_of(workload):
                if event.kind in ("blocked", "tolerating"):
                    ends = "" if event.kind == "blocked" else self._too_short(fault)
                    reason = Reason(event.decided_by, f"{event.text}{ends}")
                    said.setdefault(reason, []).append(workload)
        for reason, workloads in said.items():
            yield replace(reason, text=f"{_first_of(workloads)}: {reason.text}")
        if not said:
            yield Reason("spec.taints", "the taint is gone again before anything is evicted"
                         if fault.until is not None else "the run ends before anything is evicted")

    def _too_short(self, fault: Fault) -> str:
        if fault.until is None:
            return f"; the run ends at {_seconds(self.timeline.end)}"
        return f"; it is over at {_seconds(fault.until)}"

    def _taint(self, fault: TaintCluster) -> Iterator[Reason]:
        if fault.effect != "NoExecute":
            does = ("keeps new copies away" if fault.effect == "NoSchedule"
                    else "means nothing to Karmada")
            yield Reason(f"effect {fault.effect}", f"{does}; what runs there stays",
                         "only NoExecute evicts")
            return
        yield from self._evicting(fault, fault.cluster,
                                  [Taint(fault.key, fault.value, fault.effect)])

    def _evicting(
        self, fault: Fault, cluster: str, taints: Sequence[Taint]
    ) -> Iterator[Reason]:
        bound = self._bound([cluster])
        if not bound:
            yield from self._unbound([cluster])
        elif off := eviction_reasons(self.fleet, self.settings):
            yield from off
        else:
            yield from self._tolerated(fault, bound, taints)

    def _condition(self, fault: SetCondition) -> Iterator[Reason]:
        policies = [
            policy for policy in taint_policies_with(self.fleet.taint_policies, self.settings)
            if any(condition.get("conditionType") == fault.condition
                   for condition in items(section(policy, "spec"), "addOnConditions"))
        ]
        shown = f"{fault.condition}={fault.status}"
        if not self.fleet.profile.serves_cluster_taint_policies:
            yield Reason("conditions", f"{self.fleet.profile.version} looks at Ready alone: "
                         f"{shown} moves nothing")
        elif not policies:
            yield Reason(f"condition {fault.condition}", "no ClusterTaintPolicy looks at it, and a "
                         "condition alone moves nothing", "add one whose addOnConditions name it")
        elif not self.settings.failover:
            yield from eviction_reasons(self.fleet, self.settings)
        elif tainted := self._heard("tainted", [fault.cluster], fault.at):
            taints = [Taint.of(taint) for policy in policies
                      for taint in items(section(policy, "spec"), "taints")
                      if taint.get("effect") == "NoExecute"]
            yield from self._evicting(fault, tainted.cluster, taints)
        else:
            yield from self._untainted(fault, policies)

    def _untainted(self, fault: SetCondition, policies: Sequence[dict[str, object]]
                   ) -> Iterator[Reason]:
        if self._heard("fenced", [fault.cluster], fault.at):
            yield Reason("effect NoSchedule", "the ClusterTaintPolicy keeps new copies away; what "
                         "runs there stays", "only NoExecute evicts")
            return
        names = ", ".join(section(policy, "metadata").get("name") or "" for policy in policies)
        cluster = {"status": {"conditions": [{"type": fault.condition, "status": fault.status}]}}
        matches = any(
            matched_conditions(cluster, items(section(policy, "spec"), "addOnConditions"))
            for policy in policies
        )
        why = ("the cluster is none of its targetClusters, or the taint is there already"
               if matches else f"{fault.condition}={fault.status} alone does not match its "
               "addOnConditions")
        yield Reason(f"ClusterTaintPolicy {names}", f"adds no taint: {why}")

    def _breakage(self, fault: BreakWorkload) -> Iterator[Reason]:
        workload = self.fleet.find_workload(fault.workload)
        if found := application_reasons(self.fleet, workload, self.settings):
            yield from found
            return
        blocked = [e for e in self.timeline.events_of(workload) if e.kind == "blocked"]
        if blocked:
            yield from (Reason(event.decided_by, event.text) for event in blocked)
            return
        binding = self.fleet.bindings[workload]
        seconds = toleration_of(binding_with(binding, self.settings, self.fleet.profile))
        if fault.is_silent:
            yield Reason("status.aggregatedStatus", "a copy without a status that makes it "
                         "Unhealthy is left where it is")
        elif fault.until is not None and fault.until - fault.at <= seconds + 1:
            yield Reason(TOLERATION, f"healthy again after {_seconds(fault.until - fault.at)}; "
                         f"{_seconds(seconds)} are tolerated", "a shorter toleration, or a longer "
                         "outage, moves it")
        elif silent := without_status(binding):
            yield Reason("status.aggregatedStatus", f"no status from {', '.join(silent)}: it "
                         "counts as unhealthy from the start, so Karmada sees no change")
        elif seconds == 0:
            yield Reason(TOLERATION, "0: the eviction waits for the next change of the binding's "
                         "status, and none comes", "at least 1")
        else:
            yield Reason(TOLERATION, f"{_seconds(seconds)} are tolerated; the run ends at "
                         f"{_seconds(self.timeline.end)}")

    def _confirm(self, fault: Confirm) -> Iterator[Reason]:
        workload = self.fleet.find_workload(fault.workload)
        if any(e.kind == "confirmed" and e.time >= fault.at
               for e in self.timeline.events_of(workload)):
            return
        at = f"--confirm at {_seconds(fault.at)}"
        track = self.timeline.workloads.get(workload)
        tasks = [] if track is None else [
            (time, task.purge_mode) for time, state in zip(track.times, track.states, strict=True)
            for task in state.tasks
        ]
        held = next((time for time, mode in tasks if mode == "Never" and time >= fault.at), None)
        if held is not None:
            yield Reason(at, f"no old copy of {workload} is held yet; one is from "
                         f"{held:.0f} s on", f"give it a later time: ,at={int(held) + 1}s")
        elif tasks:
            modes = ", ".join(dict.fromkeys(mode or "unset" for _, mode in tasks))
            yield Reason(at, f"no old copy of {workload} is held: its purge mode is {modes}, "
                         "only Never waits to be let go")
        else:
            yield Reason(at, f"{workload} is not evicted, so there is no old copy to let go")
