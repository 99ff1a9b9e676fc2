"""Works of Namespaces, which reach every cluster without any binding.

Follows ``buildWorks`` of pkg/controllers/namespace/namespace_sync_controller.go and
``CreateOrUpdateWork`` of pkg/controllers/ctrlutil/work.go (v1.18.2) and pkg/util/helper/work.go
(v1.12.0).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.karmada.work import keys
from workbench.karmada.work.metadata import merged
from workbench.karmada.work.names import execution_space, work_name
from workbench.karmada.work.pruning import pruned
from workbench.model.identity import ObjectId
from workbench.model.tree import Object


def draft_namespace_work(
    outcome: Outcome, namespace: Object, cluster: str, profile: Profile
) -> Object:
    """The Work of a Namespace for ``cluster``, before it meets the one that is there.

    No conflict resolution stands on it: a namespace that a member has already is left alone.

    Args:
        outcome: what the ClusterOverridePolicies made of it; of kind ``object``.

    Raises:
        WorkError, WorkPanic: pruning fails, in versions where the controller prunes.
    """
    key = ObjectId.of(namespace)
    record = outcome.applied_cluster_overrides
    annotations = {} if record is None else {keys.APPLIED_CLUSTER_OVERRIDES: record}
    metadata: Object = {
        "name": work_name(key.kind, key.namespace, key.name),
        "namespace": execution_space(cluster),
        "labels": {},
        "annotations": annotations,
        "finalizers": [keys.EXECUTION_FINALIZER],
        "ownerReferences": [_owner(namespace, key)],
    }
    manifest = merged(outcome.object or {}, "labels", {keys.MANAGED: "true"}, profile)
    texts = {
        keys.TEMPLATE_UID: text_at(manifest, "metadata", "uid"),
        keys.WORK_NAME: metadata["name"],
        keys.WORK_NAMESPACE: metadata["namespace"],
    }
    manifest = merged(manifest, "annotations", texts, profile)
    if profile.controller_completes_works:
        manifest = pruned(manifest, profile)
    return {
        "apiVersion": "work.karmada.io/v1alpha1", "kind": "Work", "metadata": metadata,
        "spec": {"workload": {"manifests": [manifest]}},
    }


def _owner(namespace: Object, key: ObjectId) -> Object:
    return {
        "apiVersion": key.api_version, "kind": key.kind, "name": key.name,
        "uid": text_at(namespace, "metadata", "uid"),
        "controller": True, "blockOwnerDeletion": True,
    }
