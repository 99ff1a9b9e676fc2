"""The binding controller: Works of a binding made, renewed and removed.

Follows pkg/controllers/binding/{binding_controller,cluster_resource_binding_controller}.go and
``FindOrphanWorks`` of pkg/util/helper/binding.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.karmada.failover.purge import purges_in_the_way, surviving_clusters
from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.work.assembly import binding_id, is_cluster_scoped
from workbench.karmada.work.controllers import Pass, warning
from workbench.karmada.work.keys import (
    BINDING_FINALIZER,
    CLUSTER_BINDING_FINALIZER,
    CRB_ID,
    RB_ID,
)
from workbench.karmada.work.names import SpaceError, cluster_of_space
from workbench.karmada.work.object_keys import ObjectKey, karmada_key, object_key
from workbench.karmada.work.release import is_deleting
from workbench.karmada.work.storage import NewId
from workbench.karmada.work.store import Store
from workbench.karmada.work.works import WorkKey, sync_works, work_key
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

PURGE_POLL_SECONDS: Final = 5.0


def sync_binding(
    store: Store,
    key: ObjectKey,
    targets: RuleTargets,
    new_id: NewId,
    gates: Mapping[str, bool] | None = None,
) -> Pass:
    """One pass over a binding: orphan Works go first, then Works are written.

    ``targets``: the override policies and Cluster objects of the same moment.
    """
    binding = store.get(key)
    if binding is None:
        return Pass()
    profile, spec = targets.index.profile, binding.get("spec") or {}
    if is_deleting(binding):
        _delete_works(store, works_of(store, binding))
        store.put(without_finalizers(binding, (BINDING_FINALIZER, CLUSTER_BINDING_FINALIZER)))
        return Pass()
    try:
        clusters = {k: cluster_of_space(k[0]) for k in works_of(store, binding)}
    except SpaceError as error:
        event = warning(ObjectId.of(binding), "CleanupWorkFailed", error.message)
        return Pass(error.message, events=(event,))
    surviving = surviving_clusters(spec, profile)
    _delete_works(store, [k for k, cluster in clusters.items() if cluster not in surviving])
    left = [cluster_of_space(namespace) for namespace, _ in works_of(store, binding)]
    if purges_in_the_way(spec, left, profile):
        return Pass(requeue_after_seconds=PURGE_POLL_SECONDS)
    template = store.get(object_key(resource_of(spec)))
    if template is None:
        return Pass()
    works = {work_key(work): work for work in store.of_kind("work.karmada.io", "Work")}
    sync = sync_works(template, binding, targets, works, new_id, gates)
    for place, work in sync.works.items():
        if work is not works.get(place):
            store.put(work)
    events = tuple(
        warning(ObjectId.of(tree), "SyncWorkFailed", sync.error)
        for tree in (binding, template)
        if sync.error
    )
    return Pass(sync.error, sync.panic, events=events)


def works_of(store: Store, binding: Object) -> list[WorkKey]:
    """Keys of the Works that carry the binding's id, sorted."""
    label = CRB_ID if is_cluster_scoped(binding) else RB_ID
    identity = binding_id(binding)
    return sorted(
        work_key(work)
        for work in store.of_kind("work.karmada.io", "Work")
        if lookup(work, "metadata", "labels", label) == identity
    )


def _delete_works(store: Store, works: list[WorkKey]) -> None:
    for namespace, name in works:
        store.delete(karmada_key("Work", namespace, name))


def without_finalizers(tree: Object, names: tuple[str, ...]) -> Object:
    """``tree`` without these finalizers; the same object where it has none of them."""
    metadata = tree.get("metadata") or {}
    finalizers = metadata.get("finalizers") or []
    kept = [name for name in finalizers if name not in names]
    if len(kept) == len(finalizers):
        return tree
    return {**tree, "metadata": {**metadata, "finalizers": kept}}


def resource_of(spec: Object) -> ObjectId:
    """Identity of the template that a binding's spec names."""
    resource = spec.get("resource") or {}
    kind, namespace, name, version = (
        resource.get(part) or "" for part in ("kind", "namespace", "name", "apiVersion")
    )
    return ObjectId(kind, namespace, name, version)
