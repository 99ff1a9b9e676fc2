"""Works as lines for a terminal or a pipe; each line is spans that say what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.session.reports.text_diff import Spans, diff_lines
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text
from workbench.session.works import sections
from workbench.session.works.report import WorksReport
from workbench.session.works.sections import GroupSection, ObjectSection

_ROLES: dict[Severity, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def text_lines(report: WorksReport, width: int = 100, *, unfold: bool = False) -> Iterator[Spans]:
    """The report, line by line; ``width`` is the number of columns there are."""
    yield (Text(sections.heading(report), "title"),)
    for warning in sections.warnings(report):
        yield (Text(f"{SEVERITY_MARKS['warning']} {warning}", "warning"),)
    for message, hint in sections.problem_lines(report):
        yield (Text(f"{SEVERITY_MARKS['error']} {message}", "error"),)
        if hint:
            yield (Text(f"    {hint}", "muted"),)
    if report.edits:
        yield ()
        yield (Text("WHAT IF  ", "key"), Text(sections.what_if_title(report), "title"))
    for section in sections.change_sections(report, unfold=unfold):
        yield from _section(section, width)
    if report.edits:
        yield ()
        yield (Text("WITH THE CHANGE, from what the members have now", "key"),)
    for section in sections.object_sections(report, unfold=unfold):
        yield from _section(section, width)
    yield ()
    yield (Text(sections.summary(report), "title"),)


def _section(section: ObjectSection, width: int) -> Iterator[Spans]:
    yield ()
    yield (Text(section.title, "name"), Text(f"  {section.origin}", "muted"))
    for group in section.groups:
        yield from _group(group, width)


def _group(group: GroupSection, width: int) -> Iterator[Spans]:
    yield (Text("  "), Text(group.title, "key"))
    for what, text in group.facts:
        yield (Text(f"    {what.ljust(11)}", "muted"), Text(text))
    for severity, note in group.notes:
        yield (Text(f"    {SEVERITY_MARKS[severity]} {note}", _ROLES[severity]),)
    if group.diff is not None:
        yield from diff_lines(group.diff, width)
