"""What a purge mode does to the old Work: kept, deleted, or in the way of the new one.

Follows ``ObtainBindingSpecExistingClusters`` and ``ObtainClustersWithPurgeModeDirectly``
(pkg/util/helper/binding.go) and ``removeOrphanWorks`` and ``checkDirectPurgeOrphanWorks``
(pkg/controllers/binding/binding_controller.go).
"""

from __future__ import annotations

from collections.abc import Iterable

from workbench.karmada.bindings import bound_clusters
from workbench.karmada.failover.eviction import items
from workbench.karmada.profile import Profile
from workbench.model.tree import Object


def surviving_clusters(spec: Object, profile: Profile) -> list[str]:
    """Clusters whose Work is kept: the targets, then those that a task purges later."""
    names = [target.get("name", "") for target in bound_clusters(spec)]
    for task in items(spec, "gracefulEvictionTasks"):
        if (task.get("purgeMode") or "") not in profile.direct_purge_modes:
            names.append(task.get("fromCluster", ""))
    return list(dict.fromkeys(names))


def purges_in_the_way(spec: Object, work_clusters: Iterable[str], profile: Profile) -> list[str]:
    """Clusters whose leftover Work (even a terminating one) holds up all new Works.

    ``work_clusters`` names every cluster where the binding has a Work.
    """
    if not profile.direct_purge_waits:
        return []
    direct = {
        task.get("fromCluster", "")
        for task in items(spec, "gracefulEvictionTasks")
        if (task.get("purgeMode") or "") in profile.direct_purge_modes
    }
    return [name for name in dict.fromkeys(work_clusters) if name in direct]
