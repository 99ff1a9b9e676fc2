from __future__ import annotations

from typing import Any

import pytest

from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.scheduling.dependencies import dependencies_of
from workbench.karmada.scheduling.replicas import InterpretationError, replicas_of, revised
from workbench.karmada.scheduling.requirements import replica_requirements
from workbench.model.tree import Object


def workload(kind: str = "Deployment", pod: Object | None = None, **spec: Any) -> Object:
    version = "batch/v1" if kind == "Job" else "apps/v1"
    spec = {**spec, "template": {"spec": pod or {"containers": []}}}
    return {
        "apiVersion": version, "kind": kind,
        "metadata": {"name": "web", "namespace": "shop"}, "spec": spec,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "replicas"),
    [
        (workload(), 0),
        (workload(replicas=4), 4),
        (workload("Job", parallelism=4, completions=3), 3),
        (workload("Job", completions=3), 0),
        ({"apiVersion": "v1", "kind": "Pod", "spec": {"containers": []}}, 1),
    ],
)
def test_a_replica_count_that_is_missing_is_zero(tree: Object, replicas: int) -> None:
    assert replicas_of(tree, V1_18_2) == replicas


def test_a_replica_set_is_only_known_to_newer_versions() -> None:
    tree = workload("ReplicaSet", replicas=2)
    assert revised(tree, 5, V1_18_2)["spec"]["replicas"] == 5
    assert revised(tree, 5, V1_12_0) is tree
    assert tree["spec"]["replicas"] == 2


def test_a_field_that_is_missing_is_not_added() -> None:
    tree = workload()
    assert revised(tree, 5, V1_18_2) is tree


@pytest.mark.parametrize("count", ["3", 2.5, True])
def test_a_count_that_is_no_integer_is_an_error(count: object) -> None:
    with pytest.raises(InterpretationError):
        replicas_of(workload(replicas=count), V1_18_2)
    with pytest.raises(InterpretationError, match="expected int64"):
        revised(workload(replicas=count), 1, V1_18_2)


def container(**resources: Object) -> Object:
    return {"name": "c", "image": "i", "resources": resources}


def test_containers_add_up_and_init_containers_only_raise() -> None:
    pod = {
        "containers": [
            container(requests={"cpu": "100m"}), container(limits={"cpu": "200m", "memory": "1Gi"})
        ],
        "initContainers": [container(requests={"cpu": "250m", "memory": "2Gi"})],
        "overhead": {"cpu": "10m"},
    }  # fmt: skip
    requirements = replica_requirements(workload(pod=pod), V1_18_2)
    assert requirements == {"resourceRequest": {"cpu": "310m", "memory": "2Gi"}}


def test_what_karmada_does_not_count_is_left_out() -> None:
    pod = {"containers": [container(requests={"storage": "1Gi", "odd": "1", "cpu": "0"})]}
    assert replica_requirements(workload(pod=pod), V1_18_2) is None


def test_an_empty_node_selector_is_still_a_claim() -> None:
    pod = {"containers": [], "nodeSelector": {}}
    assert replica_requirements(workload(pod=pod), V1_18_2) == {"nodeClaim": {}}


def test_a_pod_takes_along_what_it_names_anywhere() -> None:
    pod = {
        "serviceAccountName": "runner",
        "imagePullSecrets": [{"name": "pull"}],
        "containers": [
            {
                "name": "c", "image": "i",
                "envFrom": [{"configMapRef": {"name": "env"}}],
                "env": [{"name": "X", "valueFrom": {"secretKeyRef": {"name": "key", "key": "k"}}}],
            }
        ],
        "volumes": [
            {"name": "v", "persistentVolumeClaim": {"claimName": "data"}},
            {"name": "p", "projected": {"sources": [{"configMap": {"name": "proj"}}]}},
        ],
    }  # fmt: skip
    found = dependencies_of(workload(pod=pod), V1_18_2).found
    assert [(item.kind, item.name) for item in found] == [
        ("ConfigMap", "env"), ("ConfigMap", "proj"), ("PersistentVolumeClaim", "data"),
        ("Secret", "key"), ("Secret", "pull"), ("ServiceAccount", "runner"),
    ]  # fmt: skip
    assert {item.namespace for item in found} == {"shop"}


def test_a_stateful_set_makes_its_own_claims_in_the_member() -> None:
    pod = {
        "containers": [], "serviceAccountName": "default",
        "volumes": [{"name": "d", "persistentVolumeClaim": {"claimName": "data"}}],
    }  # fmt: skip
    templates = [{"metadata": {"name": "data"}, "spec": {}}]
    tree = workload("StatefulSet", pod, serviceName="x", volumeClaimTemplates=templates)
    assert dependencies_of(tree, V1_18_2).found == ()


def test_an_ingress_entry_without_a_secret_spoils_the_whole_list() -> None:
    tree = {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": {"name": "edge"}, "spec": {"tls": [{"hosts": ["h"]}]},
    }  # fmt: skip
    assert "can not leave name" in dependencies_of(tree, V1_18_2).error
    assert dependencies_of(tree, V1_18_2).error.startswith("dependencies[0]:")
    assert dependencies_of(tree, V1_12_0).error.startswith("dependency can not")


def test_an_object_that_does_not_fit_its_type_has_no_dependencies() -> None:
    result = dependencies_of(workload(replicas="many"), V1_18_2)
    assert result.found == ()
    assert result.error.startswith("failed to convert Deployment from unstructured object")
