from __future__ import annotations

from typing import Any

import pytest

from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.profile import PROFILES, V1_12_0, V1_18_2, Profile
from workbench.karmada.scheduling.flink_replicas import flink_replicas, flink_requirements
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.model.tree import Object

BOTH = pytest.mark.parametrize("profile", PROFILES.values(), ids=str)
POLICY = {
    "apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
    "metadata": {"name": "jobs", "namespace": "streams"}, "spec": {"placement": {}},
}  # fmt: skip


def flink(**spec: Any) -> Object:
    role = {"resource": {"cpu": 1, "memory": "2048m"}}
    return {
        "apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
        "metadata": {"name": "wordcount", "namespace": "streams"},
        "spec": {"job": {}, "flinkConfiguration": {}, "jobManager": role, "taskManager": role,
                 **spec},
    }  # fmt: skip


def by_slots(parallelism: Any, slots: Any) -> Object:
    configuration = {"taskmanager.numberOfTaskSlots": slots}
    return flink(job={"parallelism": parallelism}, flinkConfiguration=configuration)


@pytest.mark.parametrize(
    ("tree", "replicas"),
    [
        (flink(), 2),
        (flink(jobManager={"replicas": 2}, taskManager={"replicas": 3}), 5),
        (flink(taskManager={"replicas": "3"}), 4),
        (by_slots(5, "2"), 4),
        (by_slots(5, 0), 2),
        (by_slots(None, "2"), 2),
    ],
)
def test_job_managers_and_task_managers_add_up(tree: Object, replicas: int) -> None:
    assert flink_replicas(tree) == replicas


def test_the_larger_of_both_roles_is_asked_for() -> None:
    tree = flink(
        jobManager={"resource": {"cpu": 0.5, "memory": "4Gi"}},
        taskManager={"resource": {"cpu": "2", "memory": "1024Mi"}},
        podTemplate={"spec": {"nodeSelector": {"disk": "ssd"}, "priorityClassName": "high"}},
    )
    assert flink_requirements(tree) == {
        "resourceRequest": {"cpu": "2", "memory": "4Gi"},
        "nodeClaim": {"nodeSelector": {"disk": "ssd"}},
        "priorityClassName": "high", "namespace": "streams",
    }  # fmt: skip


@BOTH
def test_a_binding_says_how_many_pods_its_flink_job_has(profile: Profile) -> None:
    spec = build_binding(flink(), POLICY, profile)["spec"]
    assert spec["replicas"] == 2
    assert spec["replicaRequirements"]["resourceRequest"] == {"cpu": "1", "memory": "2048m"}


@pytest.mark.parametrize(
    "spec", [{"jobManager": {}}, {"taskManager": {"resource": {}}}, {"job": None}]
)
def test_an_older_version_fails_where_a_part_is_missing(spec: Object) -> None:
    assert build_binding(flink(**spec), POLICY, V1_18_2)["spec"]["replicas"] == 2
    with pytest.raises(InterpretationError):
        build_binding(flink(**spec), POLICY, V1_12_0)


def test_a_request_that_is_no_quantity_is_an_error() -> None:
    tree = flink(taskManager={"resource": {"cpu": "much", "memory": "1Gi"}})
    with pytest.raises(InterpretationError):
        build_binding(tree, POLICY, V1_18_2)
