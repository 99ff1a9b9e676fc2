"""Scenarios that name what isn't there, or times that make no sense, are refused."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import cluster, deployment, fleet, policy
from tests.simulator.playbook import breaks, lose, play
from workbench.model.errors import UsageError
from workbench.model.tree import Object
from workbench.simulator.faults import (
    BreakWorkload,
    Fault,
    LoseClusters,
    SetCondition,
    TaintCluster,
    clusters_of,
    flapping,
)
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings

WEB = deployment()
FLEET = fleet(WEB, policy(WEB))


@pytest.mark.parametrize(("fault", "message"), [
    (lose("nobody"), "no cluster 'nobody'"),
    (lose("m1", at=-1), "no time of a simulation"),
    (lose("m1", at=10, until=10), "would end at 10 s"),
    (lose("m1", at=float("nan")), "no time of a simulation"),
    (breaks("nobody", "m1"), "no workload 'nobody'"),
    (breaks("web", "m3"), "Deployment shop/web is not in m3"),
    (BreakWorkload(workload="web", cluster="*", times=0), "at least once"),
    (TaintCluster(cluster="m1", key="a", effect="NoRun"), "no taint has the effect"),
    (TaintCluster(cluster="m1", key=""), "needs a key"),
    (SetCondition(cluster="m1", condition="Ready", status="False"), "undone by the next probe"),
])
def test_a_scenario_that_does_not_fit_is_refused(fault: Fault, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        play(FLEET, fault)


@pytest.mark.parametrize("limit", [0.0, -5.0, 1e12])
def test_a_time_limit_must_be_reasonable(limit: float) -> None:
    with pytest.raises(UsageError, match="time limit"):
        play(FLEET, lose("m1"), limit=limit)


def test_a_scenario_without_faults_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing happens"):
        simulate(FLEET, Scenario(()), Settings())


def test_flapping_is_the_same_fault_again_and_again() -> None:
    rounds = list(flapping(LoseClusters(clusters=("m1",)), 20.0, 30.0, 3))
    assert [(fault.at, fault.until) for fault in rounds] == [(0, 20), (50, 70), (100, 120)]
    with pytest.raises(UsageError):
        list(flapping(LoseClusters(clusters=("m1",)), 0.0, 30.0, 3))


def test_a_zone_takes_the_clusters_that_lie_wholly_in_it() -> None:
    zoned = fleet(cluster("m1", zone="a"), cluster("m2", zone="a"), cluster("m3", zone="b"),
                  WEB, policy(WEB))
    assert clusters_of(zoned, "zone", "a") == ("m1", "m2")
    with pytest.raises(UsageError, match="no cluster lies wholly in zone 'c'"):
        clusters_of(zoned, "zone", "c")


def test_a_condition_of_its_own_triggers_a_cluster_taint_policy() -> None:
    drill = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
        "metadata": {"name": "drill"},
        "spec": {
            "addOnConditions": [
                {"conditionType": "Drill", "operator": "In", "statusValues": ["True"]}],
            "removeOnConditions": [
                {"conditionType": "Drill", "operator": "NotIn", "statusValues": ["True"]}],
            "taints": [{"key": "drill.example.com/x", "effect": "NoExecute"}],
        },
    }
    story = play(fleet(WEB, policy(WEB), drill),
                 SetCondition(cluster="m1", condition="Drill", until=300.0))
    story.tells(
        (0, "m1: Drill=True"),
        (0, "m1 gets the taint drill.example.com/x:NoExecute"),
        (0, "m1 leaves the binding"),
        (300, "m1 loses the taint drill.example.com/x:NoExecute"),
    )
    assert story.timeline.settled


def test_a_taint_by_hand_evicts_a_live_cluster_directly_with_its_state() -> None:
    from tests.simulator.fleets import JOB_ID, flink

    job = flink()
    failover = {"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": JOB_ID}}}
    story = play(fleet(job, policy(job, failover=failover)), TaintCluster(cluster="m1", key="x"))
    story.tells((0, "m1 leaves the binding: task Directly, label shop.example/job="),
                (1, "created in m2, label shop.example/job="))
    assert story.timeline.settled


def test_the_youngest_taint_policy_has_the_last_word() -> None:
    def drill(name: str, born: str, *, adds: bool) -> Object:
        match = [{"conditionType": "Drill", "operator": "In", "statusValues": ["True"]}]
        return {
            "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
            "metadata": {"name": name, "creationTimestamp": born},
            "spec": {"addOnConditions" if adds else "removeOnConditions": match,
                     "taints": [{"key": "drill.example.com/x", "effect": "NoExecute"}]},
        }

    young = drill("a-young", "2024-02-01T00:00:00Z", adds=False)
    old = drill("b-old", "2024-01-01T00:00:00Z", adds=True)
    story = play(fleet(WEB, policy(WEB), young, old),
                 SetCondition(cluster="m1", condition="Drill", until=300.0))
    assert not any("leaves the binding" in event.text for event in story.timeline.events)
