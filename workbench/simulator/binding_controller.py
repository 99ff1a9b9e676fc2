"""From a binding to its Works: orphans go, direct purges hold up, the rest is built.

Follows pkg/controllers/binding/binding_controller.go and common.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section, texts
from workbench.karmada.failover.injection import inject, plan_injection
from workbench.karmada.failover.purge import purges_in_the_way, surviving_clusters
from workbench.karmada.overrides.pipeline import target_clusters
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.causes import purge_source
from workbench.simulator.controller import Controller
from workbench.simulator.lost_state import PreservedState
from workbench.simulator.members import wanted_pods
from workbench.simulator.work import Work

if TYPE_CHECKING:
    from workbench.simulator.world import World

POLL_SECONDS = 5.0


class BindingController(Controller[ObjectId]):
    """Keys are workloads.

    Attributes:
        preserved: state that is on its way to a new copy.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._held: set[ObjectId] = set()
        self.preserved = PreservedState(world)
        world.store.watch_bindings(self._on_binding)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        if old.get("spec") is not new.get("spec"):
            self.changed(workload)

    def reconcile(self, key: ObjectId) -> None:
        spec = section(self.store.bindings[key], "spec")
        self.preserved.watch(key, spec)
        self._remove_orphans(key, spec, set(surviving_clusters(spec, self.profile)))
        held = purges_in_the_way(spec, self.store.works.get(key, {}), self.profile)
        if held:
            self._hold(key, held, spec)
            return
        self._held.discard(key)
        self.preserved.look(key, spec)
        if self.ensure_works(key):
            self.succeeded(key)
        else:
            self.failed(key)

    def _remove_orphans(self, workload: ObjectId, spec: Object, survivors: set[str]) -> None:
        for work in list(self.store.works.get(workload, {}).values()):
            if work.cluster not in survivors and not work.is_deleting:
                work.let_go_by = self._let_go_by(workload, spec, work)
                work.is_deleting = True
                self.store.put_work(work)

    def _let_go_by(self, workload: ObjectId, spec: Object, work: Work) -> str:
        """Why the Work goes: its task's purge mode, its task's end, or that nobody wants it."""
        if purge := self._purge_of(workload, spec, work.cluster):
            return purge
        return work.let_go_by or ("spec.requiredBy" if "requiredBy" in spec else "spec.clusters")

    def _purge_of(self, workload: ObjectId, spec: Object, cluster: str) -> str:
        """What gave the cluster's task its purge mode; empty if there is no task."""
        for task in items(spec, "gracefulEvictionTasks"):
            if task.get("fromCluster") == cluster:
                return purge_source(task, self.store.bindings[workload], self.profile)
        return ""

    def _hold(self, workload: ObjectId, clusters: list[str], spec: Object) -> None:
        if workload not in self._held:
            self._held.add(workload)
            self.world.recorder.say(
                "held", "apply", f"no new copy before the Work in {', '.join(clusters)} is gone",
                self._purge_of(workload, spec, clusters[0]), workload=workload,
                cluster=clusters[0],
            )
        self.look_after(workload, POLL_SECONDS, is_background=True)

    def ensure_works(self, workload: ObjectId) -> bool:
        """Create or update the Work of every target cluster.

        False if one could not be: a Work that is still being deleted is an error to Karmada.
        """
        binding = self.store.bindings[workload]
        spec = section(binding, "spec")
        shares = {target.name: target.replicas for target in target_clusters(binding)}
        is_done = True
        if not shares:
            return is_done
        for variant in self.world.renderings.of(workload, binding):
            manifest = variant.outcome.object
            for cluster in variant.clusters:
                if manifest is None:
                    self._say_failure(workload, cluster, variant.outcome.message)
                elif cluster in self.store.clusters:
                    is_done &= self._ensure(workload, spec, cluster, shares[cluster], manifest)
        return is_done

    def _say_failure(self, workload: ObjectId, cluster: str, message: str) -> None:
        text = f"{cluster} gets no Work: {message}"
        if self.world.recorder.problems.get(workload) != text:
            self.world.recorder.problem(workload, text, "overrides")
            self.world.recorder.say(
                "refused", "apply", text, "overrides", workload=workload, cluster=cluster
            )

    def _ensure(
        self, workload: ObjectId, spec: Object, cluster: str, share: int, manifest: Object
    ) -> bool:
        plan = plan_injection(
            spec, cluster, self.settings.stateful_failover_injection, self.profile
        )
        work = self.store.work(workload, cluster)
        if work is not None and work.is_deleting:
            return False
        built = Work(
            workload, cluster, inject(manifest, plan.labels, self.profile),
            wanted_pods(manifest, share), plan.labels,
            is_suspended=is_suspended(spec, cluster),
            keeps_object=spec.get("preserveResourcesOnDeletion") is True,
        )
        if built.is_suspended and not (work and work.is_suspended):
            self.world.recorder.say(
                "suspended", "apply", f"{cluster} is not dispatched to", suspended_by(spec),
                workload=workload, cluster=cluster,
            )
        if work is None:
            self.store.put_work(built)
        elif _differs(work, built):
            work.manifest, work.replicas, work.labels = built.manifest, built.replicas, built.labels
            work.is_suspended = built.is_suspended
            self.store.put_work(work)
        return True


def suspended_by(spec: Object) -> str:
    """Which field of ``spec.suspension`` keeps Works from being dispatched."""
    everywhere = section(spec, "suspension").get("dispatching") is True
    return "spec.suspension.dispatching" + ("" if everywhere else "OnClusters")


def is_suspended(spec: Object, cluster: str) -> bool:
    """Whether ``spec.suspension`` keeps the cluster's Work from being dispatched."""
    suspension = section(spec, "suspension")
    if suspension.get("dispatching") is True:
        return True
    return cluster in texts(suspension.get("dispatchingOnClusters"), "clusterNames")


def _differs(work: Work, built: Work) -> bool:
    return (
        work.replicas != built.replicas
        or work.labels != built.labels
        or work.is_suspended != built.is_suspended
        or (work.manifest is not built.manifest and work.manifest != built.manifest)
    )


