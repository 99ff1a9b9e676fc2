"""Small clusters and bindings to write tests with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.model.tree import Object

DYNAMIC = {
    "replicaSchedulingType": "Divided",
    "replicaDivisionPreference": "Weighted",
    "weightPreference": {"dynamicWeight": "AvailableReplicas"},
}
AGGREGATED = {"replicaSchedulingType": "Divided", "replicaDivisionPreference": "Aggregated"}


def cluster(
    name: str, pods: int = 100, labels: Mapping[str, str] | None = None, **spec: Any
) -> Object:
    """A cluster that offers Deployments and has room for ``pods`` pods."""
    apis = [
        {"groupVersion": "apps/v1", "resources": [{"name": "deployments", "kind": "Deployment"}]}
    ]
    return {
        "metadata": {"name": name, "labels": dict(labels or {})},
        "spec": spec,
        "status": {
            "apiEnablements": apis,
            "resourceSummary": {"allocatable": {"pods": str(pods)}},
        },
    }


def static(**weights: int) -> Object:
    """Static weights by cluster name."""
    rules = [{"targetCluster": {"clusterNames": [n]}, "weight": w} for n, w in weights.items()]
    return {
        "replicaSchedulingType": "Divided",
        "replicaDivisionPreference": "Weighted",
        "weightPreference": {"staticWeightList": rules},
    }


def binding(
    replicas: int,
    scheduling: Object | None = None,
    previous: Mapping[str, int] | None = None,
    uid: str = "",
    placement: Object | None = None,
    **spec: Any,
) -> Object:
    """A Deployment's binding, divided by ``scheduling``, running as ``previous`` says."""
    placed = dict(placement or {})
    if scheduling is not None:
        placed["replicaScheduling"] = scheduling
    resource = {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web"}
    return {
        "metadata": {"name": "web-deployment", "namespace": "shop", "generation": 1},
        "spec": {
            "resource": {**resource, "uid": uid},
            "replicas": replicas,
            "placement": placed,
            "clusters": [{"name": n, "replicas": r} for n, r in (previous or {}).items()],
            **spec,
        },
    }
