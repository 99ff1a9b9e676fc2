"""A timeline as a picture: one SVG, no script, nothing loaded, readable without colour."""

from __future__ import annotations

import html
from collections.abc import Iterator

from workbench.session.failover.report import FailoverReport
from workbench.session.failover.views import Bar, TimelineView
from workbench.session.failover.wording import duration

_LEFT = 230
_WIDTH = 960
_ROW = 20
_TITLE = 26
_COLOURS = {
    "detect": "#b58900", "tolerate": "#d0a85c", "evict": "#cb4b16", "schedule": "#6c5fc7",
    "apply": "#268bd2", "healthy": "#2a9d4a", "clean up": "#8a8f98", "both": "#d33682",
    "none": "#dc322f",
}
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)


def timeline_svg(report: FailoverReport) -> str:
    """Every workload of the report: a bar per phase and move, and its windows."""
    views = [report.view(workload) for workload in report.workloads]
    last = max((_reach(view) for view in views), default=0.0) or 1.0
    body, y = [], 30.0
    for view in views:
        lines = list(_rows(view, last, y + _TITLE))
        body.append(f'<text x="8" y="{y + 14:g}" class="title">{_text(view.title)}</text>')
        body += [line for _, line in lines]
        y += _TITLE + _ROW * len(lines) + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 8:g}" '
        f'width="{_WIDTH}" role="img" aria-label="{_text(report.outcome)}">\n'
        f"<style>{_CSS}</style>\n{''.join(_axis(last, y))}{chr(10).join(body)}\n</svg>\n"
    )


_CSS = (
    "text{font:12px system-ui,sans-serif;fill:currentColor}.title{font-weight:600}"
    ".axis{stroke:currentColor;opacity:.15}.small{font-size:11px;opacity:.75}"
)


def _text(text: str) -> str:
    return html.escape(text)


def _reach(view: TimelineView) -> float:
    """Where the last thing that ended did; what never ends fades out there."""
    ends = [bar.end for row in view.phases for bar in row.bars if not bar.is_open]
    return max(ends, default=view.end)


def _x(time: float, last: float) -> float:
    return _LEFT + min(time / last, 1.0) * (_WIDTH - _LEFT - 20)


def _axis(last: float, height: float) -> Iterator[str]:
    step = next((s for s in _STEPS if last / s <= 8), _STEPS[-1])
    time = 0
    while time <= last:
        x = _x(time, last)
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{height:g}"/>'
        yield f'<text class="small" x="{x:.1f}" y="16" text-anchor="middle">{time} s</text>\n'
        time += step


def _rows(view: TimelineView, last: float, y: float) -> Iterator[tuple[int, str]]:
    number = 0
    for row in view.phases:
        if row.bars:
            bars = "".join(_bar(row.phase, bar, last, y + number * _ROW) for bar in row.bars)
            length = ", ".join(bar.length for bar in row.bars)
            yield number, _label(f"{row.phase} {length}", y + number * _ROW) + bars
            number += 1
    for window in view.windows:
        what = "two copies" if window.kind == "both" else "nothing serves"
        took = duration(window.end - window.begin) + ("…" if window.is_open else "")
        bar = Bar(window.begin, window.end, window.is_open, window.text, "", took)
        drawn = _bar(window.kind, bar, last, y + number * _ROW)
        yield number, _label(f"{what} {took}", y + number * _ROW) + drawn
        number += 1


def _label(text: str, y: float) -> str:
    return f'<text class="small" x="20" y="{y + 13:g}">{_text(text)}</text>'


def _bar(kind: str, bar: Bar, last: float, y: float) -> str:
    begin, end = _x(bar.begin, last), _x(bar.end, last)
    said = f"{bar.text} ({bar.decided_by})" if bar.decided_by else bar.text
    dash = ' stroke-dasharray="4 3" fill-opacity=".35"' if bar.is_open else ""
    return (
        f'<rect x="{begin:.1f}" y="{y + 3:g}" width="{max(end - begin, 2):.1f}" height="13" rx="2" '
        f'fill="{_COLOURS[kind]}" stroke="{_COLOURS[kind]}"{dash}>'
        f"<title>{_text(kind)}: {_text(said)}</title></rect>"
    )
