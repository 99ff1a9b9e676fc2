"""What goes on in the members: pods start, stop, break, and die with their cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.scheduling.pods import kind_of
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup
from workbench.simulator.causes import SCENARIO, STARTUP, TERMINATION
from workbench.simulator.queue import Entry
from workbench.simulator.room import Room
from workbench.simulator.work import Copy

if TYPE_CHECKING:
    from workbench.simulator.world import World

_WITHOUT_PODS = {
    "ConfigMap", "Secret", "Service", "ServiceAccount", "Ingress", "Role", "RoleBinding",
    "ClusterRole", "ClusterRoleBinding", "PersistentVolumeClaim", "PodDisruptionBudget",
    "Namespace", "NetworkPolicy", "HorizontalPodAutoscaler", "CustomResourceDefinition",
}


def has_pods(tree: Object) -> bool:
    """Whether a copy takes time to start; kinds that nobody knows are taken for workloads."""
    return kind_of(tree)[1] not in _WITHOUT_PODS


def wanted_pods(tree: Object, replicas: int) -> int:
    """Pods of a copy: what the object says after all overrides, else the share, else one."""
    said = lookup(tree, "spec", "replicas")
    if has_pods(tree) and isinstance(said, int) and not isinstance(said, bool):
        return said
    return replicas or 1


class Members:
    """The insides of all members."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._store = world.store
        self._timers: dict[tuple[ObjectId, str], Entry] = {}
        self._made: dict[tuple[ObjectId, str], int] = {}
        self._broken: dict[ObjectId, _Breakage] = {}
        self._pending: dict[tuple[ObjectId, str], int] = {}
        self.room = Room(world)

    def adopt(self, copy: Copy) -> None:
        """A copy that stood in the member before the simulation begins."""
        self._made[copy.workload, copy.cluster] = copy.number + 1
        self._store.put_copy(copy)

    def create(
        self, workload: ObjectId, cluster: str, manifest: Object, replicas: int,
        labels: dict[str, str],
    ) -> None:
        """An object was created in the member; the pods of one before it no longer count."""
        old = self._store.copy(workload, cluster)
        if old is not None:
            self._stop_timer(old)
            self._give_room(old)
        number = self._made.get((workload, cluster), 0)
        self._made[workload, cluster] = number + 1
        copy = Copy(workload, cluster, manifest, replicas, number=number, labels=labels)
        breakage = self._broken.get(workload)
        copy.is_silent = breakage is not None and breakage.is_silent_in(cluster)
        if breakage is not None and breakage.breaks(cluster):
            copy.phase = "broken"
        elif has_pods(manifest) and replicas:
            self._find_room(copy)
            self._start(copy)
        else:
            copy.phase, copy.placed, copy.ready = "running", replicas, replicas
        self._store.put_copy(copy)

    def _find_room(self, copy: Copy) -> None:
        """Place as many of the missing pods as fit, or take away what is too many."""
        missing = copy.replicas - copy.placed
        if missing > 0:
            missing = self.room.fitting(copy.cluster, copy.workload, missing)
        copy.placed += missing
        self.room.take(copy.cluster, copy.workload, missing)
        was = self._pending.pop((copy.workload, copy.cluster), None)
        if copy.placed < copy.replicas:
            left = copy.replicas - copy.placed
            self._pending[copy.workload, copy.cluster] = left
            if was == left:
                return
            self._world.recorder.say(
                "pending", "healthy", f"{left} of {copy.replicas} pods find no room in "
                f"{copy.cluster}", "status.resourceSummary", workload=copy.workload,
                cluster=copy.cluster,
            )
        elif was is not None:
            self._world.recorder.say(
                "room", "healthy", f"all {copy.replicas} pods find room in {copy.cluster}",
                "status.resourceSummary", workload=copy.workload, cluster=copy.cluster,
            )

    def _give_room(self, copy: Copy) -> None:
        """The room of a copy that is gone; pods that waited for it start."""
        if not has_pods(copy.manifest):
            return
        self.room.take(copy.cluster, copy.workload, -copy.placed)
        copy.placed = 0
        for key in [key for key in self._pending if key[1] == copy.cluster]:
            other = self._store.copy(*key)
            if other is not None and other.phase in ("starting", "running"):
                before = other.placed
                self._find_room(other)
                if other.placed > before:
                    self._start(other)
                    self._store.put_copy(other)

    def update(self, copy: Copy, manifest: Object, replicas: int, labels: dict[str, str]) -> None:
        """The object was written again; more pods take time, fewer don't."""
        copy.manifest, copy.labels = manifest, labels
        if copy.phase in ("running", "starting"):
            grows = replicas > copy.replicas
            copy.replicas = replicas
            if has_pods(manifest):
                self._find_room(copy)
            if grows and has_pods(manifest):
                self._start(copy)
            else:
                copy.ready = min(copy.ready, replicas)
        copy.replicas = replicas
        self._store.put_copy(copy)

    def delete(self, copy: Copy) -> None:
        """The object was deleted; its pods go a little later."""
        copy.phase, copy.ready = "stopping", 0
        seconds = self._world.settings.termination_seconds if has_pods(copy.manifest) else 0.0
        self._set_timer(copy, seconds, self._gone)
        self._store.put_copy(copy)

    def _gone(self, copy: Copy) -> None:
        self._store.drop_copy(copy)
        self._give_room(copy)
        if has_pods(copy.manifest):
            self._world.recorder.say(
                "gone", "clean up", f"the last pod in {copy.cluster} is gone", TERMINATION,
                workload=copy.workload, cluster=copy.cluster,
            )

    def _start(self, copy: Copy) -> None:
        copy.phase = "starting"
        if copy.is_alive:
            self._set_timer(copy, self._world.settings.startup_seconds, self._started)

    def _started(self, copy: Copy) -> None:
        if copy.placed == copy.replicas:
            copy.phase = "running"
        copy.ready, copy.ready_by = copy.placed, STARTUP
        self._store.put_copy(copy)

    def _set_timer(self, copy: Copy, seconds: float, then: object) -> None:
        self._stop_timer(copy)
        key = (copy.workload, copy.cluster)

        def act() -> None:
            self._timers.pop(key, None)
            then(copy)  # type: ignore[operator]

        self._timers[key] = self._world.queue.add(self._world.clock.elapsed + seconds, act)

    def _stop_timer(self, copy: Copy) -> None:
        entry = self._timers.pop((copy.workload, copy.cluster), None)
        if entry is not None:
            self._world.queue.cancel(entry)

    def lose(self, cluster: str) -> None:
        """All nodes of the cluster are gone, with what ran on them."""
        for copy in self._store.copies_in(cluster):
            copy.is_alive = False
            self._stop_timer(copy)
            self._store.put_copy(copy)

    def restore(self, cluster: str) -> None:
        """The nodes are back; what stands in the member's API server starts again."""
        for copy in self._store.copies_in(cluster):
            copy.is_alive = True
            if copy.phase == "stopping":
                self.delete(copy)
                continue
            copy.ready = 0
            if copy.phase != "broken" and has_pods(copy.manifest) and copy.replicas:
                self._start(copy)
            elif copy.phase != "broken":
                copy.phase, copy.ready = "running", copy.placed
            self._store.put_copy(copy)

    def break_copies(
        self, workload: ObjectId, cluster: str, times: int = 1, *, is_silent: bool = False
    ) -> None:
        """Make copies unhealthy.

        Args:
            workload: whose.
            cluster: where; ``*`` wherever there is one, and wherever it goes.
            times: with ``*``, how many copies in a row break, running ones included.
            is_silent: the copies run, but nobody writes a status for them.
        """
        breakage = _Breakage(cluster, times, is_silent)
        self._broken[workload] = breakage
        for copy in list(self._store.copies.get(workload, {}).values()):
            if cluster in ("*", copy.cluster) and copy.phase != "stopping":
                self._break(copy, breakage)

    def _break(self, copy: Copy, breakage: _Breakage) -> None:
        copy.is_silent = copy.is_silent or breakage.is_silent
        if not breakage.is_silent and breakage.breaks(copy.cluster):
            self._stop_timer(copy)
            copy.phase, copy.ready = "broken", 0
        self._store.put_copy(copy)

    def mend(self, workload: ObjectId, cluster: str) -> None:
        """What broke copies is over; those that are left recover at once."""
        self._broken.pop(workload, None)
        for copy in list(self._store.copies.get(workload, {}).values()):
            if cluster in ("*", copy.cluster) and copy.phase != "stopping":
                copy.is_silent, copy.ready_by = False, SCENARIO
                if copy.phase == "broken":
                    copy.phase = "running"
                    self._find_room(copy)
                    copy.ready = copy.placed
                self._store.put_copy(copy)


class _Breakage:
    """Which copies of a workload break."""

    def __init__(self, cluster: str, times: int, is_silent: bool) -> None:
        self._cluster = cluster
        self._left = times
        self.is_silent = is_silent

    def is_silent_in(self, cluster: str) -> bool:
        return self.is_silent and self._cluster in ("*", cluster)

    def breaks(self, cluster: str) -> bool:
        """Whether a copy in the cluster breaks; counts it."""
        if self.is_silent or self._cluster not in ("*", cluster) or self._left <= 0:
            return False
        self._left -= 1
        return True
