"""What follows a workload because of ``propagateDeps``, and where to.

Follows pkg/dependenciesdistributor/dependencies_distributor.go (v1.12.0 and v1.18.2): the
binding of a dependency names, in ``requiredBy``, every workload that needs it and where that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.karmada.policies.bindings import binding_name
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.dependencies import (
    SERVICE_NAME_LABEL,
    Dependency,
    dependencies_of,
)
from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.karmada.work.attached_bindings import owner_fields
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object, lookup


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a workload refers to.

    ``found`` is the object of the fleet that it means; ``None`` if there is none.
    """

    dependency: Dependency
    found: ObjectId | None


class Needs:
    """What the objects of a fleet need of one another, by Karmada's built-in rules."""

    def __init__(self, templates: Iterable[Item], profile: Profile) -> None:
        self._profile = profile
        self._by_name: dict[tuple[str, str, str, str], ObjectId] = {}
        self._by_service: dict[tuple[str, str], list[ObjectId]] = {}
        for item in templates:
            key = item.id
            self._by_name[key.api_version, key.kind, key.namespace, key.name] = key
            service = lookup(item.object, "metadata", "labels", SERVICE_NAME_LABEL)
            if isinstance(service, str):
                self._by_service.setdefault((key.namespace, service), []).append(key)

    def of(self, template: Object) -> tuple[Need, ...]:
        """What ``template`` needs; nothing where Karmada's own rule fails."""
        found = dependencies_of(template, self._profile)
        if found.error:
            return ()
        return tuple(Need(d, key) for d in found.found for key in self._matching(d))

    def _matching(self, need: Dependency) -> list[ObjectId | None]:
        if not need.service:
            return [self._by_name.get((need.api_version, need.kind, need.namespace, need.name))]
        listed = self._by_service.get((need.namespace, need.service), [])
        return [k for k in listed if (k.api_version, k.kind) == (need.api_version, need.kind)]


def attached(
    template: Object, own: Object | None, owners: Mapping[ObjectId, Object], profile: Profile,
    others: Sequence[Object] = (),
) -> Object:
    """The binding of an object that workloads require.

    Args:
        template: the object.
        own: its binding by a policy of its own, if it has one.
        owners: bindings of the workloads that require it, by workload, the last to be synced last.
        others: bindings of more of them, whose entries are in ``own`` as they are to be.
    """
    binding = own if own is not None else _bare(template)
    spec = map_at(binding, "spec")
    entries = [
        {"namespace": key.namespace, "name": binding_name(key.kind, key.name),
         "clusters": maps_in(owner, "spec", "clusters")}
        for key, owner in owners.items()
    ]
    fresh = {(entry["namespace"], entry["name"]) for entry in entries}
    kept = [
        entry for entry in maps_in(spec, "requiredBy")
        if (entry.get("namespace") or "", entry.get("name")) not in fresh
    ]
    required = sorted(
        [*kept, *entries], key=lambda e: (e.get("namespace") or "", e.get("name") or "")
    )
    needing = [*others, *owners.values()]
    if not needing:
        return {**binding, "spec": {**spec, "requiredBy": required}}
    fields, _ = owner_fields(spec, map_at(needing[-1], "spec"), lambda: needing, profile)
    return {**binding, "spec": {**spec, "requiredBy": required, **fields}}


def _bare(template: Object) -> Object:
    key = ObjectId.of(template)
    resource = {
        "apiVersion": key.api_version, "kind": key.kind, "namespace": key.namespace,
        "name": key.name,
    }
    return {
        "apiVersion": "work.karmada.io/v1alpha2",
        "kind": "ResourceBinding",
        "metadata": {"namespace": key.namespace, "name": binding_name(key.kind, key.name)},
        "spec": {"resource": resource},
    }
