"""How the panes of a column share its lines: none is cut while another one has lines to spare."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.tui.rows import Rows

LEAST_MAIN = 9
"""Lines that the pane above always keeps, frame included."""

_BROWSED = 10
_NEIGHBOURS = 2


def share(total: int, wanted_above: int, below: Sequence[Rows], usual: int) -> None:
    """Give each pane of ``below`` the lines that it may take.

    What is chosen in a pane is shown whole, if need be at the cost of the pane above; beyond
    that, panes take only what the one above leaves free.

    Args:
        total: lines of the whole column.
        wanted_above: lines that the pane above can fill.
        below: the shown panes, from top to bottom.
        usual: lines of a pane in which nothing is chosen.
    """
    left = total - LEAST_MAIN
    heights: dict[Rows, int] = {}
    for pane in sorted(below, key=lambda pane: not _is_looked_at(pane)):
        heights[pane] = min(_needs(pane, usual), max(left, _least(pane)))
        left -= heights[pane]
    free = min(total - wanted_above - sum(heights.values()), left)
    for pane in below:
        more = min(max(free, 0), _wanted(pane) - heights[pane])
        free -= more
        _set(pane, heights[pane] + more)


def _set(pane: Rows, height: int) -> None:
    if pane.styles.height is None or pane.styles.height.value != height:
        pane.styles.height = height


def _needs(pane: Rows, usual: int) -> int:
    if not _is_looked_at(pane):
        return min(_wanted(pane), usual)
    chosen = sum(1 for row in pane.lines if row.item == pane.cursor) + _NEIGHBOURS
    browsed = _BROWSED if pane.has_focus else 0
    return min(_wanted(pane), max(usual, chosen + pane.gutter.height, browsed))


def _least(pane: Rows) -> int:
    return pane.gutter.height + 1


def _wanted(pane: Rows) -> int:
    return max(pane.line_count, 1) + pane.gutter.height


def _is_looked_at(pane: Rows) -> bool:
    return pane.has_focus or pane.cursor >= 0
