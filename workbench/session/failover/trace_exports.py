"""The state tracer as Markdown, HTML or JSON: pure functions from views to text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from workbench.session.failover import wording
from workbench.session.failover.codec import to_json
from workbench.session.failover.exports import cell, framed, plain
from workbench.session.failover.views import Remedy, TracerView
from workbench.session.reports.markdown import fenced

_TITLE = "State on its way, simulated"


def export_traces(views: Sequence[TracerView], form: str) -> str:
    """The traces, and once what would keep the state, in a form: markdown, html or json."""
    if form == "json":
        return json.dumps({"traces": to_json(tuple(views))}, ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return "".join(f"{line}\n" for line in _markdown(views))
    return "".join(framed(_TITLE, _html(views)))


def remedies_of(views: Sequence[TracerView]) -> tuple[Remedy, ...]:
    """What can be generated; the same for every move of a workload."""
    return views[0].remedies if views else ()


def _markdown(views: Sequence[TracerView]) -> Iterator[str]:
    yield f"# {_TITLE}"
    for view in views:
        yield f"\n## {cell(view.title)}\n\n**{cell(view.verdict)}**\n"
        yield "| | station | the workload's state | decided by |\n|---|---|---|---|"
        yield from (
            f"| {row.mark} | {row.station} | {cell(row.text)} | {cell(row.decided_by)} |"
            for row in view.rows
        )
    if any(view.is_status_assumed for view in views):
        yield f"\n{cell(wording.ASSUMED_STATUS)}."
    for remedy in remedies_of(views):
        yield f"\n## {cell(remedy.title)}\n\nApply it to {cell(remedy.place)}.\n"
        if remedy.caution:
            yield f"⚠ {cell(remedy.caution)}\n"
        yield fenced(remedy.yaml.splitlines(), "yaml")


def _html(views: Sequence[TracerView]) -> Iterator[str]:
    for view in views:
        yield f"<h2>{plain(view.title)}</h2>\n<p><b>{plain(view.verdict)}</b></p>\n<table>\n"
        yield "<tr><th></th><th>station</th><th>the workload's state</th><th>decided by</th></tr>\n"
        yield from (
            f"<tr><td>{row.mark}</td><td>{row.station}</td><td>{plain(row.text)}</td>"
            f"<td>{plain(row.decided_by)}</td></tr>\n" for row in view.rows
        )
        yield "</table>\n"
    if any(view.is_status_assumed for view in views):
        yield f'<p class="muted">{plain(wording.ASSUMED_STATUS)}.</p>\n'
    for remedy in remedies_of(views):
        yield f"<h2>{plain(remedy.title)}</h2>\n<p>Apply it to {plain(remedy.place)}.</p>\n"
        if remedy.caution:
            yield f'<p class="warning">⚠ {plain(remedy.caution)}</p>\n'
        lines = "\n".join(map(plain, remedy.yaml.splitlines()))
        yield f"<pre>{lines}</pre>\n"
