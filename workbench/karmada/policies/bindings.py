"""The binding that a policy makes of a template it claims.

Follows ``BuildResourceBinding``, ``BuildClusterResourceBinding`` and
``applyReplicaInterpretation`` of pkg/detector/detector.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.karmada.policies.candidates import policy_id
from workbench.karmada.policies.claim_metadata import marked
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.flink_replicas import (
    flink_replicas,
    flink_requirements,
    is_flink,
    missing_part,
)
from workbench.karmada.scheduling.replicas import InterpretationError, has_replicas, replicas_of
from workbench.karmada.scheduling.requirements import QUOTA_GATE, replica_requirements
from workbench.karmada.scheduling.workload_groups import WORKLOAD_AFFINITY_GATE, group_names
from workbench.model.identity import ObjectId
from workbench.model.quantity import InvalidQuantityError
from workbench.model.tree import Object, lookup

_COPIED = (
    "propagateDeps", "schedulerName", "failover", "conflictResolution",
    "preserveResourcesOnDeletion", "suspension",
)  # fmt: skip


def binding_name(kind: str, name: str) -> str:
    """Name of the binding of an object: two kinds of different groups can share one."""
    return f"{name.replace(':', '.')}-{kind}".lower()


def build_binding(
    template: Object, policy: Object, profile: Profile, gates: Mapping[str, bool] | None = None
) -> Object:
    """The ResourceBinding of a namespaced template, the ClusterResourceBinding of others.

    What only others write is not in it: targets, eviction tasks, status.
    Raises :class:`workbench.karmada.scheduling.replicas.InterpretationError`.
    """
    key, spec = ObjectId.of(template), policy.get("spec") or {}
    is_namespaced = bool(key.namespace)
    finalizer = "binding-controller" if is_namespaced else "cluster-resource-binding-controller"
    metadata = {
        "name": binding_name(key.kind, key.name),
        **({"namespace": key.namespace} if is_namespaced else {}),
        "ownerReferences": [_owner(template, key)],
        "finalizers": [f"karmada.io/{finalizer}"],
    }
    binding = {
        "apiVersion": "work.karmada.io/v1alpha2",
        "kind": "ResourceBinding" if is_namespaced else "ClusterResourceBinding",
        "metadata": metadata,
        "spec": _spec(template, key, spec, profile, gates or {}),
    }
    return marked(binding, policy, policy_id(policy).kind)


def _owner(template: Object, key: ObjectId) -> Object:
    return {
        "apiVersion": key.api_version,
        "kind": key.kind,
        "name": key.name,
        "uid": lookup(template, "metadata", "uid") or "",
        "controller": True,
        "blockOwnerDeletion": True,
    }


def _spec(
    template: Object, key: ObjectId, policy: Object, profile: Profile, gates: Mapping[str, bool]
) -> Object:
    spec = {name: policy[name] for name in _COPIED if policy.get(name) is not None}
    spec["resource"] = _reference(template, key)
    spec["placement"] = policy.get("placement") or {}
    if is_flink(template):
        spec |= _flink_share(template, profile)
    elif has_replicas(template, profile):
        spec["replicas"] = replicas_of(template, profile)
        requirements = replica_requirements(template, profile, gates)
        if requirements is not None:
            if gates.get(QUOTA_GATE) and profile.requirements_get_object_namespace:
                requirements.setdefault("namespace", key.namespace)
            spec["replicaRequirements"] = requirements
    if gates.get(WORKLOAD_AFFINITY_GATE) and profile.knows_workload_affinity and key.namespace:
        groups = group_names(template, spec["placement"])
        spec |= {"workloadAffinityGroups": groups} if groups else {}
    return spec


def _flink_share(template: Object, profile: Profile) -> Object:
    if why := missing_part(template, profile):
        raise InterpretationError(f"FlinkDeployment can't be interpreted: {why}")
    try:
        requirements = flink_requirements(template)
    except InvalidQuantityError as error:
        raise InterpretationError(error.message) from None
    return {"replicas": flink_replicas(template), "replicaRequirements": requirements}


def _reference(template: Object, key: ObjectId) -> Object:
    metadata = template.get("metadata") or {}
    fields = {
        "apiVersion": key.api_version,
        "kind": key.kind,
        "namespace": key.namespace,
        "name": key.name,
        "uid": metadata.get("uid"),
        "resourceVersion": metadata.get("resourceVersion"),
    }
    return {name: value for name, value in fields.items() if value}
