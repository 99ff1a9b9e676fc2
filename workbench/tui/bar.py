"""One line of pieces that can be clicked: header, tabs, variants and keys are bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.session.views import Text
from workbench.tui.rows import ROLES
from workbench.tui.spans import fitted, segments, width_of

_LEAST = 8
"""Cells of a chip that has shrunk."""
_COUNT = 8
"""Cells of the number of chips that are not shown."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of a bar.

    ``value`` comes with the message when it is clicked, unless it is ``None``. A chip that
    ``may_shrink`` is cut where there is too little room, instead of being left out.
    """

    parts: tuple[Text, ...]
    value: Any = None
    selected: bool = False
    may_shrink: bool = False

    @property
    def width(self) -> int:
        return width_of(self.parts)


class Bar(Widget):
    """Chips in one line, the selected one reversed; chips that don't fit are left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"bar--{role}" for role in ROLES), "bar--selected", "bar--mode",
    }
    DEFAULT_CSS = """
    Bar {
        height: 1; width: 1fr; background: $background;
        & > .bar--name { text-style: bold; }
        & > .bar--key { color: $primary; text-style: bold; }
        & > .bar--muted { color: $text-muted; }
        & > .bar--ok { color: $success; }
        & > .bar--warning { color: $warning; text-style: bold; }
        & > .bar--error { color: $error; text-style: bold; }
        & > .bar--cause { color: $cause; }
        & > .bar--added { color: $success; }
        & > .bar--removed { color: $error; }
        & > .bar--title { color: $primary; text-style: bold; }
        & > .bar--selected { background: $primary; color: $background; text-style: bold; }
        &:nocolor > .bar--selected { text-style: reverse; }
    }
    """

    class Clicked(Message):
        """A chip with a value was clicked."""

        def __init__(self, bar: Bar, value: Any) -> None:
            super().__init__()
            self.bar, self.value = bar, value

        @property
        def control(self) -> Bar:
            return self.bar

    def __init__(
        self, *, id: str | None = None, wraps: bool = False, counts: bool = False
    ) -> None:
        """``wraps``: chips that don't fit go on in a line of their own; ``counts``: they don't,
        and their number is told."""
        super().__init__(id=id)
        self._wraps, self._counts = wraps, counts
        self.chips: Sequence[Chip] = ()
        self.right: Sequence[Chip] = ()

    def show(self, chips: Sequence[Chip], right: Sequence[Chip] = ()) -> None:
        """Draw these chips; those of ``right`` stand at the right edge.

        The first chip always stays: those of ``right`` are cut for its sake.
        """
        if (chips, right) != (self.chips, self.right):
            self.chips, self.right = chips, right
            self._fit_height()
            self.refresh()

    def on_resize(self) -> None:
        self._fit_height()

    def _fit_height(self) -> None:
        lines = len(self._flow()) if self._wraps and self.size.width else self.lines
        if lines != self.lines:
            self.styles.height = lines

    @property
    def lines(self) -> int:
        """How many lines the chips take."""
        height = self.styles.height
        return int(height.value) if height is not None else 1

    def _flow(self) -> list[list[Chip]]:
        """The chips line by line."""
        lines: list[list[Chip]] = [[]]
        room = self.size.width - sum(chip.width for chip in self.right)
        for chip in self.chips:
            if lines[-1] and chip.width > room:
                lines.append([])
                room = self.size.width
            lines[-1].append(chip)
            room -= chip.width
        return lines

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        first = self.chips[0].width if self.chips and self.right else 0
        tail = self._strip(list(_within(self.right if y == 0 else (), width - first)), base)
        room = max(width - tail.cell_length, 0)
        left = self._strip(self._line(y, room), base)
        line = left.adjust_cell_length(room, base)
        return Strip([*line, *tail]).adjust_cell_length(width, base)

    def _strip(self, chips: Sequence[Chip], base: Style) -> Strip:
        return Strip([piece for chip in chips for piece in self._drawn(chip, base)])

    def _line(self, y: int, room: int) -> Sequence[Chip]:
        if self._counts:
            return self._counted(room)
        if not self._wraps:
            return self._visible(room)[1]
        lines = self._flow()
        return lines[y] if y < len(lines) else ()

    def _counted(self, room: int) -> Sequence[Chip]:
        """Chips that fit, between the numbers of those that don't."""
        if sum(chip.width for chip in self.chips) <= room:
            return self.chips
        first, shown = self._visible(room - 2 * _COUNT)
        after = len(self.chips) - first - len(shown)
        left = (Chip((Text(f" ← +{first}", "warning"),)),) if first else ()
        right = (Chip((Text(f" +{after} →", "warning"),)),) if after else ()
        return (*left, *shown, *right)

    def _visible(self, room: int) -> tuple[int, Sequence[Chip]]:
        """As many chips as fit, the selected one among them; the first is cut if it must be.

        With the position of the first of them.
        """
        chosen = next((n for n, chip in enumerate(self.chips) if chip.selected), 0)
        first = 0
        while first < chosen and sum(c.width for c in self.chips[first : chosen + 1]) > room:
            first += 1
        shown: list[Chip] = []
        for chip in self.chips[first:]:
            if shown and chip.width > room and not (chip.may_shrink and room > _LEAST):
                break
            shown.append(replace(chip, parts=fitted(chip.parts, room)))
            room -= chip.width
        return first, shown

    def _drawn(self, chip: Chip, base: Style) -> list[Segment]:
        if chip.selected:
            base += self._style("selected")
        if chip.value is not None:
            base += Style(meta={"chip": chip.value})
        pieces = segments(chip.parts, base, self._style)
        return [Segment(p.text, base) for p in pieces] if chip.selected else pieces

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"bar--{role}", partial=True)

    def on_click(self, event: events.Click) -> None:
        value = event.style.meta.get("chip")
        if value is not None:
            event.stop()
            self.post_message(self.Clicked(self, value))


def _within(chips: Sequence[Chip], room: int) -> Iterator[Chip]:
    """The chips as far as there is room, the last of them cut."""
    for chip in chips:
        yield replace(chip, parts=fitted(chip.parts, room))
        room -= chip.width
