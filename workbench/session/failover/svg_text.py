"""Words in a picture: as wide as they may be, shortened in the middle where they are longer."""

from __future__ import annotations

from html import escape
from itertools import accumulate
from typing import Literal
from unicodedata import combining, east_asian_width

Size = Literal["small", "title"]
Anchor = Literal["start", "middle", "end"]

# Of a fixed-width font, which the picture asks for: 0.6 of its size, and a little to spare.
_ADVANCE: dict[Size, float] = {"small": 6.8, "title": 7.4}


def fits(text: str, width: float, size: Size) -> bool:
    """Whether the text is at most ``width`` pixels long."""
    return sum(map(_cells, text)) * _ADVANCE[size] <= width


def svg_text(
    text: str,
    x: float,
    y: float,
    width: float,
    size: Size,
    anchor: Anchor = "start",
    *,
    whole: str = "",
) -> str:
    """A ``<text>`` of at most ``width`` pixels, with a ``<title>`` if it does not say all.

    Args:
        text: what is shown; shortened in its middle if it is too long.
        whole: what the title says; ``text`` if it is empty.
    """
    shown = middle_cut(text, int(width / _ADVANCE[size]))
    whole = whole or text
    title = f"<title>{escape(whole)}</title>" if shown != whole else ""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{size}" x="{x:.1f}" y="{y:g}"{at}>{title}{escape(shown)}</text>'


def middle_cut(text: str, cells: int) -> str:
    """The beginning and the end of ``text`` in at most ``cells`` columns."""
    if sum(map(_cells, text)) <= cells:
        return text
    room = max(cells - 1, 1)
    head = _within(text, room - room // 2)
    tail = _within(text[::-1], room // 2)[::-1]
    return f"{head}…{tail}"


def _within(text: str, cells: int) -> str:
    """As much of the beginning as ``cells`` columns hold."""
    return text[: sum(used <= cells for used in accumulate(map(_cells, text)))]


def _cells(sign: str) -> int:
    return 0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1
