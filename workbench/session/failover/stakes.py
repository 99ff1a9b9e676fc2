"""Which workload to look at first: the one rule of the room, the reports and the widget."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.identity import ObjectId
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.timeline import Move, Timeline, Window, WorkloadState

_PODS_WITHOUT_REPLICAS = frozenset({"DaemonSet", "Job", "CronJob", "Pod"})


def at_rest(fleet: PreparedFleet) -> tuple[ObjectId, ...]:
    """Everything with a placement, what runs pods before what only goes along with it."""
    return tuple(sorted(fleet.workloads, key=lambda key: (not runs_pods(fleet, key), key)))


def runs_pods(fleet: PreparedFleet, workload: ObjectId) -> bool:
    """Whether the workload has pods of its own, as a ConfigMap or a Service has none."""
    binding = fleet.bindings.get(workload)
    spec = binding["spec"] if binding else {}
    return bool(spec.get("replicas")) or workload.kind in _PODS_WITHOUT_REPLICAS


def by_stake(timeline: Timeline) -> tuple[ObjectId, ...]:
    """Everything that the run touched, what is most at stake first.

    What left a cluster comes before what did not, and there what runs pods before what is only
    dragged along; among those what ends badly, then what goes longest without a copy that
    serves, then what has to start elsewhere, then what takes longest, then by name.
    """
    moves: dict[ObjectId, list[Move]] = {}
    for move in timeline.moves:
        moves.setdefault(move.workload, []).append(move)
    silent: dict[ObjectId, float] = {}
    for window in timeline.windows:
        if window.kind == "none":
            silent[window.workload] = silent.get(window.workload, 0.0) + _length(window, timeline)
    looping = {loop.workload for loop in timeline.loops}

    def stake(key: ObjectId) -> tuple[object, ...]:
        own = moves.get(key, ())
        states = timeline.workloads[key].states if key in timeline.workloads else ()
        ends_badly = key in looping or any(move.healthy_at is None for move in own[-1:])
        return (not own, not _ran_pods(key, states), not ends_badly, -silent.get(key, 0.0),
                not any(move.targets for move in own), -_longest(own), key)

    return tuple(sorted(dict.fromkeys((*timeline.workloads, *moves)), key=stake))


def _length(window: Window, timeline: Timeline) -> float:
    return (timeline.end if window.end is None else window.end) - window.begin


def _longest(moves: Sequence[Move]) -> float:
    return max((move.duration_seconds or 0.0 for move in moves), default=0.0)


def _ran_pods(workload: ObjectId, states: Sequence[WorkloadState]) -> bool:
    return workload.kind in _PODS_WITHOUT_REPLICAS or any(
        replicas for state in states for _, replicas in state.targets
    )
