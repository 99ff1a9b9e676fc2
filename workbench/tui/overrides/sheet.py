"""The pane that draws sheets: diff, result, trace and grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from rich.cells import cell_len
from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from workbench.model.tree import Path
from workbench.session.sheet import Sheet, SheetCell, SheetRow
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text
from workbench.tui.asking import ReadScreen
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import padded, width_of, wrapped

Notes = tuple[tuple[Severity, str], ...]

_LONGEST_CAUSE = 44
_NEAR = 4
_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}
_MARKER_ROLES: dict[str, Role] = {"+": "ok", "-": "error", "~": "warning", ">": "cause",
                                  "<": "cause", "✗": "error", "✓": "ok"}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its place in the rows, its width, and whether it is text that is read."""

    at: int
    width: int
    is_text: bool


class SheetPane(Rows):
    """A sheet under its notes and titles. Only the lines that are seen are made."""

    class FieldPointed(Message):
        """The cursor is on a line that shows a field."""

        def __init__(self, path: Path, cause: str) -> None:
            super().__init__()
            self.path, self.cause = path, cause

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = Sheet((), ())
        self.notes: Notes = ()
        self._columns: list[_Column] = []
        self._cause = -1
        self._told: dict[int, str] = {}
        self._note_rows: list[Row] = []

    def show_sheet(self, sheet: Sheet, notes: Notes = ()) -> None:
        """Draw ``sheet``; the cursor stays near where it was if the sheet is much the same."""
        if sheet is self.sheet and notes == self.notes:
            return
        is_new = sheet.columns != self.sheet.columns
        self.sheet, self.notes = sheet, notes
        self._cause = next((n for n, t in enumerate(sheet.columns) if t == "cause"), -1)
        if is_new:
            self.scroll_to(0, 0, animate=False)
        self.cursor = -1 if is_new else min(self.cursor, len(sheet.rows) - 1)
        self.redraw()

    def redraw(self) -> None:
        self._columns = list(self._lay_out())
        self._note_rows = [row for note in self.notes for row in self._wrapped(*note)]
        self._told = dict(self._tellings())
        super().redraw()

    def _wrapped(self, severity: Severity, text: str) -> Iterator[Row]:
        """A note on as many lines as it takes."""
        role, mark = _ROLES[severity], SEVERITY_MARKS[severity]
        for line in wrapped(text, self.view_width - 4):
            yield Row(-1, (Text(f"{mark} ", role), Text(line, role)))
            mark = " " * len(mark)

    def _tellings(self) -> Iterator[tuple[int, str]]:
        """Where causes stand: once for neighbours that share one, where there is most room."""
        for cause, rows in groupby(self.items, self.cause_of):
            if not cause:
                continue
            near = list(islice(rows, _NEAR))
            roomy = max(near, key=self._room)
            policy, _, rest = cause.partition(" ")
            if len(near) > 1 and self._room(roomy) < len(cause) + 2:
                yield near[0], f"← {policy}"
                yield near[1], f"  {rest}"
            else:
                yield roomy, f"← {cause}"

    def _room(self, item: int) -> int:
        """Cells at the right of a row's text."""
        left = sum(column.width + 1 for column in self._columns[:-1])
        return self.view_width - 4 - left - width_of(self.sheet.rows[item].cells[self._last_text])

    @property
    def _last_text(self) -> int:
        return next((column.at for column in reversed(self._columns) if column.is_text), 0)

    # -- columns

    def _lay_out(self) -> Iterable[_Column]:
        titles = self.sheet.columns
        texts = [n for n, title in enumerate(titles) if title and n != self._cause]
        for at, title in enumerate(titles):
            if at == self._cause:
                continue
            natural = max(self._widest(at), cell_len(title) if len(texts) > 1 else 0)
            if len(texts) == 2 and title:
                yield _Column(at, self._half(), True)
            else:
                yield _Column(at, natural, bool(title))

    def _widest(self, at: int) -> int:
        return max((width_of(row.cells[at]) for row in self.sheet.rows), default=0)

    def _half(self) -> int:
        """Width of each side where two stand side by side."""
        taken = sum(self._widest(n) + 1 for n, t in enumerate(self.sheet.columns) if not t)
        return max((self._text_width - taken - 1) // 2, 12)

    @property
    def _text_width(self) -> int:
        return self.view_width - 1 - (self._cause_width if self._has_room_for_causes else 0)

    @property
    def _has_room_for_causes(self) -> bool:
        return self.view_width >= 100 and self._cause >= 0

    @property
    def _cause_width(self) -> int:
        return min(self._widest(self._cause) + 3, _LONGEST_CAUSE)

    # -- rows, made when they are seen

    @property
    def _titles(self) -> int:
        """Title lines: only where several columns of text stand side by side."""
        return 1 if sum(column.is_text for column in self._columns) > 1 else 0

    @property
    def head(self) -> int:
        """Lines above the first row of the sheet."""
        return len(self._note_rows) + self._titles

    @property
    def line_count(self) -> int:
        return self.head + len(self.sheet.rows)

    @property
    def items(self) -> Sequence[int]:
        return range(len(self.sheet.rows))

    def content_width(self) -> int:
        return 1 + sum(column.width + 1 for column in self._columns)

    def row(self, line: int) -> Row:
        if line < len(self._note_rows):
            return self._note_rows[line]
        if line < self.head:
            titles = [Text(self.sheet.columns[c.at], "title") for c in self._columns]
            cells = [padded((t,), c.width) for t, c in zip(titles, self._columns, strict=True)]
            return Row(-1, _joined(cells))
        return self._sheet_row(line - self.head)

    def _sheet_row(self, item: int) -> Row:
        row = self.sheet.rows[item]
        if row.kind == "fold":
            note = next(part.text for cell in row.cells for part in cell if part.text)
            return Row(item, (Text(f"  ⋯ {note}", "muted"),))
        texts = [column for column in self._columns if column.is_text]
        cells = []
        for column in self._columns:
            cell = _marked(row.cells[column.at])
            if not column.is_text and column.at != self._marker:
                cell = (Text(" " * (column.width - width_of(cell))), *cell)
            last = column is self._columns[-1] and len(texts) == 1
            cells.append(cell if last else padded(cell, column.width))
        tint = row.kind if row.kind in ("added", "removed") and len(texts) == 1 else ""
        return Row(item, _joined(cells), self._shown_cause(item), tint)

    @property
    def _marker(self) -> int:
        """The column of markers: the last narrow one before the text, or the very first."""
        return 2 if len(self.sheet.columns) == 5 else 0

    def _shown_cause(self, item: int) -> tuple[Text, ...]:
        """The cause, once for neighbours that share it."""
        return (Text(self._told[item], "cause"),) if item in self._told else ()

    def cause_of(self, item: int) -> str:
        """Who changed the line; empty if nobody did."""
        if self._cause < 0 or not 0 <= item < len(self.sheet.rows):
            return ""
        return "".join(part.text for part in self.sheet.rows[item].cells[self._cause])

    # -- the cursor

    def on_focus(self) -> None:
        """The cursor begins on the first line that somebody changed."""
        if self.cursor < 0 and self.sheet.rows:
            self.point(next((n for n in self.items if self.cause_of(n)), 0))

    def point(self, item: int) -> None:
        super().point(item)
        self._tell(item)

    def _tell(self, item: int) -> None:
        if 0 <= item < len(self.sheet.rows):
            row: SheetRow = self.sheet.rows[item]
            self.post_message(self.FieldPointed(row.path or (), self.cause_of(item)))

    def _line_of(self, item: int) -> int:
        return item + self.head if item >= 0 else -1


def _joined(cells: Iterable[Sequence[Text]]) -> tuple[Text, ...]:
    parts: list[Text] = []
    for cell in cells:
        parts += cell
        parts.append(Text(" "))
    return tuple(parts[:-1])


def _marked(cell: SheetCell) -> SheetCell:
    """A marker in its colour."""
    if len(cell) == 1 and cell[0].text in _MARKER_ROLES and not cell[0].role:
        return (Text(cell[0].text, _MARKER_ROLES[cell[0].text]),)
    return cell


class SheetScreen(ReadScreen):
    """A sheet to read, over the room."""

    def __init__(self, title: str, sheet: Sheet) -> None:
        super().__init__(title, lambda width: ())
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = RichText(self._title)
            box.border_subtitle = "escape: back   then u: undo"
            yield SheetPane(id="text")

    def _fill(self) -> None:
        self.query_one(SheetPane).show_sheet(self._sheet)
