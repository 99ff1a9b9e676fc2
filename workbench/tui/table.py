"""The pane that draws a sheet as a table: every cell is read whole, on several lines if it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.session.sheet import Sheet, SheetCell
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text
from workbench.tui.columns import (
    GAP,
    column_widths,
    joined_lines,
    without_empty_columns,
)
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import cell_lines, width_of, wrapped

Notes = tuple[tuple[Severity, str], ...]

_LABELS = 2  # columns that say what a row is about: its mark and its name
SEVERITY_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}


class TablePane(Rows):
    """A sheet under its notes and titles; the cursor goes from row to row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = Sheet((), ())
        self.notes: Notes = ()

    def show_table(self, sheet: Sheet, notes: Notes = ()) -> None:
        """Draw ``sheet``; the cursor stays if the columns are the same."""
        if sheet == self.sheet and notes == self.notes:
            return
        is_new = sheet.columns != self.sheet.columns
        self.sheet, self.notes = sheet, notes
        if is_new:
            self.scroll_to(0, 0, animate=False)
        self._fill(-1 if is_new else min(self.cursor, len(sheet.rows) - 1))

    def _fill(self, cursor: int) -> None:
        self.show(tuple(self._lines(max(self.view_width - 2, 1))), cursor)

    def _lines(self, width: int) -> Iterator[Row]:
        for severity, text in self.notes:
            yield from note_rows(severity, text, width)
        sheet = without_empty_columns(self.sheet)
        widths = column_widths(sheet, width)
        if sheet.rows and any(sheet.columns):
            titles = tuple((Text(title, "title"),) for title in sheet.columns)
            yield from (Row(-1, line) for line in _row_lines(titles, widths))
        for item, row in enumerate(sheet.rows):
            tint = row.kind if row.kind in ("added", "removed") else ""
            at = -1 if row.kind == "head" else item
            yield from (Row(at, line, tint=tint) for line in _row_lines(row.cells, widths))

    def on_resize(self) -> None:
        self._fill(self.cursor)
        super().on_resize()


def _row_lines(cells: Sequence[SheetCell], widths: list[int]) -> Iterator[tuple[Text, ...]]:
    """A row's lines; its last cell with text has the room of the empty ones after it.

    Where that is too little, it has the room of the empty ones before it too.
    """
    used = len(cells)
    while used > 1 and not width_of(cells[used - 1]):
        used -= 1
    first = used - 1
    if width_of(cells[first]) > sum(widths[first:]) + GAP * (len(widths) - used):
        while first > _LABELS and not width_of(cells[first - 1]):
            first -= 1
    last = sum(widths[first:]) + GAP * (len(widths) - first - 1)
    taken = [*widths[:first], last]
    shown = [*cells[:first], cells[used - 1]]
    lines = [cell_lines(cell, max(w, 1)) for cell, w in zip(shown, taken, strict=True)]
    yield from joined_lines(lines, taken)


def note_rows(severity: Severity, text: str, width: int, item: int = -1) -> Iterator[Row]:
    """A note on as many lines as it takes, its mark before the first."""
    role, mark = SEVERITY_ROLES[severity], SEVERITY_MARKS[severity]
    for line in wrapped(text, width - 2):
        yield Row(item, (Text(f"{mark} ", role), Text(line, role)))
        mark = " " * len(mark)


class NoteList(Rows):
    """Notes, wrapped; the border says what they are about."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._notes: Notes = ()

    def show_notes(self, title: str, notes: Notes) -> None:
        self.border_title, self._notes = title, notes
        self._fill()

    def _fill(self) -> None:
        width = max(self.view_width - 2, 1)
        rows = [
            row for item, note in enumerate(self._notes) for row in note_rows(*note, width, item)
        ]
        self.show(tuple(rows), self.cursor)

    def on_resize(self) -> None:
        self._fill()
        super().on_resize()
