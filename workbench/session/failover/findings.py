"""What a person has to know about a run, in one wording for screens and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.plans.doctor.reasons import Reason
from workbench.session.failover import wording
from workbench.session.failover.stakes import by_stake
from workbench.session.views import Severity
from workbench.simulator.timeline import Timeline

_NAMED = 3
"""Workloads that a line names where more share it; exports as JSON hold all of them."""


def findings(
    timeline: Timeline, reasons: Sequence[Reason]
) -> tuple[tuple[Severity, str], ...]:
    """Loops, why nothing moves, what still waits, and what was assumed, in that order."""
    return tuple(_findings(timeline, reasons))


def _findings(
    timeline: Timeline, reasons: Sequence[Reason]
) -> Iterator[tuple[Severity, str]]:
    for text in loop_lines(timeline):
        yield "error", text
    for reason in reasons:
        yield "error", reason_line(reason)
    for text in waiting_lines(timeline):
        yield "warning", text
    for note in timeline.notes:
        yield "info", visible_line(note)


def reason_line(reason: Reason) -> str:
    """``feature gate Failover: off: …``."""
    return visible_line(f"{reason.subject}: {reason.text}")


def loop_lines(timeline: Timeline, objects: Sequence[ObjectId] = ()) -> tuple[str, ...]:
    """Workloads in a failover loop, of ``objects`` if there are any; equal ones in one line."""
    wanted = set(objects)
    said = [(loop.workload, visible_line(loop.text)) for loop in timeline.loops
            if not wanted or loop.workload in wanted]
    return _folded(said, _ranks(timeline) if said else {})


def waiting_lines(timeline: Timeline, objects: Sequence[ObjectId] = ()) -> tuple[str, ...]:
    """Why the run did not settle: a line for each reason and cluster, however many share it.

    Of ``objects`` if there are any; how many others wait is a line then.
    """
    said = [(one.workload, wording.waiting(one)) for one in timeline.waiting
            if not objects or one.workload in objects]
    lines = _folded(said, _ranks(timeline) if said else {}, "object")
    others = {one.workload for one in timeline.waiting} - set(objects) if objects else ()
    if not others:
        return lines
    does = "waits" if len(others) == 1 else "wait"
    return (*lines, f"{wording.count(len(others), 'other object')} {does} too")


def _ranks(timeline: Timeline) -> Mapping[ObjectId, int]:
    return {key: at for at, key in enumerate(by_stake(timeline))}


def _folded(
    said: Iterable[tuple[ObjectId | None, str]], ranks: Mapping[ObjectId, int],
    noun: str = "workload",
) -> tuple[str, ...]:
    """Each text once, with the workloads that it is about, what is most at stake named first."""
    groups: dict[str, set[ObjectId]] = {}
    for workload, text in said:
        groups.setdefault(text, set()).update((workload,) if workload else ())
    last = len(ranks)
    return tuple(
        _line(sorted(keys, key=lambda key: (ranks.get(key, last), key)), text, noun)
        for text, keys in groups.items()
    )


def _line(workloads: Sequence[ObjectId], text: str, noun: str) -> str:
    if not workloads:
        return text
    if len(workloads) == 1:
        return f"{wording.label(workloads[0])}: {text}"
    more = len(workloads) - _NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    named = ", ".join(map(wording.label, workloads[:_NAMED]))
    return f"{wording.count(len(workloads), noun)}: {text}: {named}{rest}"
