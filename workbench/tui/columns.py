"""Cells of a table: how wide its columns are, and long cells on several lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len

from workbench.session.sheet import Sheet
from workbench.session.views import Text
from workbench.tui.spans import width_of

GAP = 2
_NARROWEST = 10


def without_empty_columns(sheet: Sheet) -> Sheet:
    """The sheet without columns that say nothing in any row."""
    used = [
        at for at in range(len(sheet.columns))
        if any(width_of(row.cells[at]) for row in sheet.rows)
    ]
    if len(used) == len(sheet.columns):
        return sheet
    rows = (replace(row, cells=tuple(row.cells[at] for at in used)) for row in sheet.rows)
    return Sheet(tuple(sheet.columns[at] for at in used), tuple(rows))


def column_widths(sheet: Sheet, width: int) -> list[int]:
    """Widths of the columns within ``width`` cells; the widest give way if there is too little.

    A cell that has only empty ones after it may reach over them, so it asks for no more than
    its column needs elsewhere.
    """
    columns = range(len(sheet.columns))
    widths = [cell_len(title) for title in sheet.columns]
    for row in sheet.rows:
        sizes = [width_of(cell) for cell in row.cells]
        last = max((at for at in columns if sizes[at]), default=0)
        for at in columns:
            if at < last or last == len(widths) - 1:
                widths[at] = max(widths[at], sizes[at])
    return _fitting(widths, width)


def _fitting(widths: list[int], width: int) -> list[int]:
    spare = width - GAP * (len(widths) - 1) - sum(widths)
    if spare >= 0:
        return [*widths[:-1], widths[-1] + spare] if widths else []
    while spare < 0:
        at = max(range(len(widths)), key=widths.__getitem__)
        others = sorted(widths)[-2] if len(widths) > 1 else 0
        least = max(_NARROWEST, min(others, widths[at] - 1))
        cut = min(-spare, widths[at] - least)
        if cut <= 0:
            break
        widths[at] -= cut
        spare += cut
    return widths


def joined_lines(
    cells: Sequence[Sequence[tuple[Text, ...]]], widths: Sequence[int]
) -> Iterator[tuple[Text, ...]]:
    """Lines of a row, out of the lines of its cells."""
    for at in range(max(map(len, cells), default=0)):
        parts: list[Text] = []
        for lines, width in zip(cells, widths, strict=True):
            line = lines[at] if at < len(lines) else ()
            parts += line
            parts.append(Text(" " * (max(width - width_of(line), 0) + GAP)))
        yield tuple(parts[:-1])
