"""A preview as lines for a terminal or a pipe; each line is spans that say what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from workbench.diff.text import Cell, Line, Row
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.reports import sections
from workbench.session.reports.report import Report
from workbench.session.reports.sections import ObjectSection, Style, VariantSection
from workbench.session.views import SEVERITY_MARKS, DiffView, Role, Severity, Text

Spans = tuple[Text, ...]

_ROLES: dict[str, Role] = {"added": "added", "removed": "removed", "fold": "muted"}
_NOTE_ROLES: dict[Severity, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def text_lines(report: Report, style: Style, width: int = 100) -> Iterator[Spans]:
    """The report, line by line; ``width`` is the number of columns there are."""
    yield (Text(sections.heading(report), "title"),)
    yield from _problems(report)
    yield from _what_if(report)
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


def _what_if(report: Report) -> Iterator[Spans]:
    view = sections.what_if(report)
    if view is None:
        return
    yield ()
    yield (Text("WHAT IF  ", "key"), Text(view.title, "title"))
    for severity, line in view.lines:
        yield (Text(f"  {SEVERITY_MARKS[severity]} {line}", _NOTE_ROLES[severity]),)


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


def diff_lines(diff: DiffView, width: int) -> Iterator[Spans]:
    """A diff in at least ``width`` columns, causes at the right edge."""
    if diff.layout == "split":
        yield from _split(diff, width)
        return
    said: tuple[str, ...] = ()
    for line in diff.lines:
        causes = tuple(map(str, line.causes))
        yield _unified(line, causes if causes != said or line.kind == "added" else (), width)
        said = causes


def _unified(line: Line, causes: tuple[str, ...], width: int) -> Spans:
    if line.kind == "fold":
        return (Text(f"    … {count(line.folded, 'line')}", "muted"),)
    role = _ROLES.get(line.kind, "")
    text = f"    {line.marker} {line.text}"
    return (Text(text, role), *_cause(causes, width - cell_len(text)))


def _cause(causes: tuple[str, ...], room: int) -> Spans:
    if not causes:
        return ()
    text = visible_line("← " + ", ".join(causes))
    return (Text(" " * max(room - cell_len(text), 2)), Text(text, "cause"))


def _split(diff: DiffView, width: int) -> Iterator[Spans]:
    half = max((width - 7) // 2, 16)
    titles = (set_cell_size(diff.left_title, half), diff.right_title)
    yield (Text(f"      {titles[0]} │ {titles[1]}", "muted"),)
    for row in diff.rows:
        if row.kind == "fold":
            yield (Text(f"    … {count(row.folded, 'line')}", "muted"),)
        else:
            yield from _row(row, half)


def _row(row: Row, half: int) -> Iterator[Spans]:
    changed = row.kind != "context"
    yield (
        Text(f"    {row.marker} "),
        Text(_side(row.left, half), "removed" if changed and row.left else ""),
        Text(" │ "),
        Text(_side(row.right, half).rstrip(), "added" if changed and row.right else ""),
    )
    if row.causes:
        causes = visible_line(", ".join(map(str, row.causes)))
        yield (Text(" " * (half + 9)), Text(f"← {causes}", "cause"))


def _side(cell: Cell | None, half: int) -> str:
    text = cell.text if cell else ""
    if cell_len(text) > half:
        return set_cell_size(text, half - 1) + "…"
    return set_cell_size(text, half)


def _rest(report: Report, style: Style) -> Iterator[Spans]:
    same = () if style.trace else sections.same_everywhere(report)
    if not same:
        return
    yield ()
    yield (Text(f"{count(len(same), 'object')} reach every cluster as they are:", "muted"),)
    for identity in same:
        yield (Text(f"  {visible_line(str(identity))}", "muted"),)
