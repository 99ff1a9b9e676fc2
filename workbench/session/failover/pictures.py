"""From a timeline to rows: phases, windows, events, and the fleet at any moment."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.session.failover import wording
from workbench.session.failover.rounds import rounds, shown_moves, split_windows
from workbench.session.failover.views import (
    Bar,
    FleetRow,
    PhaseRow,
    StepRow,
    TimelineView,
    WindowRow,
    WorkloadRow,
)
from workbench.session.views import Role, Text
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.timeline import (
    PHASES,
    WARNINGS,
    ClusterState,
    CopyState,
    Event,
    Timeline,
    Window,
    WorkloadState,
)

_ROLES: dict[str, Role] = {
    "fault": "error", "blocked": "error", "unscheduled": "error", "refused": "error",
    "not ready": "error", "state lost": "error", "relabelled": "warning",
    "suspended": "warning", "pending": "warning", "inert": "warning", "waiting": "warning",
    "tolerated": "warning", "held": "warning", "dropped": "warning", "evicted": "removed",
    "deleted": "removed", "scheduled": "added", "applied": "added", "healthy": "ok",
    "ready": "ok", "restored": "ok", "task ended": "ok",
}


def timeline_view(
    timeline: Timeline, workload: ObjectId | None, *, whole: bool = False
) -> TimelineView:
    """Phases of one workload's moves; where it moves again and again, of the first ones.

    ``whole`` shows all of them.
    """
    if workload is None:
        return TimelineView("no workload", (), (), 0.0, timeline.end, "nothing moves")
    all_moves = timeline.moves_of(workload)
    moves = shown_moves(all_moves, whole)
    rows = tuple(
        PhaseRow(phase, tuple(
            _bar(span.begin, span.end, timeline.end, span.text, span.decided_by)
            for move in moves for span in move.spans if span.phase == phase
        ))
        for phase in PHASES
    )
    own = [w for w in timeline.windows if w.workload == workload]
    if len(moves) < len(all_moves):
        own = [w for w in own if w.begin < all_moves[len(moves)].begin]
    shown, hidden = split_windows(own, whole)
    windows = tuple(_window(w, timeline.end) for w in shown)
    folded = tuple(wording.more_windows(kind, hidden) for kind in wording.WINDOWS
                   if any(w.kind == kind for w in hidden))
    return TimelineView(wording.label(workload), rows, windows, 0.0, timeline.end,
                        _note(timeline, workload, len(moves)),
                        (*folded, *_warnings(timeline.events_of(workload))))


def _warnings(events: Sequence[Event]) -> tuple[str, ...]:
    """What is lost or refused, each once, at the time at which it first is."""
    first: dict[str, Event] = {}
    for event in events:
        if event.kind in WARNINGS:
            first.setdefault(event.text, event)
    return tuple(
        f"{wording.clock(event.time)} {visible_line(event.text)} ← "
        f"{visible_line(event.decided_by)}" for event in first.values()
    )


def _note(timeline: Timeline, workload: ObjectId, shown: int) -> str:
    """What the rows do not say: why there are none, or how it goes on."""
    moves = timeline.moves_of(workload)
    if not moves:
        return "it does not move"
    loop = next((loop.text for loop in timeline.loops if loop.workload == workload), "")
    if shown == len(moves):
        return visible_line(loop)
    folded = f"{rounds(moves)}; the first {shown} are shown"
    return visible_line("; ".join(filter(None, (loop, folded))))


def _bar(begin: float, end: float | None, last: float, text: str, decided_by: str) -> Bar:
    shown = max(last, begin) if end is None else end
    length = wording.duration(shown - begin) + ("…" if end is None else "")
    return Bar(begin, shown, end is None, visible_line(text), visible_line(decided_by), length)


def _window(one: Window, last: float) -> WindowRow:
    end = last if one.end is None else one.end
    length = wording.duration(end - one.begin) + ("…" if one.end is None else "")
    return WindowRow(one.kind, one.begin, end, one.end is None, wording.window(one),
                     wording.WINDOWS[one.kind], length)


def step_rows(
    timeline: Timeline, workload: ObjectId | None, time: float, selected: int = -1
) -> tuple[StepRow, ...]:
    """Events of a workload and of clusters; of everything without a workload."""
    return tuple(
        step_row(index, event, time, index == selected)
        for index, event in enumerate(timeline.events)
        if workload is None or event.workload in (workload, None)
    )


def step_row(index: int, event: Event, time: float, selected: bool = False) -> StepRow:
    """One event."""
    who = f"{wording.label(event.workload)}: " if event.workload else ""
    spans = (Text(who, "name"), Text(visible_line(event.text), _ROLES.get(event.kind, "")))
    return StepRow(
        index, event.time, wording.clock(event.time), event.phase, spans,
        visible_line(event.decided_by), tuple(map(visible_line, event.details)),
        event.time <= time, selected,
    )


def fleet_rows(
    fleet: PreparedFleet, timeline: Timeline, time: float
) -> tuple[FleetRow, ...]:
    """Every cluster at a time."""
    serving, total = _copies_by_cluster(fleet, timeline, time)
    return tuple(
        _fleet_row(name, track.at(time), serving.get(name, 0), total.get(name, 0))
        for name, track in timeline.clusters.items()
    )


def _fleet_row(name: str, state: ClusterState, serving: int, total: int) -> FleetRow:
    mark, said, role = {
        "True": ("✓", "ready", "ok"), "False": ("✗", "NotReady", "error"),
    }.get(state.ready, ("?", "Unknown", "warning"))
    if not state.is_alive:
        said += ", down"
    elif not state.is_reachable:
        said += ", cut off"
    taints = tuple(map(visible_line, state.taints))
    return FleetRow(name, mark, said, f"{serving}/{total}", taints, role)  # type: ignore[arg-type]


def _copies_by_cluster(
    fleet: PreparedFleet, timeline: Timeline, time: float
) -> tuple[dict[str, int], dict[str, int]]:
    serving: dict[str, int] = {}
    total: dict[str, int] = {}
    down = {name for name, track in timeline.clusters.items() if not track.at(time).is_alive}
    for copy in fleet.copies:
        if copy.workload not in timeline.workloads:
            total[copy.cluster] = total.get(copy.cluster, 0) + 1
            if copy.ready and copy.cluster not in down:
                serving[copy.cluster] = serving.get(copy.cluster, 0) + 1
    for track in timeline.workloads.values():
        for state in track.at(time).copies:
            total[state.cluster] = total.get(state.cluster, 0) + 1
            if state.ready:
                serving[state.cluster] = serving.get(state.cluster, 0) + 1
    return serving, total


def workload_rows(
    timeline: Timeline,
    order: Sequence[ObjectId],
    time: float,
    selected: ObjectId | None,
    text: str = "",
) -> tuple[WorkloadRow, ...]:
    """Every workload that something happened to, in that order."""
    moves: dict[ObjectId, int] = {}
    for move in timeline.moves:
        moves[move.workload] = moves.get(move.workload, 0) + 1
    return tuple(
        _workload_row(w, timeline.workloads[w].at(time), moves.get(w, 0), w == selected)
        for w in order if w in timeline.workloads and text.lower() in str(w).lower()
    )


def _workload_row(
    workload: ObjectId, state: WorkloadState, moves: int, selected: bool
) -> WorkloadRow:
    where = " ".join(f"{name}:{n}" if n else name for name, n in state.targets) or "nowhere"
    said, role = _state(state)
    return WorkloadRow(
        workload, wording.label(workload), where, visible_line(said), role, moves, selected
    )


def _state(state: WorkloadState) -> tuple[str, Role]:
    if state.problem:
        return state.problem, "error"
    targets = {name for name, _ in state.targets}
    if not targets:
        return "no cluster", "error"
    bad = [copy for copy in state.copies if copy.cluster in targets and not copy.ready]
    if len(bad) == len([c for c in state.copies if c.cluster in targets]):
        return _first_phase(bad, "not created yet"), "error"
    if state.tasks:
        leaving = ", ".join(task.cluster for task in state.tasks)
        return f"leaving {leaving}", "warning"
    if bad:
        return _first_phase(bad, "not created yet"), "warning"
    strays = [copy for copy in state.copies if copy.cluster not in targets]
    if strays:
        return f"old copy in {', '.join(copy.cluster for copy in strays)}", "warning"
    return "healthy", "ok"


def _first_phase(copies: Sequence[CopyState], otherwise: str) -> str:
    return f"{copies[0].phase} in {copies[0].cluster}" if copies else otherwise
