"""The state tracer: a workload's state on its way, and what keeps it."""

from __future__ import annotations

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.restore import (
    RestorePoint,
    default_restore_point,
)
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.failover.state_trace import (
    StateTrace,
    Surroundings,
    Trigger,
    retention_scripts,
    trace_passage,
    trace_state,
)
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.model.tree import Object
from workbench.session.failover import wording
from workbench.session.failover.remedies import remedies_of
from workbench.session.failover.routes import (
    Leg,
    Route,
    beside_the_scheduler,
    route_of_run,
    route_played,
    source_of,
    towards,
)
from workbench.session.failover.stations import Stage, rows_of, verdict
from workbench.session.failover.views import TracerView
from workbench.session.views import Role
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.passages import Passage
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event

_WORST: tuple[Role, ...] = ("error", "warning", "ok", "")


def tracer_view(
    fleet: PreparedFleet,
    workload: ObjectId,
    settings: Settings,
    *,
    source: str = "",
    target: str = "",
    trigger: Trigger = "application",
    customizations: tuple[Object, ...] = (),
    passages: tuple[Passage, ...] = (),
    events: tuple[Event, ...] = (),
) -> TracerView:
    """The state of a workload on its way.

    Args:
        source: where it runs; its first cluster if empty.
        target: where it is to go, if it can; where the simulation takes it if empty.
        trigger: which failover moves it.
        customizations: ResourceInterpreterCustomizations of the fleet.
        passages, events: the workload's own in a run (of :func:`towards`, with a target). They
            are traced if this failover began them; else the plainest fault that would is played.

    Raises :class:`UsageError` for clusters that make no sense.
    """
    if passages and passages[0].trigger == trigger and source in ("", passages[0].source):
        route = route_of_run(passages, events)
    else:
        played = towards(fleet, workload, target) if target else fleet
        source = source_of(fleet, workload, source)
        route = route_played(played, workload, settings, source, trigger)
    if target:
        route = beside_the_scheduler(route, fleet, workload, settings, target)
    stages = _stages(fleet, workload, settings, route, retention_scripts(
        customizations, fleet.templates[workload]
    ))
    first = stages[0]
    place = first.target or first.source
    manifest = _manifest(fleet, workload, first.leg.passage.before, place)
    point = first.trace.restore or _restore_point(first.leg.passage.before, manifest, trigger)
    return TracerView(
        _title(workload, stages, trigger), *_verdict(stages, route), tuple(rows_of(stages, route)),
        tuple(remedies_of(manifest, point, fleet, customizations)) if point else (),
        any(stage.leg.passage.is_status_assumed for stage in stages),
    )


def _title(workload: ObjectId, stages: list[Stage], trigger: Trigger) -> str:
    way = [stages[0].source]
    for stage in stages:
        if stage.target in ("", stage.source):
            way.append("nowhere else")
            break
        way.append(stage.target)
    return visible_line(f"{wording.label(workload)}: {' to '.join(way)}, failover.{trigger}")


def _verdict(stages: list[Stage], route: Route) -> tuple[str, Role]:
    """The worst of all moves, the first of those."""
    said = [verdict(stage, route) for stage in stages]
    worst = next(role for role in _WORST if any(one[1] == role for one in said))
    at = next(i for i, one in enumerate(said) if one[1] == worst)
    text = said[at][0]
    if len(stages) > 1:
        text = f"from {stages[at].source}: {text}"
    return visible_line(text), worst


def _stages(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, route: Route,
    scripts: list[tuple[str, str]],
) -> list[Stage]:
    """Every move, traced; each knows what the one before handed on."""
    stages: list[Stage] = []
    for leg in route.legs:
        trace, passage = _traced(fleet, workload, settings, leg, scripts), leg.passage
        old = _manifest(fleet, workload, passage.before, passage.source)
        written = _restore_point(passage.before, old, passage.trigger)
        stages.append(Stage(leg, trace, stages[-1].trace if stages else None, written))
    return stages


def _traced(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, leg: Leg,
    scripts: list[tuple[str, str]],
) -> StateTrace:
    passage = leg.passage
    before, source = passage.before, passage.source
    target = passage.target or next(
        (t.get("name") or "" for t in items(passage.after, "clusters")
         if t.get("name") != source), "",
    )
    manifest = _manifest(fleet, workload, before, target or source)
    point = _restore_point(before, manifest, passage.trigger)
    around = Surroundings(
        settings.gates, settings.taint_options, fleet.profile, point, scripts
    )
    if leg.is_played:
        return trace_passage(before, passage.after, manifest, source, target, passage.trigger,
                             around)
    return trace_state(before, manifest, source, target, passage.trigger, around)


def _manifest(
    fleet: PreparedFleet, workload: ObjectId, binding: Object, target: str
) -> Object:
    """What the target would get after overrides; the template where an override fails."""
    moved = {**binding, "spec": {**binding["spec"], "clusters": [{"name": target}]}}
    for variant in fleet.renderings.of(workload, moved):
        if target in variant.clusters and variant.outcome.object is not None:
            return variant.outcome.object
    return fleet.templates[workload]


def _restore_point(binding: Object, manifest: Object, trigger: Trigger) -> RestorePoint | None:
    failover = section(section(binding, "spec"), "failover")
    for which in (trigger, "application", "cluster"):
        rules = PreservationRule.all_of(section(failover, which).get("statePreservation"))
        if rules:
            return default_restore_point(manifest, rules[0].alias_label_name)
    return None
