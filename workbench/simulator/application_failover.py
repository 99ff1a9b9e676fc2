"""Application failover: one controller for all bindings, with its timers.

Follows pkg/controllers/applicationfailover; the decision is
``workbench.karmada.failover.application``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.application import FailoverPass, reconcile
from workbench.karmada.failover.application_timers import ClusterVerdict, Timers
from workbench.karmada.failover.eviction import section
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import TOLERATION
from workbench.simulator.controller import JUST_AFTER, Controller
from workbench.simulator.lost_state import left_behind
from workbench.simulator.taint_manager import task_text

if TYPE_CHECKING:
    from workbench.simulator.world import World

_BLOCKERS = {
    True: "failover.application.statePreservation", False: "feature gate GracefulEviction",
}
"""What keeps an eviction from being written: whether it is the state that it is to carry."""


class ApplicationFailover(Controller[ObjectId]):
    """Keys are workloads whose binding has ``spec.failover.application``."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._timers: dict[ObjectId, Timers | None] = {}
        self._blocked: dict[ObjectId, str] = {}
        self._blockers: dict[ObjectId, str] = {}
        world.store.watch_bindings(self._on_binding)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        if section(section(new, "spec"), "failover").get("application") is not None:
            self.changed(workload)

    def reconcile(self, key: ObjectId) -> None:
        binding = self.store.bindings[key]
        done = reconcile(
            binding, self._timers.get(key), self.world.clock.elapsed,
            has_health_rule=self.world.has_health_rule(key),
            gates=self.settings.gates, profile=self.profile,
            scope="Namespaced" if key.namespace else "Cluster",
        )
        self._timers[key] = done.timers
        due = {verdict.cluster for verdict in done.verdicts if verdict.kind == "due"}
        for verdict in done.verdicts:
            if verdict.kind != "cleared" or verdict.cluster not in due:
                self._say(key, verdict)
        if done.kind in ("error", "panic"):
            self._block(key, done)
            return
        self._unblock(key)
        if done.requeue_after_seconds:
            self.look_after(key, done.requeue_after_seconds + JUST_AFTER)
        self._write(key, binding, done)

    def _say(self, workload: ObjectId, verdict: ClusterVerdict) -> None:
        phase = {"timer started": "unhealthy", "cleared": "recovered", "due": "due"}
        kind = phase.get(verdict.kind)
        if kind is None or (kind == "due" and workload in self._blocked):
            return
        self.world.recorder.say(
            kind, "detect" if kind == "unhealthy" else "tolerate",
            f"{verdict.cluster}: {verdict.because}",
            "status.aggregatedStatus" if kind == "recovered" else TOLERATION,
            workload=workload, cluster=verdict.cluster,
        )

    def _block(self, workload: ObjectId, done: FailoverPass) -> None:
        due = next((v.cluster for v in done.verdicts if v.kind == "due"), "")
        if self._blocked.get(workload) != done.message:
            self._blocked[workload] = done.message
            text = f"no eviction from {due}: {done.message}"
            decided_by = _BLOCKERS[bool(done.preservations)]
            self._blockers[workload] = decided_by
            self.world.recorder.problem(workload, text, decided_by)
            self.world.recorder.say(
                "blocked", "evict", text, decided_by, workload=workload, cluster=due,
            )
        self.failed(workload)

    def _unblock(self, workload: ObjectId) -> None:
        self.succeeded(workload)
        if self._blocked.pop(workload, None) is not None:
            self.world.recorder.problem(workload, "")

    def _write(self, workload: ObjectId, binding: Object, done: FailoverPass) -> None:
        evicted = [v.cluster for v in done.verdicts if v.kind == "due"]
        if not evicted or done.kind != "done":
            return
        tasks = {task.get("fromCluster"): task for task in done.tasks}
        decided_by = self._blockers.pop(workload, TOLERATION)
        for cluster in evicted:
            self.world.recorder.say(
                "evicted", "evict", task_text(
                    cluster, tasks.get(cluster, {}), self.store.tells_status(workload, cluster)
                ),
                decided_by, workload=workload, cluster=cluster,
            )
            self.world.recorder.say_lost(
                workload, cluster,
                left_behind(binding, tasks.get(cluster, {}), self.settings, self.profile),
            )
        spec = {**binding["spec"], "clusters": done.clusters, "gracefulEvictionTasks": done.tasks}
        self.store.put_binding(workload, {**binding, "spec": spec})
