"""The timeline as a bar chart of characters: one axis for all phases, and where play stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from workbench.session.failover.text import PHASE_ROLES
from workbench.session.failover.views import Bar, TimelineView
from workbench.session.failover.wording import duration
from workbench.session.sheet import Sheet, SheetCell, SheetRow
from workbench.session.views import Role, Text

WINDOW_ROLES: dict[str, Role] = {"both": "warning", "none": "error"}
_PAST, _FUTURE, _HERE = "█", "░", "│"


_BESIDE = 25
"""Characters beside the axis, about."""


def chart_sheet(view: TimelineView, time: float, width: int, height: int = 0) -> Sheet:
    """Phases, then windows, what decided each below its bar.

    Args:
        time: where play stands, simulated seconds since the start.
        width: characters from the start of the axis to its end; fewer than 8 are taken for 8.
        height: lines that can be seen at once; where that is too few for everything, all bars
            come first, and what decided them below. 0 if it is not known.

    The axis ends where the last phase or window ends that does end: what stays open for ever
    would make everything else too small to see.
    """
    width = max(width, 8)
    axis = _Axis(view.axis_end, time, width)
    rows = [_row("", "", axis.ruler())] if view.phases else []
    parts = [*_phase_parts(view, axis), *_window_parts(view, axis)]
    lines = sum(1 + _lines(text, width + _BESIDE) for _, texts in parts for text in texts)
    if 0 < height <= lines:
        rows += (bar for bar, _ in parts)
        rows += (_named(bar, text) for bar, texts in parts for text in texts)
    else:
        rows += (row for bar, texts in parts for row in (bar, *map(_below, texts)))
    rows += (_text(Text(f"    ⚠ {warning}", "warning")) for warning in view.warnings)
    if view.note:
        rows.append(_text(Text(view.note, "muted")))
    return Sheet(("phase", "lasts", "simulated time"), tuple(rows))


_Part = tuple[SheetRow, tuple[SheetCell, ...]]


def _phase_parts(view: TimelineView, axis: _Axis) -> Iterator[_Part]:
    """The line of each bar, and what is to be said of it."""
    for phase in view.phases:
        for bar in phase.bars:
            drawn = axis.bar(bar.begin, bar.end, bar.is_open, PHASE_ROLES.get(phase.phase, ""))
            yield _row(phase.phase, bar.length, drawn), tuple(_explained(bar))


def _window_parts(view: TimelineView, axis: _Axis) -> Iterator[_Part]:
    for window in view.windows:
        role = WINDOW_ROLES[window.kind]
        drawn = axis.bar(window.begin, window.end, window.is_open, role)
        yield _row(window.name, window.length, drawn, role), ((Text(f"⚠ {window.text}", role),),)


def _explained(bar: Bar) -> Iterator[SheetCell]:
    if bar.text or bar.decided_by:
        by = f" ← {bar.decided_by}" if bar.decided_by else ""
        yield Text(bar.text, "muted"), Text(by, "cause")


def _lines(text: SheetCell, width: int) -> int:
    return -(-sum(len(part.text) for part in text) // width)


def _below(text: SheetCell) -> SheetRow:
    return _text(Text("    "), *text)


def _named(bar: SheetRow, text: SheetCell) -> SheetRow:
    """What is said of a bar that stands further up."""
    return _text(*bar.cells[0], Text(": "), *text)


def _text(*parts: Text) -> SheetRow:
    """A line of text below its bar; it has the whole width."""
    return SheetRow("context", (parts, (Text(""),), (Text(""),)))


def _row(name: str, lasts: str, cell: SheetCell, role: Role = "key") -> SheetRow:
    return SheetRow("context", ((Text(name, role),), (Text(lasts),), cell))


class _Axis:
    """From seconds to characters."""

    def __init__(self, last: float, time: float, width: int) -> None:
        self._last, self._width = last, width
        self._here = min(int(time / last * width), width - 1)

    def bar(self, begin: float, end: float, is_open: bool, role: Role) -> SheetCell:
        """A bar, full up to where play stands and light after; the position crosses it."""
        first = min(int(begin / self._last * self._width), self._width - 1)
        stop = min(max(round(end / self._last * self._width), first + 1), self._width)
        marks = [self._mark(at, first, stop, role) for at in range(self._width)]
        return (*_merged(marks), *((Text("…", role),) if is_open else ()))

    def _mark(self, at: int, first: int, stop: int, role: Role) -> tuple[str, Role]:
        if first <= at < stop:
            return (_PAST if at <= self._here else _FUTURE), role
        return (_HERE, "muted") if at == self._here else (" ", "")

    def ruler(self) -> SheetCell:
        """The axis with its end, and a mark where play stands."""
        end = duration(self._last)
        line = "─" * self._here + "▼" + "─" * (self._width - self._here - 1)
        shown = line if len(end) + 2 > self._width - self._here else (
            line[: self._width - len(end) - 1] + " " + end)
        return (Text(shown, "muted"),)


def _merged(marks: list[tuple[str, Role]]) -> SheetCell:
    """Neighbours of the same role as one piece."""
    return tuple(
        Text("".join(mark for mark, _ in group), role)
        for role, group in groupby(marks, key=lambda mark: mark[1])
    )
