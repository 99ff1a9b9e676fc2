"""Whether a world is at rest, and what it waits for if it is not."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.tolerations import no_execute_taints
from workbench.karmada.overrides.pipeline import target_clusters
from workbench.model.identity import ObjectId
from workbench.simulator.binding_controller import suspended_by
from workbench.simulator.causes import full_name, lifetime_source
from workbench.simulator.taint_manager import why_off
from workbench.simulator.timeline import Waiting
from workbench.simulator.work import Work
from workbench.simulator.world import World


def is_at_rest(world: World) -> bool:
    """Whether nothing waits for anything."""
    return next(_waiting(world), None) is None


def waiting_of(world: World) -> tuple[Waiting, ...]:
    """Everything that is not at rest, by workload."""
    return tuple(_waiting(world))


def _waiting(world: World) -> Iterator[Waiting]:
    for workload in sorted(world.store.bindings):
        spec = section(world.store.bindings[workload], "spec")
        problem = world.recorder.problems.get(workload)
        if problem:
            yield Waiting(workload, "", problem, world.recorder.deciders.get(workload, ""))
        works = world.store.works.get(workload, {})
        for task in items(spec, "gracefulEvictionTasks"):
            yield _task(workload, task)
        targets = {target.name for target in target_clusters(world.store.bindings[workload])}
        for cluster in sorted(targets - works.keys() - {""}):
            if cluster in world.store.clusters and not problem:
                yield Waiting(workload, cluster, f"no Work for {cluster} yet", "Work")
        for work in works.values():
            if reason := _work(world, work, work.cluster in targets):
                yield Waiting(workload, work.cluster, *reason)
        for copy in world.store.copies.get(workload, {}).values():
            if copy.cluster not in works and copy.phase != "stopping":
                text = f"a copy is left in {copy.cluster} that nothing will remove"
                yield Waiting(workload, copy.cluster, text, "preserveResourcesOnDeletion")


def _bound_by(world: World, cluster: str) -> str:
    """What keeps a lost cluster from being left: a gate, a flag, no taint, or a toleration."""
    if off := why_off(world):
        return off
    taints = items(section(world.store.clusters[cluster], "spec"), "taints")
    if no_execute_taints(taints):
        return full_name("clusterTolerations")
    if not world.profile.adds_no_execute_taints:
        return "ClusterTaintPolicy"
    is_on = world.settings.failover
    return "--failover-eviction-timeout" if is_on else "feature gate Failover"


def _task(workload: ObjectId, task: dict[str, object]) -> Waiting:
    cluster = str(task.get("fromCluster") or "")
    if task.get("suppressDeletion"):
        text = f"the old copy in {cluster} stays until somebody lets it go"
        return Waiting(workload, cluster, text, lifetime_source(task))
    text = f"the task of {cluster} has not ended"
    return Waiting(workload, cluster, text, lifetime_source(task))


def _work(world: World, work: Work, is_target: bool) -> tuple[str, str] | None:
    """What a Work waits for, and who decides; ``None`` if it is at rest."""
    cluster = work.cluster
    if work.is_deleting:
        is_ready = world.store.is_ready(cluster)
        said = f"deleting in {cluster}: {work.message or 'under way'}"
        if is_ready and work.message:
            said = f"deleting in {cluster} is tried again later"
        return said, "--rate-limiter-max-delay" if is_ready else "condition Ready"
    if not is_target:
        return None
    if work.is_suspended:
        spec = section(world.store.bindings[work.workload], "spec")
        return f"{cluster} is not dispatched to", suspended_by(spec)
    if not work.is_applied:
        return f"applying in {cluster}: {work.message or 'under way'}", "Work"
    link = world.store.links[cluster]
    if not link.answers:
        gone = "is cut off" if link.is_alive else "is down"
        return f"it is still bound to {cluster}, which {gone}", _bound_by(world, cluster)
    if work.health != "Healthy":
        return f"{cluster}: {work.health}", "status.aggregatedStatus"
    return None
