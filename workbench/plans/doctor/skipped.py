"""What the doctor examines, and what it leaves out with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.members import has_pods

NO_PODS = "it has no pods; what it does for a workload is said there"


def examined(fleet: PreparedFleet) -> list[ObjectId]:
    """Workloads with pods that the scheduler places, and that run somewhere."""
    return [workload for workload in fleet.workloads
            if has_pods(fleet.templates[workload]) and _targets(fleet, workload)]


def skipped(
    fleet: PreparedFleet, snapshot: Snapshot
) -> tuple[tuple[str, tuple[ObjectId, ...]], ...]:
    """Everything else that has a binding: why nothing is said of it, and the objects."""
    found: dict[str, list[ObjectId]] = {}
    for why, key in (*_of_fleet(fleet), *_without_object(fleet, snapshot)):
        found.setdefault(why, []).append(key)
    return tuple((why, tuple(sorted(keys))) for why, keys in sorted(found.items()))


def _targets(fleet: PreparedFleet, workload: ObjectId) -> list[dict[str, object]]:
    return items(section(fleet.bindings[workload], "spec"), "clusters")


def _of_fleet(fleet: PreparedFleet) -> Iterator[tuple[str, ObjectId]]:
    attached = {key for keys in fleet.attached.values() for key in keys}
    for key, binding in fleet.bindings.items():
        if not has_pods(fleet.templates[key]):
            yield NO_PODS, key
        elif "placement" not in section(binding, "spec"):
            if key not in attached:
                yield "its binding has no spec.placement, so no scheduler moves it", key
        elif not _targets(fleet, key):
            yield "its binding names no cluster", key


def _without_object(fleet: PreparedFleet, snapshot: Snapshot) -> Iterator[tuple[str, ObjectId]]:
    """Bindings of objects that are not in the fleet."""
    for item in snapshot.bindings:
        named = section(section(item.object, "spec"), "resource")
        parts = [named.get(part) for part in ("kind", "namespace", "name", "apiVersion")]
        kind, namespace, name, version = (p if isinstance(p, str) else "" for p in parts)
        key = ObjectId(kind, namespace, name, version)
        if name and key not in fleet.templates and key not in fleet.unplaced:
            yield "its binding is here, the object itself is not", key
