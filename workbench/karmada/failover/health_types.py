"""The fields of built-in kinds whose wrong type makes a health rule fail.

Read from k8s.io/api: the metadata and the status of each kind with a rule, and of the spec what a
rule reads. A wrong type elsewhere in the spec also fails in Karmada; no API server stores one.
"""

from __future__ import annotations

from typing import Final

from workbench.karmada.failover.go_types import (
    BOOL,
    INT32,
    INT64,
    STRING,
    ListOf,
    MapOf,
    Scalar,
    Struct,
    Time,
    Type,
)

_METADATA = Struct("ObjectMeta", {
    "name": STRING, "generateName": STRING, "namespace": STRING,
    "uid": Scalar("string", "types.UID"), "resourceVersion": STRING, "generation": INT64,
    "creationTimestamp": Time(),
    "deletionTimestamp": Time(), "deletionGracePeriodSeconds": INT64, "labels": MapOf(STRING),
    "annotations": MapOf(STRING), "finalizers": ListOf(STRING),
    "ownerReferences": ListOf(Struct("OwnerReference", {
        "apiVersion": STRING, "kind": STRING, "name": STRING, "uid": Scalar("string", "types.UID"),
        "controller": BOOL, "blockOwnerDeletion": BOOL,
    })),
})  # fmt: skip


def _conditions(owner: str, **more: Type) -> ListOf:
    return ListOf(Struct(f"{owner}Condition", {
        "type": Scalar("string", f"v1.{owner}ConditionType"),
        "status": Scalar("string", "v1.ConditionStatus"),
        "reason": STRING, "message": STRING, "lastTransitionTime": Time(), **more,
    }))  # fmt: skip


def _object(kind: str, spec: dict[str, Type], status: dict[str, Type]) -> Struct:
    return Struct(kind, {
        "apiVersion": STRING, "kind": STRING, "metadata": _METADATA,
        "spec": Struct(f"{kind}Spec", spec), "status": Struct(f"{kind}Status", status),
    })  # fmt: skip


def _counts(*names: str) -> dict[str, Type]:
    return dict.fromkeys(names, INT32)


def _load_balancer(owner: str, port: dict[str, Type]) -> dict[str, Type]:
    ports = ListOf(Struct("PortStatus", {"port": INT32, "protocol": STRING, **port}))
    entry: dict[str, Type] = {
        "ip": STRING, "hostname": STRING, "ipMode": Scalar("string", "v1.LoadBalancerIPMode"),
        "ports": ports,
    }  # fmt: skip
    return {"loadBalancer": Struct(owner, {"ingress": ListOf(Struct(f"{owner}Entry", entry))})}


_REPLICAS = _counts("replicas", "minReadySeconds", "revisionHistoryLimit")
_GENERATION: dict[str, Type] = {"observedGeneration": INT64}
_ERROR: dict[str, Type] = {"error": STRING}

HEALTH_TYPES: Final[dict[tuple[str, str], Struct]] = {
    ("apps/v1", "Deployment"): _object(
        "Deployment",
        {**_REPLICAS, "paused": BOOL, "progressDeadlineSeconds": INT32},
        {
            **_GENERATION,
            **_counts(
                "replicas", "updatedReplicas", "readyReplicas", "availableReplicas",
                "unavailableReplicas", "collisionCount",
            ),
            "conditions": _conditions("Deployment", lastUpdateTime=Time()),
        },
    ),
    ("apps/v1", "StatefulSet"): _object(
        "StatefulSet",
        {**_REPLICAS, "serviceName": STRING},
        {
            **_GENERATION,
            **_counts(
                "replicas", "readyReplicas", "currentReplicas", "updatedReplicas",
                "availableReplicas", "collisionCount",
            ),
            "currentRevision": STRING,
            "updateRevision": STRING,
            "conditions": _conditions("StatefulSet"),
        },
    ),
    ("apps/v1", "ReplicaSet"): _object(
        "ReplicaSet",
        _counts("replicas", "minReadySeconds"),
        {
            **_counts("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas"),
            **_GENERATION,
            "conditions": _conditions("ReplicaSet"),
        },
    ),
    ("apps/v1", "DaemonSet"): _object(
        "DaemonSet",
        _counts("minReadySeconds", "revisionHistoryLimit"),
        {
            **_counts(
                "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled",
                "numberReady", "updatedNumberScheduled", "numberAvailable", "numberUnavailable",
                "collisionCount",
            ),
            **_GENERATION,
            "conditions": _conditions("DaemonSet"),
        },
    ),
    ("v1", "Service"): _object(
        "Service",
        {"type": Scalar("string", "v1.ServiceType"), "clusterIP": STRING},
        {**_load_balancer("LoadBalancer", _ERROR), "conditions": _conditions("")},
    ),
    ("networking.k8s.io/v1", "Ingress"): _object(
        "Ingress",
        {"ingressClassName": STRING},
        _load_balancer("IngressLoadBalancer", _ERROR),
    ),
    ("v1", "PersistentVolumeClaim"): _object(
        "PersistentVolumeClaim",
        {"volumeName": STRING, "storageClassName": STRING},
        {
            "phase": Scalar("string", "v1.PersistentVolumeClaimPhase"),
            "accessModes": ListOf(Scalar("string", "v1.PersistentVolumeAccessMode")),
            "conditions": _conditions("PersistentVolumeClaim", lastProbeTime=Time()),
        },
    ),
    ("v1", "Pod"): _object(
        "Pod",
        {"nodeName": STRING},
        {
            "phase": Scalar("string", "v1.PodPhase"),
            "conditions": _conditions("Pod", lastProbeTime=Time(), observedGeneration=INT64),
            "message": STRING,
            "reason": STRING,
            "hostIP": STRING,
            "podIP": STRING,
            "startTime": Time(),
        },
    ),
    ("policy/v1", "PodDisruptionBudget"): _object(
        "PodDisruptionBudget",
        {},
        {
            **_GENERATION,
            "disruptedPods": MapOf(Time()),
            **_counts("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"),
            "conditions": _conditions(""),
        },
    ),
}
