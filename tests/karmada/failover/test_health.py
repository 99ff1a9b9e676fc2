from __future__ import annotations

import pytest

from workbench.karmada.failover.health import has_health_rule, interpret_health
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.tree import Json, Object


def deployment(**status: Json) -> Object:
    return {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"generation": 2},
        "spec": {"replicas": 3}, "status": {"observedGeneration": 2, **status},
    }  # fmt: skip


def flink(**status: Json) -> Object:
    return {
        "apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment", "status": status
    }


def test_the_fields_that_decide_are_named() -> None:
    health = interpret_health(deployment(updatedReplicas=2, availableReplicas=2), V1_18_2)
    assert health.status == "Unhealthy"
    assert health.because == "status.updatedReplicas 2 is below spec.replicas 3"


def test_a_kind_without_rule_is_healthy_and_never_watched() -> None:
    job: Object = {"apiVersion": "batch/v1", "kind": "Job"}
    assert interpret_health(job, V1_18_2).status == "Healthy"
    assert not has_health_rule("batch/v1", "Job", V1_18_2)
    assert has_health_rule("apps/v1", "Deployment", V1_18_2)


def test_a_bundled_rule_that_is_not_simulated_says_so() -> None:
    job: Object = {"apiVersion": "ray.io/v1", "kind": "RayJob"}
    assert has_health_rule("ray.io/v1", "RayJob", V1_18_2)
    assert not has_health_rule("ray.io/v1", "RayJob", V1_12_0)
    health = interpret_health(job, V1_18_2)
    assert (health.status, health.source) == ("Unknown", "lua")
    assert "not simulated" in health.error
    assert interpret_health(job, V1_12_0).source == "none"


def test_a_wrong_type_makes_health_unknown() -> None:
    health = interpret_health(deployment(updatedReplicas="3"), V1_18_2)
    assert (health.status, health.error) == ("Unknown", "unrecognized type: int32")


@pytest.mark.parametrize("state", ["RUNNING", "FAILED", "CANCELED"])
def test_a_failed_flink_job_is_healthy(state: str) -> None:
    for profile in (V1_12_0, V1_18_2):
        assert interpret_health(flink(jobStatus={"state": state}), profile).status == "Healthy"


def test_a_starting_flink_job_is_judged_by_other_fields_in_each_version() -> None:
    bad_image = flink(jobStatus={"state": "CREATED"}, error="ErrImagePull")
    assert interpret_health(bad_image, V1_18_2).status == "Healthy"
    assert interpret_health(bad_image, V1_12_0).status == "Unhealthy"
    failed = flink(jobStatus={"state": "CREATED"}, jobManagerDeploymentStatus="ERROR")
    assert interpret_health(failed, V1_18_2).status == "Unhealthy"
    assert interpret_health(failed, V1_12_0).status == "Healthy"
