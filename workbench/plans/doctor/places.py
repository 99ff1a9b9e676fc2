"""Where a workload would go from a cluster in which it is unhealthy, as the scheduler sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.karmada.failover.application import PRODUCERS, REASON
from workbench.karmada.failover.eviction import TaskOptions, evict, items, section
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.decision import Decision
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.karmada.scheduling.shared_passes import SharedPasses
from workbench.model.identity import ObjectId
from workbench.model.timestamps import format_time
from workbench.model.tree import Object
from workbench.plans.doctor.reasons import Reason
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings
from workbench.simulator.what_if import binding_with

# The scheduler looks at the cluster of a task alone.
_TASK = TaskOptions("", REASON, PRODUCERS["Namespaced"])


@dataclass(frozen=True, slots=True)
class Leaving:
    """What follows an eviction.

    Attributes:
        targets: clusters that are new to the workload; none where others only get more of it.
        why_nowhere: the scheduler's words where nothing replaces what leaves, possibly none;
            ``None`` where something does.
        decision: the scheduler's own; ``None`` where it took none.
    """

    targets: tuple[str, ...]
    why_nowhere: str | None = None
    decision: Decision | None = None

    def why_not(self, cluster: str) -> str:
        """Why the scheduler can't choose a cluster; empty where it could."""
        verdicts = self.decision.verdicts if self.decision else ()
        refusals = next((one.refusals for one in verdicts if one.cluster == cluster), ())
        return "; ".join(refusal.because for refusal in refusals)


class Places:
    """The scheduler over a fleet in which all clusters are well."""

    def __init__(self, fleet: PreparedFleet, settings: Settings) -> None:
        self._fleet, self._settings = fleet, settings

    @cached_property
    def _passes(self) -> SharedPasses:
        return SharedPasses(ClusterList(self._fleet.clusters.values(), self._fleet.profile))

    def dead_ends(self, workload: ObjectId) -> dict[str, Reason]:
        """Every cluster from which the workload can't move elsewhere, and why.

        Karmada evicts it there nevertheless, and brings it back once the eviction is over.
        """
        found = {}
        for target in items(section(self._fleet.bindings[workload], "spec"), "clusters"):
            name = target.get("name", "")
            why = self.leaving(workload, name).why_nowhere
            if why is not None:
                text = f"no other cluster takes what leaves {name}"
                found[name] = Reason("spec.placement", f"{text}: {why}" if why else text)
        return found

    def leaving(self, workload: ObjectId, cluster: str) -> Leaving:
        """What the scheduler does once the workload is evicted from ``cluster``."""
        fleet = self._fleet
        binding = binding_with(fleet.bindings[workload], self._settings, fleet.profile)
        spec = section(binding, "spec")
        kept, tasks = evict(
            items(spec, "clusters"), items(spec, "gracefulEvictionTasks"), cluster, _TASK
        )
        left = {**spec, "clusters": kept, "gracefulEvictionTasks": tasks}
        try:
            done = self._passes.run({**binding, "spec": left}, format_time(fleet.start))
        except InterpretationError as error:
            return Leaving((), str(error.args[0]))
        then = items(section(done.binding, "spec"), "clusters")
        gained = tuple(sorted(_names(then) - _names(kept)))
        if done.failure is None and (gained or _pods(then) > _pods(kept)):
            return Leaving(gained, decision=done.decision)
        return Leaving((), done.failure.message if done.failure else "", done.decision)


def _names(clusters: list[Object]) -> set[str]:
    return {target.get("name", "") for target in clusters}


def _pods(clusters: list[Object]) -> int:
    return sum(target.get("replicas") or 0 for target in clusters)
