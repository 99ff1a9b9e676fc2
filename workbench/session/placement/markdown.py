"""Placement as Markdown, for a pull request or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.text import visible_line
from workbench.session.placement.moves import move_lines
from workbench.session.placement.objects import origin_line, placement_view, where
from workbench.session.placement.report import PlacementReport, heading, summary
from workbench.session.placement.text import view_lines
from workbench.session.reports.markdown import escaped, fenced
from workbench.session.views import SEVERITY_MARKS

_NAMES = 20


def markdown_pieces(report: PlacementReport) -> Iterator[str]:
    """The report, block by block."""
    yield f"# Where it goes\n\n{escaped(heading(report))}\n"
    problems = [
        f"- {escaped(message)}{f' ({escaped(hint)})' if hint else ''}\n"
        for message, hint in report.problem_lines()
    ]
    if problems:
        yield "\n## Problems\n\n" + "".join(problems)
    yield from _what_if(report)
    if report.is_detailed:
        for item in report.items:
            view = placement_view(report.placement, item)
            lines = ("".join(span.text for span in spans).rstrip() for spans in view_lines(view))
            yield f"\n## {escaped(view.title)}\n\n" + fenced(lines)
    else:
        yield from _table(report)
    yield f"\n{escaped(summary(report))}\n"


def _what_if(report: PlacementReport) -> Iterator[str]:
    if not report.edits:
        return
    yield f"\n## What if\n\n{escaped(report.what_if_title)}\n\n"
    for move in report.moves:
        for severity, line in move_lines(move, _NAMES):
            text = f"**{escaped(line)}**" if severity == "error" else escaped(line)
            yield f"- {SEVERITY_MARKS[severity]} {text}\n"
    for line in report.unmoved:
        yield f"- moves nothing: {escaped(line)}\n"


def _table(report: PlacementReport) -> Iterator[str]:
    yield "\n| object | goes to | who says so |\n|---|---|---|\n"
    for item in report.items:
        placed = report.placement.of(item)
        who = escaped(visible_line(str(item.id)))
        yield f"| {who} | {escaped(where(placed))} | {escaped(origin_line(placed))} |\n"
