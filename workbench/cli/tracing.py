"""``workbench failover --trace-state``: the state of one workload on its way."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from workbench.cli.output import Output
from workbench.model.snapshot import CONFIG_GROUP, Snapshot
from workbench.model.tree import Object
from workbench.session.failover.text import Line
from workbench.session.failover.tracer import tracer_view
from workbench.session.failover.views import TracerView
from workbench.session.views import Text
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings


def customizations_of(snapshot: Snapshot) -> tuple[Object, ...]:
    """ResourceInterpreterCustomizations of a fleet."""
    return tuple(
        item.object for item in snapshot.items
        if item.id.group == CONFIG_GROUP and item.id.kind == "ResourceInterpreterCustomization"
    )


def trace(
    options: Namespace, fleet: PreparedFleet, snapshot: Snapshot, settings: Settings, out: Output
) -> None:
    """Show both failovers, and what can be generated."""
    workload = fleet.find_workload(options.trace_state)
    custom = customizations_of(snapshot)
    views = [
        tracer_view(fleet, workload, settings, target=options.to, trigger=trigger,
                    customizations=custom)
        for trigger in ("application", "cluster")
    ]
    for view in views:
        out.lines(_lines(view))
    for remedy in views[0].remedies:
        out.lines([(), (Text(f"# {remedy.title}; apply it to {remedy.place}", "muted"),)])
        if remedy.caution:
            out.lines([(Text(f"# {remedy.caution}", "warning"),)])
        out.lines((Text(line),) for line in remedy.yaml.splitlines())


def _lines(view: TracerView) -> Iterator[Line]:
    yield (Text("SIMULATED ", "warning"), Text(view.title, "title"))
    yield (Text(view.verdict, view.role),)
    if view.is_status_assumed:
        yield (Text("the status is made up: the fleet holds none", "muted"),)
    for row in view.rows:
        yield (Text(f"  {row.mark} ", row.role), Text(f"{row.station:10}", "key"),
               Text(row.text), Text(f" ← {row.decided_by}", "cause"))
    yield ()
