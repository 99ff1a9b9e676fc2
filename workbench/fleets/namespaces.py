"""Objects that were written without a namespace, put into one as ``kubectl -n`` would."""

from __future__ import annotations

from dataclasses import replace

from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import lookup, replaced

# Kinds of Kubernetes and Karmada that stand outside namespaces; CRDs of the fleet say it of others.
_CLUSTER_SCOPED = frozenset(
    (
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding",
        "CustomResourceDefinition", "StorageClass", "PriorityClass", "IngressClass",
        "RuntimeClass", "VolumeAttachment", "CSIDriver", "CSINode", "APIService",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "FlowSchema",
        "PriorityLevelConfiguration", "CertificateSigningRequest", "ClusterTrustBundle",
        "Cluster", "ClusterOverridePolicy", "ClusterPropagationPolicy", "ClusterTaintPolicy",
        "ClusterResourceBinding", "Remedy",
        "ResourceInterpreterCustomization", "ResourceInterpreterWebhookConfiguration",
        "WorkloadRebalancer",
    )
)


def with_namespace(fleet: Snapshot, namespace: str) -> Snapshot:
    """The fleet with ``namespace`` on every namespaced object that has none."""
    outside = _CLUSTER_SCOPED | _from_crds(fleet)
    items = tuple(
        item if item.id.namespace or item.id.kind in outside else _moved(item, namespace)
        for item in fleet.items
    )
    return replace(fleet, items=items)


def _from_crds(fleet: Snapshot) -> set[str]:
    crds = [i.object for i in fleet.items if i.id.kind == "CustomResourceDefinition"]
    return {
        str(lookup(crd, "spec", "names", "kind"))
        for crd in crds
        if lookup(crd, "spec", "scope") == "Cluster"
    }


def _moved(item: Item, namespace: str) -> Item:
    tree = replaced(item.object, ("metadata", "namespace"), namespace)
    return replace(item, object=tree, id=ObjectId.of(tree))
