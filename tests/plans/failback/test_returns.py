"""Ways home: each is played, and each workload says which one is its own."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from tests.simulator.fleets import (
    JOB_ID,
    application_failover,
    cluster,
    deployment,
    fleet,
    flink,
    policy,
)
from tests.simulator.playbook import breaks, lose
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.plans.failback.plan import Failback
from workbench.plans.failback.returns import MOST_RUNS, play_failback
from workbench.simulator.faults import Fault, TaintCluster
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import ExcludeClusters, Rebalance
from workbench.simulator.run import LONGEST_LIMIT_SECONDS, Scenario, simulate
from workbench.simulator.settings import Settings, preset

WEB = deployment()
OTHER = {**deployment("other"), "kind": "StatefulSet"}
BOTH = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}]


def everything_on(prepared: PreparedFleet) -> Settings:
    return replace(preset("failover", prepared.profile), startup_seconds=5.0)


def failback(prepared: PreparedFleet, *faults: Fault) -> Failback:
    settings, scenario = everything_on(prepared), Scenario(faults)
    return play_failback(prepared, scenario, settings, simulate(prepared, scenario, settings))


def ways(plan: Failback) -> dict[str, str]:
    return {one.workload.name: one.way for one in plan.returns}


def test_a_workload_in_all_clusters_comes_home_by_itself() -> None:
    plan = failback(fleet(WEB, policy(WEB, spread=[])), lose("m1"))
    assert ways(plan) == {"web": "itself"}
    assert plan.ended == ("m1 is back",)
    assert plan.back_at is not None and plan.quiet_at > plan.back_at
    assert not plan.returns[0].loses_state and not plan.exclusions


def test_a_divided_workload_comes_home_with_a_rebalancer() -> None:
    web = deployment(replicas=6)
    prepared = fleet(web, policy(web, spread=BOTH, divided=True), members=2)
    [one] = failback(prepared, lose("m1")).returns
    assert (one.home, one.away) == ((("m1", 3), ("m2", 3)), (("m2", 6),))
    assert (one.way, dict(one.end)) == ("rebalancer", {"m1": 3, "m2": 3})


def test_a_workload_in_one_cluster_comes_home_while_its_policy_excludes_the_other() -> None:
    plan = failback(fleet(WEB, policy(WEB)), lose("m1"))
    [one] = plan.returns
    assert (one.way, one.away, one.end) == ("exclusion", (("m2", 2),), (("m1", 2),))
    [exclusion] = plan.exclusions
    assert (exclusion.policy, exclusion.clusters) == (
        "PropagationPolicy shop/web-deployment", ("m2",),
    )
    assert one.down_seconds > 0, "the old copy goes at once, the new one has to start"


def test_a_workload_with_affinity_groups_comes_home_once_its_group_is_forgotten() -> None:
    placed = policy(WEB)
    placed["spec"]["placement"]["clusterAffinities"] = [
        {"affinityName": "first", "clusterNames": ["m1"]},
        {"affinityName": "second", "clusterNames": ["m2"]},
    ]
    [one] = failback(fleet(WEB, placed), lose("m1")).returns
    assert (one.way, one.away, one.end) == ("group", (("m2", 2),), (("m1", 2),))


def test_only_those_that_a_rebalancer_brings_home_are_listed_for_it() -> None:
    shared = deployment("shared", 6)
    prepared = fleet(WEB, policy(WEB), shared, policy(shared, spread=BOTH, divided=True),
                     members=2)
    assert ways(failback(prepared, lose("m1"))) == {"web": "exclusion", "shared": "rebalancer"}


def test_the_state_of_a_moved_copy_is_not_carried_home() -> None:
    job = flink()
    failover = application_failover(rules=JOB_ID)
    prepared = fleet(job, policy(job, failover=failover, propagateDeps=True))
    [one] = failback(prepared, lose("m1")).returns
    assert (one.way, one.loses_state) == ("exclusion", True)
    [stateless] = failback(fleet(WEB, policy(WEB)), lose("m1")).returns
    assert stateless.loses_state is False


def test_an_old_copy_that_is_held_has_to_be_let_go_first() -> None:
    failover = application_failover(mode="Never")
    prepared = fleet(WEB, policy(WEB, failover=failover, propagateDeps=True))
    plan = failback(prepared, breaks("web", "m1"))
    assert [w.name for w in plan.held] == ["web"]
    assert ways(plan) == {"web": "exclusion"}


def test_a_taint_that_stays_keeps_a_workload_away_and_is_named() -> None:
    keeps: Object = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
        "metadata": {"name": "keeps"}, "spec": {
            "addOnConditions": [
                {"conditionType": "Ready", "operator": "NotIn", "statusValues": ["True"]}
            ],
            "taints": [{"key": "example.com/lost", "effect": "NoExecute"}],
        },
    }
    plan = failback(fleet(WEB, policy(WEB), keeps), lose("m1"))
    assert plan.tainted == ("m1: example.com/lost:NoExecute",)
    [one] = plan.returns
    assert one.way == "" and one.end == (("m2", 2),)
    assert one.why_not.startswith("m1: ") and "example.com/lost" in one.why_not


def test_a_taint_of_the_scenario_ends_with_it() -> None:
    plan = failback(fleet(WEB, policy(WEB)), TaintCluster(cluster="m1", key="example.com/broken"))
    assert plan.ended == ("m1 loses the taint example.com/broken:NoExecute",)
    assert (plan.tainted, ways(plan)) == ((), {"web": "exclusion"})


def test_a_home_that_the_policy_has_come_to_exclude_is_no_home() -> None:
    prepared = fleet(WEB, policy(WEB))
    edited = ExcludeClusters(policy="PropagationPolicy shop/web-deployment",
                             workloads=prepared.workloads, clusters=("m1",), at=100.0)
    [one] = failback(prepared, lose("m1"), edited).returns
    assert (one.way, one.why_not) == ("", "m1: exclude names m1")


def without_stateful_sets(name: str) -> Object:
    lacking = deepcopy(cluster(name))
    lacking["status"]["apiEnablements"][0]["resources"].pop()
    return lacking


def policy_of_both_kinds() -> Object:
    placed = policy(WEB)
    placed["spec"]["resourceSelectors"] = [
        {"apiVersion": "apps/v1", "kind": kind} for kind in ("Deployment", "StatefulSet")
    ]
    return placed


def test_others_of_the_same_policy_are_named_where_the_edit_moves_them() -> None:
    prepared = fleet(without_stateful_sets("m1"), cluster("m2"), cluster("m3"), WEB, OTHER,
                     policy_of_both_kinds())
    homes = {w.name: b["spec"]["clusters"][0]["name"] for w, b in prepared.bindings.items()}
    assert homes == {"web": "m1", "other": "m2"}
    [exclusion] = failback(prepared, lose("m1")).exclusions
    assert [w.name for w in exclusion.workloads] == ["web"]
    assert [w.name for w in exclusion.bystanders] == ["other"]


def test_one_edit_brings_all_workloads_of_a_policy_home_that_went_different_ways() -> None:
    prepared = fleet(cluster("m1"), without_stateful_sets("m2"), cluster("m3"), WEB, OTHER,
                     policy_of_both_kinds())
    plan = failback(prepared, lose("m1"))
    assert {one.workload.name: one.away for one in plan.returns} == {
        "web": (("m2", 2),), "other": (("m3", 2),),
    }
    assert ways(plan) == {"web": "exclusion", "other": "exclusion"}
    [exclusion] = plan.exclusions
    assert exclusion.clusters == ("m2", "m3") and len(exclusion.workloads) == 2
    assert exclusion.bystanders == ()


def test_what_the_scenario_ends_itself_is_not_ended_again() -> None:
    plan = failback(fleet(WEB, policy(WEB)), lose("m1", until=600.0))
    assert (plan.back_at, plan.ended) == (None, ())
    assert 600 < plan.quiet_at < 800 and ways(plan) == {"web": "exclusion"}


def test_nothing_moved_and_nothing_comes_home() -> None:
    plan = failback(fleet(WEB, policy(WEB)), lose("m3"))
    assert plan.returns == () and plan.exclusions == ()


def test_the_same_fault_that_never_rests_is_played_to_the_end() -> None:
    prepared = fleet(WEB, policy(WEB))
    scenario = Scenario((lose("m1"), lose("m2", at=100.0)), LONGEST_LIMIT_SECONDS)
    settings = everything_on(prepared)
    told: list[tuple[int, int]] = []
    plan = play_failback(prepared, scenario, settings, simulate(prepared, scenario, settings),
                         lambda done, most: told.append((done, most)))
    assert plan.back_at is not None and plan.back_at < LONGEST_LIMIT_SECONDS
    assert ways(plan) == {"web": "exclusion"}
    assert [done for done, _ in told] == list(range(len(told)))
    assert {most for _, most in told} == {MOST_RUNS} and len(told) <= MOST_RUNS


def test_a_binding_without_a_policy_is_spoken_of_by_its_workload() -> None:
    prepared = fleet(WEB, policy(WEB))
    [web] = prepared.workloads
    bare = {k: v for k, v in prepared.bindings[web]["metadata"].items() if k != "annotations"}
    kept = {"policy.karmada.io/applied-placement": prepared.bindings[web]["metadata"][
        "annotations"]["policy.karmada.io/applied-placement"]}
    binding = {**prepared.bindings[web], "metadata": {**bare, "annotations": kept}}
    plan = failback(replace(prepared, bindings={web: binding}), lose("m1"))
    assert plan.exclusions[0].policy == "the policy of Deployment shop/web"


def test_what_is_not_there_is_neither_excluded_nor_rebalanced() -> None:
    prepared = fleet(WEB, policy(WEB))
    wrong = ExcludeClusters(policy="p", workloads=(), clusters=("m9",))
    with pytest.raises(UsageError, match="no cluster 'm9'"):
        simulate(prepared, Scenario((wrong,)), everything_on(prepared))
    nobody = ObjectId("Deployment", "shop", "nobody", "apps/v1")
    with pytest.raises(UsageError, match="no workload 'Deployment/shop/nobody'"):
        simulate(prepared, Scenario((Rebalance(workloads=(nobody,)),)), everything_on(prepared))
