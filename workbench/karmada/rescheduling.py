"""A binding that is in force, after something around it changed, up to the scheduler's next pass.

Each function is one controller's part in it: the detector applies a policy, the taint manager
evicts, a WorkloadRebalancer asks for a new division, a cluster leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.taints import TaintOptions, process
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.placement_text import (
    APPLIED_PLACEMENT,
    placement_text,
    typed_placement,
)
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.request import whole
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.timestamps import format_time, parse_time
from workbench.model.tree import Json, Object

REBALANCER = ("apps.karmada.io", "WorkloadRebalancer")
# Long after every toleration has run out: a what-if is about what remains in the end.
_IN_THE_END = 2.0**40
# Fields of a binding's spec that others than the detector write.
_OF_OTHERS = ("clusters", "gracefulEvictionTasks", "requiredBy", "rescheduleTriggeredAt")


def at_rest(binding: Object, profile: Profile) -> Object:
    """A binding as it was read, with the placement in force where none is noted on it.

    A binding written by hand lacks the annotation; without it everything would count as never
    scheduled.
    """
    metadata, placement = map_at(binding, "metadata"), map_at(binding, "spec").get("placement")
    annotations = map_at(metadata, "annotations")
    if annotations.get(APPLIED_PLACEMENT) or not isinstance(placement, dict):
        return binding
    text = placement_text(typed_placement(placement, profile))
    annotations = {**annotations, APPLIED_PLACEMENT: text}
    return {**binding, "metadata": {**metadata, "annotations": annotations}}


def reapplied(binding: Object, built: Object, profile: Profile) -> Object:
    """The binding after the detector applied a policy again; ``built`` is what it makes anew.

    Follows ``ApplyPolicy`` of pkg/detector/detector.go: results of scheduling and eviction stay,
    and from v1.13 on what keeps the scheduler away.
    """
    spec = map_at(binding, "spec")
    kept = {name: spec[name] for name in _OF_OTHERS if name in spec}
    suspension = map_at(spec, "suspension")
    if profile.knows_scheduling_suspension and "scheduling" in suspension:
        own = {"scheduling": suspension["scheduling"]}
        kept["suspension"] = {**map_at(built, "spec", "suspension"), **own}
    old, new = map_at(binding, "metadata"), map_at(built, "metadata")
    marks = ("annotations", "labels")
    merged = {part: {**map_at(old, part), **map_at(new, part)} for part in marks}
    metadata = {**old, **new, **merged}
    return {**binding, **built, "metadata": metadata, "spec": {**map_at(built, "spec"), **kept}}


class Departures:
    """Clusters taken out of bindings; equal lists stay one list."""

    def __init__(self) -> None:
        self._left: dict[tuple[int, frozenset[str]], tuple[Json, list[Object]]] = {}

    def without(self, binding: Object, gone: frozenset[str]) -> Object:
        """The binding without these clusters; the same one if it has none of them."""
        spec = map_at(binding, "spec")
        targets = spec.get("clusters")
        left = self._without(targets, gone)
        tasks = maps_in(spec, "gracefulEvictionTasks")
        kept = [task for task in tasks if text_at(task, "fromCluster") not in gone]
        if left is targets and len(kept) == len(tasks):
            return binding
        spec = {**spec, "clusters": left}
        if tasks:
            spec["gracefulEvictionTasks"] = kept
        return {**binding, "spec": spec}

    def _without(self, targets: Json, gone: frozenset[str]) -> Json:
        if not isinstance(targets, list):
            return targets
        key = (id(targets), gone)
        if key not in self._left:
            left = [t for t in targets if text_at(t, "name") not in gone]
            self._left[key] = (targets, targets if len(left) == len(targets) else left)
        return self._left[key][1]

    def evicted(
        self, binding: Object, cluster: Object, options: TaintOptions, profile: Profile
    ) -> tuple[Object, str]:
        """The binding after the taint manager has looked at a cluster, and why it leaves it.

        The reason is empty where it stays. Tolerations with a time have run out.
        """
        name = text_at(cluster, "metadata", "name")
        taints = maps_in(cluster, "spec", "taints")
        answer = process(binding, name, taints, _IN_THE_END, Gates(), options, profile)
        if answer.kind != "evicted":
            return binding, ""
        targets = self._without(map_at(binding, "spec").get("clusters"), frozenset((name,)))
        spec = {**map_at(binding, "spec"), "clusters": targets,
                "gracefulEvictionTasks": answer.tasks}
        return {**binding, "spec": spec}, f"{name} evicts it: {answer.decision.because}"


def triggered(binding: Object) -> Object:
    """The binding after a WorkloadRebalancer; one that was never scheduled stays as it is.

    Follows pkg/controllers/workloadrebalancer/workloadrebalancer_controller.go.
    """
    spec = {**map_at(binding, "spec"), "rescheduleTriggeredAt": later(binding, 1)}
    return {**binding, "spec": spec}


def later(binding: Object, seconds: int) -> str:
    """A time after the last scheduling of a binding, which a what-if stands for."""
    last = parse_time(map_at(binding, "status").get("lastScheduledTime")) or 0.0
    return format_time(last + seconds)


def touched(binding: Object) -> Object:
    """The binding with a new generation, as any change of its spec gives it."""
    metadata = map_at(binding, "metadata")
    generation = whole(metadata.get("generation")) + 1
    return {**binding, "metadata": {**metadata, "generation": generation}}


def rebalanced(items: Iterable[Item], known: Mapping[ObjectId, Item]) -> frozenset[ObjectId]:
    """The workloads of WorkloadRebalancers that are new or changed against ``known``."""
    return frozenset(
        ObjectId(
            text_at(workload, "kind"), text_at(workload, "namespace"), text_at(workload, "name"),
            text_at(workload, "apiVersion"),
        )
        for item in items
        if (item.id.group, item.id.kind) == REBALANCER and not item.member
        and known.get(item.id) is not item
        for workload in maps_in(item.object, "spec", "workloads")
    )
