"""Times, names and sentences that every view of a failover shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.simulator.timeline import Move, Timeline, Waiting, Window
from workbench.simulator.windows import BACK

ASSUMED_STATUS = (
    "values marked as made up are the simulation's: the fleet holds no status of the workload; "
    "put its ResourceBinding (kubectl get resourcebinding -o yaml) into the fleet, or the object "
    "as it is in the member into members/CLUSTER/"
)
_NAMED = 2
"""Workloads that a sentence names; others are counted."""
WINDOWS = {"both": "two copies", "none": "no copy"}
"""Names of the windows, short."""


def clock(seconds: float) -> str:
    """``00:05:12``, for positions on the timeline."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def duration(seconds: float | None) -> str:
    """``0.1 s``, ``40 s``, ``5 min 12 s``, ``2 h 5 min``; ``never`` for ``None``."""
    if seconds is None:
        return "never"
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [(hours, "h"), (minutes, "min"), (rest if not hours else 0, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def label(workload: ObjectId) -> str:
    """``Kind namespace/name``, safe to print."""
    return visible_line(str(workload))


def result(move: Move) -> str:
    """What a workload left, where it went and how it ended, one line."""
    if not move.targets:
        took = duration(move.duration_seconds)
        how = "no cluster takes it" if move.healthy_at is None else (
            f"its other copies go on, settled after {took}")
        return f"left {move.source}: {how}"
    how = ("where it did not become healthy" if move.healthy_at is None
           else f"healthy after {duration(move.duration_seconds)}")
    if move.targets == (move.source,):
        return f"left {move.source}: no other cluster takes it, so it comes back there, {how}"
    return f"left {move.source} to {', '.join(move.targets)}, {how}"


def window(one: Window) -> str:
    """``two copies may run for 40 s, from 00:01:02: eu-west, us-east``."""
    lasts = "until the end" if one.end is None else f"for {duration(one.end - one.begin)}"
    what = "two copies may run" if one.kind == "both" else "nothing serves"
    if one.excess:
        what = "up to {} replicas may run where {} are asked for,".format(*one.excess)
    where = f": {', '.join(one.clusters)}" if one.clusters else ""
    if one.because.endswith(BACK):
        where += f"; {one.because}"
    by = f" ← {visible_line(one.decided_by)}" if one.decided_by else ""
    return f"{what} {lasts}, from {clock(one.begin)}{where}{by}"


def more_windows(kind: str, windows: Sequence[Window]) -> str:
    """Windows of a kind that are not shown: how many, how long together, and until when."""
    own = [one for one in windows if one.kind == kind]
    ended = [one.end for one in own if one.end is not None]
    what = "two copies may run" if kind == "both" else "nothing serves"
    together = sum(one.end - one.begin for one in own if one.end is not None)
    until = f"until {clock(max(ended))}" if len(ended) == len(own) else "the last until the end"
    return f"{what} {len(own)} more times, together {duration(together)}, {until}"


def waiting(one: Waiting) -> str:
    """What something waits for."""
    return visible_line(one.text) + (f" ({one.decided_by})" if one.decided_by else "")


def outcome(timeline: Timeline) -> str:
    """The run in one sentence."""
    parts = [loops(timeline)] if timeline.loops else []
    return "; ".join((*parts, _moved(timeline), *_down(timeline), _settled(timeline)))


def _moved(timeline: Timeline) -> str:
    moved, healthy = len(timeline.moved), sum(
        all(move.healthy_at is not None for move in timeline.moves_of(workload)[-1:])
        for workload in timeline.moved
    )
    if not moved:
        return "nothing moves"
    left = "that left a cluster" if moved == 1 else "that left clusters"
    return (f"{healthy} of {count(moved, 'workload')} {left} "
            f"{'is' if moved == 1 else 'are'} healthy")


def _down(timeline: Timeline) -> Iterator[str]:
    """What served at first and does not in the end, whether it left a cluster or not."""
    down = [one.workload for one in timeline.windows if one.kind == "none" and one.end is None]
    if down:
        named = ", ".join(map(label, down[:_NAMED]))
        more = f" and {len(down) - _NAMED} more" if len(down) > _NAMED else ""
        yield f"in the end {named}{more} {'is' if len(down) == 1 else 'are'} down"


def loops(timeline: Timeline) -> str:
    """Failover loops in one sentence: that of the first, and how many workloads are in one."""
    said = dict.fromkeys(loop.text for loop in timeline.loops)
    number = len(timeline.loops)
    if number == 1:
        return visible_line(next(iter(said)))
    others = f", and {len(said) - 1} more kinds" if len(said) > 1 else ""
    return f"{visible_line(next(iter(said)))} ({number} workloads in loops{others})"


def count(number: int, noun: str) -> str:
    """``1 thing``, ``2 things``, ``1,000 things``."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def _still(timeline: Timeline) -> str:
    number = len({one.workload for one in timeline.waiting})
    return f"{count(number, 'object')} still {'waits' if number == 1 else 'wait'}"


def _settled(timeline: Timeline) -> str:
    if timeline.settled:
        return f"at rest after {duration(timeline.end)}"
    if timeline.end >= timeline.limit:
        return f"did not settle within {duration(timeline.limit)}"
    return f"did not settle: {_still(timeline)}"
