"""One loss, played: what becomes of every workload that ran there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.scheduling.dependencies import dependencies_of
from workbench.karmada.scheduling.pods import map_at, pod_template
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup
from workbench.plans.doctor.cases import Case
from workbench.plans.doctor.reasons import (
    Reason,
    cluster_reasons,
    enabled,
    toleration_reasons,
)
from workbench.simulator.faults import CutClusters
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.members import has_pods
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Move, Timeline, WorkloadState

VerdictKind = Literal["moves", "stays", "nowhere", "too slow", "inert"]

LIMIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one workload in one loss.

    Attributes:
        kind: ``moves`` (healthy elsewhere), ``stays`` (its other copies go on, nothing replaces
            the lost one), ``nowhere`` (no cluster takes it), ``too slow`` (not healthy within an
            hour), ``inert`` (nothing happens).
        targets: clusters that take over.
        seconds: from the loss to healthy, for ``moves``.
        reasons: why not, for the others.
        left_behind: what it needs and would not find in a new cluster.
        twice_from: from when on two copies may run, if the cluster is only cut off.
        twice_until: until when; ``None`` is until the cluster is back.
        lost_state: why its state does not go along; empty if it does, or has none.
    """

    workload: ObjectId
    kind: VerdictKind
    targets: tuple[str, ...] = ()
    seconds: float | None = None
    reasons: tuple[Reason, ...] = ()
    left_behind: tuple[str, ...] = ()
    twice_from: float | None = None
    twice_until: float | None = None
    lost_state: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a loss means for the fleet as a whole.

    Attributes:
        moved, healthy: workloads that left, and those of them healthy elsewhere.
        nowhere: workloads without any cluster.
        pending_pods: pods that find no room.
        queue_seconds: from the first to the last eviction.
        all_healthy_after: when the last one was healthy again; ``None`` if one never was.
    """

    moved: int
    healthy: int
    nowhere: int
    pending_pods: int
    queue_seconds: float
    all_healthy_after: float | None


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
    would_be: tuple[Verdict, ...] = ()
    if not reasons:
        timeline = _play(fleet, case, settings)
        verdicts = tuple(_verdict(fleet, w, case, timeline, settings) for w in hit)
    else:
        verdicts = tuple(Verdict(w, "inert", reasons=reasons) for w in hit)
        on = enabled(fleet, settings)
        timeline = _play(fleet, case, on)
        would_be = tuple(_verdict(fleet, w, case, timeline, on) for w in hit)
    return Finding(case, verdicts, would_be, _capacity(timeline))


def _play(fleet: PreparedFleet, case: Case, settings: Settings) -> Timeline:
    """The loss as Karmada meets it. Cut off and down look the same to it."""
    scenario = Scenario((CutClusters(clusters=case.clusters),), LIMIT_SECONDS)
    return simulate(fleet, scenario, settings)


def _hit(fleet: PreparedFleet, case: Case) -> list[ObjectId]:
    """Workloads with pods that run in a lost cluster."""
    lost = set(case.clusters)
    return [
        workload for workload in fleet.workloads
        if has_pods(fleet.templates[workload])
        and any(t.get("name") in lost
                for t in items(section(fleet.bindings[workload], "spec"), "clusters"))
    ]


def _verdict(
    fleet: PreparedFleet, workload: ObjectId, case: Case, timeline: Timeline, settings: Settings
) -> Verdict:
    moves = [move for move in timeline.moves_of(workload) if move.source in case.clusters]
    if not moves:
        return Verdict(workload, "inert", reasons=_why_inert(fleet, workload, timeline, settings))
    last = moves[-1]
    state = timeline.workloads[workload].states[-1]
    if not state.targets:
        return Verdict(workload, "nowhere", reasons=_why_nowhere(workload, timeline))
    if last.healthy_at is None:
        reasons = (Reason("startup", state.problem or "not healthy within an hour"),)
        return Verdict(workload, "too slow", last.targets, reasons=reasons)
    twice = next((w for w in timeline.windows if w.workload == workload and w.kind == "both"), None)
    return Verdict(
        workload, "moves" if last.targets else "stays", last.targets,
        max(move.healthy_at or 0.0 for move in moves),
        left_behind=tuple(_left_behind(fleet, workload, last, timeline)),
        twice_from=twice.begin if twice else None, twice_until=twice.end if twice else None,
        lost_state=_lost_state(fleet, workload, last, timeline, settings),
    )


def _why_inert(
    fleet: PreparedFleet, workload: ObjectId, timeline: Timeline, settings: Settings
) -> tuple[Reason, ...]:
    if found := toleration_reasons(fleet, workload, settings):
        return found
    for event in timeline.events_of(workload):
        if event.kind == "blocked":
            return (Reason(event.decided_by, event.text),)
    return (Reason("time", "nothing is evicted within an hour"),)


def _why_nowhere(workload: ObjectId, timeline: Timeline) -> tuple[Reason, ...]:
    for event in reversed(timeline.events_of(workload)):
        if event.kind == "unscheduled":
            return (Reason("spec.placement", "; ".join((event.text, *event.details))),)
    return (Reason("spec.placement", "no cluster takes it"),)


def _left_behind(
    fleet: PreparedFleet, workload: ObjectId, move: Move, timeline: Timeline
) -> Iterator[str]:
    """Objects of the fleet that the workload needs, and new clusters that do not have them."""
    template = fleet.templates[workload]
    needed = {
        (d.api_version, d.kind, d.namespace, d.name)
        for d in dependencies_of(template, fleet.profile).found
    }
    for key in sorted(fleet.templates):
        who = (key.api_version, key.kind, key.namespace, key.name)
        if who not in needed and not _serves(fleet.templates[key], template, key, workload):
            continue
        missing = [c for c in move.targets if c not in _clusters_of(fleet, key, timeline)]
        if missing:
            yield f"{key} is not in {', '.join(missing)}"


def _serves(service: Object, template: Object, key: ObjectId, workload: ObjectId) -> bool:
    """Whether a Service selects the workload's pods."""
    if key.kind != "Service" or key.namespace != workload.namespace:
        return False
    selector = map_at(service, "spec", "selector")
    labels = map_at(pod_template(template), "metadata", "labels")
    return bool(selector) and all(labels.get(k) == v for k, v in selector.items())


def _clusters_of(fleet: PreparedFleet, key: ObjectId, timeline: Timeline) -> set[str]:
    track = timeline.workloads.get(key)
    if track is not None:
        return {copy.cluster for copy in track.states[-1].copies if copy.phase != "waiting"}
    return {copy.cluster for copy in fleet.copies if copy.workload == key}


def _lost_state(
    fleet: PreparedFleet, workload: ObjectId, move: Move, timeline: Timeline, settings: Settings
) -> str:
    """Why the state does not arrive; empty if it does, or if nothing shows that there is any."""
    if not move.targets:
        return ""
    spec = section(fleet.bindings[workload], "spec")
    failover = section(spec, "failover")
    for_cluster = section(failover, "cluster").get("statePreservation")
    for_application = section(failover, "application").get("statePreservation")
    if not PreservationRule.all_of(for_cluster):
        if PreservationRule.all_of(for_application):
            return "failover.application keeps state, failover.cluster does not"
        return _volumes(fleet.templates[workload])
    if not settings.stateful_failover_injection:
        return "feature gate StatefulFailoverInjection is off"
    applied = [e for e in timeline.events_of(workload)
               if e.kind == "applied" and e.cluster in move.targets and e.time >= move.begin]
    if applied and all(event.details for event in applied):
        return ""
    task = next((t for s in timeline.workloads[workload].states for t in s.tasks), None)
    mode = task.purge_mode if task else ""
    return f"the new copy gets no label: purgeMode {mode or 'unset'}, {len(move.targets)} targets"


def _volumes(template: Object) -> str:
    claims = lookup(template, "spec", "volumeClaimTemplates")
    volumes = map_at(pod_template(template), "spec").get("volumes")
    has_claim = isinstance(volumes, list) and any(
        isinstance(v, dict) and v.get("persistentVolumeClaim") for v in volumes
    )
    if claims or has_claim:
        return "its volumes stay in the lost cluster, and no state is kept"
    return ""


def _capacity(timeline: Timeline) -> Capacity:
    evicted = [event.time for event in timeline.events if event.kind == "evicted"]
    last = {move.workload: move for move in timeline.moves}
    healthy = [move for move in last.values() if move.healthy_at is not None]
    states = [timeline.workloads[workload].states[-1] for workload in last]
    done = max((move.healthy_at or 0.0 for move in healthy), default=0.0)
    return Capacity(
        moved=len(last),
        healthy=len(healthy),
        nowhere=sum(not state.targets for state in states),
        pending_pods=sum(map(_pending, states)),
        queue_seconds=max(evicted) - min(evicted) if evicted else 0.0,
        all_healthy_after=done if len(healthy) == len(last) else None,
    )


def _pending(state: WorkloadState) -> int:
    targets = {name for name, _ in state.targets}
    return sum(c.replicas - c.ready for c in state.copies
               if c.cluster in targets and c.phase in ("starting", "waiting"))
