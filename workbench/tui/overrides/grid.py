"""The Grid tab: changed fields against variants, with a cursor over the variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from workbench.session.sheet import Sheet, SheetCell
from workbench.session.views import Text
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import cell_lines, padded, width_of

_WIDEST, _NARROWEST = 40, 14
_FIXED = 2
_COLUMNS_AT_LEAST = 4
_WIDE_ENOUGH = 64  # for the template's column beside the variants


class GridPane(Rows):
    """Fields down, variants across; the first two columns stay when the others move."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "across(-1)", show=False),
        Binding("right", "across(1)", show=False),
    ]

    class VariantPointed(Message):
        """The cursor is on another variant."""

        def __init__(self, variant: int) -> None:
            super().__init__()
            self.variant = variant

    class VariantPicked(Message):
        """Enter on a variant: it is to be compared."""

        def __init__(self, variant: int) -> None:
            super().__init__()
            self.variant = variant

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = Sheet((), ())
        self.column = 0
        self.picked: int | None = None
        self._widths: list[int] = []

    def show_grid(self, sheet: Sheet, column: int, picked: int | None) -> None:
        """Draw ``sheet`` with the cursor on variant ``column``; ``picked`` waits for its pair."""
        self.sheet, self.column, self.picked = sheet, column, picked
        cursor = min(max(self.cursor, 0), len(sheet.rows) - 1)
        self.show(self._lines(), cursor)

    def _width(self, at: int) -> int:
        cells = (width_of(row.cells[at]) for row in self.sheet.rows)
        widest = min(max(self.view_width // _COLUMNS_AT_LEAST - 2, _NARROWEST), _WIDEST)
        return min(max(len(self.sheet.columns[at]), *cells, 0), widest)

    def on_resize(self) -> None:
        self.show(self._lines(), self.cursor)

    def content_width(self) -> int:
        return 0

    # -- rows

    def _lines(self) -> list[Row]:
        if not self.sheet.rows:
            return [Row(-1, (Text("no policy changes anything here", "muted"),))]
        self._widths = [self._width(at) for at in range(len(self.sheet.columns))]
        shown = self._shown_columns()
        head = [self._title(at) for at in shown]
        lines = [*self._hidden(shown), Row(-1, _joined(head))]
        for item, row in enumerate(self.sheet.rows):
            cells = [self._cell(at, row.cells[at]) for at in shown]
            lines.append(Row(item, _joined(cells)))
        return [*lines, Row(-1, ()), *self._detail()]

    def _hidden(self, shown: Sequence[int]) -> Iterator[Row]:
        """How many variants there is no room for, and on which side."""
        variants = [at for at in shown if at >= _FIXED]
        before = variants[0] - _FIXED
        after = len(self.sheet.columns) - 1 - variants[-1]
        if before or after:
            left = f"← {before} more  " if before else ""
            right = f"  {after} more →" if after else ""
            which = f"variants {before + 1} to {variants[-1] - _FIXED + 1} of " \
                    f"{len(self.sheet.columns) - _FIXED}"
            yield Row(-1, (Text(left, "warning"), Text(which, "muted"), Text(right, "warning")))

    def _detail(self) -> Iterator[Row]:
        """The cell under the cursor in full, and what Enter does."""
        row = self.sheet.rows[min(max(self.cursor, 0), len(self.sheet.rows) - 1)]
        at = min(self.column + _FIXED, len(row.cells) - 1)
        parts: list[Sequence[Text]] = [row.cells[0]]
        for column in (1, at):
            title = f"  {self.sheet.columns[column]}: "
            parts.append((Text(title, "muted"), *row.cells[column]))
        does = "compare with it" if self.picked is not None else "pick to compare"
        parts += [(), (Text("= as the template  ", "muted"), Text("← →", "key"),
                       Text(" variant  ", "muted"), Text("enter", "key"),
                       Text(f" {does}", "muted"))]
        for part in parts:
            yield from (Row(-1, line) for line in cell_lines(part, max(self.view_width - 2, 16)))

    def point(self, item: int) -> None:
        super().point(item)
        self.show(self._lines(), self.cursor)

    def _shown_columns(self) -> list[int]:
        """The two that stay, and variants around the cursor as far as there is room."""
        every = range(_FIXED, len(self.sheet.columns))
        fixed = range(_FIXED if self.view_width >= _WIDE_ENOUGH else 1)
        room = self.view_width - 2 - sum(self._widths[at] + 1 for at in fixed)
        first = last = min(self.column + _FIXED, len(self.sheet.columns) - 1)
        room -= self._widths[last] + 2
        while last + 1 in every and self._widths[last + 1] + 2 <= room:
            last += 1
            room -= self._widths[last] + 2
        while first - 1 in every and self._widths[first - 1] + 2 <= room:
            first -= 1
            room -= self._widths[first] + 2
        return [*fixed, *range(first, last + 1)]

    def _title(self, at: int) -> Sequence[Text]:
        title = self.sheet.columns[at]
        variant = at - _FIXED
        if variant < 0:
            return padded((Text(title, "title"),), self._widths[at])
        mark = "▾" if variant == self.column else "✓" if variant == self.picked else " "
        return padded((Text(mark, "warning"), Text(title, "title")), self._widths[at] + 1)

    def _cell(self, at: int, cell: SheetCell) -> Sequence[Text]:
        if at == 0:
            text = "".join(part.text for part in cell)
            width = self._widths[at]
            short = text if len(text) <= width else f"…{text[-width + 1:]}"
            return padded((Text(short, "key"),), width)
        if at < _FIXED:
            return padded(cell, self._widths[at])
        side = "│" if at - _FIXED == self.column else " "
        return padded((Text(side, "warning"), *cell), self._widths[at] + 1)

    # -- the cursor across

    def action_across(self, by: int) -> None:
        last = len(self.sheet.columns) - _FIXED - 1
        if 0 <= self.column + by <= last:
            self._point_across(self.column + by)

    def _point_across(self, column: int) -> None:
        self.column = column
        self.show(self._lines(), self.cursor)
        self.post_message(self.VariantPointed(column))

    def action_choose(self) -> None:
        self.post_message(self.VariantPicked(self.column))

    def on_click(self, event: events.Click) -> None:
        spot = event.get_content_offset(self)
        x = 1
        for at in self._shown_columns():
            x += self._widths[at] + (2 if at >= _FIXED else 1)
            if spot is not None and spot.x < x and at >= _FIXED:
                self._point_across(at - _FIXED)
                return


def _joined(cells: Sequence[Sequence[Text]]) -> tuple[Text, ...]:
    return tuple(part for cell in cells for part in (*cell, Text(" ")))
