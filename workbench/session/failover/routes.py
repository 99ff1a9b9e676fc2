"""The way that a workload's state takes: from a run, or played for the purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.state_trace import Trigger
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.plans.doctor.places import Places
from workbench.plans.doctor.reasons import Reason
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.report import still_reasons
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.passages import Passage, Passages
from workbench.simulator.run import simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event
from workbench.simulator.what_if import binding_with

_TOLD = ("held", "unscheduled", "blocked", "task ended")
_LONG_SECONDS = 10.0
"""A new copy that comes sooner was not held up."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Leg:
    """One move of the way.

    Attributes:
        passage: what Karmada decided on.
        told: what held the new copy up, by time.
        is_played: it comes of a run; else somebody named the target.
    """

    passage: Passage
    told: tuple[Event, ...] = ()
    is_played: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """The moves that are traced, and what is to be known of them.

    Attributes:
        legs: at least one; where nothing moves it is the move that would be made.
        more: how many moves follow that are not among them.
        moves: whether the eviction takes place at all.
        remarks: why it does not, or what the scheduler would do instead.
    """

    legs: tuple[Leg, ...]
    more: int = 0
    moves: bool = True
    remarks: tuple[Reason, ...] = ()


def source_of(fleet: PreparedFleet, workload: ObjectId, source: str) -> str:
    """The cluster that it leaves, its first one if empty. Raises :class:`UsageError`."""
    runs_in = [
        t.get("name") or "" for t in items(section(fleet.bindings[workload], "spec"), "clusters")
    ]
    if not runs_in:
        raise UsageError(f"{workload} runs in no cluster")
    if source and source not in runs_in:
        raise UsageError(f"{workload} is not in {visible_line(source)}",
                         hint=f"it runs in {', '.join(runs_in)}")
    return source or runs_in[0]


def route_to(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, source: str, target: str,
    trigger: Trigger,
) -> Route:
    """The way to a cluster that somebody names, whatever the scheduler thinks of it."""
    target = fleet.find_cluster(target)
    if target == source:
        raise UsageError(f"{workload} is in {visible_line(target)} already", hint="name another")
    leaving = Places(fleet, settings).leaving(workload, source)
    remarks: tuple[Reason, ...] = ()
    if target not in leaving.targets:
        would = (f"would choose {', '.join(leaving.targets)}" if leaving.targets
                 else "finds no cluster" if leaving.why_nowhere is not None
                 else "would give more to the others")
        why = f": {leaving.why_nowhere}" if leaving.why_nowhere else ""
        remarks = (Reason("spec.placement", f"the scheduler {would}, not {target}{why}"),)
    passage = replace(_imagined(fleet, workload, settings, source, trigger), target=target)
    return Route((Leg(passage, is_played=False),), remarks=remarks)


def _imagined(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, source: str, trigger: Trigger
) -> Passage:
    """A passage that no run has made."""
    binding = binding_with(fleet.bindings[workload], settings, fleet.profile)
    copies = [c for c in fleet.copies if c.workload == workload and c.cluster == source]
    return Passage(trigger, source, 0.0, binding, section(binding, "spec"),
                   is_status_assumed=not any(copy.status for copy in copies))


def route_of_run(passages: Iterable[Passage], events: Iterable[Event]) -> Route:
    """The way that a run took; there is at least one passage."""
    every, told = tuple(passages), [event for event in events if event.kind in _TOLD]
    legs = tuple(Leg(passage, _held_up(passage, told)) for passage in every[:_MOST])
    return Route(legs, len(every) - len(legs))


def _held_up(passage: Passage, told: Iterable[Event]) -> tuple[Event, ...]:
    """What was told between the eviction and the new copy, where that took long."""
    begin, end = passage.evicted_at, passage.created_at
    if end is not None and end - begin < _LONG_SECONDS:
        return ()
    return tuple(e for e in told if begin <= e.time and (end is None or e.time <= end))


def route_played(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, source: str, trigger: Trigger
) -> Route:
    """The way after the plainest fault: the copy is unhealthy, or its cluster is lost."""
    name = f"{workload.kind}/{workload.path}"
    asked = (Asked(unhealthy=(f"{name}@{source}",)) if trigger == "application"
             else Asked(lose=(source,)))
    alone, passages = fleet.alone(workload), Passages()
    timeline = simulate(alone, read_scenario(asked, alone), settings, watch=passages.watch)
    made = passages.of(workload)
    if made:
        return route_of_run(made, timeline.events_of(workload))
    leaving = Places(alone, settings).leaving(workload, source)
    imagined = _imagined(fleet, workload, settings, source, trigger)
    leg = Leg(replace(imagined, target=next(iter(leaving.targets), "")), is_played=False)
    if timeline.moves:
        return Route((leg,))
    reasons = still_reasons(asked, alone, settings, timeline)
    return Route((leg,), moves=False, remarks=reasons)
