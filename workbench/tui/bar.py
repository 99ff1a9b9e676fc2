"""One line of pieces that can be clicked: header, tabs, variants and keys are bars."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of a bar. ``value`` comes with the message when it is clicked, unless ``None``."""

    parts: tuple[Text, ...]
    value: Any = None
    selected: bool = False

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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chips: Sequence[Chip] = ()
        self.right: Sequence[Chip] = ()

    def show(self, chips: Sequence[Chip], right: Sequence[Chip] = ()) -> None:
        """Draw these chips; those of ``right`` stand at the right edge."""
        if (chips, right) != (self.chips, self.right):
            self.chips, self.right = chips, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        tail = self._strip(self.right, base)
        room = max(width - tail.cell_length, 0)
        left = self._strip(self._visible(room), base)
        line = left.adjust_cell_length(room, base)
        return Strip([*line, *tail]).adjust_cell_length(width, base)

    def _strip(self, chips: Sequence[Chip], base: Style) -> Strip:
        return Strip([piece for chip in chips for piece in self._drawn(chip, base)])

    def _visible(self, room: int) -> Sequence[Chip]:
        """As many chips as fit, the selected one among them; the first is cut if it must be."""
        chosen = next((n for n, chip in enumerate(self.chips) if chip.selected), 0)
        first = 0
        while first < chosen and sum(c.width for c in self.chips[first : chosen + 1]) > room:
            first += 1
        shown: list[Chip] = []
        for chip in self.chips[first:]:
            if shown and chip.width > room:
                break
            shown.append(replace(chip, parts=fitted(chip.parts, room)))
            room -= chip.width
        return shown

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
