"""Eviction by NoExecute taints: who is queued when, and three workers a queue.

Follows pkg/controllers/cluster/taint_manager.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.taints import (
    TaintDecision,
    TaintEviction,
    decide,
    process,
    queue_delay,
)
from workbench.karmada.failover.tolerations import no_execute_taints
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import full_name
from workbench.simulator.controller import JUST_AFTER, Controller
from workbench.simulator.lost_state import left_behind
from workbench.simulator.randomness import shuffled

if TYPE_CHECKING:
    from workbench.simulator.world import World

WORKERS = 3
RECHECK_SECONDS = 10.0
_NO_RATE_SECONDS = 1800.0
"""Pause of a worker at rate 0: one item each half hour."""

Key = tuple[str, ObjectId]


def pause_seconds(rate: float) -> float:
    """How long a worker rests after an item."""
    return 1.0 / rate if rate > 0 else _NO_RATE_SECONDS


def why_off(world: World) -> str:
    """Which gate or flag keeps NoExecute taints from evicting; empty if none does."""
    settings, optional = world.settings, world.profile.taint_eviction_is_optional
    if not settings.enable_taint_manager:
        return "--enable-taint-manager"
    if optional and not settings.failover:
        return "feature gate Failover"
    if optional and not settings.enable_no_execute_taint_eviction:
        return "--enable-no-execute-taint-eviction"
    return ""


class TaintManager(Controller[str]):
    """Keys are clusters with a NoExecute taint; their bindings go to an eviction queue."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._queues = {True: EvictionQueue(world), False: EvictionQueue(world)}
        world.store.watch_clusters(self._on_cluster)

    def _on_cluster(self, name: str, old: Object, new: Object) -> None:
        before, after = (section(t, "spec").get("taints") for t in (old, new))
        if before != after:
            self.changed(name)

    def reconcile(self, key: str) -> None:
        taints = items(section(self.store.clusters[key], "spec"), "taints")
        if not no_execute_taints(taints):
            return
        if off := why_off(self.world):
            self._say_off(key, off)
            return
        targeting = self.store.targeting(key)
        if len(targeting) > WORKERS:
            self.world.recorder.notes["Karmada queues evictions in random order; here by name, "
                                      "or by the seed"] = None
        for workload in shuffled(targeting, self.world.seed):
            self._queue(key, workload, taints)
        self.look_after(key, RECHECK_SECONDS, is_background=True)

    def _say_off(self, cluster: str, off: str) -> None:
        count = len(self.store.targeting(cluster))
        self.world.recorder.say(
            "inert", "tolerate", f"{count} workloads stay bound to {cluster}: its taint evicts "
            "nothing", off, cluster=cluster,
        )

    def _queue(self, cluster: str, workload: ObjectId, taints: list[Object]) -> None:
        queue = self._queues[bool(workload.namespace)]
        if queue.holds((cluster, workload)):
            return
        binding = self.store.bindings[workload]
        delay = queue_delay(binding, taints, self.world.clock.now, self.profile)
        if delay is None:
            queue.tolerated(cluster, workload)
            return
        if not delay and self.profile.paces_taint_evictions and _is_always_scheduled(binding):
            pause = pause_seconds(self.settings.resource_eviction_rate)
            self.world.recorder.notes[
                f"assumed: the eviction is written first; the taint wakes the scheduler too, and "
                f"where that writes to a Duplicated binding first the eviction comes {pause:g} s "
                "later"
            ] = None
        queue.add((cluster, workload), delay)


def _is_always_scheduled(binding: Object) -> bool:
    """Whether the scheduler writes to the binding whenever it looks at it."""
    spec = section(binding, "spec")
    scheduling = section(section(spec, "placement"), "replicaScheduling")
    return not spec.get("replicas") or scheduling.get("replicaSchedulingType") != "Divided"


class EvictionQueue(Controller[Key]):
    """One queue and its workers; bindings of namespaced objects and of others have one each."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._free_at = [0.0] * WORKERS
        self._waiting: set[Key] = set()
        self._told: set[Key] = set()
        self._waits: dict[Key, float] = {}
        self._blockers: dict[Key, str] = {}

    def holds(self, key: Key) -> bool:
        """Whether the binding is queued already, or waits for a worker."""
        return key in self._waiting or key in self._due

    def tolerated(self, cluster: str, workload: ObjectId) -> None:
        """Say once that a binding stays."""
        if (cluster, workload) not in self._told:
            self._told.add((cluster, workload))
            self.world.recorder.say(
                "tolerated", "tolerate", f"the taint of {cluster} is tolerated without end",
                full_name("clusterTolerations"), workload=workload, cluster=cluster,
            )

    def add(self, key: Key, delay: float) -> None:
        """Queue a binding, to be taken in so many seconds at the earliest."""
        if delay > 0:
            self._say_tolerated_for(key, delay)
        self.look_after(key, delay + (JUST_AFTER if delay else 0.0))

    def _say_tolerated_for(self, key: Key, seconds: float) -> None:
        if key not in self._told:
            self._told.add(key)
            self.world.recorder.say(
                "tolerating", "tolerate", f"the taint of {key[0]} is tolerated for {seconds:g} s",
                full_name("tolerationSeconds"), workload=key[1], cluster=key[0],
            )

    def reconcile(self, key: Key) -> None:
        """The binding is due: the first free worker takes it."""
        if key in self._waiting or (verdict := self._verdict(key)) is None:
            return
        self._waiting.add(key)
        now = self.world.clock.elapsed
        worker = min(range(WORKERS), key=lambda index: (self._free_at[index], index))
        begin = max(now, self._free_at[worker])
        self._free_at[worker] = begin
        if self.profile.paces_taint_evictions:
            self._free_at[worker] += pause_seconds(self.settings.resource_eviction_rate)
        self._waits[key] = begin - now
        if key not in self._failures:
            self._say_due(key, begin - now, verdict)
        self.world.queue.add(begin, lambda: self._process(key))

    def _say_due(self, key: Key, wait: float, verdict: TaintDecision) -> None:
        cluster, workload = key
        self.world.recorder.say(
            "due", "tolerate", f"{cluster}: to be evicted, {verdict.because}"
            + (f"; a worker is free in {wait:g} s" if wait > 0 else ""),
            full_name(verdict.subject), workload=workload, cluster=cluster,
        )

    def _taints(self, cluster: str) -> list[Object]:
        return items(section(self.store.clusters[cluster], "spec"), "taints")

    def _verdict(self, key: Key) -> TaintDecision | None:
        """Why it is due; ``None`` if there is time left, or nothing to do any more.

        Queues it again in time.
        """
        cluster, workload = key
        if workload not in self.store.targeting(cluster):
            return None
        verdict = decide(
            self.store.bindings[workload], self._taints(cluster), self.world.clock.now,
            self.settings.taint_options, self.profile,
        )
        if verdict.kind == "wait":
            self._say_tolerated_for(key, verdict.wait_seconds)
            self.look_after(key, verdict.wait_seconds + JUST_AFTER)
        return None if verdict.kind in ("wait", "tolerate") else verdict

    def _process(self, key: Key) -> None:
        self._waiting.discard(key)
        cluster, workload = key
        binding = self.store.bindings[workload]
        taints = self._taints(cluster)
        done = process(
            binding, cluster, taints, self.world.clock.now, self.settings.gates,
            self.settings.taint_options, self.profile,
        )
        if done.kind == "error":
            self._blocked(key, done)
            return
        self.succeeded(key)
        if done.kind == "requeued":
            self.look_after(key, done.wait_seconds + JUST_AFTER)
        if done.kind == "evicted":
            self._write(key, binding, done)

    def _blocked(self, key: Key, done: TaintEviction) -> None:
        cluster, workload = key
        subject = done.decision.subject
        if done.preservation is not None:
            subject = "failover.cluster.statePreservation"
        text = f"no eviction from {cluster}: {done.message}"
        self.world.recorder.problem(workload, text, subject)
        if key not in self._failures:
            self._blockers[key] = subject
            self.world.recorder.say(
                "blocked", "evict", text, subject, workload=workload, cluster=cluster,
            )
        self.failed(key)

    def retry_seconds(self, failures: int) -> float:
        """A failure is tried again no sooner than a success lets a worker go on."""
        pause = super().retry_seconds(failures)
        if not self.profile.paces_taint_evictions:
            return pause
        return max(pause, pause_seconds(self.settings.resource_eviction_rate))

    def _write(self, key: Key, binding: Object, done: TaintEviction) -> None:
        cluster, workload = key
        self.world.recorder.problem(workload, "")
        task = done.tasks[-1] if done.tasks else {}
        decided_by = self._blockers.pop(key, "") or full_name(done.decision.subject)
        if self._waits.pop(key, 0.0) > 0:
            decided_by = "--resource-eviction-rate"
        self.world.recorder.say(
            "evicted", "evict",
            task_text(cluster, task, self.store.tells_status(workload, cluster)), decided_by,
            workload=workload, cluster=cluster,
        )
        self.world.recorder.say_lost(
            workload, cluster, left_behind(binding, task, self.settings, self.profile)
        )
        spec = {**binding["spec"], "clusters": done.clusters, "gracefulEvictionTasks": done.tasks}
        self.store.put_binding(workload, {**binding, "spec": spec})


def task_text(cluster: str, task: Object, is_told: bool) -> str:
    """``m1 leaves: task Directly, label jobid=e6fd``; ``is_told``: by a status that was read."""
    labels, made_up = section(task, "preservedLabelState"), "" if is_told else " (made up)"
    kept = "".join(f", label {name}={value}{made_up}" for name, value in labels.items())
    return f"{cluster} leaves the binding: task {task.get('purgeMode') or 'without a mode'}{kept}"
