"""Times in which old and new copies may run together, or nothing serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.model.identity import ObjectId
from workbench.simulator.timeline import CopyState, Track, Window, WorkloadState

_RUNNING = ("starting", "running", "broken", "stopping")


def windows_of(workload: ObjectId, track: Track[WorkloadState]) -> Iterator[Window]:
    """Times in which an old and a new copy may run together, or nothing serves."""
    yield from _both(workload, track)
    yield from _none(workload, track)


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
    for time, state in zip(track.times, track.states, strict=True):
        old, new, excess = present.look(state)
        if not (old and new):
            if window is not None:
                yield replace(window, end=time)
            window = None
        elif window is None:
            because = f"the old copy in {old[0]} beside the new one"
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
