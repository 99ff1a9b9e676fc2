"""Dependencies follow their workload: ``requiredBy`` of the attached bindings.

Follows pkg/dependenciesdistributor (``buildAttachedBinding``): the entry mirrors only where the
workload is now, so dependencies leave the source at once, even where the copy may stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.policies.bindings import binding_name
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
        if world.settings.propagate_deps:
            world.store.watch_bindings(self._on_binding)

    def _on_binding(self, workload: ObjectId, old: Object, new: Object) -> None:
        if workload in self.attached and old.get("spec") is not new.get("spec"):
            self.changed(workload)

    def reconcile(self, key: ObjectId) -> None:
        spec = section(self.store.bindings[key], "spec")
        for dependency in self.attached[key]:
            binding = self.store.bindings[dependency]
            changed = with_requirement(binding, key, items(spec, "clusters"))
            self.store.put_binding(dependency, changed)


def with_requirement(binding: Object, workload: ObjectId, clusters: list[Object]) -> Object:
    """The attached binding with what one workload requires now."""
    spec = section(binding, "spec")
    name = binding_name(workload.kind, workload.name)
    entry: Object = {"namespace": workload.namespace, "name": name, "clusters": clusters}
    others = [
        item for item in items(spec, "requiredBy")
        if (item.get("namespace"), item.get("name")) != (workload.namespace, name)
    ]
    required = sorted([*others, entry], key=lambda e: (e["namespace"], e["name"]))
    if required == items(spec, "requiredBy"):
        return binding
    return {**binding, "spec": {**spec, "requiredBy": required}}
