"""What a workload needs in a cluster, and would not find in the one that it moves to."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.scheduling.dependencies import dependencies_of
from workbench.karmada.scheduling.pods import map_at, pod_template
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.timeline import Move, Timeline


def left_behind(
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
