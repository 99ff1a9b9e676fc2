"""What bindings say. Follows pkg/util/helper/binding.go (v1.12.0 and v1.18.2)."""

from __future__ import annotations

from workbench.karmada.failover.eviction import items
from workbench.model.tree import Json, Object


def bound_clusters(spec: Json) -> list[Object]:
    """Clusters that get a Work: ``spec.clusters``, then those that only ``requiredBy`` names."""
    targets = items(spec, "clusters")
    known = {target.get("name") or "" for target in targets}
    for snapshot in items(spec, "requiredBy"):
        for target in items(snapshot, "clusters"):
            name = target.get("name") or ""
            if name not in known:
                known.add(name)
                targets.append(target)
    return targets
