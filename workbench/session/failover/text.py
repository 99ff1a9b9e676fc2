"""A failover as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.session.failover.report import FailoverReport
from workbench.session.failover.views import Bar, TimelineView
from workbench.session.views import Role, Text

Line = tuple[Text, ...]

_PHASE_WIDTH = 9
_LENGTH_WIDTH = 12
PHASE_ROLES: dict[str, Role] = {
    "detect": "warning", "tolerate": "warning", "evict": "removed", "schedule": "cause",
    "apply": "added", "healthy": "ok", "clean up": "muted",
}


def failover_lines(report: FailoverReport, width: int, *, events: bool = False) -> Iterator[Line]:
    """The whole report."""
    yield (Text("SIMULATED ", "warning"), Text(report.heading, "title"))
    for words in report.settings_words:
        yield (Text(f"  {words}", "muted"),)
    yield (Text(report.outcome, "ok" if report.timeline.settled else "warning"),)
    for reason in report.reasons:
        yield from _reason(reason.subject, reason.text, reason.remedy)
    if report.is_switched_off:
        yield (Text("  --preset failover shows what would happen with all of it on", "muted"),)
    for workload in report.workloads:
        yield ()
        yield from _workload(report, workload, width)
    if report.left_out:
        yield (Text(f"{report.left_out_words} (--all shows them)", "muted"),)
    if report.comparison:
        yield from _comparison(report)
    if events:
        yield from _events(report)
    yield from _waiting(report)
    for note in report.timeline.notes:
        yield (Text("· ", "muted"), Text(visible_line(note), "muted"))


def _reason(subject: str, text: str, remedy: str) -> Iterator[Line]:
    yield (Text("  ✗ ", "error"), Text(visible_line(subject), "key"), Text(f": {text}"))
    if remedy:
        yield (Text(f"    {visible_line(remedy)}", "muted"),)


def _workload(report: FailoverReport, workload: ObjectId, width: int) -> Iterator[Line]:
    view = report.view(workload)
    yield (Text(view.title, "name"),)
    for result in report.results(workload) or ("does not move",):
        yield (Text(f"  {visible_line(result)}"),)
    yield from chart(view, width)
    if view.note and report.results(workload):
        yield (Text("  ↻ ", "warning"), Text(view.note, "warning"))
    if report.is_folded(workload):
        yield (Text("  --all shows every round and every window", "muted"),)


def chart(view: TimelineView, width: int) -> Iterator[Line]:
    """One line per phase: when, how long, a bar, and what ended it.

    Bars are drawn on one axis, as wide as :attr:`TimelineView.axis_end` is late.
    """
    room = max(min(width - _PHASE_WIDTH - _LENGTH_WIDTH - 4, 60), 10)
    last = view.axis_end
    for row in view.phases:
        for bar in row.bars:
            yield _bar_line(row.phase, bar, last, room)
            if bar.text:
                by = f" ← {bar.decided_by}" if bar.decided_by else ""
                yield (Text("  " + " " * _PHASE_WIDTH), Text(bar.text, "muted"),
                       Text(by, "cause"))
    for window in view.windows:
        role: Role = "warning" if window.kind == "both" else "error"
        yield (Text("  ⚠ ", role), Text(window.text, role))
    for warning in view.warnings:
        yield (Text("  ⚠ ", "warning"), Text(warning, "warning"))


def _bar_line(phase: str, bar: Bar, last: float, room: int) -> Line:
    begin = min(int(bar.begin / last * room), room - 1)
    end = min(max(round(bar.end / last * room), begin + 1), room)
    body = "█" * (end - begin) + ("…" if bar.is_open else "")
    return (
        Text(f"  {phase:{_PHASE_WIDTH}}", "key"),
        Text(f"{bar.length:>{_LENGTH_WIDTH}} "),
        Text(" " * begin), Text(body, PHASE_ROLES.get(phase, "")),
    )


def _comparison(report: FailoverReport) -> Iterator[Line]:
    view = report.comparison
    if view is None:
        return
    yield ()
    yield (Text("SIDE BY SIDE", "title"),)
    yield (Text(f"  A: {view.left_title}"),)
    yield (Text(f"  B: {view.right_title}"),)
    yield (Text(f"  {'':26}{'A':>16}{'B':>16}", "key"),)
    for row in view.rows:
        yield (Text(f"  {row.what:26}{row.left:>16}"), Text(f"{row.right:>16}", row.role))


def _events(report: FailoverReport) -> Iterator[Line]:
    yield ()
    yield (Text("EVENTS", "title"),)
    for row in report.steps:
        by = f" ← {row.decided_by}" if row.decided_by else ""
        phase = Text(f"{row.phase:{_PHASE_WIDTH}} ", "key")
        yield (Text(f"  {row.time:10.1f} s  ", "muted"), phase, *row.spans, Text(by, "cause"))
        for detail in row.details:
            yield (Text(f"{'':{_PHASE_WIDTH + 17}}{detail}", "muted"),)


def _waiting(report: FailoverReport) -> Iterator[Line]:
    if report.timeline.settled:
        return
    yield ()
    yield (Text("DID NOT SETTLE; these wait:" if report.waiting else "DID NOT SETTLE", "warning"),)
    for text in report.waiting[: report.shown]:
        yield (Text(f"  {text}"),)
    more = len(report.waiting) - report.shown
    if more > 0:
        yield (Text(f"  and {more} more", "muted"),)
