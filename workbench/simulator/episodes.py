"""From events and states to what a person asks for: moves in phases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.model.identity import ObjectId
from workbench.simulator.timeline import (
    Event,
    Move,
    Phase,
    Span,
    Track,
    WorkloadState,
)


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
        yield _Story(workload, event, before, events[index + 1 :], events[index + 1 : stop],
                     track).move()


def _until(events: list[Event], time: float) -> list[Event]:
    return [event for event in events if event.time <= time]


@dataclass(slots=True)
class _Story:
    """One move.

    Attributes:
        eviction: the event that took the cluster out of the binding.
        before: what the cluster, and the workload in it, met until then.
        after: what the workload met from then on.
        own: those of them before the next eviction.
    """

    workload: ObjectId
    eviction: Event
    before: list[Event]
    after: list[Event]
    own: list[Event]
    track: Track[WorkloadState] | None
    spans: list[Span] = field(default_factory=list)

    def _last(self, *kinds: str) -> Event | None:
        return next((e for e in reversed(self.before) if e.kind in kinds), None)

    def _span(self, phase: Phase, begin: float, ending: Event | None, text: str = "") -> float:
        end = ending.time if ending else None
        said = "; ".join(filter(None, (text, ending.text))) if ending else text
        decided = ending.decided_by if ending else ""
        self.spans.append(Span(phase, begin, end, said, decided))
        return begin if end is None else end

    def move(self) -> Move:
        fault = self._last("fault", "rebalance", "applied") or self._last("unhealthy")
        begin = fault.time if fault else self.eviction.time
        noticed = self._last("tainted", "unhealthy")
        due = self._last("due")
        time = begin
        if noticed and noticed.time >= begin:
            time = self._span("detect", begin, noticed)
        if due and due.time >= time:
            time = self._span("tolerate", time, due)
        self._span("evict", time, self.eviction)
        targets, healthy_at, ended = self._rest()
        return Move(self.workload, self.eviction.cluster, targets, begin, tuple(self.spans),
                    healthy_at, ended)

    def _rest(self) -> tuple[tuple[str, ...], float | None, float | None]:
        """The phases after the eviction; each begins where the one before ends."""
        placed = self._placed()
        if placed is None and self.eviction.kind != "dropped":
            problem = self._problem(self.track.times[-1] if self.track else 0.0)
            if self._targets(self.eviction.time) and not problem:
                return (), *self._clean_up(self.eviction.time)
            self._span("schedule", self.eviction.time, None, problem)
            return (), None, None
        start = placed.time if placed else self.eviction.time
        if placed:
            self._span("schedule", self.eviction.time, placed, self._problem(placed.time))
        targets = self._gained(start)
        applied = self._reached(targets, ("applied", "scaled"), start)
        if targets and applied is None:
            if self._is_cut_short("apply", start, targets):
                return targets, None, None
            held = next((e.text for e in reversed(self.own) if e.phase == "apply"), "")
            self._span("apply", start, None, held)
            return targets, None, None
        time = self._span("apply", start, applied) if applied else start
        healthy = self._reached(targets, ("healthy",), time)
        if targets and healthy is None:
            if not self._is_cut_short("healthy", time, targets):
                self._span("healthy", time, None)
            return targets, None, None
        if healthy:
            time = self._span("healthy", time, healthy)
        _, ended = self._clean_up(time)
        return targets, time, ended

    def _is_cut_short(self, phase: Phase, begin: float, targets: tuple[str, ...]) -> bool:
        """Whether a new copy is evicted in its turn, which ends the phase."""
        again = next((e for e in self.after if e.kind in ("evicted", "dropped")
                      and e.cluster in targets and e.time > begin), None)
        if again is not None:
            text = f"{again.cluster} is evicted in its turn before its copy is healthy"
            self.spans.append(Span(phase, begin, again.time, text, again.decided_by))
        return again is not None

    def _placed(self) -> Event | None:
        """The scheduling that replaces the copy; one after the task's end is another story."""
        placed = next((e for e in self.own if e.kind == "scheduled"), None)
        ended = next(
            (e for e in self.own
             if e.kind == "task ended" and e.cluster == self.eviction.cluster), None,
        )
        stays = bool(self._targets(self.eviction.time))
        if placed and ended and stays and placed.time > ended.time:
            return None
        return placed

    def _problem(self, until: float) -> str:
        """Why no cluster took it at first."""
        return next(
            (e.text for e in self.own if e.kind == "unscheduled" and e.time <= until), ""
        )

    def _targets(self, time: float) -> dict[str, int]:
        return dict(self.track.at(time).targets) if self.track else {}

    def _gained(self, time: float) -> tuple[str, ...]:
        """Clusters that have more than just before the eviction; its own if it comes back."""
        before = self._targets(self.eviction.time - 1e-6)
        before.pop(self.eviction.cluster, None)
        after = self._targets(time)
        return tuple(n for n, replicas in after.items() if replicas > before.get(n, -1))

    def _reached(
        self, clusters: Sequence[str], kinds: tuple[str, ...], since: float
    ) -> Event | None:
        """The event with which the last of the clusters got that far; ``None`` if one did not."""
        found = []
        for cluster in clusters:
            event = next(
                (e for e in self.own
                 if e.cluster == cluster and e.kind in kinds and e.time >= since), None,
            )
            if event is None:
                return None
            found.append(event)
        return max(found, key=lambda e: e.time, default=None)

    def _clean_up(self, time: float) -> tuple[float | None, float | None]:
        """The healthy time, and when the old copy and the labels were gone."""
        source = self.eviction.cluster
        again = next((e for e in self.after
                      if e.kind in ("evicted", "dropped") and e.cluster == source), None)
        ends = [
            e for e in self.after
            if ((e.kind in ("task ended", "deleted", "gone", "kept") and e.cluster == source)
                or e.kind == "relabelled")
            and (again is None or e.time < again.time)
        ]
        # What is evicted anew was bound again: the old copy had been settled by then.
        is_left = (again is None and self.track is not None
                   and _is_left(self.track.states[-1], source))
        last = max(ends, key=lambda e: e.time, default=again)
        if is_left or last is None:
            self._span("clean up", time, None, f"the old copy in {source} is still there"
                       if is_left else "")
            return time, None
        if last.time >= time:
            self._span("clean up", time, last)
        return time, max(last.time, time)


def _is_left(state: WorkloadState, cluster: str) -> bool:
    is_target = any(name == cluster for name, _ in state.targets)
    return not is_target and any(copy.cluster == cluster for copy in state.copies)
