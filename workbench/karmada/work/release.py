"""A Work that is being deleted: its objects deleted in the member, or left there and cleaned.

Follows ``handleWorkDelete`` and ``cleanupPolicyClaimMetadata`` of
pkg/controllers/execution/execution_controller.go, and ``removeExecutionSpace`` of
pkg/controllers/cluster/cluster_controller.go for clusters that can't answer any more (v1.12.0
and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.policies.claim_metadata import (
    CPP_ID,
    CPP_NAME,
    PP_ID,
    PP_NAME,
    PP_NAMESPACE,
)
from workbench.karmada.profile import Profile
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.dispatch import Dispatch
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.keys import (
    EXECUTION_FINALIZER,
    RELEASED_ANNOTATIONS,
    RELEASED_LABELS,
)
from workbench.karmada.work.metadata import without_keys
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup


def is_ready(cluster: Object) -> bool:
    """Whether the Cluster's condition ``Ready`` is true."""
    return any(
        condition.get("type") == "Ready" and condition.get("status") == "True"
        for condition in lookup(cluster, "status", "conditions") or ()
    )


def is_deleting(tree: Object) -> bool:
    return bool(lookup(tree, "metadata", "deletionTimestamp"))


def release(work: Object, cluster: Object, dispatch: Dispatch, profile: Profile) -> Decision:
    """Carry out the deletion of ``work`` in the member, and say what decided how.

    A suspended Work is released like any other. Raises :class:`WorkError` and ``WorkPanic``:
    the Work then keeps its finalizer.
    """
    manifests = lookup(work, "spec", "workload", "manifests") or ()
    flag = "work spec.preserveResourcesOnDeletion"
    if lookup(work, "spec", "preserveResourcesOnDeletion"):
        for manifest in manifests:
            observed = dispatch.get(manifest)
            dispatch.update(released_manifest(manifest, profile), observed)
        return Decision("release", "preserved", flag, "the cluster's readiness is not asked")
    if is_ready(cluster):
        for manifest in manifests:
            dispatch.delete(manifest)
        return Decision("release", "deleted", flag)
    if not is_deleting(cluster):
        raise WorkError(f"cluster({ObjectId.of(cluster).name}) not ready")
    by = "cluster metadata.deletionTimestamp"
    return Decision("release", "abandoned", by, "not ready and being removed: labels stay")


def released_manifest(manifest: Object, profile: Profile) -> Object:
    """The manifest without the marks that a release takes off.

    Which policy's marks go is decided by the object's scope, not by who claimed it; so those
    of a ClusterPropagationPolicy stay on namespaced objects, those of a ClusterResourceBinding
    on all.
    """
    is_namespaced = bool(text_at(manifest, "metadata", "namespace"))
    labels = {*RELEASED_LABELS, PP_ID if is_namespaced else CPP_ID}
    names = (PP_NAMESPACE, PP_NAME) if is_namespaced else (CPP_NAME,)
    tree = without_keys(manifest, "labels", labels, profile)
    return without_keys(tree, "annotations", {*RELEASED_ANNOTATIONS, *names}, profile)


def without_finalizer(work: Object) -> Object | None:
    """``work`` without the execution controller's finalizer; ``None`` if it was the last one.

    Karmada does only this where the member of a removed cluster can't be reached: for clusters
    in Pull mode that are not ready, and with ``unjoin --force`` when the wait is over.
    """
    metadata = work["metadata"]
    kept = [name for name in metadata.get("finalizers") or () if name != EXECUTION_FINALIZER]
    if not kept and metadata.get("deletionTimestamp"):
        return None
    return {**work, "metadata": {**metadata, "finalizers": kept}}
