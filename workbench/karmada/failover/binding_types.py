"""Whether a binding that was read could ever have come from an API server.

Field types of pkg/apis/work/v1alpha2/binding_types.go, as far as failover and scheduling read
them (v1.12.0 and v1.18.2). An API server stores nothing else; a file may hold anything.
"""

from __future__ import annotations

from functools import lru_cache

from workbench.karmada.failover.applied_placement import placement_type
from workbench.karmada.failover.go_types import (
    BOOL,
    INT32,
    INT64,
    STRING,
    ListOf,
    MapOf,
    Struct,
    Type,
    decoding_fault,
)
from workbench.karmada.profile import Profile
from workbench.model.tree import Json, Object

_TEXTS = ListOf(STRING)
_TARGETS = ListOf(Struct("TargetCluster", {"name": STRING, "replicas": INT32}))
_TASKS = ListOf(Struct("GracefulEvictionTask", {
    "fromCluster": STRING, "purgeMode": STRING, "replicas": INT32, "reason": STRING,
    "message": STRING, "producer": STRING, "gracePeriodSeconds": INT32,
    "suppressDeletion": BOOL, "preservedLabelState": MapOf(STRING),
    "clustersBeforeFailover": _TEXTS, "creationTimestamp": STRING,
}))  # fmt: skip
_RULES = Struct("StatePreservation", {
    "rules": ListOf(Struct("StatePreservationRule", {
        "aliasLabelName": STRING, "jsonPath": STRING,
    })),
})  # fmt: skip
_FAILOVER = Struct("FailoverBehavior", {
    "application": Struct("ApplicationFailoverBehavior", {
        "decisionConditions": Struct("DecisionConditions", {"tolerationSeconds": INT32}),
        "purgeMode": STRING, "gracePeriodSeconds": INT32, "statePreservation": _RULES,
    }),
    "cluster": Struct("ClusterFailoverBehavior", {
        "purgeMode": STRING, "statePreservation": _RULES,
    }),
})  # fmt: skip
_STATUS = Struct("ResourceBindingStatus", {
    "schedulerObservedGeneration": INT64, "schedulerObservingAffinityName": STRING,
    "lastScheduledTime": STRING,
    "conditions": ListOf(Struct("Condition", {"type": STRING, "status": STRING})),
    "aggregatedStatus": ListOf(Struct("AggregatedStatusItem", {
        "clusterName": STRING, "applied": BOOL, "appliedMessage": STRING, "health": STRING,
    })),
})  # fmt: skip
_REFERENCE: dict[str, Type] = dict.fromkeys(
    ("apiVersion", "kind", "namespace", "name", "uid", "resourceVersion"), STRING
)


@lru_cache(maxsize=8)
def _binding(profile: Profile) -> Struct:
    spec = Struct("ResourceBindingSpec", {
        "resource": Struct("ObjectReference", _REFERENCE),
        "propagateDeps": BOOL,
        "replicas": INT32,
        "replicaRequirements": Struct("ReplicaRequirements", {"resourceRequest": MapOf(STRING)}),
        "components": ListOf(Struct("Component", {"name": STRING, "replicas": INT32})),
        "clusters": _TARGETS,
        "gracefulEvictionTasks": _TASKS,
        "requiredBy": ListOf(Struct("BindingSnapshot", {
            "namespace": STRING, "name": STRING, "clusters": _TARGETS,
        })),
        "placement": placement_type(profile),
        "schedulerName": STRING,
        "failover": _FAILOVER,
        "rescheduleTriggeredAt": STRING,
        "suspension": Struct("Suspension", {
            "dispatching": BOOL, "scheduling": BOOL,
            "dispatchingOnClusters": Struct("SuspendClusters", {"clusterNames": _TEXTS}),
        }),
        "preserveResourcesOnDeletion": BOOL,
        "conflictResolution": STRING,
    })  # fmt: skip
    metadata = Struct("ObjectMeta", {
        "name": STRING, "namespace": STRING, "generation": INT64, "deletionTimestamp": STRING,
        "annotations": MapOf(STRING), "labels": MapOf(STRING),
    })  # fmt: skip
    return Struct("ResourceBinding", {"metadata": metadata, "spec": spec, "status": _STATUS})


def binding_fault(binding: Object, profile: Profile) -> str:
    """Why no API server hands out such a binding, or the empty text."""
    wanted = _binding(profile)
    if not isinstance(binding.get("spec"), dict):
        return "it has no spec"
    return decoding_fault(binding, wanted) or _null_fault(binding, wanted, "")


def _null_fault(value: Json, wanted: Type, place: str) -> str:
    """Where a list has a null for an object, or a map for a text: decoded, but never sent out."""
    if value is None:
        return ""
    if isinstance(wanted, (ListOf, MapOf)):
        inner = wanted.item if isinstance(wanted, ListOf) else wanted.value
        items = value if isinstance(value, list) else list(value.values())
        if None in items:
            return f"{place}: null among its items"
        return next(filter(None, (_null_fault(item, inner, place) for item in items)), "")
    if isinstance(wanted, Struct):
        faults = (
            _null_fault(value.get(name), inner, f"{place}.{name}".lstrip("."))
            for name, inner in wanted.fields.items()
        )
        return next(filter(None, faults), "")
    return ""
