"""What a person does to a fleet in a simulation, each at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import full_name
from workbench.simulator.faults import Fault, check_times, workload_named
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.what_if import excluding, no_longer_excluding
from workbench.simulator.world import World

OBSERVED_GROUP = "status.schedulerObservingAffinityName"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebalance(Fault):
    """A WorkloadRebalancer asks for a fresh division.

    Attributes:
        workloads: of these; of everything with a placement if there are none.
        forgets_group: the bindings' ``status.schedulerObservingAffinityName`` is cleared first,
            so that the first affinity group is tried again.
    """

    workloads: tuple[str | ObjectId, ...] = ()
    forgets_group: bool = False

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        for workload in self.workloads:
            fleet.find_workload(workload)

    def begin(self, world: World) -> None:
        chosen = [workload_named(world, named) for named in self.workloads] or [
            key for key, tree in sorted(world.store.bindings.items()) if "placement" in tree["spec"]
        ]
        world.recorder.say("rebalance", "schedule",
                           f"a WorkloadRebalancer asks for {len(chosen)} workloads",
                           "spec.rescheduleTriggeredAt")
        for workload in chosen:
            binding = world.store.bindings[workload]
            if self.forgets_group:
                status = section(binding, "status")
                kept = {k: v for k, v in status.items() if k != OBSERVED_GROUP.rpartition(".")[2]}
                binding = {**binding, "status": kept}
                world.recorder.say("group forgotten", "schedule",
                                   "the affinity group in use is forgotten", OBSERVED_GROUP,
                                   workload=workload)
            spec = {**binding["spec"], "rescheduleTriggeredAt": world.clock.stamp}
            world.store.put_binding(workload, {**binding, "spec": spec})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludeClusters(Fault):
    """A policy excludes clusters from ``at`` to ``until``, in each of its affinities.

    Attributes:
        policy: its name, for the events.
        workloads: those that it places.
        clusters: those that it excludes.
    """

    policy: str
    workloads: tuple[ObjectId, ...]
    clusters: tuple[str, ...]

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        for workload in self.workloads:
            fleet.find_workload(workload)
        for cluster in self.clusters:
            fleet.find_cluster(cluster)

    def begin(self, world: World) -> None:
        self._edit(world, "excludes", lambda placement: excluding(placement, self.clusters))

    def end(self, world: World) -> None:
        self._edit(world, "no longer excludes",
                   lambda placement: no_longer_excluding(placement, self.clusters))

    def _edit(self, world: World, does: str, edit: Callable[[Object], Object]) -> None:
        world.recorder.say("policy", "schedule",
                           f"{self.policy} {does} {', '.join(self.clusters)}", "spec.placement")
        for workload in self.workloads:
            binding = world.store.bindings[workload]
            spec = section(binding, "spec")
            placement = edit(section(spec, "placement"))
            world.store.put_binding(workload, {**binding, "spec": {**spec, "placement": placement}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Fault):
    """Somebody sets ``suppressDeletion: false``: with purge mode Never the old copy may go."""

    workload: str | ObjectId

    def check(self, fleet: PreparedFleet) -> None:
        check_times(self.at, self.until)
        fleet.find_workload(self.workload)

    def begin(self, world: World) -> None:
        workload = workload_named(world, self.workload)
        binding = world.store.bindings[workload]
        tasks = [
            {**task, "suppressDeletion": False} if task.get("suppressDeletion") else task
            for task in items(section(binding, "spec"), "gracefulEvictionTasks")
        ]
        if any("suppressDeletion" in task for task in tasks):
            world.recorder.say("confirmed", "clean up", "somebody lets the old copy go",
                               full_name("suppressDeletion"), workload=workload)
            spec = {**binding["spec"], "gracefulEvictionTasks": tasks}
            world.store.put_binding(workload, {**binding, "spec": spec})
        else:
            world.recorder.say("ignored", "clean up", "no old copy is held, so none is let go",
                               full_name("suppressDeletion"), workload=workload)
