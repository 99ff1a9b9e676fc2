"""``workbench preview``: what every cluster gets."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.cli.messages import complain
from workbench.cli.output import Output
from workbench.cli.progress import Progress
from workbench.cli.reading import is_empty, read
from workbench.karmada.preview import Preview
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.snapshot import Snapshot
from workbench.session.edits import Edit, Put, deletion, edited, parse_join
from workbench.session.reports.report import Problem, Report
from workbench.session.reports.writing import pieces

if TYPE_CHECKING:
    from workbench.session.views import Layout


def run(options: Namespace) -> int:
    """Write the report; the exit code."""
    if options.contract:
        from workbench.session.reports.contract import CONTRACT

        Output().write([CONTRACT])
        return 0
    snapshot = read(options.paths, options.namespace)
    if options.output != "json" and is_empty(snapshot):
        return WorkbenchError.exit_code
    report = report_of(snapshot, options)
    write(report, options, Output())
    return exit_code(report, options)


def report_of(snapshot: Snapshot, options: Namespace) -> Report:
    """The report that the options ask for. Raises ``WorkbenchError`` for one that can't be."""
    profile: Profile = options.karmada
    edits = edits_of(snapshot, options)
    before = Preview(snapshot, profile, everywhere=options.everywhere)
    after = before
    if edits:
        tried = edited(snapshot, edits)
        after = Preview(tried, profile, everywhere=options.everywhere, before=before)
    return Report(
        after, before=before if edits else None, edits=edits,
        objects=options.object, clusters=options.cluster,
    )


def edits_of(snapshot: Snapshot, options: Namespace) -> list[Edit]:
    """What the options try: edits, then deletions, then clusters that join."""
    edits: list[Edit] = []
    for path in options.edit:
        found = read([path], options.namespace)
        if found.problems:
            raise found.problems[0]
        edits += [Put(item) for item in found.items]
    edits += [deletion(snapshot, text) for text in options.delete]
    known = {item.id.name for item in snapshot.clusters}
    for text in options.join:
        join = parse_join(text)
        if join.item.id.name in known:
            raise UsageError(
                f"a cluster {join.item.id.name} is in the fleet already",
                hint="give the one that joins another name",
            )
        edits.append(join)
    return edits


def write(report: Report, options: Namespace, out: Output) -> None:
    """Write the report in the form asked for. Only what that form needs is imported."""
    with Progress("previewing", "object") as progress:
        if not out.is_terminal:
            report.tell(progress)
        if options.output == "text":
            _write_text(report, options, out)
        else:
            if options.output == "yaml":
                _complain_of(report.problems)
            out.write(
                pieces(report, options.output, trace=options.trace, unfold=options.full)
            )


def _write_text(report: Report, options: Namespace, out: Output) -> None:
    from workbench.session.reports.sections import Style
    from workbench.session.reports.text import text_lines

    layout: Layout = "split" if options.split else "unified"
    style = Style(layout, unfold=options.full, trace=options.trace)
    out.lines(text_lines(report, style, out.width))


def _complain_of(problems: Iterable[Problem]) -> None:
    """For a form of output that has no room for them."""
    for problem in problems:
        where = f"{problem.place}: " if problem.place else ""
        complain(f"{where}{problem}{f' ({problem.hint})' if problem.hint else ''}")


def exit_code(report: Report, options: Namespace) -> int:
    """2 for input that could not be read, 1 for what was asked to fail on, else 0."""
    if not report.preview.snapshot.is_complete:
        return WorkbenchError.exit_code
    tally = report.tally
    if options.exit_code and (report.changes if report.edits else tally.changed or tally.failed):
        return 1
    refused = any(problem.source == "admission" for problem in report.problems)
    if options.fail_on and (tally.failed or refused):
        return 1
    return int(options.fail_on == "warning" and bool(tally.weak or tally.nowhere))
