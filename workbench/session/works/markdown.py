"""Works as Markdown, for a pull request or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.session.reports.markdown import diff_line, escaped, fenced
from workbench.session.views import SEVERITY_MARKS
from workbench.session.works import sections
from workbench.session.works.report import WorksReport
from workbench.session.works.sections import GroupSection, ObjectSection


def markdown_pieces(report: WorksReport, *, unfold: bool = False) -> Iterator[str]:
    """The report, block by block."""
    yield f"# What reaches every member\n\n{escaped(sections.heading(report))}\n"
    lines = [f"- **{escaped(warning)}**\n" for warning in sections.warnings(report)]
    for message, hint in sections.problem_lines(report):
        lines.append(f"- {escaped(message)}{f' ({escaped(hint)})' if hint else ''}\n")
    if lines:
        yield "\n## Problems\n\n" + "".join(lines)
    if report.edits:
        yield f"\n## What if\n\n{escaped(sections.what_if_title(report))}\n"
    for section in sections.change_sections(report, unfold=unfold):
        yield from _section(section, "###")
    if report.edits:
        yield "\n## With the change, from what the members have now\n"
    for section in sections.object_sections(report, unfold=unfold):
        yield from _section(section, "###" if report.edits else "##")
    yield f"\n{escaped(sections.summary(report))}\n"


def _section(section: ObjectSection, mark: str) -> Iterator[str]:
    yield f"\n{mark} {escaped(section.title)}\n\n{escaped(section.origin)}\n"
    for group in section.groups:
        yield from _group(group, f"{mark}#")


def _group(group: GroupSection, mark: str) -> Iterator[str]:
    yield f"\n{mark} {escaped(group.title)}\n\n"
    for what, text in group.facts:
        yield f"- {what}: {escaped(text)}\n"
    for severity, note in group.notes:
        yield f"- {SEVERITY_MARKS[severity]} {escaped(note)}\n"
    if group.diff is not None:
        yield "\n" + fenced(map(diff_line, group.diff.lines), "diff")
