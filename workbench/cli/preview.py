"""``workbench preview``: what every cluster gets."""

from __future__ import annotations

import sys
from argparse import Namespace

from workbench.cli.output import Output
from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import Profile
from workbench.model.errors import InputError
from workbench.model.snapshot import Snapshot
from workbench.session.edits import Edit, Put, deletion, edited, parse_join
from workbench.session.reports.report import Report
from workbench.session.views import Layout


def run(options: Namespace) -> int:
    """Write the report; the exit code."""
    snapshot = load(options.paths, sys.stdin.buffer)
    report = report_of(snapshot, options)
    write(report, options, Output())
    return exit_code(report, options)


def report_of(snapshot: Snapshot, options: Namespace) -> Report:
    """The report that the options ask for."""
    profile: Profile = options.karmada
    edits = edits_of(snapshot, options)
    before = Preview(snapshot, profile, everywhere=options.everywhere)
    after = before
    if edits:
        after = Preview(edited(snapshot, edits), profile, everywhere=options.everywhere)
    return Report(
        after, before=before if edits else None, edits=edits,
        objects=options.object, clusters=options.cluster,
    )


def edits_of(snapshot: Snapshot, options: Namespace) -> list[Edit]:
    """What the options try: edits, then deletions, then clusters that join."""
    edits: list[Edit] = []
    for path in options.edit:
        found = load([path], sys.stdin.buffer)
        if found.problems:
            raise found.problems[0]
        if not found.items:
            raise InputError("no object to edit in it", hint=f"put a policy into {path}")
        edits += [Put(item) for item in found.items]
    edits += [deletion(snapshot, text) for text in options.delete]
    edits += [parse_join(text) for text in options.join]
    return edits


def write(report: Report, options: Namespace, out: Output) -> None:
    """Write the report in the form asked for. Only what that form needs is imported."""
    if options.output == "json":
        from workbench.session.reports.contract import json_pieces

        out.write(json_pieces(report, trace=options.trace))
        return
    from workbench.session.reports.sections import Style
    from workbench.session.reports.text import text_lines

    layout: Layout = "split" if options.split else "unified"
    style = Style(layout, unfold=options.full, trace=options.trace)
    out.lines(text_lines(report, style, out.width))


def exit_code(report: Report, options: Namespace) -> int:
    """2 for input that could not be read, 1 for what was asked to fail on, else 0."""
    if not report.preview.snapshot.is_complete:
        return 2
    tally = report.tally
    if options.exit_code and (report.changes if report.edits else tally.changed):
        return 1
    refused = any(problem.source == "admission" for problem in report.problems)
    if options.fail_on and (tally.failed or refused):
        return 1
    return int(options.fail_on == "warning" and bool(tally.weak or tally.nowhere))
