"""``workbench works``: the Works, and what they make Karmada ask of every member."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.messages import complain
from workbench.cli.output import Output
from workbench.cli.place import tried
from workbench.cli.progress import Progress
from workbench.cli.reading import is_empty, read
from workbench.model.errors import WorkbenchError
from workbench.model.snapshot import Snapshot
from workbench.session.works.report import WorksReport


def run(options: Namespace) -> int:
    """Write the report; the exit code."""
    if options.contract:
        from workbench.session.works.contract import CONTRACT

        Output().write([CONTRACT])
        return 0
    snapshot = read(options.paths, options.namespace)
    if options.output != "json" and is_empty(snapshot):
        return WorkbenchError.exit_code
    report = report_of(snapshot, options)
    if report.acceptance.missing is not None:
        complain(report.acceptance.missing)
    _write(report, options, Output())
    return exit_code(report, options)


def report_of(snapshot: Snapshot, options: Namespace) -> WorksReport:
    """The report that the options ask for. Raises ``WorkbenchError`` for one that can't be."""
    preview, edits = tried(snapshot, options)
    return WorksReport(preview, edits=edits, objects=options.object, clusters=options.cluster)


def _write(report: WorksReport, options: Namespace, out: Output) -> None:
    """Write the report in the form asked for. Only what that form needs is imported."""
    with Progress("working out", "object") as progress:
        if not out.is_terminal:
            report.base.tell(progress)
        if options.output == "json":
            from workbench.session.works.contract import json_pieces

            out.write(json_pieces(report))
        elif options.output == "markdown":
            from workbench.session.works.markdown import markdown_pieces

            out.write(markdown_pieces(report, unfold=options.full))
        else:
            from workbench.session.works.text import text_lines

            out.lines(text_lines(report, out.width, unfold=options.full))


def exit_code(report: WorksReport, options: Namespace) -> int:
    """2 for input that could not be read, 1 for what was asked to fail on, else 0."""
    if not report.preview.snapshot.is_complete:
        return WorkbenchError.exit_code
    tally = report.tally
    refused = any(problem.source == "admission" for problem in report.base.problems)
    if options.fail_on and (tally.is_failed or refused):
        return 1
    follows = report.change_tally
    risks = tally.warned or tally.nowhere or follows.delete or follows.restarts
    return int(options.fail_on == "warning" and bool(risks))
