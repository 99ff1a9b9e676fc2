"""Two runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workbench.model.identity import ObjectId
from workbench.session.failover import wording
from workbench.session.failover.views import CompareRow, CompareView
from workbench.session.views import Role
from workbench.simulator.lost_state import KIND as STATE_LOST
from workbench.simulator.timeline import PHASES, Timeline, longest

_STATES = ("stays", "nothing kept", "lost", "refused", "arrives, taken off", "arrives")
"""What may become of state: it does not leave, ever better ways from being lost to arriving."""


def compare_view(
    left: Timeline, right: Timeline, workload: ObjectId | None, titles: tuple[str, str]
) -> CompareView:
    """Two runs side by side: of one workload, or of the whole fleet without one."""
    rows = [
        _row("workloads that move", len(left.moved), len(right.moved), str, is_time=False),
        _row("until the last is healthy", _last(left), _last(right), wording.duration),
        _row("until it is at rest", left.end if left.settled else None,
             right.end if right.settled else None, wording.duration),
    ]
    if workload is not None:
        lefts, rights = _spans(left, workload), _spans(right, workload)
        rows += [
            _row(phase, lefts.get(phase), rights.get(phase), _span_text)
            for phase in PHASES if phase in lefts or phase in rights
        ]
    for kind, what in (("both", "two copies may run"), ("none", "nothing serves")):
        before, after = (
            longest([w for w in t.windows if workload in (None, w.workload)], kind, t.end)
            for t in (left, right)
        )
        rows.append(_row(what, before, after, wording.duration))
    rows += _state_rows(left, right, workload)
    return CompareView(*titles, tuple(rows))


def titles_of(left: Sequence[str], right: Sequence[str]) -> tuple[str, str]:
    """What each side has that the other has not, of settings in words."""
    return _title(left, right), _title(right, left)


def _title(own: Sequence[str], other: Sequence[str]) -> str:
    differs = [word for word in own if word not in other]
    return ", ".join(differs) or ("all else alike" if own else "Karmada's defaults")


def _spans(timeline: Timeline, workload: ObjectId) -> dict[str, float]:
    return {
        span.phase: (timeline.end if span.end is None else span.end) - span.begin
        for move in timeline.moves_of(workload)[:1] for span in move.spans
    }


def _span_text(seconds: float | None) -> str:
    return "-" if seconds is None else wording.duration(seconds)


def _last(timeline: Timeline) -> float | None:
    times = [move.healthy_at for move in timeline.moves]
    known = [time for time in times if time is not None]
    return max(known) if known and len(known) == len(times) else None


def _row(
    what: str,
    left: float | None,
    right: float | None,
    text: Callable[[float | None], str],
    is_time: bool = True,
) -> CompareRow:
    """A line; of two times the shorter is better, and ``None`` (never) the worst.

    Times that read alike are alike: a run starts its timers at another fraction of a second.
    """
    role: Role = ""
    if is_time and text(left) != text(right):
        worse = right is None or (left is not None and right > left)
        role = "error" if worse else "ok"
    return CompareRow(what, text(left), text(right), role)


def _state_rows(left: Timeline, right: Timeline, workload: ObjectId | None) -> Iterator[CompareRow]:
    """What becomes of a workload's state; of a whole fleet, how many lose it."""
    if workload is None:
        lost, loses = (
            len({e.workload for e in t.events if e.kind == STATE_LOST}) for t in (left, right)
        )
        if lost or loses:
            yield _row("workloads that lose state", lost, loses, str)
        return
    before, after = (_state(timeline, workload) for timeline in (left, right))
    if {before, after} <= {"stays", "nothing kept"}:
        return
    role: Role = ""
    if before != after and "stays" not in (before, after):
        role = "error" if _STATES.index(after) < _STATES.index(before) else "ok"
    yield CompareRow("its state", before, after, role)


def _state(timeline: Timeline, workload: ObjectId) -> str:
    """What became of the workload's state: once lost it stays so, else the last that was told."""
    said = "nothing kept" if timeline.moves_of(workload) else "stays"
    for event in timeline.events_of(workload):
        if event.kind == STATE_LOST:
            return "lost"
        if event.kind == "refused" and event.decided_by == "metadata.labels":
            said = "refused"
        elif event.kind == "applied" and event.details:
            said = "arrives"
        elif event.kind == "relabelled" and said == "arrives":
            said = "arrives, taken off"
    return said
