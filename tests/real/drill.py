"""What the tests on a real Karmada share: waiting, and objects to send on their way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from workbench.sandbox.api import ApiServer
from workbench.sandbox.errors import ApiError

T = TypeVar("T")
Object = dict[str, Any]


def eventually(look: Callable[[], T], seconds: float = 60.0) -> T:
    """The first true value of ``look``; fails with the last one after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"still {found!r} after {seconds} s"
        time.sleep(0.2)
    return found


def find(server: ApiServer, path: str) -> Object | None:
    """The object at ``path``, or ``None``."""
    try:
        return server.get(path)
    except ApiError as error:
        if error.status == 404:
            return None
        raise


def config_map(name: str, **data: str) -> Object:
    metadata = {"name": name, "namespace": "default"}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def deployment(name: str, replicas: int = 1) -> Object:
    container = {"name": "main", "image": "registry.example/shop/web:1.0"}
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}}, "spec": {"containers": [container]},
            },
        },
    }


def flink_deployment(name: str) -> Object:
    return {
        "apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {
            "image": "flink:1.17", "flinkVersion": "v1_17",
            # Karmada 1.12 makes no binding for a job without this map.
            "flinkConfiguration": {"taskmanager.numberOfTaskSlots": "2"},
            "job": {"parallelism": 2, "state": "running", "upgradeMode": "savepoint"},
            "jobManager": {"replicas": 1, "resource": {"cpu": 0.05, "memory": "100m"}},
            "taskManager": {"resource": {"cpu": 0.1, "memory": "100m"}},
        },
    }


def policy(target: Object, *clusters: str, placement: Object | None = None, **spec: Any) -> Object:
    """A PropagationPolicy that sends ``target`` to ``clusters``."""
    return {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
        "metadata": {"name": target["metadata"]["name"], "namespace": "default"},
        "spec": {
            "resourceSelectors": [_selector(target)],
            "placement": {
                "clusterAffinity": {"clusterNames": list(clusters)}, **(placement or {}),
            },
            **spec,
        },
    }


def override(target: Object, *clusters: str, **overriders: Any) -> Object:
    """An OverridePolicy for ``target`` in ``clusters``."""
    return {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
        "metadata": {"name": target["metadata"]["name"], "namespace": "default"},
        "spec": {
            "resourceSelectors": [_selector(target)],
            "overrideRules": [
                {"targetCluster": {"clusterNames": list(clusters)}, "overriders": overriders}
            ],
        },
    }


def one_cluster() -> Object:
    """Placement: one cluster at a time."""
    limits = {"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}
    return {"spreadConstraints": [limits]}


def targets(karmada: ApiServer, binding: str) -> list[str]:
    """Where a ResourceBinding sends its object."""
    path = f"/apis/work.karmada.io/v1alpha2/namespaces/default/resourcebindings/{binding}"
    found = find(karmada, path)
    return [one["name"] for one in found["spec"].get("clusters") or []] if found else []


def has_seen(karmada: ApiServer, member: str, kind: str, name: str) -> bool:
    """Whether Karmada itself has seen the copy in ``member``: its Work tells the copy's status.

    What Karmada's cache of the member does not hold it takes for gone, and a Work that is deleted
    just then leaves its copy behind (pkg/util/objectwatcher/objectwatcher.go: Delete). Right after
    a member was out of reach that cache may be half a minute behind.
    """
    works = karmada.items(f"/apis/work.karmada.io/v1alpha1/namespaces/karmada-es-{member}/works")
    seen = [one for work in works for one in work.get("status", {}).get("manifestStatuses") or []]
    return any(
        one["identifier"]["kind"] == kind and one["identifier"]["name"] == name for one in seen
    )


def _selector(target: Object) -> Object:
    return {
        "apiVersion": target["apiVersion"], "kind": target["kind"],
        "name": target["metadata"]["name"],
    }
