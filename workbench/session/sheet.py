"""One shape for everything that is drawn as rows: diff, result, trace and grid become a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.diff.text import Cell, Line, Row
from workbench.diff.words import Span
from workbench.model.tree import Path
from workbench.session.views import DiffView, GridView, ResultView, Text, TraceRow

SheetCell = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its kind (``context``, ``added``, ``removed``, ``changed``, ``fold``, ``head``,
    ``error``…), its cells, and the field that it shows, where there is one."""

    kind: str
    cells: tuple[SheetCell, ...]
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under column titles. ``columns`` may be empty titles; text is safe to print."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def diff_sheet(view: DiffView) -> Sheet:
    """The diff: unified, or side by side if the view says so."""
    if view.layout == "split":
        columns = ("", "", view.left_title, "", view.right_title, "cause")
        return Sheet(columns, tuple(map(_split_row, view.rows)))
    title = f"{view.left_title} → {view.right_title}"
    return Sheet(("", "", "", title, "cause"), tuple(map(_unified_row, view.lines)))


def _spans(spans: tuple[Span, ...], kind: str) -> SheetCell:
    role = {"added": "added", "removed": "removed"}.get(kind, "")
    return tuple(Text(s.text, role if s.emphasised else "") for s in spans)  # type: ignore[arg-type]


def _number(number: int | None) -> SheetCell:
    return (Text("" if number is None else str(number), "muted"),)


def _causes(row: Line | Row) -> SheetCell:
    return (Text("; ".join(map(str, row.causes)), "cause"),)


def _fold(folded: int, width: int) -> tuple[SheetCell, ...]:
    note = (Text(f"{folded} unchanged lines", "muted"),)
    return tuple(note if at == width else (Text(""),) for at in range(width + 2))


def _unified_row(line: Line) -> SheetRow:
    if line.kind == "fold":
        return SheetRow("fold", _fold(line.folded, 3))
    cells = (_number(line.left), _number(line.right), (Text(line.marker),),
             _spans(line.spans, line.kind), _causes(line))
    return SheetRow(line.kind, cells, line.path)


def _split_row(row: Row) -> SheetRow:
    if row.kind == "fold":
        return SheetRow("fold", _fold(row.folded, 4))
    cells = ((Text(row.marker),), *_side(row.left, "removed"), *_side(row.right, "added"),
             _causes(row))
    path = row.right.path if row.right else row.left.path if row.left else None
    return SheetRow(row.kind, cells, path)


def _side(cell: Cell | None, kind: str) -> tuple[SheetCell, SheetCell]:
    if cell is None:
        return (Text(""),), (Text(""),)
    return _number(cell.number), _spans(cell.spans, kind)


def result_sheet(view: ResultView) -> Sheet:
    """The rendered object."""
    rows = tuple(
        SheetRow(
            "changed" if line.causes else "context",
            (_number(line.number), (Text(line.text),), (Text("; ".join(line.causes), "cause"),)),
            line.path,
        )
        for line in view.lines
    )
    return Sheet(("", "object as the clusters get it", "cause"), rows)


def trace_sheet(rows: tuple[TraceRow, ...]) -> Sheet:
    """The trace, indented."""
    kinds = {"✗": "error", "~": "changed"}
    return Sheet(
        ("", "policy, rule, overrider"),
        tuple(
            SheetRow(kinds.get(row.mark, "context"),
                     ((Text(row.mark),), (Text("    " * row.depth), *row.spans)))
            for row in rows
        ),
    )


def grid_sheet(view: GridView) -> Sheet:
    """Changed fields against variants; a cell that is as in the template is muted."""
    rows = []
    for path, template, cells in zip(view.paths, view.template, view.cells, strict=True):
        marked = tuple(
            (Text(cell, "muted" if cell.startswith("= ") else "added"),) for cell in cells
        )
        rows.append(SheetRow("context", ((Text(path, "key"),), (Text(template),), *marked)))
    return Sheet(("field", "template", *view.columns), tuple(rows))


def sheet_text(sheet: Sheet) -> str:
    """The sheet as plain text, to be copied: cells by tabs, markers instead of colours."""
    lines = []
    for row in sheet.rows:
        cells = ("".join(part.text for part in cell) for cell in row.cells)
        lines.append("\t".join(cells).rstrip())
    return "".join(f"{line}\n" for line in lines)
