"""A list of rows of which only the visible ones are drawn, with a cursor over its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workbench.session.views import Text
from workbench.tui.spans import fitted, segments, width_of

ROLES = ("name", "key", "muted", "ok", "warning", "error", "added", "removed", "cause", "title")
_GAP = 2
_WIDTH_STEP = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    Attributes:
        item: position of the thing that the line belongs to; -1 for a heading.
        left: the line's text; it scrolls sideways if it is too long.
        right: what stands at the right edge, as far as there is room.
        tint: name of a background: ``added``, ``removed`` or none.
    """

    item: int
    left: tuple[Text, ...]
    right: tuple[Text, ...] = ()
    tint: str = ""


class Rows(ScrollView, can_focus=True):
    """Rows, drawn one by one when they are seen.

    Subclasses give :attr:`lines`; or they override :meth:`row` and :meth:`line_count` to make
    rows only when they are drawn.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("left", "sideways(-8)", show=False),
        Binding("right", "sideways(8)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"rows--{role}" for role in ROLES),
        "rows--cursor", "rows--cursor-away", "rows--tint-added", "rows--tint-removed",
        "rows--added-word", "rows--removed-word",
    }
    DEFAULT_CSS = """
    Rows {
        background: $background;
        scrollbar-size: 0 1;
        scrollbar-color: $line; scrollbar-color-hover: $primary;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-corner-color: $background;
        & > .rows--name { text-style: bold; }
        & > .rows--key { color: $primary; }
        & > .rows--muted { color: $text-muted; }
        & > .rows--ok { color: $success; }
        & > .rows--warning { color: $warning; }
        & > .rows--error { color: $error; text-style: bold; }
        & > .rows--added { color: $success; text-style: bold; }
        & > .rows--removed { color: $error; text-style: bold; }
        & > .rows--cause { color: $cause; text-style: italic; }
        & > .rows--title { color: $primary; text-style: bold; }
        & > .rows--cursor { background: $cursor; }
        & > .rows--cursor-away { background: $cursor-away; }
        & > .rows--tint-added { background: $added; }
        & > .rows--tint-removed { background: $removed; }
        & > .rows--added-word { background: $added-word; text-style: bold; }
        & > .rows--removed-word { background: $removed-word; text-style: bold; }
        &:nocolor > .rows--cursor { text-style: reverse; }
        &:nocolor > .rows--added-word { text-style: bold underline; }
        &:nocolor > .rows--removed-word { text-style: bold underline; }
    }
    """

    right_first = False
    """Whether the left part is cut for the sake of the right one, or the other way round."""

    class _OfItem(Message):
        def __init__(self, rows: Rows, item: int) -> None:
            super().__init__()
            self.rows, self.item = rows, item

        @property
        def control(self) -> Rows:
            return self.rows

    class Pointed(_OfItem):
        """The user moved the cursor to an item."""

    class Chosen(_OfItem):
        """The user pressed Enter on an item, or clicked the one under the cursor again."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.lines: Sequence[Row] = ()
        self.cursor = -1
        self._lines_of: dict[int, int] = {}
        self._strips: dict[tuple[int, int], Strip] = {}

    # -- content

    def show(self, lines: Sequence[Row], cursor: int = -1) -> None:
        """Draw these rows, the cursor on ``cursor`` (an item; -1 for none)."""
        if lines == self.lines and cursor == self.cursor:
            return
        self.lines, self.cursor = lines, cursor
        self._lines_of = {}
        for at, row in enumerate(lines):
            self._lines_of.setdefault(row.item, at)
        self.redraw()
        self._reveal()

    def redraw(self) -> None:
        """Forget what was drawn; sizes may have changed."""
        self._strips.clear()
        # In steps, so that a line that grows while somebody types does not lay the screen out anew.
        width = -(-self.content_width() // _WIDTH_STEP) * _WIDTH_STEP
        self.virtual_size = Size(width, self.line_count)
        self.refresh()

    @property
    def line_count(self) -> int:
        return len(self.lines)

    def row(self, line: int) -> Row:
        """The row at ``line``."""
        return self.lines[line]

    def content_width(self) -> int:
        """Width of the longest row, margin included, or of the widget if that is wider."""
        return max((1 + width_of(row.left) for row in self.lines), default=0)

    @property
    def items(self) -> Sequence[int]:
        """The items that the cursor can stand on, in order."""
        return [item for item in self._lines_of if item >= 0]

    @property
    def view_width(self) -> int:
        """Cells across, without the scrollbar."""
        return self.scrollable_content_region.width

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        line, x = y + self.scroll_offset.y, self.scroll_offset.x
        width = self.view_width
        if line >= self.line_count:
            return Strip.blank(self.size.width, self.rich_style)
        key = (line, x)
        if key not in self._strips:
            self._strips[key] = self._drawn(line, x, width)
        return self._strips[key]

    def _drawn(self, line: int, x: int, width: int) -> Strip:
        row = self.row(line)
        is_cursor = row.item >= 0 and row.item == self.cursor
        base = self._base(row, is_cursor)
        margin = Segment("▸" if is_cursor and line == self._line_of(row.item) else " ", base)
        left, right = row.left, self._right(row, x, width)
        room = width - 1 - width_of(right)
        text = Strip(self._segments(fitted(left, x + room), base, row)).crop(x, x + room)
        filler = Segment(" " * max(room - text.cell_length, 0), base)
        tail = self._segments(right, base, row)
        return Strip([margin, *text, filler, *tail]).adjust_cell_length(width, base)

    def _right(self, row: Row, x: int, width: int) -> tuple[Text, ...]:
        left = 0 if self.right_first else max(width_of(row.left) - x, 0)
        room = width - 1 - _GAP - left
        return (*fitted(row.right, room - 1), Text(" ")) if row.right and room > _GAP else ()

    def _base(self, row: Row, is_cursor: bool) -> Style:
        style = self.rich_style
        if row.tint:
            style += self._style(f"tint-{row.tint}")
        if is_cursor:
            style += self._style("cursor" if self.has_focus else "cursor-away")
        return style

    def _segments(self, parts: Sequence[Text], base: Style, row: Row) -> list[Segment]:
        def role_style(role: str) -> Style:
            return self._style(f"{role}-word" if role == row.tint else role.replace(" ", "-"))

        return segments(parts, base, role_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"rows--{name}", partial=True)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        self._strips.clear()

    def on_blur(self) -> None:
        self._strips.clear()

    def on_resize(self) -> None:
        self.redraw()
        self._reveal()

    # -- the cursor

    def point(self, item: int) -> None:
        """Move the cursor as the user does."""
        if item == self.cursor:
            return
        self.cursor = item
        self._strips.clear()
        self.refresh()
        self._reveal()
        self.post_message(self.Pointed(self, item))

    def _reveal(self) -> None:
        line = self._line_of(self.cursor)
        if line >= 0 and self.size.height:
            last = line
            while last + 1 < self.line_count and self.row(last + 1).item == self.cursor:
                last += 1
            top = 0 if line == self._first_line else line
            region = Region(int(self.scroll_x), top, 1, last - top + 1)
            self.scroll_to_region(region, animate=False, force=True)

    def _line_of(self, item: int) -> int:
        """The first line of an item; -1 if it has none."""
        return self._lines_of.get(item, -1)

    @property
    def _first_line(self) -> int:
        """Line of the first item: going there shows the headings above it too."""
        return self._line_of(next(iter(self.items), -1))

    def _move(self, by: int) -> None:
        items = self.items
        if not items:
            self.scroll_relative(y=by, animate=False)
            return
        at = items.index(self.cursor) if self.cursor in items else (-1 if by > 0 else len(items))
        self.point(items[min(max(at + by, 0), len(items) - 1)])

    def action_step(self, by: int) -> None:
        self._move(by)

    def action_page(self, direction: int) -> None:
        self._move(direction * max(self.size.height - 1, 1))

    def action_end(self, direction: int) -> None:
        self._move(direction * max(self.line_count, 1))

    def action_sideways(self, by: int) -> None:
        self.scroll_relative(x=by, animate=False)
        self._strips.clear()

    def action_choose(self) -> None:
        if self.cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        spot = event.get_content_offset(self)
        if spot is None:
            return
        line = spot.y + self.scroll_offset.y
        if not 0 <= line < self.line_count:
            return
        item = self.row(line).item
        if item < 0:
            return
        if item == self.cursor and event.chain > 1:
            self.action_choose()
        self.point(item)


def text_width(texts: Sequence[str]) -> int:
    """Cells of the longest of ``texts``."""
    return max(map(cell_len, texts), default=0)
