"""``workbench failover --trace-state``: the state of one workload on its way."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from workbench.cli.output import Output
from workbench.karmada.failover.state_trace import Trigger
from workbench.model.identity import ObjectId
from workbench.model.snapshot import CONFIG_GROUP, Snapshot
from workbench.model.tree import Object
from workbench.session.failover import wording
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.report import scenario_words
from workbench.session.failover.routes import towards
from workbench.session.failover.text import Line
from workbench.session.failover.trace_exports import export_traces, remedies_of
from workbench.session.failover.tracer import tracer_view
from workbench.session.failover.views import TracerView
from workbench.session.views import Text
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.passages import Passages, preserves_state
from workbench.simulator.run import simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event


def customizations_of(snapshot: Snapshot) -> tuple[Object, ...]:
    """ResourceInterpreterCustomizations of a fleet."""
    return tuple(
        item.object for item in snapshot.items
        if item.id.group == CONFIG_GROUP and item.id.kind == "ResourceInterpreterCustomization"
    )


def trace(
    options: Namespace, fleet: PreparedFleet, snapshot: Snapshot, settings: Settings,
    asked: Asked, out: Output,
) -> None:
    """Show the state's way in the scenario, or after both failovers; and what can be generated."""
    workload = fleet.find_workload(options.trace_state)
    passages = Passages()
    events: tuple[Event, ...] = ()
    if scenario_words(asked):
        scenario = read_scenario(asked, fleet)
        played = towards(fleet, workload, options.to) if options.to else fleet
        timeline = simulate(played, scenario, settings, watch=passages.watch)
        events = timeline.events_of(workload)
    ran = passages.of(workload)
    triggers: tuple[Trigger, ...] = (
        (ran[0].trigger,) if ran else ("application", "cluster")
    )
    custom = customizations_of(snapshot)
    views = [
        tracer_view(fleet, workload, settings, target=options.to, trigger=trigger,
                    customizations=custom, passages=ran, events=events)
        for trigger in triggers
    ]
    if options.output != "text":
        out.write([export_traces(views, options.output)])
        return
    if scenario_words(asked) and not ran:
        out.lines(_not_in_run(fleet, workload))
    for view in views:
        out.lines(_lines(view))
    if any(view.is_status_assumed for view in views):
        out.lines([(Text(wording.ASSUMED_STATUS, "muted"),)])
    for remedy in remedies_of(views):
        out.lines([(), (Text(f"# {remedy.title}; apply it to {remedy.place}", "muted"),)])
        if remedy.caution:
            out.lines([(Text(f"# {remedy.caution}", "warning"),)])
        out.lines((Text(line),) for line in remedy.yaml.splitlines())


def _not_in_run(fleet: PreparedFleet, workload: ObjectId) -> Iterator[Line]:
    """Why the scenario has nothing to trace."""
    why = ("no rule of it preserves state" if not preserves_state(fleet.bindings[workload])
           else "it does not leave a cluster")
    yield (Text(f"in this scenario there is nothing to trace: {why}; what follows is the plainest "
                "fault of each kind", "warning"),)
    yield ()


def _lines(view: TracerView) -> Iterator[Line]:
    yield (Text("SIMULATED ", "warning"), Text(view.title, "title"))
    yield (Text(view.verdict, view.role),)
    for row in view.rows:
        yield (Text(f"  {row.mark} ", row.role), Text(f"{row.station:10}", "key"),
               Text(row.text), Text(f" ← {row.decided_by}", "cause"))
    yield ()
