"""A preview as Markdown, for a pull request or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.diff.text import Line
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.reports import sections
from workbench.session.reports.report import Report
from workbench.session.reports.sections import ObjectSection, Style, VariantSection
from workbench.session.views import SEVERITY_MARKS

_SPECIAL = re.compile(r"([\\`*_{}\[\]()|~<>&])")


def escaped(text: str) -> str:
    """Text that Markdown and HTML leave as it is."""
    return _SPECIAL.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\>", "&gt;").replace(
        "\\&", "&amp;"
    )


def fenced(lines: Iterable[str], language: str = "") -> str:
    """A block of code that nothing in it can end."""
    body = "\n".join(lines)
    longest = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{language}\n{body}\n{fence}\n"


def markdown_pieces(report: Report, style: Style) -> Iterator[str]:
    """The report, block by block."""
    yield f"# What every cluster gets\n\n{escaped(sections.heading(report))}\n"
    problems = [*_problems(report)]
    if problems:
        yield "\n## Problems\n\n" + "".join(problems)
    yield from _what_if(report, style)
    for section in sections.object_sections(report, style):
        yield from _object(section)
    same = () if style.trace else sections.same_everywhere(report)
    if same:
        yield f"\n## {count(len(same), 'object')} reach every cluster as they are\n\n"
        yield from (f"- {escaped(visible_line(str(identity)))}\n" for identity in same)
    yield f"\n{escaped(sections.summary(report))}\n"


def _problems(report: Report) -> Iterator[str]:
    for warning in sections.warnings(report):
        yield f"- **{escaped(warning)}**\n"
    for message, hint in sections.problem_lines(report):
        yield f"- {escaped(message)}{f' ({escaped(hint)})' if hint else ''}\n"


def _what_if(report: Report, style: Style) -> Iterator[str]:
    title = sections.what_if_title(report)
    if not title:
        return
    yield f"\n## What if\n\n{escaped(title)}\n"
    for change in sections.change_sections(report, style):
        yield "\n" + "".join(_note(*line) for line in change.lines)
        if change.diff:
            yield "\n" + fenced(map(diff_line, change.diff.lines), "diff")


def _note(severity: str, line: str) -> str:
    return f"- {SEVERITY_MARKS[severity]} {escaped(line.strip())}\n"


def _object(section: ObjectSection) -> Iterator[str]:
    yield f"\n## {escaped(section.title)}\n\n{escaped(section.origin)}\n"
    for variant in section.variants:
        yield from _variant(variant)


def _variant(variant: VariantSection) -> Iterator[str]:
    yield f"\n### {escaped(variant.title)}\n\n"
    yield from (_note(*note) for note in variant.notes)
    if variant.diff:
        yield "\n" + fenced(map(diff_line, variant.diff.lines), "diff")
    if variant.trace:
        rows = (
            f"{'  ' * row.depth}{row.mark} {''.join(span.text for span in row.spans)}".rstrip()
            for row in variant.trace
        )
        yield "\n" + fenced(rows)


def diff_line(line: Line) -> str:
    """A line of a fenced diff."""
    if line.kind == "fold":
        return f"@@ {count(line.folded, 'line')} @@"
    # The first character colours the line: a moved one is marked behind it.
    mark = {"added": "+", "removed": "-"}.get(line.kind, " ")
    moved = "(moved) " if line.is_moved else ""
    causes = visible_line(", ".join(map(str, line.causes)))
    return f"{mark} {moved}{line.text}{f'    # ← {causes}' if causes else ''}"
