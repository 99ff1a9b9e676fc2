"""What members report for copies, and what Karmada makes of it."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import application_failover, deployment, fleet, flink, policy
from tests.simulator.playbook import breaks, play
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Object
from workbench.simulator.statuses import Reports
from workbench.simulator.work import Copy

ROLLOUT: Object = {
    "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout",
    "metadata": {"name": "web", "namespace": "shop"}, "spec": {"replicas": 1},
}


def copy(tree: Object, phase: str, ready: int = 0) -> Copy:
    return Copy(ObjectId.of(tree), "m1", tree, 2, phase, ready=ready)  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", [V1_12_0, V1_18_2])
@pytest.mark.parametrize("tree", [deployment(), flink()])
def test_a_copy_is_healthy_only_while_it_runs(tree: Object, profile: Profile) -> None:
    reports = Reports(profile)
    assert reports.of(copy(tree, "running", 2)).health == "Healthy"
    assert reports.of(copy(tree, "starting")).health == "Unhealthy"
    assert reports.of(copy(tree, "broken")).health == "Unhealthy"


def test_every_start_of_a_flink_job_has_an_id_of_its_own() -> None:
    reports, first, second = Reports(V1_18_2), copy(flink(), "running"), copy(flink(), "running")
    second.number = 1
    ids = [reports.of(one).status["jobStatus"]["jobId"] for one in (first, second)]
    assert len(set(ids)) == 2 and all(len(text) == 32 for text in ids)


def test_a_copy_that_nobody_reports_on_has_no_status() -> None:
    silent = copy(flink(), "running")
    silent.is_silent = True
    assert Reports(V1_18_2).of(silent).status is MISSING


def test_an_observed_status_is_taken_as_it_is_while_the_copy_runs() -> None:
    seen = copy(flink(), "running")
    seen.status = {"jobStatus": {"jobId": "observed"}}
    assert Reports(V1_18_2).of(seen).status["jobStatus"]["jobId"] == "observed"


def test_a_kind_that_only_the_user_s_own_rule_judges_is_watched_and_the_run_says_so() -> None:
    custom: Object = {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": "rollouts"},
        "spec": {
            "target": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"},
            "customizations": {"healthInterpretation": {"luaScript": "function f() end"}},
        },
    }
    watched = policy(ROLLOUT, failover=application_failover(), propagateDeps=True)
    members = [
        {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
         "metadata": {"name": name}, "spec": {}} for name in ("m1", "m2")
    ]
    without = play(fleet(*members, ROLLOUT, watched), breaks("web", "m1"))
    assert not without.timeline.moves
    judged = play(fleet(*members, ROLLOUT, watched, custom), breaks("web", "m1"),
                  startup_seconds=5.0)
    assert [move.targets for move in judged.timeline.moves] == [("m2",)]
    assert any("interpreted by" in note for note in judged.timeline.notes)
