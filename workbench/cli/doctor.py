"""``workbench doctor``: play every loss of a fleet, here, in processes, or on a Dask cluster."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.failover import as_json, settings_of
from workbench.cli.output import Output
from workbench.cli.progress import Progress
from workbench.cli.reading import is_empty, read_fleet_or_run
from workbench.model.errors import WorkbenchError
from workbench.plans.doctor.cases import Case
from workbench.plans.doctor.diagnosis import Finding
from workbench.plans.doctor.examination import Examination, Play, examine_fleet
from workbench.plans.sweeps import NoProcessError, Sweep, dask_cluster, local_processes
from workbench.session.failover.codec import to_json
from workbench.session.failover.doctor import doctor_view
from workbench.session.failover.doctor_text import doctor_lines
from workbench.simulator.settings import Settings

_WORTH_PROCESSES = 2000
"""Objects times losses from which on starting processes pays."""


def run(options: Namespace) -> int:
    """Examine, show; the exit code."""
    opened = read_fleet_or_run(options.paths, options.namespace)
    snapshot, profile = opened.snapshot, opened.profile(options.karmada)
    if is_empty(snapshot):
        return WorkbenchError.exit_code
    settings = settings_of(options, profile, opened.run)
    with Progress("playing", "loss") as progress:
        examination = examine_fleet(
            snapshot, profile, settings, options.losses,
            _play(options, len(snapshot.items), progress),
        )
    out = Output()
    if options.output == "json":
        out.write([as_json(to_json(examination))])
    else:
        view = doctor_view(examination, snapshot.name)
        out.lines(doctor_lines(view, out.width, all_rows=options.all))
    if not snapshot.is_complete:
        return WorkbenchError.exit_code
    return int(_fails(examination, options.fail_on))


def _play(options: Namespace, objects: int, progress: Progress) -> Play:
    """Where the sweep runs: on Dask, in this process if it is small, else in processes."""

    def play(sweep: Sweep[tuple[Case, Settings], Finding]) -> list[Finding]:
        if options.scheduler:
            with dask_cluster(options.scheduler) as (executor, threads):
                return sweep.on(executor, threads, progress)
        is_small = objects * len(sweep) < _WORTH_PROCESSES
        if options.workers == 1 or (is_small and not options.workers):
            return sweep.here(progress)
        try:
            with local_processes(options.workers) as executor:
                return sweep.on(executor, options.workers, progress)
        except NoProcessError:
            if options.workers:
                raise
            return sweep.here(progress)

    return play


def _fails(examination: Examination, fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    kinds = {"inert": ("inert",), "nowhere": ("nowhere", "no room", "stuck", "too slow")}[fail_on]
    return any(v.kind in kinds for f in examination.findings for v in f.verdicts)
