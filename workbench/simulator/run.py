"""One run: a fleet, a scenario and settings in; a timeline out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.simulator.episodes import moves_of
from workbench.simulator.faults import Fault
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.loops import loops_of
from workbench.simulator.recorder import Recorder
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import (
    Event,
    Move,
    Timeline,
    Track,
    Waiting,
    Window,
    WorkloadState,
)
from workbench.simulator.unsettled import is_at_rest, waiting_of
from workbench.simulator.windows import windows_of
from workbench.simulator.world import World

DEFAULT_LIMIT_SECONDS = 7200.0
LONGEST_LIMIT_SECONDS = 30 * 86400.0
_SAME_MOMENT = 1e-9

Progress = Callable[[float, float], None]
"""Told now and then: simulated seconds so far, and the limit."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to a fleet.

    Attributes:
        faults: in any order.
        limit_seconds: when to stop if it does not settle before.
        seed: orders what Karmada takes in random order.
    """

    faults: tuple[Fault, ...]
    limit_seconds: float = DEFAULT_LIMIT_SECONDS
    seed: int = 0

    def check(self, fleet: PreparedFleet) -> None:
        """Raise :class:`UsageError` for a scenario that can't be played on this fleet."""
        if not 0 < self.limit_seconds <= LONGEST_LIMIT_SECONDS:
            raise UsageError("the time limit must be above 0 and at most 30 days")
        if not self.faults:
            raise UsageError("nothing happens in this scenario",
                             hint="lose a cluster, break a workload, or add a taint")
        for fault in self.faults:
            fault.check(fleet)


def simulate(
    fleet: PreparedFleet,
    scenario: Scenario,
    settings: Settings,
    progress: Progress | None = None,
    watch: Callable[[World], object] | None = None,
) -> Timeline:
    """Play the scenario. Raises :class:`UsageError` if it does not fit the fleet.

    ``watch`` is told of the world before anything happens in it, to subscribe to what it needs.
    The run ends when everything is at rest and no fault is to come, when only retries are left
    that can't succeed by themselves, or at the limit.
    """
    scenario.check(fleet)
    world = fleet.world(settings, scenario.seed)
    if watch is not None:
        watch(world)
    for fault in scenario.faults:
        world.queue.add(fault.at, lambda fault=fault: fault.begin(world))  # type: ignore[misc]
        if fault.until is not None:
            world.queue.add(fault.until, lambda fault=fault: fault.end(world))  # type: ignore[misc]
    _play(world, scenario.limit_seconds, progress)
    return _timeline(fleet, world, scenario)


def _play(world: World, limit: float, progress: Progress | None) -> None:
    queue, clock, recorder = world.queue, world.clock, world.recorder
    patience = world.settings.retry_limit_seconds + world.settings.status_update_seconds
    count, judged = 0, (-1, False)
    while (entry := queue.take(limit)) is not None:
        if entry.time > clock.elapsed + _SAME_MOMENT:
            recorder.flush()
            if queue.foreground == 0 and entry.is_background:
                if judged[0] != world.store.version:
                    judged = (world.store.version, is_at_rest(world))
                if judged[1] or entry.time > recorder.last_change + patience:
                    return
        clock.elapsed = max(entry.time, clock.elapsed)
        entry.action()
        count += 1
        if progress and count % 1000 == 0:
            progress(clock.elapsed, limit)
    recorder.flush()
    if queue.next_time() is not None:
        clock.elapsed = limit


def _timeline(fleet: PreparedFleet, world: World, scenario: Scenario) -> Timeline:
    recorder = world.recorder
    tracks = recorder.workload_tracks()
    events = tuple(recorder.events)
    waiting = waiting_of(world)
    moves = moves_of(events, tracks)
    hit_limit = world.clock.elapsed >= scenario.limit_seconds
    return Timeline(
        version=world.profile.version,
        end=scenario.limit_seconds if hit_limit else max(
            [recorder.last_change, *(event.time for event in events[-1:])]
        ),
        limit=scenario.limit_seconds,
        settled=not waiting and not hit_limit,
        events=events,
        moves=moves,
        windows=tuple(_windows(recorder, moves, tracks, waiting)),
        waiting=waiting,
        notes=tuple(recorder.notes),
        clusters=recorder.cluster_tracks(),
        workloads=tracks,
        untouched=len(fleet.bindings) - len(tracks),
        loops=tuple(loops_of(moves, tracks, world.store.bindings, world.settings)),
    )


def _windows(
    recorder: Recorder,
    moves: tuple[Move, ...],
    tracks: dict[ObjectId, Track[WorkloadState]],
    waiting: tuple[Waiting, ...],
) -> Iterator[Window]:
    """Every workload's windows, each with what decides it."""
    of_workload: dict[ObjectId, list[Move]] = {}
    for move in moves:
        of_workload.setdefault(move.workload, []).append(move)
    events: dict[ObjectId | None, list[Event]] = {}
    for event in recorder.events:
        events.setdefault(event.workload, []).append(event)
    waits: dict[ObjectId | None, list[str]] = {}
    for wait in waiting:
        waits.setdefault(wait.workload, []).append(wait.decided_by)
    for workload, track in tracks.items():
        own = of_workload.get(workload, [])
        told = [*events.get(None, ()), *events.get(workload, ())]
        yield from windows_of(
            workload, track, own, sorted(told, key=lambda e: e.time),
            waits.get(workload, ()),
        )
