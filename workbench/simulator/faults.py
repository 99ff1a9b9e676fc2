"""What goes wrong in a simulation: each with a time, some with an end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.karmada.failover.eviction import items, section
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.naming import is_named
from workbench.model.text import visible_line
from workbench.model.timestamps import format_time
from workbench.model.tree import Object
from workbench.simulator.cluster_taints import with_taint, without_taints
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.world import World

_FOREVER = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that begins at ``at`` and, unless ``until`` is ``None``, ends then (seconds)."""

    at: float = 0.0
    until: float | None = None

    def check(self, fleet: PreparedFleet) -> None:
        """Raise :class:`UsageError` if it names what is not there, or its times make no sense."""
        check_times(self.at, self.until)

    def begin(self, world: World) -> None:
        """Carry it out."""
        raise NotImplementedError

    def end(self, world: World) -> None:
        """Take it back."""


def check_times(at: float, until: float | None) -> None:
    """Raise :class:`UsageError` for times that make no sense."""
    if not 0 <= at < _FOREVER:
        raise UsageError(f"{at:g} s is no time of a simulation", hint="times count from 0")
    if until is not None and not at < until < _FOREVER:
        raise UsageError(f"it would end at {until:g} s, but begins at {at:g} s",
                         hint="a fault lasts longer than 0 seconds")


def _set_link(world: World, cluster: str, *, alive: bool, reachable: bool) -> None:
    link = world.store.links[cluster]
    was = link.answers
    link.is_alive, link.is_reachable = alive, reachable
    world.recorder.touch_cluster(cluster)
    if was == link.answers:
        return
    world.controllers.cluster_status.link_changed(cluster, was)
    if link.answers:
        world.controllers.work_status.link_restored(cluster)
        world.controllers.execution.link_restored(cluster)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseClusters(Fault):
    """Clusters go down, with everything in them.

    Attributes:
        clusters: their names.
        why: what took them, such as ``zone eu-1``; empty for themselves.
    """

    clusters: tuple[str, ...]
    why: str = ""

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        for cluster in self.clusters:
            fleet.find_cluster(cluster)

    def begin(self, world: World) -> None:
        for cluster in self.clusters:
            because = f" with {self.why}" if self.why else ""
            world.recorder.say("fault", "detect", f"{cluster} is lost{because}", "the scenario",
                               cluster=cluster)
            world.controllers.members.lose(cluster)
            _set_link(world, cluster, alive=False, reachable=True)

    def end(self, world: World) -> None:
        for cluster in self.clusters:
            world.recorder.say("restored", "clean up", f"{cluster} is back", "the scenario",
                               cluster=cluster)
            _set_link(world, cluster, alive=True, reachable=True)
            world.controllers.members.restore(cluster)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutClusters(Fault):
    """Karmada and clusters don't reach each other; what runs there goes on."""

    clusters: tuple[str, ...]

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        for cluster in self.clusters:
            fleet.find_cluster(cluster)

    def begin(self, world: World) -> None:
        for cluster in self.clusters:
            world.recorder.say("fault", "detect", f"{cluster} is cut off; what runs there goes on",
                               "the scenario", cluster=cluster)
            _set_link(world, cluster, alive=True, reachable=False)

    def end(self, world: World) -> None:
        for cluster in self.clusters:
            world.recorder.say("restored", "clean up", f"{cluster} is reached again",
                               "the scenario", cluster=cluster)
            _set_link(world, cluster, alive=True, reachable=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakWorkload(Fault):
    """A workload's copy is unhealthy.

    Attributes:
        workload: ``KIND/NAMESPACE/NAME``, or as much of it as is clear.
        cluster: where; ``*`` wherever it is and goes.
        times: with ``*``, how many copies in a row break.
        is_silent: it runs, but nobody writes its status.
    """

    workload: str
    cluster: str
    times: int = 1
    is_silent: bool = False

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        found = fleet.find_workload(self.workload)
        if self.times < 1:
            raise UsageError("a workload breaks at least once")
        if self.cluster == "*":
            return
        fleet.find_cluster(self.cluster)
        runs_in = [t.get("name") for t in items(section(fleet.bindings[found], "spec"), "clusters")]
        if self.cluster not in runs_in:
            raise UsageError(
                f"{found} is not in {visible_line(self.cluster)}",
                hint=f"it runs in {', '.join(map(str, runs_in)) or 'no cluster'}",
            )

    def begin(self, world: World) -> None:
        workload = workload_named(world, self.workload)
        does = "gets no status any more" if self.is_silent else "is unhealthy"
        where = "" if self.cluster == "*" else f" in {self.cluster}"
        world.recorder.say("fault", "detect", f"{workload} {does}{where}", "the scenario",
                           workload=workload, cluster="" if self.cluster == "*" else self.cluster)
        times = self.times if self.cluster == "*" else _FOREVER
        world.controllers.members.break_copies(
            workload, self.cluster, times, is_silent=self.is_silent
        )

    def end(self, world: World) -> None:
        workload = workload_named(world, self.workload)
        world.recorder.say("restored", "clean up", f"{workload} would be healthy again",
                           "the scenario", workload=workload)
        world.controllers.members.mend(workload, self.cluster)


def workload_named(world: World, named: str | ObjectId) -> ObjectId:
    """The workload that a fault means, once it was checked that there is one."""
    if isinstance(named, ObjectId):
        return named
    return next(key for key in world.store.bindings if is_named(key, named))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaintCluster(Fault):
    """Somebody puts a taint on a cluster; ``effect`` is NoExecute or NoSchedule."""

    cluster: str
    key: str
    value: str = ""
    effect: str = "NoExecute"

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        fleet.find_cluster(self.cluster)
        if self.effect not in ("NoExecute", "NoSchedule", "PreferNoSchedule"):
            raise UsageError(f"no taint has the effect {visible_line(self.effect)!r}",
                             hint="NoExecute evicts, NoSchedule keeps away")
        if not self.key:
            raise UsageError("a taint needs a key")

    def begin(self, world: World) -> None:
        taint: Object = {"key": self.key, "effect": self.effect}
        if self.value:
            taint["value"] = self.value
        if self.effect == "NoExecute":
            taint["timeAdded"] = format_time(world.clock.now)
        value = f"={self.value}" if self.value else ""
        text = f"{self.cluster} gets the taint {self.key}{value}:{self.effect}"
        world.recorder.say("fault", "detect", text, "the scenario", cluster=self.cluster)
        if self.effect == "NoExecute":
            world.recorder.say("tainted", "detect", text, "the scenario", cluster=self.cluster)
        world.store.put_cluster(with_taint(world.store.clusters[self.cluster], taint))

    def end(self, world: World) -> None:
        tree = without_taints(world.store.clusters[self.cluster], self.effect, self.key)
        world.recorder.say("untainted", "clean up",
                           f"{self.cluster} loses the taint {self.key}:{self.effect}",
                           "the scenario", cluster=self.cluster)
        world.store.put_cluster(tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCondition(Fault):
    """A condition of a cluster is set by hand; other types than Ready stay as they are set."""

    cluster: str
    condition: str
    status: str = "True"

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        fleet.find_cluster(self.cluster)
        if self.condition == "Ready":
            raise UsageError("Ready set by hand is undone by the next probe",
                             hint="lose or cut the cluster, or set another condition")

    def begin(self, world: World) -> None:
        self._set(world, self.status)

    def end(self, world: World) -> None:
        self._set(world, "False" if self.status == "True" else "True")

    def _set(self, world: World, status: str) -> None:
        tree = world.store.clusters[self.cluster]
        kept = [
            c for c in items(section(tree, "status"), "conditions")
            if c.get("type") != self.condition
        ]
        condition = {"type": self.condition, "status": status,
                     "lastTransitionTime": world.clock.stamp}
        world.recorder.say("fault", "detect", f"{self.cluster}: {self.condition}={status}",
                           "the scenario", cluster=self.cluster)
        world.store.put_cluster(
            {**tree, "status": {**section(tree, "status"), "conditions": [*kept, condition]}}
        )


def flapping(
    fault: LoseClusters | CutClusters | BreakWorkload,
    down_seconds: float,
    up_seconds: float,
    times: int,
) -> Iterator[Fault]:
    """The same fault again and again, each time over after ``down_seconds``."""
    if down_seconds <= 0 or up_seconds <= 0 or not 1 <= times <= 1000:
        raise UsageError("flapping needs times above 0, and 1 to 1000 rounds")
    for number in range(times):
        at = fault.at + number * (down_seconds + up_seconds)
        yield replace(fault, at=at, until=at + down_seconds)


def clusters_of(fleet: PreparedFleet, field: str, value: str) -> tuple[str, ...]:
    """Clusters that a zone, region or provider takes with it: those that lie wholly in it.

    Raises :class:`UsageError` where there is none.
    """
    names = tuple(
        name for name, tree in fleet.clusters.items() if places(tree, field) == [value]
    )
    if not names:
        known = sorted({p for tree in fleet.clusters.values() for p in places(tree, field)})
        spans = [n for n, tree in fleet.clusters.items() if value in places(tree, field)]
        hint = (f"{', '.join(spans)} lie in it and elsewhere: they lose a part and stay"
                if spans else f"there are {', '.join(known) or 'none'}")
        raise UsageError(f"no cluster lies wholly in {field} {visible_line(value)!r}", hint=hint)
    return names


def places(cluster: Object, field: str) -> list[str]:
    """Where a cluster lies: its zones, its region or its provider."""
    spec = section(cluster, "spec")
    if field == "zone":
        zones = spec.get("zones") or ([spec["zone"]] if spec.get("zone") else [])
        return [zone for zone in zones if isinstance(zone, str)]
    return [spec[field]] if isinstance(spec.get(field), str) and spec[field] else []
