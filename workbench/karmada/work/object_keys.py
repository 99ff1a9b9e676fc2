"""What tells objects of one API server apart, whatever version of their kind they are read in."""

from __future__ import annotations

from workbench.model.identity import ObjectId

ObjectKey = tuple[str, str, str, str]
"""Group, kind, namespace, name."""

KARMADA_GROUPS = {
    "ResourceBinding": "work.karmada.io", "ClusterResourceBinding": "work.karmada.io",
    "Work": "work.karmada.io", "Cluster": "cluster.karmada.io",
    "PropagationPolicy": "policy.karmada.io", "ClusterPropagationPolicy": "policy.karmada.io",
}  # fmt: skip


def object_key(target: ObjectId) -> ObjectKey:
    return target.group, target.kind, target.namespace, target.name


def karmada_key(kind: str, namespace: str, name: str) -> ObjectKey:
    """Key of an object of one of Karmada's own kinds."""
    return KARMADA_GROUPS[kind], kind, namespace, name
