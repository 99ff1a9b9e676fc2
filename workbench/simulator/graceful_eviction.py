"""The graceful-eviction controllers: tasks get their time, end by health or time out.

Follows pkg/controllers/gracefuleviction; the decision is ``workbench.karmada.failover.graceful``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.graceful import TaskVerdict, assess, is_assessed
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import full_name
from workbench.simulator.controller import JUST_AFTER, Controller

if TYPE_CHECKING:
    from workbench.simulator.world import World


class GracefulEviction(Controller[ObjectId]):
    """Keys are workloads whose binding has eviction tasks."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.store.watch_bindings(self._on_binding)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        if items(section(new, "spec"), "gracefulEvictionTasks"):
            self.changed(workload)

    def reconcile(self, key: ObjectId) -> None:
        binding = self.store.bindings[key]
        if not is_assessed(binding, self.profile):
            return
        timeout = self.settings.graceful_eviction_timeout_seconds
        done = assess(binding, self.world.clock.now, self.profile, timeout)
        if done.requeue_after_seconds:
            self.look_after(key, done.requeue_after_seconds + JUST_AFTER)
        if done.tasks == items(section(binding, "spec"), "gracefulEvictionTasks"):
            return
        for verdict in done.verdicts:
            if verdict.kind == "dropped":
                self._say(key, verdict)
        spec = {**binding["spec"], "gracefulEvictionTasks": done.tasks}
        if not done.tasks:
            del spec["gracefulEvictionTasks"]
        self.store.put_binding(key, {**binding, "spec": spec})

    def _say(self, workload: ObjectId, verdict: TaskVerdict) -> None:
        text = f"the task of {verdict.cluster} ends: {verdict.because}"
        decided_by = full_name(verdict.subject)
        work = self.store.work(workload, verdict.cluster)
        if work is not None and not work.is_deleting:
            work.let_go_by = decided_by
        self.world.controllers.bindings.preserved.task_ended(
            workload, verdict.because, decided_by
        )
        self.world.recorder.say(
            "task ended", "clean up", text, decided_by, workload=workload,
            cluster=verdict.cluster,
        )
