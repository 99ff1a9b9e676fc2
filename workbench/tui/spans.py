"""Pieces of text with roles, cut to a width and turned into what Textual draws."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from workbench.session.views import Text

Parts = Sequence[Text]
RoleStyle = Callable[[str], Style]


def width_of(parts: Iterable[Text]) -> int:
    """How many terminal cells the pieces take."""
    return sum(cell_len(part.text) for part in parts)


def fitted(parts: Parts, width: int) -> tuple[Text, ...]:
    """The pieces cut to ``width`` cells, an ellipsis where something went."""
    if width <= 0:
        return ()
    if width_of(parts) <= width:
        return tuple(parts)
    kept: list[Text] = []
    room = width - 1
    for part in parts:
        size = cell_len(part.text)
        if size > room:
            kept.append(Text(set_cell_size(part.text, room), part.role))
            break
        kept.append(part)
        room -= size
    return (*kept, Text("…", "muted"))


def padded(parts: Parts, width: int) -> tuple[Text, ...]:
    """The pieces cut or filled up to exactly ``width`` cells."""
    cut = fitted(parts, width)
    return (*cut, Text(" " * (width - width_of(cut))))


def wrapped(text: str, width: int) -> list[str]:
    """The text on lines of at most ``width`` cells; a few cells are never too narrow."""
    return textwrap.wrap(text, max(width, 16), break_on_hyphens=False)


def segments(parts: Iterable[Text], base: Style, role_style: RoleStyle) -> list[Segment]:
    """What Textual draws: every piece in the style of its role over ``base``."""
    return [
        Segment(part.text, base + role_style(part.role) if part.role else base)
        for part in parts
        if part.text
    ]
