"""One loss, played: what becomes of every workload that ran there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.plans.doctor.cases import Case
from workbench.plans.doctor.reasons import Reason, cluster_reasons, enabled
from workbench.plans.doctor.verdicts import PlayedLoss, Verdict, verdict_of
from workbench.simulator.faults import CutClusters
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.members import has_pods
from workbench.simulator.passages import preserves_state
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline, WorkloadState

LIMIT_SECONDS = 3600.0
_CLEANING_SECONDS = 1800.0
"""More than the longest pause between two attempts to delete an old copy."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a loss means for the fleet as a whole.

    Attributes:
        moved, healthy: workloads that left, and those of them healthy elsewhere.
        nowhere: workloads without any cluster.
        pending_pods: pods that find no room.
        queue_seconds: how long one waited in the eviction queue at most, after its toleration.
        all_healthy_after: when the last one was healthy again; ``None`` if one never was.
        bound: workloads that stay bound to what is lost.
    """

    moved: int
    healthy: int
    nowhere: int
    pending_pods: int
    queue_seconds: float
    all_healthy_after: float | None
    bound: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One loss.

    Attributes:
        verdicts: with the settings as they are; by workload.
        would_be: the same with everything enabled; empty where that changes nothing.
        capacity: of the run that evicts: as it is, or else with everything enabled.
    """

    case: Case
    verdicts: tuple[Verdict, ...]
    would_be: tuple[Verdict, ...]
    capacity: Capacity


def examine(fleet: PreparedFleet, asked: tuple[Case, Settings]) -> Finding:
    """Play one loss; with settings under which nothing moves, a second time with all enabled."""
    case, settings = asked
    hit = _hit(fleet, case)
    reasons = cluster_reasons(fleet, settings)
    played = _played(fleet, case, enabled(fleet, settings) if reasons else settings, hit)
    found = tuple(verdict_of(played, workload) for workload in hit)
    capacity = _capacity(played.timeline, sum(one.kind == "inert" for one in found))
    if not reasons:
        return Finding(case, found, (), capacity)
    return Finding(case, tuple(_inert(w, reasons) for w in hit), found, capacity)


def _inert(workload: ObjectId, reasons: tuple[Reason, ...]) -> Verdict:
    return Verdict(workload, "inert", reasons=reasons)


def _played(
    fleet: PreparedFleet, case: Case, settings: Settings, hit: list[ObjectId]
) -> PlayedLoss:
    """The loss as Karmada meets it: cut off and down look the same to it.

    Where it leaves something open it is played on: until the clusters are back where old copies
    may still run, and with the gate on where that alone seems to keep state. Not for pairs, of
    which only the capacity counts.
    """
    timeline = _play(fleet, case, settings)
    played = PlayedLoss(fleet, case, settings, timeline)
    if case.kind == "pair":
        return played
    if any(window.kind == "both" and window.end is None for window in timeline.windows):
        played = replace(played, with_return=_play(fleet, case, settings, timeline.end + 1))
    keeps_state = any(preserves_state(fleet.bindings[workload]) for workload in hit)
    if keeps_state and not settings.stateful_failover_injection:
        opened = replace(settings, stateful_failover_injection=True)
        played = replace(played, with_gate=_play(fleet, case, opened))
    return played


def _play(
    fleet: PreparedFleet, case: Case, settings: Settings, back_at: float | None = None
) -> Timeline:
    limit = LIMIT_SECONDS if back_at is None else back_at + _CLEANING_SECONDS
    fault = CutClusters(clusters=case.clusters, until=back_at)
    return simulate(fleet, Scenario((fault,), limit), settings)


def _hit(fleet: PreparedFleet, case: Case) -> list[ObjectId]:
    """Workloads with pods that run in a lost cluster."""
    lost = set(case.clusters)
    return [
        workload for workload in fleet.workloads
        if has_pods(fleet.templates[workload])
        and any(t.get("name") in lost
                for t in items(section(fleet.bindings[workload], "spec"), "clusters"))
    ]


def _capacity(timeline: Timeline, bound: int) -> Capacity:
    queued = [(timeline.end if span.end is None else span.end) - span.begin
              for move in timeline.moves for span in move.spans if span.phase == "evict"]
    last = {move.workload: move for move in timeline.moves}
    healthy = [move for move in last.values() if move.healthy_at is not None]
    states = [timeline.workloads[workload].states[-1] for workload in last]
    done = max((move.healthy_at or 0.0 for move in healthy), default=0.0)
    return Capacity(
        moved=len(last),
        healthy=len(healthy),
        nowhere=sum(not state.targets for state in states),
        pending_pods=sum(map(_pending, states)),
        queue_seconds=max(queued, default=0.0),
        all_healthy_after=done if len(healthy) == len(last) else None,
        bound=bound,
    )


def _pending(state: WorkloadState) -> int:
    targets = {name for name, _ in state.targets}
    return sum(c.replicas - c.ready for c in state.copies
               if c.cluster in targets and c.phase in ("starting", "waiting"))
