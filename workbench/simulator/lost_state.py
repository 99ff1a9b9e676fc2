"""State that does not get to the new copy, and what decides that.

The rules are those of ``workbench.karmada.failover.injection``; this says when one of them, or the
end of the task, keeps a label that was preserved from ever being put on a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.karmada.bindings import bound_clusters
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.injection import Injection, plan_injection
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.failover.taints import PRODUCER as TAINT_PRODUCER
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.selectors import is_label_value
from workbench.model.tree import Object
from workbench.simulator.causes import STATE_GATE, purge_source
from workbench.simulator.settings import Settings

if TYPE_CHECKING:
    from workbench.simulator.world import World

KIND = "state lost"


class Loss(NamedTuple):
    """Why state is not taken along, and the gate, flag or field that decides it."""

    text: str
    decided_by: str


def left_behind(
    binding: Object, task: Object, settings: Settings, profile: Profile
) -> Loss | None:
    """What keeps an eviction from taking state along that the policy names; ``None`` if none."""
    failover = section(section(binding, "spec"), "failover")
    named = [which for which in ("application", "cluster")
             if PreservationRule.all_of(section(failover, which).get("statePreservation"))]
    if task.get("preservedLabelState"):
        return _not_handed_on(binding, task)
    if not named:
        return None
    by_taint = task.get("producer") == TAINT_PRODUCER
    text = f"no state is taken along from {task.get('fromCluster')}"
    if by_taint and not profile.knows_cluster_failover:
        return Loss(f"{text}: this version takes none where a taint evicts",
                    f"Karmada {profile.version}")
    needed = "cluster" if by_taint else "application"
    if needed not in named:
        field = f"failover.{needed}.statePreservation"
        return Loss(f"{text}: {field} names none", field)
    return None if settings.stateful_failover_injection else Loss(text, STATE_GATE)


def _not_handed_on(binding: Object, task: Object) -> Loss | None:
    """State of the cluster before, which a copy that never was healthy does not pass on.

    The task that brought it there is still in the binding: none of its targets was healthy.
    """
    former = _last_task(section(binding, "spec"))
    labels = section(former, "preservedLabelState")
    if not labels or labels == task.get("preservedLabelState"):
        return None
    text = (f"{task.get('fromCluster')} was never healthy and hands on what its own status says; "
            f"the state that {former.get('fromCluster')} left is not handed on")
    return Loss(text, "statePreservation.rules[].jsonPath")


def _last_task(spec: Object) -> Object:
    tasks = items(spec, "gracefulEvictionTasks")
    return tasks[-1] if tasks else {}


class PreservedState:
    """Labels of eviction tasks that no copy has got yet."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[ObjectId, Object] = {}
        self._seen: dict[ObjectId, Object] = {}
        self._ended: dict[ObjectId, Loss] = {}

    def task_ended(self, workload: ObjectId, because: str, decided_by: str) -> None:
        """A task of the workload is gone, why, and what ended it."""
        self._ended[workload] = Loss(f"the task that carried it has ended, {because}", decided_by)

    def watch(self, workload: ObjectId, spec: Object) -> None:
        """Take note of the labels that the binding's last task carries."""
        labels = section(_last_task(spec), "preservedLabelState")
        if labels and self._seen.get(workload) is not labels:
            self._seen[workload] = self._waiting[workload] = labels

    def look(self, workload: ObjectId, spec: Object) -> None:
        """Before a binding's Works are built: say it if its state goes on none of them."""
        last = _last_task(spec)
        waiting, targets = self._waiting.get(workload), bound_clusters(spec)
        if not waiting or not targets:
            return
        gate = self._world.settings.stateful_failover_injection
        plans = [plan_injection(spec, target.get("name", ""), gate, self._world.profile)
                 for target in targets]
        if any(not is_label_value(value) for plan in plans for value in plan.labels.values()):
            # No member takes it: the copy comes when the task and its labels are gone.
            return
        del self._waiting[workload]
        if any(plan.labels for plan in plans):
            return
        where = ", ".join(plan.cluster for plan in plans)
        why = self._why(workload, last, plans[0])
        self._world.recorder.say(
            KIND, "apply", f"{where}: without the label {', '.join(waiting)}: {why.text}",
            why.decided_by, workload=workload, cluster=plans[0].cluster,
        )

    def _why(self, workload: ObjectId, task: Object, plan: Injection) -> Loss:
        blocking = plan.blocking
        if not task or blocking is None:
            return self._ended.get(workload, Loss("the task that carried it has ended", ""))
        said = f"{blocking.subject} is {blocking.found}, has to be {blocking.wanted}"
        if not blocking.subject.startswith("purgeMode"):
            return Loss(said, blocking.subject)
        binding = self._world.store.bindings[workload]
        return Loss(said, purge_source(task, binding, self._world.profile))
