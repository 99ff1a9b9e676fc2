"""``workbench failover``: play a scenario on a fleet, and show the timeline."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

from workbench.cli.messages import complain
from workbench.cli.output import Output
from workbench.cli.progress import Progress
from workbench.cli.reading import is_empty, read_fleet_or_run
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.model.text import json_visible
from workbench.plans.failback.returns import play_failback
from workbench.session.failover.asking import HAPPENINGS, Asked, read_scenario
from workbench.session.failover.exports import export, export_failback
from workbench.session.failover.failback import failback_view, general_plan
from workbench.session.failover.failback_text import failback_lines
from workbench.session.failover.report import FailoverReport, report_of, scenario_words, value_text
from workbench.session.failover.run_file import Run, save_run
from workbench.session.failover.text import Line, failover_lines
from workbench.session.failover.views import FailbackView
from workbench.session.views import Text
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.knobs import apply_assignments, knobs_of
from workbench.simulator.preparation import prepare
from workbench.simulator.run import simulate
from workbench.simulator.settings import Settings, preset

# What plays the fleet of a saved run anew, in its settings and its scenario but for these.
_ANEW = (*HAPPENINGS, "limit", "seed", "preset", "set", "beside", "trace_state")
_EVERYTHING = 10**6


def run(options: Namespace) -> int:
    """Play, show, save; the exit code."""
    out = Output()
    if options.knobs:
        out.lines(_knob_lines(options.karmada))
        return 0
    opened = read_fleet_or_run(options.paths, options.namespace)
    saved, snapshot = opened.run, opened.snapshot
    if saved is not None and not any(getattr(options, name) for name in _ANEW):
        fleet = prepare(saved.snapshot, saved.profile)
        return _show(report_of(saved, fleet), fleet, options, out)
    if is_empty(snapshot):
        return WorkbenchError.exit_code
    profile = opened.profile(options.karmada)
    with Progress("preparing", "fleet") as progress:
        progress(0, 1)
        fleet = prepare(snapshot, profile)
    settings = settings_of(options, profile, saved)
    asked = Asked(**{name: tuple(getattr(options, name)) for name in HAPPENINGS},
                  limit=options.limit, seed=options.seed)
    if saved is not None:
        if asked.has_faults:
            complain(f"instead of the saved scenario, {scenario_words(saved.asked)}")
        asked = asked.over(saved.asked)
    is_plan = options.failback and asked.is_empty
    if options.save is not None and (options.trace_state or is_plan):
        raise UsageError("there is no run to save", hint="leave --save out")
    if options.trace_state:
        from workbench.cli.tracing import trace

        trace(options, fleet, snapshot, settings, asked, out)
        return _code(snapshot)
    if is_plan:
        _show_plan(general_plan(fleet, _chosen(fleet, options) or fleet.workloads), options, out)
        return _code(snapshot)
    scenario = read_scenario(asked, fleet)
    with Progress("simulating", "second") as progress:
        timeline = simulate(fleet, scenario, settings,
                            lambda now, limit: progress(int(now), int(limit)))
    report = report_of(Run(snapshot, profile, asked, settings, timeline), fleet)
    if options.beside:
        other = apply_assignments(settings, options.beside, profile)
        report = replace(report, other=simulate(fleet, scenario, other), other_settings=other)
    return _code(snapshot, _show(report, fleet, options, out))


def _code(snapshot: Snapshot, code: int = 0) -> int:
    """The exit code; that of wrong input where not all of it could be read."""
    return code if snapshot.is_complete else WorkbenchError.exit_code


def settings_of(options: Namespace, profile: Profile, saved: Run | None = None) -> Settings:
    """The settings that ``--preset`` and ``--set`` ask for; else those of the saved run."""
    if saved is not None and options.preset is None:
        return apply_assignments(saved.settings, options.set, profile)
    return apply_assignments(preset(options.preset or "stock", profile), options.set, profile)


def _show(
    report: FailoverReport, fleet: PreparedFleet, options: Namespace, out: Output
) -> int:
    chosen = _chosen(fleet, options)
    unsaved = _save(report.run, options.save)
    report = replace(report.about(chosen),
                     shown=_EVERYTHING if options.all else report.shown, whole=options.all)
    if options.failback:
        report = replace(report, failback=_failback(report, fleet))
    if options.output == "text":
        out.lines(failover_lines(report, out.width, events=options.events))
        if report.failback:
            out.lines([(), *failback_lines(report.failback, out.width)])
    else:
        out.write([export(report, options.output)])
    return unsaved or _fails(report, options.fail_on)


def _save(run: Run, path: str | None) -> int:
    """Keep the run; an exit code. What can't be kept is shown all the same."""
    if path is None:
        return 0
    try:
        save_run(run, path)
    except WorkbenchError as error:
        complain(error)
        return error.exit_code
    return 0


def _fails(report: FailoverReport, fail_on: str | None) -> int:
    if fail_on == "unsettled" and not report.timeline.settled:
        return 1
    stuck = any(not t.states[-1].targets for t in report.timeline.workloads.values())
    return int(fail_on == "nowhere" and stuck)


def _chosen(fleet: PreparedFleet, options: Namespace) -> tuple[ObjectId, ...]:
    return tuple(fleet.find_workload(text) for text in options.object)


def _failback(report: FailoverReport, fleet: PreparedFleet) -> FailbackView:
    """Every way home, played; of the workloads that the report is about."""
    run = report.run
    with Progress("looking for a way home,", "run") as progress:
        played = play_failback(fleet, read_scenario(run.asked, fleet), run.settings, run.timeline,
                               progress)
    return failback_view(played.about(report.objects), fleet)


def _show_plan(view: FailbackView, options: Namespace, out: Output) -> None:
    if options.output == "text":
        out.lines(failback_lines(view, out.width))
    else:
        out.write([export_failback(view, options.output)])


def _knob_lines(profile: Profile) -> Iterator[Line]:
    defaults = Settings()
    for knob in knobs_of(profile):
        value = value_text(getattr(defaults, knob.name))
        yield (Text(f"{knob.name:38}", "key"), Text(f"{value:>12}  "), Text(knob.title))
        yield (Text(f"{'':38}{'':14}{knob.source}", "muted"),)


def as_json(tree: object) -> str:
    """JSON for programs."""
    return json_visible(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"
