"""A preview as lines for a terminal or a pipe; each line is spans that say what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.reports import sections
from workbench.session.reports.report import Report
from workbench.session.reports.sections import ObjectSection, Style, VariantSection
from workbench.session.reports.text_diff import Spans, diff_lines
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text

_NOTE_ROLES: dict[Severity, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def text_lines(report: Report, style: Style, width: int = 100) -> Iterator[Spans]:
    """The report, line by line; ``width`` is the number of columns there are."""
    yield (Text(sections.heading(report), "title"),)
    yield from _problems(report)
    yield from _what_if(report, style, width)
    if report.edits and not style.unfold:
        yield ()
        yield (Text("only what changes is shown; --full shows every result", "muted"),)
        return
    for section in sections.object_sections(report, style):
        yield ()
        yield from _object(section, width)
    yield from _rest(report, style)
    yield ()
    yield (Text(sections.summary(report), "title"),)


def _problems(report: Report) -> Iterator[Spans]:
    for warning in sections.warnings(report):
        yield (Text(f"{SEVERITY_MARKS['warning']} {warning}", "warning"),)
    for message, hint in sections.problem_lines(report):
        yield (Text(f"{SEVERITY_MARKS['error']} {message}", "error"),)
        if hint:
            yield (Text(f"    {hint}", "muted"),)


def _what_if(report: Report, style: Style, width: int) -> Iterator[Spans]:
    title = sections.what_if_title(report)
    if not title:
        return
    yield ()
    yield (Text("WHAT IF  ", "key"), Text(title, "title"))
    for change in sections.change_sections(report, style):
        for severity, line in change.lines:
            yield (Text(f"  {SEVERITY_MARKS[severity]} {line}", _NOTE_ROLES[severity]),)
        if change.diff:
            yield from diff_lines(change.diff, width)


def _object(section: ObjectSection, width: int) -> Iterator[Spans]:
    yield (Text(section.title, "name"), Text(f"  {section.origin}", "muted"))
    for variant in section.variants:
        yield from _variant(variant, width)


def _variant(variant: VariantSection, width: int) -> Iterator[Spans]:
    yield (Text("  "), Text(variant.title, "key"))
    for severity, note in variant.notes:
        mark = SEVERITY_MARKS[severity]
        yield (Text(f"    {mark} {note}", _NOTE_ROLES[severity]),)
    if variant.diff is not None:
        yield from diff_lines(variant.diff, width)
    for row in variant.trace:
        indent = "  " * (row.depth + 2)
        yield (Text(f"{indent}{row.mark} ", "muted"), *row.spans)


def _rest(report: Report, style: Style) -> Iterator[Spans]:
    same = () if style.trace else sections.same_everywhere(report)
    if not same:
        return
    yield ()
    reach = "reaches" if len(same) == 1 else "reach"
    yield (Text(f"{count(len(same), 'object')} {reach} every cluster unchanged:", "muted"),)
    for identity in same:
        yield (Text(f"  {visible_line(str(identity))}", "muted"),)
