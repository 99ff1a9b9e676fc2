"""Keeps what happens during a run: events, and how workloads and clusters change."""

from __future__ import annotations

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.tolerations import Taint
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import lifetime_source, purge_source
from workbench.simulator.clock import Clock
from workbench.simulator.lost_state import KIND as LOST
from workbench.simulator.lost_state import Loss
from workbench.simulator.store import Store, ready_status
from workbench.simulator.timeline import (
    ClusterState,
    CopyState,
    Event,
    Phase,
    TaskState,
    Track,
    WorkloadState,
)
from workbench.simulator.work import Copy, Work


class Recorder:
    """Subscribes to the store; states are taken once per moment."""

    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self.events: list[Event] = []
        self.notes: dict[str, None] = {}
        self.problems: dict[ObjectId, str] = {}
        self.deciders: dict[ObjectId, str] = {}
        self._first: dict[ObjectId, WorkloadState] = {}
        self._workloads: dict[ObjectId, tuple[list[float], list[WorkloadState]]] = {}
        self._clusters: dict[str, tuple[list[float], list[ClusterState]]] = {}
        self._dirty: dict[ObjectId, None] = {}
        self._dirty_clusters: dict[str, None] = {}
        self._copy_states: dict[tuple[object, ...], CopyState] = {}
        self.last_change = 0.0

    def begin(self) -> None:
        """Take the states that everything has at the start, and watch from here on."""
        store = self._store
        self._first = {workload: self._state(workload) for workload in store.bindings}
        for name in store.clusters:
            self._clusters[name] = ([0.0], [self._cluster_state(name)])
        store.watch_bindings(lambda workload, _old, _new: self._touch(workload))
        store.watch_works(lambda workload, _cluster: self._touch(workload))
        store.watch_copies(lambda workload, _cluster: self._touch(workload))
        store.watch_clusters(lambda name, _old, _new: self.touch_cluster(name))

    def _touch(self, workload: ObjectId) -> None:
        self._dirty[workload] = None

    def touch_cluster(self, name: str) -> None:
        """The cluster, or the link to it, changed."""
        self._dirty_clusters[name] = None

    def say(
        self,
        kind: str,
        phase: Phase,
        text: str,
        decided_by: str = "",
        *,
        workload: ObjectId | None = None,
        cluster: str = "",
        details: tuple[str, ...] = (),
    ) -> None:
        """Note an event, now."""
        time = round(self._clock.elapsed, 3)
        self.events.append(Event(time, kind, phase, text, decided_by, workload, cluster, details))

    def say_lost(self, workload: ObjectId, cluster: str, loss: Loss | None) -> None:
        """Note, now, that an eviction takes no state along; ``None`` is nothing to say."""
        if loss is not None:
            self.say(LOST, "evict", loss.text, loss.decided_by, workload=workload, cluster=cluster)

    def problem(self, workload: ObjectId, text: str, decided_by: str = "") -> None:
        """Why a workload does not get on, and what decides that; empty once it does."""
        if text:
            self.problems[workload] = text
            self.deciders[workload] = decided_by
        else:
            self.problems.pop(workload, None)
        self._touch(workload)

    def flush(self) -> None:
        """Take the states of everything that was touched at this moment."""
        time = round(self._clock.elapsed, 3)
        for workload in self._dirty:
            state = self._state(workload)
            if workload not in self._workloads:
                first = self._first.get(workload, WorkloadState())
                if state == first:
                    continue
                self._workloads[workload] = ([0.0], [first])
            times, states = self._workloads[workload]
            if states[-1] != state:
                times.append(time)
                states.append(state)
                self.last_change = time
        for name in self._dirty_clusters:
            cluster = self._cluster_state(name)
            seen_at, seen = self._clusters.setdefault(name, ([0.0], [cluster]))
            if seen[-1] != cluster:
                seen_at.append(time)
                seen.append(cluster)
                self.last_change = time
        self._dirty.clear()
        self._dirty_clusters.clear()

    def workload_tracks(self) -> dict[ObjectId, Track[WorkloadState]]:
        """How every workload that changed did."""
        return {
            workload: Track(tuple(times), tuple(states))
            for workload, (times, states) in sorted(self._workloads.items())
        }

    def cluster_tracks(self) -> dict[str, Track[ClusterState]]:
        """How every cluster did."""
        return {
            name: Track(tuple(times), tuple(states))
            for name, (times, states) in self._clusters.items()
        }

    def _cluster_state(self, name: str) -> ClusterState:
        tree, link = self._store.clusters[name], self._store.links[name]
        taints = tuple(str(Taint.of(t)) for t in items(section(tree, "spec"), "taints"))
        return ClusterState(ready_status(tree), taints, link.is_alive, link.is_reachable)

    def _state(self, workload: ObjectId) -> WorkloadState:
        binding = self._store.bindings.get(workload, {})
        spec = section(binding, "spec")
        works = self._store.works.get(workload, {})
        copies = self._store.copies.get(workload, {})
        names = works if works.keys() == copies.keys() else dict.fromkeys([*works, *copies])
        return WorkloadState(
            tuple((t.get("name") or "", t.get("replicas") or 0) for t in items(spec, "clusters")),
            tuple(self._task(binding, task) for task in items(spec, "gracefulEvictionTasks")),
            tuple(self._copy_state(name, copies.get(name), works.get(name)) for name in names),
            self.problems.get(workload, ""),
        )

    def _copy_state(self, cluster: str, copy: Copy | None, work: Work | None) -> CopyState:
        """Equal states are one object: a fleet has many copies in few states."""
        health = work.health if work else "Unknown"
        if copy is None:
            key = (cluster, "waiting", 0, work.replicas if work else 0, health)
        else:
            phase = copy.phase if copy.is_alive else "lost"
            key = (cluster, phase, copy.serving, copy.replicas, health)
        if key not in self._copy_states:
            self._copy_states[key] = CopyState(*key)
        return self._copy_states[key]

    def _task(self, binding: Object, task: Object) -> TaskState:
        labels = section(task, "preservedLabelState")
        return TaskState(
            task.get("fromCluster", ""), task.get("purgeMode") or "",
            tuple(sorted(labels.items())), lifetime_source(task),
            purge_source(task, binding, self._store.profile),
        )
