"""Times in which old and new copies may run together, or nothing serves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.model.identity import ObjectId
from workbench.simulator.causes import SCENARIO, TERMINATION, longest_wait
from workbench.simulator.timeline import (
    CopyState,
    Event,
    Move,
    Phase,
    Span,
    Track,
    Window,
    WorkloadState,
)

_ENDS = frozenset(("healthy", "task ended", "confirmed", "deleted", "gone", "ready", "restored"))
"""Kinds of events that an old copy waits for, one after the other, before it goes."""
BACK = "is back with its cluster"
_RUNNING = ("starting", "running", "broken", "stopping")


def windows_of(
    workload: ObjectId,
    track: Track[WorkloadState],
    moves: Sequence[Move] = (),
    events: Sequence[Event] = (),
    waits: Sequence[str] = (),
) -> Iterator[Window]:
    """Times in which an old and a new copy may run together, or nothing serves.

    Args:
        moves: the workload's; the phase that has most of a window decides it.
        events: the workload's and the clusters', by time.
        waits: what decides that it does not get on at last; empty if it does.
    """
    for window in _both(workload, track):
        yield replace(window, decided_by=_old_stays_by(window, track, moves, events))
    for window in _none(workload, track):
        stuck = "" if window.end is not None else next(filter(None, waits), "")
        yield replace(window, decided_by=_longest(window, moves) or stuck or SCENARIO)


def _longest(window: Window, moves: Sequence[Move], *phases: Phase) -> str:
    """What decided the phase that has most of a window; empty if none has any of it."""
    spans = [s for move in moves for s in move.spans if not phases or s.phase in phases]
    longest = max(spans, key=lambda span: _shared(window, span), default=None)
    has_any = longest is not None and _shared(window, longest) > 0
    return longest.decided_by if longest and has_any else ""


def _old_stays_by(
    window: Window, track: Track[WorkloadState], moves: Sequence[Move], events: Sequence[Event]
) -> str:
    """What makes an old copy stay as long as it does: its purge mode, or what it waits for."""
    keeper, end = _keeper(window, track), window.end
    if end is None:
        return _longest(window, moves, "clean up") or keeper
    among = [e for e in events if e.kind in _ENDS and window.begin <= e.time <= end
             and (e.cluster in window.clusters)]
    if not among:
        return keeper
    _, cause = longest_wait(window.begin, among[-1], among)
    if cause.kind == "restored":
        return next((e.decided_by for e in events if e.kind == "waiting"
                     and e.cluster == cause.cluster), cause.decided_by)
    is_by_health = cause.kind == "healthy" or cause.decided_by == "status.aggregatedStatus"
    return keeper if is_by_health else cause.decided_by


def _keeper(window: Window, track: Track[WorkloadState]) -> str:
    """What keeps the old copy when the new one comes: its task's purge mode, or slow pods."""
    state = track.at(window.begin)
    targets = {name for name, _ in state.targets}
    old = next((c for c in state.copies if c.cluster not in targets and c.phase in _RUNNING), None)
    task = next((t for t in state.tasks if old and t.cluster == old.cluster), None)
    if old is None or old.phase == "stopping" or task is None:
        return TERMINATION
    return task.purge_by


def _shared(window: Window, span: Span) -> float:
    """Seconds that a phase has of a window."""
    ends = [end for end in (window.end, span.end) if end is not None]
    begin = max(window.begin, span.begin)
    return (min(ends) if ends else math.inf) - begin


class _Present:
    """Where copies run at one moment, and which of them are the old and the new ones.

    A new copy is one in a cluster that had none at some time before, or one that was given more
    replicas than it had when the old copy was still meant to run.
    """

    def __init__(self, first: WorkloadState) -> None:
        self._known = {copy.cluster for copy in first.copies}
        self._fresh: set[str] = set()
        self._meant: dict[str, int] = {copy.cluster: copy.replicas for copy in first.copies}

    def look(self, state: WorkloadState) -> tuple[list[str], list[str], tuple[int, int] | None]:
        """Clusters with old copies, clusters with new ones, and replicas that are too many."""
        running = {c.cluster: c.replicas for c in state.copies if c.phase in _RUNNING}
        targets = {name for name, _ in state.targets}
        self._fresh |= self._known - {copy.cluster for copy in state.copies}
        old = sorted(running.keys() - targets)
        if not old:
            self._meant = running
        new = {c for c in running.keys() & targets if c in self._fresh or c not in self._known}
        grown = {c for c in running.keys() & targets
                 if c not in new and running[c] > self._meant.get(c, running[c])}
        asked, present = sum(self._meant.values()), sum(running.values())
        return old, sorted(new | grown), (present, asked) if grown and present > asked else None


def _both(workload: ObjectId, track: Track[WorkloadState]) -> Iterator[Window]:
    present = _Present(track.states[0])
    window: Window | None = None
    lost: set[str] = set()
    for time, state in zip(track.times, track.states, strict=True):
        were_lost, lost = lost, {copy.cluster for copy in state.copies if copy.phase == "lost"}
        old, new, excess = present.look(state)
        if not (old and new):
            if window is not None:
                yield replace(window, end=time)
            window = None
        elif window is None:
            because = f"the old copy in {old[0]} beside the new one"
            if old[0] in were_lost:
                because = f"the old copy {BACK}"
            window = Window("both", workload, time, None, (*old, *new), because, excess)
        else:
            where = tuple(dict.fromkeys((*window.clusters, *old, *new)))
            most = max(filter(None, (window.excess, excess)), default=None)
            window = replace(window, clusters=where, excess=most)
    if window is not None:
        yield window


def _none(workload: ObjectId, track: Track[WorkloadState]) -> Iterator[Window]:
    if not _serving(track.states[0].copies):
        return
    open_since: float | None = None
    for time, state in zip(track.times, track.states, strict=True):
        serves = _serving(state.copies)
        if not serves and open_since is None:
            open_since = time
        elif serves and open_since is not None:
            yield Window("none", workload, open_since, time, (), "no ready pod anywhere")
            open_since = None
    if open_since is not None:
        yield Window("none", workload, open_since, None, (), "no ready pod anywhere")


def _serving(copies: Sequence[CopyState]) -> int:
    return sum(copy.ready for copy in copies)
