"""A failover as Markdown, HTML or JSON: pure functions from a report to text."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from workbench.model.errors import UsageError
from workbench.model.text import json_visible, visible_line
from workbench.session.failover.codec import to_json
from workbench.session.failover.findings import reason_line
from workbench.session.failover.report import FailoverReport
from workbench.session.failover.svg import timeline_svg
from workbench.session.failover.views import FailbackView
from workbench.session.failover.wording import clock
from workbench.session.reports.markdown import escaped
from workbench.simulator.timeline import WARNINGS

SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
            ".json": "json"}


def export(report: FailoverReport, form: str) -> str:
    """The report in a form: ``markdown``, ``html`` or ``json``."""
    return {"markdown": markdown, "html": page, "json": data}[form](report)


def export_failback(view: FailbackView, form: str) -> str:
    """A way home alone, without a run; forms as for :func:`export`."""
    if form == "json":
        return _as_json({"failback": to_json(view)})
    if form == "html":
        return "".join(framed("Failback", failback_html(view)))
    return "".join(f"{line}\n" for line in ("# Failback", *failback_markdown(view)))


def form_of(path: str) -> str:
    """The form that a file's ending asks for. Raises :class:`UsageError`."""
    form = SUFFIXES.get(PurePath(path).suffix.lower())
    if form is None:
        raise UsageError(f"{visible_line(path)}: no form of report has this ending",
                         hint=f"one of {', '.join(SUFFIXES)}")
    return form


def data(report: FailoverReport) -> str:
    """JSON: the timeline as it is, times in simulated seconds, and what stands around it."""
    run = report.run
    tree = {
        "karmada": run.profile.version,
        "fleet": run.snapshot.name,
        "scenario": to_json(run.asked),
        "settings": to_json(run.settings),
        "times": "simulated, in seconds since the start",
        "outcome": report.outcome,
        "inert": to_json(report.reasons),
        "loops": [_named(to_json(loop)) for loop in report.timeline.loops],
        "timeline": _timeline(report),
    }
    if report.other is not None and report.other_settings is not None:
        tree["other"] = {"settings": to_json(report.other_settings),
                         "comparison": to_json(report.comparison)}
    if report.failback is not None:
        tree["failback"] = to_json(report.failback)
    return _as_json(tree)


def _as_json(tree: object) -> str:
    return json_visible(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"


def _timeline(report: FailoverReport) -> dict[str, object]:
    timeline = report.timeline
    return {
        "settled": timeline.settled,
        "end": timeline.end,
        "limit": timeline.limit,
        "events": [_named(to_json(event)) for event in timeline.events],
        "moves": [_named(to_json(move)) for move in timeline.moves],
        "windows": [_named(to_json(window)) for window in timeline.windows],
        "warnings": [_named(to_json(event)) for event in timeline.events
                     if event.kind in WARNINGS],
        "waiting": [_named(to_json(waiting)) for waiting in timeline.waiting],
        "notes": list(timeline.notes),
        "untouched": timeline.untouched,
    }


def _named(tree: dict[str, object]) -> dict[str, object]:
    """With the workload as a map of its parts."""
    workload = tree.get("workload")
    if isinstance(workload, list):
        names = ("kind", "namespace", "name", "apiVersion")
        tree["workload"] = dict(zip(names, workload, strict=True))
    return tree


def cell(text: str) -> str:
    """Text that means only itself in a table of Markdown."""
    return escaped(visible_line(text)).replace("#", "\\#")


def markdown(report: FailoverReport) -> str:
    """Markdown with one table per workload."""
    return "".join(f"{line}\n" for line in _markdown(report))


def _markdown(report: FailoverReport) -> Iterator[str]:
    yield f"# Failover, simulated: {cell(report.heading)}\n"
    yield f"{cell(report.outcome)}.\n"
    yield from (f"- {cell(words)}" for words in report.settings_words)
    yield from (f"- ✗ {cell(reason_line(reason))}" for reason in report.reasons)
    for workload in report.workloads:
        view = report.view(workload)
        yield f"\n## {cell(view.title)}\n"
        yield from (f"{cell(result)}.\n" for result in report.results(workload))
        yield "| phase | from | takes | what ends it | decided by |\n|---|---|---|---|---|"
        for row in view.phases:
            for bar in row.bars:
                yield (f"| {row.phase} | {clock(bar.begin)} | {bar.length} | {cell(bar.text)} | "
                       f"{cell(bar.decided_by)} |")
        yield ""
        yield from (f"- ⚠ {cell(window.text)}" for window in view.windows)
        yield from (f"- ⚠ {cell(warning)}" for warning in view.warnings)
        if view.note:
            yield f"- ↻ {cell(view.note)}"
    yield from _markdown_rest(report)


def failback_markdown(view: FailbackView) -> Iterator[str]:
    """The way home; what is to be applied in blocks of code."""
    yield f"\n## Failback, simulated\n\n{cell(view.summary)}.\n"
    for number, step in enumerate(view.steps, 1):
        yield f"{number}. **{cell(step.title)}.** {cell(step.text)}"
        if step.details:
            yield ""
            yield from (f"   - {cell(detail)}" for detail in step.details)
        if step.yaml:
            yield "\n   ```yaml"
            yield from (f"   {visible_line(line)}" for line in step.yaml.splitlines())
            yield "   ```\n"


def _markdown_rest(report: FailoverReport) -> Iterator[str]:
    if report.left_out:
        yield f"\n{report.left_out_words}."
    if view := report.comparison:
        yield f"\n## Side by side\n\n| | {cell(view.left_title)} | {cell(view.right_title)} |"
        yield "|---|---|---|"
        for row in view.rows:
            yield f"| {cell(row.what)} | {cell(row.left)} | {cell(row.right)} |"
    if report.failback:
        yield from failback_markdown(report.failback)
    if report.waiting:
        yield "\n## Did not settle: these wait\n"
        yield from (f"- {cell(text)}" for text in report.waiting)
    if report.timeline.notes:
        yield "\n## Assumed\n"
        yield from (f"- {cell(note)}" for note in report.timeline.notes)


_CSS = """\
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace }
td, th { padding: .1rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
td:first-child, td:nth-child(2) { white-space: nowrap }
svg { max-width: 100%; height: auto } .muted { opacity: .7 } .warning { color: #8a5a00 }
@media (prefers-color-scheme: dark) { .warning { color: #ffc66d } }
"""


def page(report: FailoverReport) -> str:
    """One HTML file: nothing loaded, no script, everything escaped; the timeline is a picture."""
    return "".join(framed(f"Failover, simulated: {report.heading}", _body(report)))


def plain(text: str) -> str:
    """Text that means only itself in HTML."""
    return html.escape(visible_line(text))


def _list(lines: tuple[str, ...], kind: str) -> str:
    rows = "".join(f"<li>{plain(line)}</li>\n" for line in lines)
    return f'<ul class="{kind}">\n{rows}</ul>\n' if rows else ""


def framed(title: str, body: Iterable[str]) -> Iterator[str]:
    """A page around ``body``, which is HTML."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{plain(title)}</title>\n<style>\n{_CSS}</style>\n</head>\n<body>\n"
        f"<h1>{plain(title)}</h1>\n"
    )
    yield from body
    yield "</body>\n</html>\n"


def _body(report: FailoverReport) -> Iterator[str]:
    yield f"<p>{plain(report.outcome)}.</p>\n"
    yield _list(report.settings_words, "muted")
    yield _list(tuple(f"✗ {reason_line(reason)}" for reason in report.reasons), "warning")
    yield _list(tuple(f"↻ {text}" for text in report.loops), "warning")
    if report.workloads:
        yield timeline_svg(report)
        yield from _told(report)
    if report.left_out:
        yield f'<p class="muted">{plain(report.left_out_words)}.</p>\n'
    if view := report.comparison:
        rows = "".join(f"<tr><td>{plain(row.what)}</td><td>{plain(row.left)}</td>"
                       f"<td>{plain(row.right)}</td></tr>\n" for row in view.rows)
        yield (f"<h2>Side by side</h2>\n<table>\n<tr><th></th><th>{plain(view.left_title)}</th>"
               f"<th>{plain(view.right_title)}</th></tr>\n{rows}</table>\n")
    if report.failback:
        yield from failback_html(report.failback)
    if report.waiting:
        yield "<h2>Did not settle: these wait</h2>\n" + _list(report.waiting, "warning")
    yield _events(report)
    yield _list(report.timeline.notes, "muted")


def failback_html(view: FailbackView) -> Iterator[str]:
    """The way home; what is to be applied as it is to be copied."""
    yield f"<h2>Failback, simulated</h2>\n<p>{plain(view.summary)}.</p>\n<ol>\n"
    for step in view.steps:
        yield f"<li><b>{plain(step.title)}.</b> {plain(step.text)}\n{_list(step.details, 'muted')}"
        if step.yaml:
            lines = "\n".join(plain(line) for line in step.yaml.splitlines())
            yield f"<pre>{lines}</pre>\n"
        yield "</li>\n"
    yield "</ol>\n"


def _told(report: FailoverReport) -> Iterator[str]:
    """What the picture has no room for: how each workload comes out, and what to beware of."""
    yield "<h2>What becomes of each</h2>\n"
    for workload in report.workloads:
        view = report.view(workload)
        said = [f"{result}." for result in report.results(workload)] or ["It does not move."]
        yield f"<p><b>{plain(view.title)}</b>: {plain(' '.join(said))}</p>\n"
        lines = (*(window.text for window in view.windows), *view.warnings)
        yield _list(tuple(f"⚠ {line}" for line in lines), "warning")


def _events(report: FailoverReport) -> str:
    rows = "".join(
        f"<tr><td>{row.clock}</td><td>{row.phase}</td>"
        f"<td>{plain(''.join(span.text for span in row.spans))}</td>"
        f"<td>{plain(row.decided_by)}</td></tr>\n"
        for row in report.steps
    )
    return (f"<h2>Every event</h2>\n<table>\n<tr><th>at</th><th>phase</th><th>what</th>"
            f"<th>decided by</th></tr>\n{rows}</table>\n")
