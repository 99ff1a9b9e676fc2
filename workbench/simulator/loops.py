"""Failover loops: workloads that are evicted again before the new copy was ever healthy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from workbench.karmada.failover.eviction import section
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import TOLERATION
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Loop, LoopKind, Move, Track, WorkloadState

_ROUNDS: dict[LoopKind, int] = {"startup": 2, "nowhere": 2, "unhealthy": 3}
"""Evictions in a row from which on it is a loop: one that only time can break needs fewer."""


def loops_of(
    moves: Sequence[Move],
    tracks: Mapping[ObjectId, Track[WorkloadState]],
    bindings: Mapping[ObjectId, Object],
    settings: Settings,
) -> Iterator[Loop]:
    """The longest loop of each workload that is in one.

    Args:
        moves: all moves of a run.
        tracks: how workloads changed.
        bindings: their bindings, as the settings make them.
        settings: for the start-up time of pods.
    """
    by_workload: dict[ObjectId, list[Move]] = {}
    for move in moves:
        by_workload.setdefault(move.workload, []).append(move)
    for workload, own in by_workload.items():
        chain = max(_chains(own, tracks[workload]), key=len, default=[])
        if len(chain) > 1:
            tolerance = toleration_of(bindings.get(workload, {}))
            yield from _loop(chain, tracks[workload], tolerance, settings.startup_seconds)


def toleration_of(binding: Object) -> int:
    """``tolerationSeconds`` of the binding's application failover; 0 without one."""
    behavior = section(section(section(binding, "spec"), "failover"), "application")
    seconds = section(behavior, "decisionConditions").get("tolerationSeconds")
    return seconds if isinstance(seconds, int) else 0


def startup_text(startup_seconds: float, toleration_seconds: int) -> str:
    """The loop of pods that start more slowly than their policy tolerates, in one sentence."""
    return (f"failover loop: pods need {startup_seconds:g} s to start but tolerationSeconds is "
            f"{toleration_seconds} s: raise it above {startup_seconds:g} s")


def evicted_at(move: Move) -> float:
    """When the cluster was taken out of the binding."""
    return next((s.end for s in move.spans if s.phase == "evict" and s.end is not None), move.begin)


def _chains(moves: Sequence[Move], track: Track[WorkloadState]) -> Iterator[list[Move]]:
    """Runs of moves, each of which evicts what the one before it made, before it was healthy."""
    chain: list[Move] = []
    for move in moves:
        follows = bool(chain) and _follows(chain[-1], move, track)
        if chain and not follows:
            yield chain
        chain = [*chain, move] if follows else [move]
    if chain:
        yield chain


def _follows(before: Move, move: Move, track: Track[WorkloadState]) -> bool:
    if not any(s.phase == "evict" and s.decided_by == TOLERATION for s in move.spans):
        return False
    if before.targets:
        return before.healthy_at is None and move.source in before.targets
    # Its other copies went on; this one came back, and is evicted as it came.
    begin, end = evicted_at(before), evicted_at(move)
    return move.source == before.source and not _served(track, move.source, begin, end)


def _served(
    track: Track[WorkloadState], cluster: str, begin: float, end: float
) -> bool:
    """Whether a copy in the cluster was ready at any time in between."""
    first, last = bisect_right(track.times, begin), bisect_right(track.times, end)
    return any(
        copy.cluster == cluster and copy.ready
        for state in track.states[first:last] for copy in state.copies
    )


def _loop(
    chain: list[Move], track: Track[WorkloadState], tolerance: int, startup: float
) -> Iterator[Loop]:
    kind = _kind(chain, track, tolerance, startup)
    if len(chain) < _ROUNDS[kind]:
        return
    clusters = tuple(dict.fromkeys(move.source for move in chain))
    period = (evicted_at(chain[-1]) - evicted_at(chain[0])) / (len(chain) - 1)
    where = ", ".join(clusters)
    text = {
        "startup": startup_text(startup, tolerance),
        "nowhere": f"failover loop: no other cluster takes it, so it comes back to {where} and "
                   "is evicted again",
        "unhealthy": f"failover loop: each new copy is unhealthy too, in {where}: moving on "
                     "does not mend it",
    }[kind]
    decided_by = "spec.placement" if kind == "nowhere" else TOLERATION
    yield Loop(chain[0].workload, kind, len(chain), period, clusters, text, decided_by)


def _kind(
    chain: list[Move], track: Track[WorkloadState], tolerance: int, startup: float
) -> LoopKind:
    phases = {_phase(track, move) for move in chain[1:]}
    if "starting" in phases and startup >= tolerance:
        return "startup"
    stays = all(move.source == chain[0].source for move in chain)
    return "nowhere" if stays else "unhealthy"


def _phase(track: Track[WorkloadState], move: Move) -> str:
    """How the copy was when it was evicted."""
    copies = track.at(evicted_at(move)).copies
    return next((copy.phase for copy in copies if copy.cluster == move.source), "")
