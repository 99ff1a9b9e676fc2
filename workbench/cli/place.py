"""``workbench place``: where every object goes, why, and what a change would move."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator

from workbench.cli.output import Output
from workbench.cli.preview import edits_of
from workbench.cli.progress import Progress
from workbench.cli.reading import is_empty, read
from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.preview import Preview
from workbench.model.errors import WorkbenchError
from workbench.model.snapshot import Snapshot
from workbench.session.edits import Delete, Edit, edited
from workbench.session.placement import cluster_edits
from workbench.session.placement.report import PlacementReport

# Options in the order in which they are tried, and how each is read.
_TRIED: tuple[tuple[str, Callable[[Snapshot, str], Edit]], ...] = (
    ("label", cluster_edits.parse_labels),
    ("taint", cluster_edits.parse_taint),
    ("capacity", cluster_edits.parse_capacity),
    ("gone", cluster_edits.leave),
    ("rebalance", cluster_edits.rebalance),
)


def run(options: Namespace) -> int:
    """Write the report; the exit code."""
    if options.contract:
        from workbench.session.placement.contract import CONTRACT

        Output().write([CONTRACT])
        return 0
    snapshot = read(options.paths, options.namespace)
    if options.output != "json" and is_empty(snapshot):
        return WorkbenchError.exit_code
    report = report_of(snapshot, options)
    write(report, options, Output())
    return exit_code(report, options)


def report_of(snapshot: Snapshot, options: Namespace) -> PlacementReport:
    """The report that the options ask for. Raises ``WorkbenchError`` for one that can't be."""
    preview, edits = tried(snapshot, options)
    return PlacementReport(preview, edits=edits, objects=options.object)


def tried(snapshot: Snapshot, options: Namespace) -> tuple[Preview, list[Edit]]:
    """The fleet with what the options try, and that. Raises ``WorkbenchError`` for what can't be
    tried."""
    edits = all_edits(snapshot, options)
    evicts = TaintOptions(enable_no_execute_taint_eviction=options.evict)
    preview = Preview(
        snapshot, options.karmada, taint_options=evicts, keeps_stages=bool(edits)
    )
    if edits:
        after = edited(snapshot, edits)
        preview = Preview(after, options.karmada, before=preview, taint_options=evicts)
    return preview, edits


def all_edits(snapshot: Snapshot, options: Namespace) -> list[Edit]:
    """What the options try: objects, then clusters, each on what the one before made."""
    edits: list[Edit] = list(edits_of(snapshot, options))
    for name, parse in _TRIED:
        for text in getattr(options, name):
            edits.append(parse(edited(snapshot, edits), text))
    return edits


def write(report: PlacementReport, options: Namespace, out: Output) -> None:
    """Write the report in the form asked for."""
    with Progress("placing", "object") as progress:
        if not out.is_terminal:
            for done, item in enumerate(report.items, 1):
                report.placement.of(item)
                progress(done, len(report.items))
    if options.output == "text":
        from workbench.session.placement.text import text_lines

        out.lines(text_lines(report))
    else:
        out.write(_pieces(report, options.output))


def _pieces(report: PlacementReport, form: str) -> Iterator[str]:
    if form == "json":
        from workbench.session.placement.contract import json_pieces

        return json_pieces(report)
    from workbench.session.placement.markdown import markdown_pieces

    return markdown_pieces(report)


def exit_code(report: PlacementReport, options: Namespace) -> int:
    """2 for input that could not be read, 1 for what was asked to fail on, else 0."""
    if not report.preview.snapshot.is_complete:
        return WorkbenchError.exit_code
    chosen = tuple(m for m in report.moves if not _is_meant(m.object, report))
    if options.fail_on == "deleted" and any(move.deleted for move in chosen):
        return 1
    refused = any(problem.object for problem in report.problems)
    return int(options.fail_on == "nowhere" and bool(report.nowhere or refused))


def _is_meant(key: object, report: PlacementReport) -> bool:
    """Whether the user deletes the very object."""
    return any(isinstance(edit, Delete) and edit.id == key for edit in report.edits)
