"""Passages of a run: what an eviction read, and what the new copy was made of.

A timeline tells what happened; this keeps the very bindings on which Karmada decided, so that the
way of the state can be followed afterwards. Only workloads that preserve state are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.karmada.failover.application import REASON
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.failover.state_trace import Trigger
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.world import World


@dataclass(frozen=True, slots=True)
class Passage:
    """A workload on its way from one cluster to the next.

    Attributes:
        trigger: which failover moved it.
        source: the cluster that it left.
        evicted_at: seconds since the start.
        before: the binding that the eviction found.
        after: the spec from which the new copy's Work was built first; as the eviction left it
            where no Work was built.
        target: where the new copy is; empty if none was made.
        created_at: when its Work was built; ``None`` if none was.
        is_status_assumed: the status of the old copy was made up by the simulation.
        was_healthy: the old copy had been healthy before.
    """

    trigger: Trigger
    source: str
    evicted_at: float
    before: Object
    after: Object
    target: str = ""
    created_at: float | None = None
    is_status_assumed: bool = False
    was_healthy: bool = True


class Passages:
    """Subscribes to the bindings and Works of a world, and keeps passages by workload and time."""

    def __init__(self) -> None:
        self._tracks: dict[ObjectId, _Track] = {}

    def watch(self, world: World) -> None:
        """Keep what happens in the world from here on; what was kept before is forgotten."""
        self._tracks = {
            workload: _Track(world, workload)
            for workload, binding in world.store.bindings.items() if preserves_state(binding)
        }
        world.store.watch_bindings(self._on_binding)
        world.store.watch_works(self._on_work)

    def of(self, workload: ObjectId) -> tuple[Passage, ...]:
        """Its passages; none of a workload that preserves no state."""
        track = self._tracks.get(workload)
        return tuple(track.passages) if track else ()

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        track = self._tracks.get(workload)
        if track is not None and old.get("spec") is not new.get("spec"):
            track.bound(old, new)

    def _on_work(self, workload: ObjectId, cluster: str) -> None:
        track = self._tracks.get(workload)
        if track is not None:
            track.worked(cluster)


class _Track:
    """One workload's passages, the clusters that have its Work, and those it is healthy in."""

    def __init__(self, world: World, workload: ObjectId) -> None:
        self._world, self._workload = world, workload
        self.passages: list[Passage] = []
        works = world.store.works.get(workload, {})
        self._known = set(works)
        self._healthy = {name for name, work in works.items() if work.health == "Healthy"}

    def bound(self, old: Object, new: Object) -> None:
        """The binding was written: every new task begins a passage."""
        before = {task.get("fromCluster") for task in _tasks(old)}
        for task in _tasks(new):
            source = task.get("fromCluster") or ""
            if source not in before:
                self.passages.append(self._begin(task, source, old, new))

    def _begin(self, task: Object, source: str, old: Object, new: Object) -> Passage:
        is_told = self._world.store.tells_status(self._workload, source)
        return Passage(
            "application" if task.get("reason") == REASON else "cluster", source, self._now, old,
            section(new, "spec"), is_status_assumed=not is_told,
            was_healthy=source in self._healthy,
        )

    @property
    def _now(self) -> float:
        return round(self._world.clock.elapsed, 3)

    def worked(self, cluster: str) -> None:
        """A Work was written; the first new one after an eviction is where its state goes."""
        work = self._world.store.work(self._workload, cluster)
        if work is None:
            self._known.discard(cluster)
            self._healthy.discard(cluster)
            return
        if work.health == "Healthy":
            self._healthy.add(cluster)
        if cluster in self._known:
            return
        self._known.add(cluster)
        spec = section(self._world.store.bindings[self._workload], "spec")
        self.passages = [
            passage if passage.created_at is not None
            else replace(passage, after=spec, target=cluster, created_at=self._now)
            for passage in self.passages
        ]


def preserves_state(binding: Object) -> bool:
    """Whether either failover of the binding has a rule that preserves state."""
    failover = section(section(binding, "spec"), "failover")
    return any(
        PreservationRule.all_of(section(failover, which).get("statePreservation"))
        for which in ("application", "cluster")
    )


def _tasks(binding: Object) -> list[Object]:
    return items(section(binding, "spec"), "gracefulEvictionTasks")
