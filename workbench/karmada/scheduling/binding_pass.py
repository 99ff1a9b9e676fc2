"""The scheduler's whole handling of one binding: whether to schedule, by which affinity group,
and what is written back.

Follows pkg/scheduler/scheduler.go (``doScheduleBinding`` and what it calls), helper.go and
pkg/util/binding.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.decision import Decision, Failure
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.placement_text import (
    APPLIED_PLACEMENT,
    placement_text,
    read_placement,
    typed_placement,
)
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.request import COMPONENTS_GATE, Options, Request, whole
from workbench.karmada.scheduling.schedule import decide
from workbench.model.tree import Json, Object

SUCCEEDED = "Normal ScheduleBindingSucceed"
FAILED = "Warning ScheduleBindingFailed"
_SUCCESS_MESSAGE = "Binding has been scheduled successfully."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A decision for one affinity group; ``affinity_name`` is empty for ``clusterAffinity``."""

    affinity_name: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of the scheduler over one binding.

    Attributes:
        why: what asked for scheduling; empty if the binding is left as it is.
        attempts: decisions taken, one per affinity group that was tried.
        binding: the binding as it is stored afterwards.
        is_patched: whether spec or annotation was written (beside the status).
        failure: why scheduling failed: that of the first attempt.
        events: type and reason of each event, for the binding and again for the template.
    """

    why: str
    attempts: tuple[Attempt, ...]
    binding: Object
    is_patched: bool = False
    failure: Failure | None = None
    events: tuple[str, ...] = ()

    @property
    def decision(self) -> Decision | None:
        """The last decision that was taken; ``None`` without one."""
        return self.attempts[-1].decision if self.attempts else None


def run_pass(
    clusters: ClusterList, binding: Object, now: str, options: Options | None = None
) -> Pass:
    """Let the scheduler handle ``binding`` once.

    Args:
        clusters: the fleet's clusters; their version is the scheduler's.
        binding: a ResourceBinding or ClusterResourceBinding; it is not changed.
        now: RFC 3339 time that a success is stamped with.
        options: how the scheduler is run; the release's defaults if left out.
    """
    options = options or Options()
    if text_at(binding, "metadata", "deletionTimestamp"):
        return Pass("", (), binding, events=(FAILED,) * 2)
    request = Request.of(binding, clusters.profile)
    why = reason_to_schedule(binding, request, clusters, options)
    if not why:
        return Pass("", (), _with_status(binding, _observed(binding)))
    attempts = _attempts(request, clusters, options)
    return _written(binding, request, why, attempts, clusters, now)


def _attempts(request: Request, clusters: ClusterList, options: Options) -> tuple[Attempt, ...]:
    """One decision, or one per ordered affinity group until the first success."""
    terms = request.placement.get("clusterAffinities")
    if terms is None:
        return (Attempt("", decide(clusters, request, options)),)
    listed = maps_in(request.placement, "clusterAffinities")
    names = [text_at(term, "affinityName") for term in listed]
    start = names.index(request.affinity_name) if request.affinity_name in names else 0
    attempts: list[Attempt] = []
    for name in names[start:]:
        decision = decide(clusters, replace(request, affinity_name=name), options)
        attempts.append(Attempt(name, decision))
        if decision.failure is None or decision.failure.kind == "panic":
            break
    return tuple(attempts)


def _written(
    binding: Object,
    request: Request,
    why: str,
    attempts: tuple[Attempt, ...],
    clusters: ClusterList,
    now: str,
) -> Pass:
    last = attempts[-1].decision if attempts else None
    if last is None or (last.failure and last.failure.kind == "panic"):
        return Pass(why, attempts, binding, failure=last.failure if last else None)
    events = (FAILED,) * 2 * sum(attempt.decision.failure is not None for attempt in attempts)
    failure = attempts[0].decision.failure if last.failure else None
    status: Object = {}
    stored = binding
    if failure is None or failure.empties_placement:
        stored = _with_result(binding, request, last if failure is None else None, clusters)
    if failure is None:
        events += (SUCCEEDED,) * 2
        status = _success(binding, attempts[-1].affinity_name, now)
    elif failure.empties_placement and attempts[0].affinity_name:
        events += (FAILED,) * 2
    condition = _condition(failure)
    status["conditions"] = _conditions(binding, condition)
    is_patched = stored is not binding
    return Pass(why, attempts, _with_status(stored, status), is_patched, failure, events)


def _with_result(
    binding: Object, request: Request, decision: Decision | None, clusters: ClusterList
) -> Object:
    """The binding with new targets (none without a decision) and the placement they follow.

    The same object where nothing changes.
    """
    text = placement_text(typed_placement(request.placement, clusters.profile))
    targets = [(t.cluster, t.replicas) for t in (decision.targets if decision else None) or ()]
    annotations = map_at(binding, "metadata", "annotations")
    if annotations.get(APPLIED_PLACEMENT) == text and tuple(targets) == request.previous:
        return binding
    metadata = map_at(binding, "metadata")
    spec = {key: value for key, value in map_at(binding, "spec").items() if key != "clusters"}
    if targets:
        spec["clusters"] = [_target(name, replicas) for name, replicas in targets]
    annotations = {**annotations, APPLIED_PLACEMENT: text}
    return {**binding, "metadata": {**metadata, "annotations": annotations}, "spec": spec}


def _target(name: str, replicas: int) -> Object:
    return {"name": name, "replicas": replicas} if replicas else {"name": name}


def _with_status(binding: Object, fields: Object) -> Object:
    if not fields:
        return binding
    return {**binding, "status": {**map_at(binding, "status"), **fields}}


def _observed(binding: Object) -> Object:
    generation = whole(map_at(binding, "metadata").get("generation"))
    if generation == whole(map_at(binding, "status").get("schedulerObservedGeneration")):
        return {}
    return {"schedulerObservedGeneration": generation}


def _success(binding: Object, affinity_name: str, now: str) -> Object:
    status = {**_observed(binding), "lastScheduledTime": now}
    if affinity_name:
        status["schedulerObservingAffinityName"] = affinity_name
    return status


def _condition(failure: Failure | None) -> Object:
    if failure is None:
        return {"status": "True", "reason": "Success", "message": _SUCCESS_MESSAGE}
    return {"status": "False", "reason": failure.reason, "message": failure.message}


def _conditions(binding: Object, condition: Object) -> list[Json]:
    others = maps_in(binding, "status", "conditions")
    kept = [item for item in others if item.get("type") != "Scheduled"]
    return [*kept, {"type": "Scheduled", **condition}]


def reason_to_schedule(
    binding: Object, request: Request, clusters: ClusterList, options: Options
) -> str:
    """Why the scheduler would take the binding up; empty where it leaves it alone."""
    profile = clusters.profile
    applied = text_at(binding, "metadata", "annotations", APPLIED_PLACEMENT)
    if _placement_changed(request, applied, clusters):
        return "the placement changed" if applied else "it was never scheduled"
    if _replicas_changed(request, options):
        return "the replicas changed"
    if request.is_fresh:
        return "rescheduling was asked for"
    is_workload = request.is_workload
    if not profile.requirements_make_a_workload:
        is_workload = request.replicas != 0
    if not is_workload:
        return "it has no replicas to divide: always scheduled"
    if request.is_duplicated:
        return "Duplicated: always scheduled"
    if profile.scheduler_skips_deleting_clusters and any(
        facts.is_deleting and facts.name in request.assigned for facts in clusters.facts
    ):
        return "a target cluster is being deleted"
    return ""


def _placement_changed(request: Request, applied: str, clusters: ClusterList) -> bool:
    if not applied:
        return True
    old = read_placement(applied, clusters.profile)
    if old is None:
        return False
    new = typed_placement(request.placement, clusters.profile)
    if new == old:
        return False
    parts = ("clusterAffinity", "clusterTolerations", "spreadConstraints", "replicaScheduling")
    if any(new[part] != old[part] for part in parts):
        return True
    return _observed_group_changed(new, old, request.affinity_name)


def _observed_group_changed(new: Object, old: Object, name: str) -> bool:
    """Of the ordered groups only the one in use counts."""
    groups = [
        next((term for term in p["clusterAffinities"] or () if term["affinityName"] == name), None)
        for p in (new, old)
    ]
    return not name or None in groups or groups[0] != groups[1]


def _replicas_changed(request: Request, options: Options) -> bool:
    scheduling = request.placement.get("replicaScheduling")
    if scheduling is None:
        return False
    if options.gates.get(COMPONENTS_GATE) and request.components and not request.previous:
        return True
    kind = text_at(scheduling, "replicaSchedulingType")
    if kind == "Duplicated":
        return any(count != request.replicas for _, count in request.previous)
    total = int32(sum(count for _, count in request.previous))
    return kind == "Divided" and total != request.replicas
