"""One time that a workload leaves a cluster: its phases, and what decides each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.model.identity import ObjectId
from workbench.simulator.causes import HEALTH, SCENARIO, STARTUP, longest_wait
from workbench.simulator.timeline import (
    Event,
    Move,
    Phase,
    Span,
    Track,
    WorkloadState,
)

_CAUSES: Mapping[Phase, frozenset[str]] = {
    "detect": frozenset(("probe", "not ready", "health")),
    "tolerate": frozenset(),
    "evict": frozenset(),
    "schedule": frozenset(("unscheduled", "task ended", "confirmed")),
    "apply": frozenset(("held", "suspended", "waiting", "refused", "deleted", "kept", "task ended",
                        "confirmed")),
    "healthy": frozenset(("pending", "room")),
    "clean up": frozenset(("waiting", "task ended", "confirmed", "deleted", "kept", "gone")),
}
"""Kinds of events that a phase waits for, one after the other, before the one that ends it."""
_WAITS = frozenset(("unscheduled", "held", "suspended", "waiting", "refused", "pending"))
"""Those of them with which a wait begins."""
_OF_CLUSTERS = frozenset(("restored", "probe", "ready", "untainted"))
"""Those of clusters that a phase after the eviction may wait for."""
_NOT_HEALTHY = {
    "starting": STARTUP, "broken": SCENARIO, "lost": SCENARIO, "running": HEALTH,
}
"""What keeps a copy in some phase from being healthy."""


@dataclass(slots=True)
class Story:
    """One move.

    Attributes:
        eviction: the event that took the cluster out of the binding.
        before: what the cluster, and the workload in it, met until then.
        after: what the workload met from then on.
        own: those of them before the next eviction.
        of_clusters: what clusters met, each.
    """

    workload: ObjectId
    eviction: Event
    before: list[Event]
    after: list[Event]
    own: list[Event]
    of_clusters: Mapping[str, list[Event]]
    track: Track[WorkloadState] | None
    spans: list[Span] = field(default_factory=list)

    def _last(self, *kinds: str) -> Event | None:
        return next((e for e in reversed(self.before) if e.kind in kinds), None)

    def _span(self, phase: Phase, begin: float, ending: Event, text: str = "") -> float:
        """A phase that ended. Of all that it waited for the longest wait decided it."""
        opening, cause = longest_wait(begin, ending, self._among(phase, ending))
        lost = self._waited_for(cause)
        if lost is not None:
            opening = lost
        waits = opening is not None and opening.kind in _WAITS
        told = [opening.text if opening and waits else "", cause.text]
        if cause is ending or phase == "detect":
            told = []
        said = "; ".join(dict.fromkeys(filter(None, (text, *told, ending.text))))
        decided_by = lost.decided_by if lost else _decider(phase, cause, ending)
        self.spans.append(Span(phase, begin, ending.time, said, decided_by))
        return ending.time

    def _waited_for(self, cause: Event) -> Event | None:
        """Where a wait ends with a lost member's return: what was waiting for its cluster."""
        if cause.kind != "restored":
            return None
        return next((e for e in reversed(self.after) if e.kind == "waiting"
                     and e.cluster == cause.cluster and e.time <= cause.time), None)

    def _open(self, phase: Phase, begin: float, reasons: Sequence[Event], text: str = "") -> None:
        """A phase that never ended: the last of the reasons is what it waits for."""
        last = reasons[-1] if reasons else None
        said = text or (last.text if last else "")
        self.spans.append(Span(phase, begin, None, said, last.decided_by if last else ""))

    def _among(self, phase: Phase, ending: Event) -> Iterator[Event]:
        """What a phase may wait for before its end, in the workload and in clusters."""
        if phase in ("detect", "tolerate", "evict"):
            yield from (e for e in self.before if e.kind in _CAUSES[phase])
            return
        own = [e for e in self.after if e.kind in _CAUSES[phase] and e.time <= ending.time]
        if phase == "apply" and not any(e.kind in _WAITS for e in own):
            return
        yield from own
        places = set() if phase == "healthy" else {self.eviction.cluster}
        if phase != "clean up":
            places.update(self._gained(ending.time))
        for cluster in sorted(places):
            yield from (e for e in self.of_clusters.get(cluster, ()) if e.kind in _OF_CLUSTERS)

    def _reasons(self, *kinds: str) -> list[Event]:
        """What of these kinds the workload met before its next move."""
        return [e for e in self.own if e.kind in kinds]

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
            self._open("schedule", self.eviction.time, self._reasons("unscheduled"), problem)
            self._let_go(self.eviction.time)
            return (), None, None
        start = placed.time if placed else self.eviction.time
        if placed:
            self._span("schedule", self.eviction.time, placed, self._problem(placed.time))
        targets = self._gained(start)
        applied = self._reached(targets, ("applied", "scaled"), start)
        if targets and applied is None:
            if self._is_cut_short("apply", start, targets):
                return targets, None, None
            self._not_applied(start)
            self._let_go(start)
            return targets, None, None
        time = self._span("apply", start, applied) if applied else start
        healthy = self._reached(targets, ("healthy",), time)
        if targets and healthy is None:
            if not self._is_cut_short("healthy", time, targets):
                self._not_healthy(time, targets)
                self._let_go(time)
            return targets, None, None
        if healthy:
            time = self._span("healthy", time, healthy)
        _, ended = self._clean_up(time)
        return targets, time, ended

    def _let_go(self, begin: float) -> None:
        """The old copy goes though nothing has taken its place: its task did not last."""
        if any(e.kind == "task ended" and e.cluster == self.eviction.cluster for e in self.own):
            self._clean_up(begin)

    def _not_applied(self, begin: float) -> None:
        reasons = self._reasons("held", "suspended", "waiting", "refused")
        said = [e.text for e in (*self._reasons("held")[-1:], *reasons[-1:])]
        self._open("apply", begin, reasons, "; ".join(dict.fromkeys(said)))

    def _not_healthy(self, begin: float, targets: tuple[str, ...]) -> None:
        """What keeps the first of the new copies from becoming healthy."""
        copies = self.track.states[-1].copies if self.track else ()
        copy = next((c for c in copies if c.cluster in targets and c.health != "Healthy"), None)
        if copy is None:
            self._open("healthy", begin, self._reasons("health"))
            return
        pods = [e for e in self._reasons("pending", "room") if e.cluster == copy.cluster]
        pending = pods[-1] if pods and pods[-1].kind == "pending" else None
        decided_by = pending.decided_by if pending else _NOT_HEALTHY.get(copy.phase, "")
        text = pending.text if pending else f"the copy in {copy.cluster} is {copy.phase}"
        self._open("healthy", begin, [Event(begin, "health", "healthy", text, decided_by)])

    def _task_lives(self, source: str) -> list[Event]:
        """What a task waits for that never ended."""
        tasks = self.track.states[-1].tasks if self.track else ()
        return [Event(self.eviction.time, "task", "clean up", "", task.ends_by)
                for task in tasks if task.cluster == source]

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
            reasons = [e for e in self._reasons("waiting", "kept") if e.cluster == source]
            said = f"the old copy in {source} is still there" if is_left else ""
            self._open("clean up", time, reasons or self._task_lives(source), said)
            return time, None
        if last.time >= time:
            self._span("clean up", time, last)
        return time, max(last.time, time)


def _decider(phase: Phase, cause: Event, ending: Event) -> str:
    """What ended the longest wait; with what sets the taint, where that follows from a timer."""
    if phase == "detect" and ending.kind == "unhealthy":
        return HEALTH
    if phase == "detect" and cause.decided_by != ending.decided_by:
        return f"{cause.decided_by}, then {ending.decided_by}"
    return cause.decided_by


def _is_left(state: WorkloadState, cluster: str) -> bool:
    is_target = any(name == cluster for name, _ in state.targets)
    return not is_target and any(copy.cluster == cluster for copy in state.copies)
