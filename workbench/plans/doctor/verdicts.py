"""What the run of a loss says of one workload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from workbench.model.identity import ObjectId
from workbench.plans.doctor.bound import Bonds
from workbench.plans.doctor.carried import lost_state
from workbench.plans.doctor.cases import Case
from workbench.plans.doctor.needs import left_behind
from workbench.plans.doctor.reasons import Reason
from workbench.simulator.causes import STATE_GATE
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event, Move, Timeline, Window, WorkloadState

VerdictKind = Literal["moves", "stays", "nowhere", "no room", "stuck", "too slow", "inert"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one workload in one loss.

    Attributes:
        kind: ``moves`` (healthy elsewhere), ``stays`` (its other copies go on, nothing replaces
            the lost one), ``nowhere`` (no cluster takes it), ``no room`` (a cluster takes it, its
            pods find no place there), ``stuck`` (it left, but something stops it on its way),
            ``too slow`` (not healthy within an hour), ``inert`` (nothing happens).
        targets: clusters that take over.
        seconds: from the loss to healthy, for ``moves``.
        reasons: why not, for the others.
        left_behind: what it needs and would not find in a new cluster.
        twice_from: from when on two copies may run, if the cluster is only cut off.
        twice_until: until when; ``None`` is until the cluster is back, or for good.
        stays_by: what keeps the old copy for good, even once the cluster is back; or empty.
        lost_state: why its state does not go along; empty if it does, or has none. Where a gate
            keeps it, what would keep it with the gate on follows.
        goes_on: replicas in clusters that are left, for ``stays``.
        replicas_lost: those that nothing replaces, for ``stays``.
    """

    workload: ObjectId
    kind: VerdictKind
    targets: tuple[str, ...] = ()
    seconds: float | None = None
    reasons: tuple[Reason, ...] = ()
    left_behind: tuple[str, ...] = ()
    twice_from: float | None = None
    twice_until: float | None = None
    stays_by: str = ""
    lost_state: tuple[Reason, ...] = ()
    goes_on: tuple[tuple[str, int], ...] = ()
    replicas_lost: int = 0


@dataclass(frozen=True, slots=True)
class PlayedLoss:
    """A loss and its run.

    Attributes:
        settings: of the run.
        with_return: the same, and the clusters come back when all is done; ``None`` if not played.
        with_gate: the same with StatefulFailoverInjection on; ``None`` if not played.
    """

    fleet: PreparedFleet
    case: Case
    settings: Settings
    timeline: Timeline
    with_return: Timeline | None = None
    with_gate: Timeline | None = None


def verdict_of(played: PlayedLoss, workload: ObjectId) -> Verdict:
    """What becomes of a workload that was bound to a lost cluster."""
    lost, timeline = played.case.clusters, played.timeline
    moves = [move for move in timeline.moves_of(workload) if move.source in lost]
    if not moves:
        bonds = Bonds(played.fleet, played.settings, timeline)
        return Verdict(workload, "inert", reasons=bonds.of(workload, lost))
    last, state = moves[-1], timeline.workloads[workload].states[-1]
    if not state.targets or last.healthy_at is None:
        return _unfinished(played, workload, last, state)
    if not last.targets:
        return _staying(played, workload, state)
    found = Verdict(
        workload, "moves", last.targets, max(move.healthy_at or 0.0 for move in moves),
        left_behind=tuple(left_behind(played.fleet, workload, last, timeline)),
        lost_state=tuple(_lost_state(played, workload)),
    )
    return _twice(played, found)


def _unfinished(
    played: PlayedLoss, workload: ObjectId, last: Move, state: WorkloadState
) -> Verdict:
    """The step at which it stopped."""
    lost, events = played.case.clusters, played.timeline.events_of(workload)
    kind, reason = _stop(events, state, played.timeline, last)
    if kind == "nowhere" and any(name not in lost for name, _ in state.targets):
        return _staying(played, workload, state, reason)
    return Verdict(workload, kind, last.targets, reasons=(reason,))


def _stop(
    events: tuple[Event, ...], state: WorkloadState, timeline: Timeline, last: Move
) -> tuple[VerdictKind, Reason]:
    unscheduled, blocked = _last(events, "unscheduled"), _last(events, "blocked")
    if blocked and (not unscheduled or blocked.time > unscheduled.time) and state.problem:
        return "stuck", Reason(blocked.decided_by, blocked.text)
    if unscheduled and (state.problem or not state.targets):
        return "nowhere", Reason(
            unscheduled.decided_by, "; ".join((unscheduled.text, *unscheduled.details))
        )
    if not state.targets:
        return "nowhere", Reason("spec.placement", "no cluster takes it")
    pods = _last(events, "pending", "room")
    if pods and pods.kind == "pending":
        return "no room", Reason(pods.decided_by, pods.text)
    refused = _last(events, "refused")
    if refused and refused.time >= last.begin:
        return "stuck", Reason(refused.decided_by, refused.text)
    return "too slow", _awaited(timeline, last)


def _last(events: tuple[Event, ...], *kinds: str) -> Event | None:
    return next((event for event in reversed(events) if event.kind in kinds), None)


def _awaited(timeline: Timeline, last: Move) -> Reason:
    """The phase that never ended, or else what the run waits for at its end."""
    for loop in timeline.loops:
        if loop.workload == last.workload:
            return Reason(loop.decided_by, loop.text)
    for span in last.spans:
        if span.end is None and span.text:
            return Reason(span.decided_by, span.text)
    for wait in timeline.waiting:
        if wait.workload == last.workload:
            return Reason(wait.decided_by, wait.text)
    return Reason("--limit", f"not healthy within {timeline.limit:g} s")


def _staying(
    played: PlayedLoss, workload: ObjectId, state: WorkloadState, reason: Reason | None = None
) -> Verdict:
    lost = played.case.clusters
    first = played.timeline.workloads[workload].states[0]
    targets = {name for name, _ in state.targets if name not in lost}
    return Verdict(
        workload, "stays", reasons=(reason,) if reason else (),
        goes_on=tuple((c.cluster, c.ready) for c in state.copies if c.cluster in targets),
        replicas_lost=sum(replicas for name, replicas in first.targets if name in lost),
    )


def _lost_state(played: PlayedLoss, workload: ObjectId) -> Iterator[Reason]:
    """Why the state does not arrive; after a gate that is off, what is left with the gate on."""
    found = lost_state(played.fleet, workload, played.timeline)
    if found is None:
        return
    yield found
    if found.subject == STATE_GATE and played.with_gate is not None:
        opened = replace(
            played, timeline=played.with_gate, with_return=None, with_gate=None,
            settings=replace(played.settings, stateful_failover_injection=True),
        )
        then = verdict_of(opened, workload)
        yield from then.lost_state if then.kind == "moves" else then.reasons


def _twice(played: PlayedLoss, found: Verdict) -> Verdict:
    """How long old and new copy may both run, if the cluster is only cut off."""
    window = _window(played.timeline, found.workload)
    if window is None:
        return found
    found = replace(found, twice_from=window.begin, twice_until=window.end)
    if window.end is not None or played.with_return is None:
        return found
    after = _window(played.with_return, found.workload)
    return found if after is None or after.end is not None else replace(
        found, stays_by=after.decided_by
    )


def _window(timeline: Timeline, workload: ObjectId) -> Window | None:
    """The window in which both copies run; one that never closes rather than one that does."""
    found = [w for w in timeline.windows if w.workload == workload and w.kind == "both"]
    return next((w for w in found if w.end is None), found[0] if found else None)
