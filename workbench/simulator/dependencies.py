"""Dependencies follow their workload: ``requiredBy`` of the attached bindings.

Follows pkg/dependenciesdistributor (``buildAttachedBinding``): the entry mirrors only where the
workload is now, so dependencies leave the source at once, even where the copy may stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.bindings import bound_clusters
from workbench.karmada.failover.eviction import section
from workbench.karmada.followers import attached
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.controller import Controller

if TYPE_CHECKING:
    from workbench.simulator.world import World

_SPELLED = 3


class DependenciesDistributor(Controller[ObjectId]):
    """Keys are workloads whose binding has ``propagateDeps`` (gate PropagateDeps).

    Attributes:
        attached: what follows each workload.
    """

    def __init__(self, world: World, attached: dict[ObjectId, tuple[ObjectId, ...]]) -> None:
        super().__init__(world)
        self.attached = attached
        self._owners = owners_of(attached)
        if world.settings.propagate_deps:
            world.store.watch_bindings(self._on_binding)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        if workload in self.attached and old.get("spec") is not new.get("spec"):
            self.changed(workload)

    def reconcile(self, key: ObjectId) -> None:
        owner = self.store.bindings[key]
        left: dict[str, list[ObjectId]] = {}
        for dependency in self.attached[key]:
            template = self.store.templates[dependency]
            others = [self.store.bindings[o] for o in self._owners[dependency] if o != key]
            before = self.store.bindings[dependency]
            binding = attached(template, before, {key: owner}, self.profile, others)
            self.store.put_binding(dependency, binding)
            for cluster in _clusters(before) - _clusters(binding):
                left.setdefault(cluster, []).append(dependency)
        for cluster, dependencies in sorted(left.items()):
            self._warn(key, cluster, dependencies)

    def _warn(self, owner: ObjectId, cluster: str, dependencies: list[ObjectId]) -> None:
        """Say it where they leave a cluster in which the workload is to go on for a while."""
        work, store = self.store.work(owner, cluster), self.store
        kept = section(store.bindings[owner], "spec").get("preserveResourcesOnDeletion") is True
        if work is None or work.is_deleting or kept or not store.is_ready(cluster):
            return
        names = [f"{one.kind} {one.name}" for one in dependencies[:_SPELLED]]
        rest = len(dependencies) - len(names)
        self.world.recorder.say(
            "stripped", "clean up",
            f"{cluster}: {', '.join(names)}{f' and {rest} more' if rest else ''} "
            f"{'leaves' if len(dependencies) == 1 else 'leave'} before the old copy does: a pod "
            "that starts there meanwhile lacks what it needs",
            "spec.requiredBy", workload=owner, cluster=cluster,
        )


def _clusters(binding: Object) -> set[str]:
    return {target.get("name") or "" for target in bound_clusters(binding.get("spec"))}


def owners_of(attached: dict[ObjectId, tuple[ObjectId, ...]]) -> dict[ObjectId, list[ObjectId]]:
    """The workloads that take each dependency along."""
    owners: dict[ObjectId, list[ObjectId]] = {}
    for workload, dependencies in attached.items():
        for dependency in dependencies:
            owners.setdefault(dependency, []).append(workload)
    return owners
