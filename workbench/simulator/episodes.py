"""From events and states to what a person asks for: moves in phases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.model.identity import ObjectId
from workbench.simulator.story import Story
from workbench.simulator.timeline import Event, Move, Track, WorkloadState


def moves_of(
    events: Sequence[Event], tracks: dict[ObjectId, Track[WorkloadState]]
) -> tuple[Move, ...]:
    """Every time that a workload left a cluster, with its phases, by time."""
    by_workload: dict[ObjectId, list[Event]] = {}
    of_clusters: dict[str, list[Event]] = {}
    for event in events:
        if event.workload is not None:
            by_workload.setdefault(event.workload, []).append(event)
        elif event.cluster:
            of_clusters.setdefault(event.cluster, []).append(event)
    moves = [
        move
        for workload, own in by_workload.items()
        for move in _moves(workload, own, of_clusters, tracks.get(workload))
    ]
    return tuple(sorted(moves, key=lambda move: (move.begin, move.workload, move.source)))


def _moves(
    workload: ObjectId,
    events: list[Event],
    of_clusters: dict[str, list[Event]],
    track: Track[WorkloadState] | None,
) -> Iterator[Move]:
    starts = [i for i, event in enumerate(events) if event.kind in ("evicted", "dropped")]
    for position, index in enumerate(starts):
        event = events[index]
        stop = next(
            (i for i in starts[position + 1 :] if events[i].time > event.time), len(events)
        )
        own = [e for e in events[:index] if e.cluster in ("", event.cluster)]
        before = sorted([*own, *_until(of_clusters.get(event.cluster, []), event.time)],
                        key=lambda e: e.time)
        yield Story(workload, event, before, events[index + 1 :], events[index + 1 : stop],
                     of_clusters, track).move()


def _until(events: list[Event], time: float) -> list[Event]:
    return [event for event in events if event.time <= time]
