"""Long unchanged parts of a diff folded away, the way down to each change kept."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.diff.text import Cell, Row, TextDiff
from workbench.model.tree import Path


def folded(diff: TextDiff, context: int = 3) -> TextDiff:
    """``diff`` with every run of two and more rows that nobody needs as one ``fold`` row.

    Kept are the changed rows, ``context`` rows around each, the lines that open what a change
    lies in (``spec:``, ``containers:``) and the names of list items on that way.
    """
    keep = _kept(diff.rows, context)
    rows: list[Row] = []
    hidden: list[Row] = []
    for number, row in enumerate(diff.rows):
        if number in keep:
            rows += [*_fold(hidden), row]
            hidden = []
        else:
            hidden.append(row)
    return TextDiff((*rows, *_fold(hidden)))


def _fold(hidden: list[Row]) -> list[Row]:
    return [Row("fold", folded=len(hidden))] if len(hidden) > 1 else hidden


def _kept(rows: tuple[Row, ...], context: int) -> set[int]:
    lefts = _first_rows(row.left for row in rows)
    rights = _first_rows(row.right for row in rows)
    keep: set[int] = set()
    for number, row in enumerate(rows):
        if row.kind == "context":
            continue
        keep.update(range(max(number - context, 0), min(number + context + 1, len(rows))))
        cell, first = (row.right, rights) if row.right else (row.left, lefts)
        if cell:
            keep.update(_way(cell.path, first))
    return keep


def _first_rows(cells: Iterator[Cell | None]) -> dict[Path, int]:
    """The row in which each place begins."""
    first: dict[Path, int] = {}
    for number, cell in enumerate(cells):
        path = cell.path if cell else ()
        # Where a place is known, so is everything around it.
        while path and path not in first:
            first[path] = number
            path = path[:-1]
    return first


def _way(path: Path, first: dict[Path, int]) -> Iterator[int]:
    for length in range(1, len(path) + 1):
        prefix = path[:length]
        places = (prefix, (*prefix, "name")) if isinstance(prefix[-1], int) else (prefix,)
        yield from (first[place] for place in places if place in first)
