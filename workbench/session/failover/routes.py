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
from workbench.simulator.what_if import binding_with, kept_out_of

_TOLD = ("held", "unscheduled", "blocked", "refused", "task ended")
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
        why_not: why the target that somebody named can't be chosen; empty where it can.
    """

    legs: tuple[Leg, ...]
    more: int = 0
    moves: bool = True
    remarks: tuple[Reason, ...] = ()
    why_not: str = ""


def source_of(fleet: PreparedFleet, workload: ObjectId, source: str) -> str:
    """The cluster that it leaves, its first one if empty. Raises :class:`UsageError`."""
    binding = fleet.bindings[fleet.find_workload(workload)]
    runs_in = [t.get("name") or "" for t in items(section(binding, "spec"), "clusters")]
    if not runs_in:
        raise UsageError(f"{workload} runs in no cluster")
    if source and source not in runs_in:
        raise UsageError(f"{workload} is not in {visible_line(source)}",
                         hint=f"it runs in {', '.join(runs_in)}")
    return source or runs_in[0]


def towards(fleet: PreparedFleet, workload: ObjectId, target: str) -> PreparedFleet:
    """The fleet as it would be if ``target`` were the only new place for the workload.

    Raises :class:`UsageError` for a cluster that is not there or that it runs in.
    """
    fleet.find_cluster(target)
    binding = fleet.bindings[workload]
    runs_in = {t.get("name") for t in items(section(binding, "spec"), "clusters")}
    if target in runs_in:
        raise UsageError(f"{workload} is in {visible_line(target)} already", hint="name another")
    others = sorted(fleet.clusters.keys() - runs_in - {target})
    narrowed = kept_out_of(binding, others, fleet.profile)
    return replace(fleet, bindings={**fleet.bindings, workload: narrowed})


def beside_the_scheduler(
    route: Route, fleet: PreparedFleet, workload: ObjectId, settings: Settings, target: str
) -> Route:
    """The way to a target that somebody named, with what the scheduler would do by itself."""
    leaving = Places(fleet, settings).leaving(workload, route.legs[0].passage.source)
    if target in leaving.targets:
        return route
    would = (f"would choose {', '.join(leaving.targets)}" if leaving.targets
             else "finds no cluster" if leaving.why_nowhere is not None
             else "would give more to the others")
    why = leaving.why_not(target)
    text = f"the scheduler {would}, not {target}{f': {why}' if why else ''}"
    remarks = (*route.remarks, Reason("spec.placement", text))
    return replace(route, remarks=remarks, why_not=f"{target}: {why}" if why else "")


def _imagined(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, source: str, trigger: Trigger
) -> Passage:
    """A passage that no run has made."""
    binding = binding_with(fleet.bindings[workload], settings, fleet.profile)
    copies = [c for c in fleet.copies if c.workload == workload and c.cluster == source]
    return Passage(trigger, source, 0.0, binding, section(binding, "spec"),
                   is_status_assumed=not any(copy.status for copy in copies))


def route_of_run(passages: Iterable[Passage], events: Iterable[Event]) -> Route:
    """The way that a run took, each part of it once; there is at least one passage."""
    every, told = tuple(passages), tuple(events)
    ways = {(one.source, one.target or one.source): one for one in reversed(every)}
    shown = sorted(ways.values(), key=lambda one: one.evicted_at)[:_MOST]
    legs = tuple(Leg(passage, _held_up(passage, told)) for passage in shown)
    return Route(legs, len(every) - len(legs))


def _held_up(passage: Passage, told: tuple[Event, ...]) -> tuple[Event, ...]:
    """What was told between the eviction and the new copy, where that took long."""
    since = [event for event in told if passage.evicted_at <= event.time]
    end = next((e.time for e in since if e.kind == "applied" and e.cluster == passage.target), None)
    if end is not None and end - passage.evicted_at < _LONG_SECONDS:
        return ()
    return tuple(e for e in since if e.kind in _TOLD and (end is None or e.time <= end))


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
