"""Pieces of text with roles, cut to a width and turned into what Textual draws."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style

from workbench.session.views import Text

Parts = Sequence[Text]
RoleStyle = Callable[[str], Style]
_NARROWEST = 16
_WORDS = re.compile(r"\s+|\S+")
_PIECES = re.compile(r"[^/=:,.-]*[/=:,.-]+|[^/=:,.-]+")


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


def cut_left(text: str, width: int) -> str:
    """The end of ``text``, in ``width`` cells, where that tells more than its beginning."""
    if cell_len(text) <= width:
        return text
    kept = text
    while kept and cell_len(kept) >= width:
        kept = kept[1:]
    return f"…{kept}"


def padded(parts: Parts, width: int) -> tuple[Text, ...]:
    """The pieces cut or filled up to exactly ``width`` cells."""
    cut = fitted(parts, width)
    return (*cut, Text(" " * (width - width_of(cut))))


def wrapped(text: str, width: int) -> list[str]:
    """The text on lines of at most ``width`` cells; a few cells are never too narrow."""
    if not text.strip():
        return []
    lines = cell_lines((Text(text.strip()),), max(width, _NARROWEST))
    return ["".join(part.text for part in line).rstrip() for line in lines]


def cell_lines(cell: Parts, width: int) -> list[tuple[Text, ...]]:
    """Pieces on as many lines of ``width`` cells as they take, their indent kept; at least one."""
    if width_of(cell) <= width:
        return [tuple(cell)]
    first = cell[0].text if cell else ""
    indent = " " * min(len(first) - len(first.lstrip(" ")), width // 2)
    lines: list[list[Text]] = [[]]
    room = width
    for word in _words(cell, width - len(indent)):
        size = cell_len(word.text)
        if size > room:
            lines.append([Text(indent)] if indent else [])
            room = width - len(indent)
            if word.text.isspace():
                continue
        lines[-1].append(word)
        room -= size
    return [tuple(line) for line in lines]


def _words(cell: Parts, width: int) -> Iterator[Text]:
    """Words and the spaces between them, none wider than ``width``.

    A word that is wider is broken after punctuation, if it has any.
    """
    for part in cell:
        for word in _WORDS.findall(part.text):
            pieces = _PIECES.findall(word) if cell_len(word) > width else [word]
            for piece in pieces:
                for chopped in chop_cells(piece, max(width, 1)):
                    yield Text(chopped, part.role)


def segments(parts: Iterable[Text], base: Style, role_style: RoleStyle) -> list[Segment]:
    """What Textual draws: every piece in the style of its role over ``base``."""
    return [
        Segment(part.text, base + role_style(part.role) if part.role else base)
        for part in parts
        if part.text
    ]
