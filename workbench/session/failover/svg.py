"""A timeline as a picture: one SVG, no script, nothing loaded, readable without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from workbench.session.failover.report import FailoverReport
from workbench.session.failover.svg_text import Anchor, fits, svg_text
from workbench.session.failover.views import Bar, TimelineView, WindowRow
from workbench.session.failover.wording import duration

_MARGIN = 8
_INDENT = 20
_LEFT = 240
_WIDTH = 960
_RIGHT = _WIDTH - 20
_ROW = 20
_TITLE = 26
_COLOURS = {
    "detect": "#b58900", "tolerate": "#d0a85c", "evict": "#cb4b16", "schedule": "#6c5fc7",
    "apply": "#268bd2", "healthy": "#2a9d4a", "clean up": "#8a8f98", "both": "#d33682",
    "none": "#dc322f",
}
_DAY = 86400
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, _DAY,
          2 * _DAY, 5 * _DAY)
_MOST_STEPS = 8


def timeline_svg(report: FailoverReport) -> str:
    """Every workload of the report: a bar per phase and move, and its windows.

    Words stand left of the bars or above them, never across; what is too long for that is
    shortened, and whole where the pointer rests on it.
    """
    views = [report.view(workload) for workload in report.workloads]
    last = max((view.axis_end for view in views), default=1.0)
    body, y = [], 30.0
    for view in views:
        lines = list(_rows(view, last, y + _TITLE))
        body.append(svg_text(view.title, _MARGIN, y + 14, _WIDTH - 2 * _MARGIN, "title"))
        body += lines
        y += _TITLE + _ROW * len(lines) + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 8:g}" '
        f'width="{_WIDTH}" role="img" aria-label="{escape(report.outcome)}">\n'
        f"<style>{_CSS}</style>\n{''.join(_axis(last, y))}{chr(10).join(body)}\n</svg>\n"
    )


_CSS = (
    "text{font:12px ui-monospace,monospace;fill:currentColor}.title{font-weight:600}"
    ".axis{stroke:currentColor;opacity:.15}.small{font-size:11px;opacity:.75}"
)


def _x(time: float, last: float) -> float:
    return _LEFT + min(time / last, 1.0) * (_RIGHT - _LEFT)


def _axis(last: float, height: float) -> Iterator[str]:
    step = next((s for s in _STEPS if last / s <= _MOST_STEPS), _STEPS[-1])
    time = 0
    while time <= last:
        x = _x(time, last)
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{height:g}"/>'
        said = duration(time) if time else "0 s"
        anchor: Anchor = "middle" if x + (_WIDTH - _RIGHT) < _RIGHT else "end"
        yield svg_text(said, x, 16, _WIDTH, "small", anchor) + "\n"
        time += step


def _rows(view: TimelineView, last: float, y: float) -> Iterator[str]:
    for row in view.phases:
        if row.bars:
            yield _row(row.phase, row.phase, row.bars, last, y)
            y += _ROW
    for window in view.windows:
        yield _row(window.kind, window.name, (_as_bar(window),), last, y)
        y += _ROW


def _as_bar(window: WindowRow) -> Bar:
    return Bar(window.begin, window.end, window.is_open, window.text, "", window.length)


def _row(kind: str, name: str, bars: Sequence[Bar], last: float, y: float) -> str:
    """Name and lengths at the left; of lengths that find no room, how many and the extremes."""
    lengths = list(dict.fromkeys(bar.length for bar in bars))
    whole = f"{name} {', '.join(bar.length for bar in bars)}"
    room = _LEFT - _INDENT - _MARGIN
    said = whole
    if not fits(whole, room, "small"):
        longest = max(bars, key=lambda bar: bar.end - bar.begin).length
        said = f"{name} {len(bars)}× " + (lengths[0] if len(lengths) == 1 else f"≤ {longest}")
    drawn = "".join(_bar(kind, bar, last, y) for bar in bars)
    return svg_text(said, _INDENT, y + 13, room, "small", whole=whole) + drawn


def _bar(kind: str, bar: Bar, last: float, y: float) -> str:
    begin, end = _x(bar.begin, last), _x(bar.end, last)
    said = f"{bar.text} ({bar.decided_by})" if bar.decided_by else bar.text
    dash = ' stroke-dasharray="4 3" fill-opacity=".35"' if bar.is_open else ""
    return (
        f'<rect x="{min(begin, _RIGHT - 2):.1f}" y="{y + 3:g}" '
        f'width="{max(end - begin, 2):.1f}" height="13" rx="2" '
        f'fill="{_COLOURS[kind]}" stroke="{_COLOURS[kind]}"{dash}>'
        f"<title>{escape(kind)} {escape(bar.length)}: {escape(said)}</title></rect>"
    )
