"""Dependencies follow their workload: ``requiredBy`` of the attached bindings.

Follows pkg/dependenciesdistributor (``buildAttachedBinding``): the entry mirrors only where the
workload is now, so dependencies leave the source at once, even where the copy may stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.followers import attached
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.controller import Controller

if TYPE_CHECKING:
    from workbench.simulator.world import World


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
        for dependency in self.attached[key]:
            template = self.store.templates[dependency]
            others = [self.store.bindings[o] for o in self._owners[dependency] if o != key]
            binding = attached(
                template, self.store.bindings[dependency], {key: owner}, self.profile, others,
            )
            self.store.put_binding(dependency, binding)


def owners_of(attached: dict[ObjectId, tuple[ObjectId, ...]]) -> dict[ObjectId, list[ObjectId]]:
    """The workloads that take each dependency along."""
    owners: dict[ObjectId, list[ObjectId]] = {}
    for workload, dependencies in attached.items():
        for dependency in dependencies:
            owners.setdefault(dependency, []).append(workload)
    return owners
