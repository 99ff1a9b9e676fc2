"""One unhealthy copy, played: whether it moves, what goes wrong, and what is left meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.model.identity import ObjectId
from workbench.plans.doctor.carried import lost_state
from workbench.plans.doctor.reasons import Reason, application_reasons
from workbench.plans.doctor.standstill import standstill
from workbench.simulator.causes import STATE_GATE
from workbench.simulator.faults import BreakWorkload
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.loops import evicted_at
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline

_FOR_GOOD = {
    "preserveResourcesOnDeletion": "the old copy goes on running until somebody deletes it: two "
    "copies for good",
    "gracefulEvictionTasks[].suppressDeletion": "the old copy stays beside the new one until "
    "somebody sets suppressDeletion: false",
}


@dataclass(frozen=True, slots=True)
class BrokenCopy:
    """What came of it.

    Attributes:
        stays: why it is not evicted; empty if it is.
        told: what goes wrong on its way.
        goes_on: ready replicas in other clusters just after the eviction.
        returns: that it comes back and is evicted again; empty if it does not.
    """

    cluster: str
    stays: tuple[Reason, ...] = ()
    told: tuple[Reason, ...] = ()
    goes_on: tuple[tuple[str, int], ...] = ()
    returns: str = ""


def break_copy(
    fleet: PreparedFleet, workload: ObjectId, cluster: str, settings: Settings
) -> BrokenCopy:
    """Play the workload alone with its copy in ``cluster`` unhealthy."""
    alone = fleet.alone(workload)
    fault = BreakWorkload(workload=f"{workload.kind}/{workload.path}", cluster=cluster)
    timeline = simulate(alone, Scenario((fault,)), settings)
    if timeline.moves:
        told = tuple(_told(alone, workload, cluster, settings, timeline))
        return BrokenCopy(cluster, (), told, _going_on(timeline, workload, cluster),
                          _returns(timeline, cluster))
    blocked = [e for e in timeline.events if e.kind == "blocked"]
    if blocked:
        return BrokenCopy(cluster, (Reason(blocked[-1].decided_by, blocked[-1].text),))
    return BrokenCopy(cluster, standstill(alone, (fault,), settings, timeline))


def _told(
    alone: PreparedFleet, workload: ObjectId, cluster: str, settings: Settings, timeline: Timeline
) -> Iterator[Reason]:
    """What a run tells of a move that does not go well, each thing once."""
    for loop in timeline.loops:
        if loop.kind in ("startup", "no room"):
            yield Reason(loop.decided_by, loop.text)
    for window in timeline.windows:
        if window.end is None and window.kind == "both" and window.decided_by in _FOR_GOOD:
            yield Reason(window.decided_by, _FOR_GOOD[window.decided_by])
    refused = next((event for event in timeline.events if event.kind == "refused"), None)
    lost = lost_state(alone, workload, timeline)
    if refused is not None:
        then = ": it comes when the task is over, and without its state" if lost else ""
        yield Reason(refused.decided_by, refused.text + then)
    elif lost is not None:
        yield lost
        if lost.subject == STATE_GATE:
            yield from _with_gate(alone, workload, cluster, settings)


def _with_gate(
    alone: PreparedFleet, workload: ObjectId, cluster: str, settings: Settings
) -> Iterator[Reason]:
    """What still keeps the state, or the whole workload, once the gate is on."""
    opened = replace(settings, stateful_failover_injection=True)
    if then := application_reasons(alone, workload, opened):
        found = then
    else:
        broken = break_copy(alone, workload, cluster, opened)
        found = broken.stays or tuple(
            reason for reason in broken.told if reason.subject not in _FOR_GOOD
        )
    for reason in found:
        yield replace(reason, text=f"with the gate on: {reason.text}")


def _going_on(
    timeline: Timeline, workload: ObjectId, cluster: str
) -> tuple[tuple[str, int], ...]:
    state = timeline.workloads[workload].at(evicted_at(timeline.moves[0]))
    targets = {name for name, _ in state.targets if name != cluster}
    return tuple((c.cluster, c.ready) for c in state.copies if c.cluster in targets and c.ready)


def _returns(timeline: Timeline, cluster: str) -> str:
    times = [evicted_at(move) for move in timeline.moves if move.source == cluster]
    if len(times) < 3:
        return ""
    pause = (times[-1] - times[0]) / (len(times) - 1)
    return f"it comes back to {cluster} and is evicted again, every {pause:.0f} s"
