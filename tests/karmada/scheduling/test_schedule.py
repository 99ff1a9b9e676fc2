from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.karmada.scheduling.fleet import AGGREGATED, DYNAMIC, binding, cluster, static
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.request import Options
from workbench.karmada.scheduling.schedule import schedule
from workbench.model.tree import Object

A, B, C = cluster("a"), cluster("b"), cluster("c")


def room(**pods: int) -> list[Object]:
    return [cluster(name, count) for name, count in pods.items()]


def test_duplicated_gives_every_cluster_all_replicas_whatever_fits() -> None:
    decision = schedule(room(a=5, b=1), binding(3), V1_18_2)
    assert decision.replicas == {"a": 3, "b": 3}


@pytest.mark.parametrize(
    ("replicas", "newer", "older"),
    [
        (12, {"a": 6, "b": 4, "c": 2}, {"a": 6, "b": 4, "c": 2}),
        (14, {"a": 7, "b": 5, "c": 2}, {"a": 8, "b": 4, "c": 2}),
    ],
)
def test_static_weights_are_shared_by_quotient_since_v1_16(
    replicas: int, newer: dict[str, int], older: dict[str, int]
) -> None:
    request = binding(replicas, static(a=3, b=2, c=1))
    assert schedule([A, B, C], request, V1_18_2).replicas == newer
    assert schedule([A, B, C], request, V1_12_0).replicas == older


def test_a_static_weight_list_drops_the_clusters_it_does_not_name() -> None:
    decision = schedule([A, B, C], binding(4, static(a=1, b=1)), V1_18_2)
    assert decision.replicas == {"a": 2, "b": 2}
    assert "left out: c" in decision.division[0].why


def test_ties_go_by_name_up_or_down_as_the_uid_says() -> None:
    clusters = room(a=5, b=5)
    assert schedule(clusters, binding(5, DYNAMIC), V1_18_2).replicas == {"a": 3, "b": 2}
    odd = schedule(clusters, binding(5, DYNAMIC, uid="a"), V1_18_2)
    even = schedule(clusters, binding(5, DYNAMIC, uid="b"), V1_18_2)
    assert {odd.replicas["a"], even.replicas["a"]} == {2, 3}


def test_a_lost_cluster_s_replicas_go_where_there_is_room_and_the_rest_stays() -> None:
    previous = {"a": 6, "b": 2, "c": 4}
    lost = binding(12, DYNAMIC, previous, gracefulEvictionTasks=[{"fromCluster": "a"}])
    decision = schedule(room(a=9, b=4, c=8), lost, V1_18_2)
    assert decision.replicas == {"b": 4, "c": 8}
    assert [refusal.plugin for refusal in decision.verdicts[0].refusals] == ["ClusterEviction"]
    step = decision.division[-1]
    assert step.replicas == 6
    assert {(s.cluster, s.kept, s.given) for s in step.shares} == {("b", 2, 2), ("c", 4, 4)}


def test_rescheduling_on_demand_divides_anew_by_free_room_and_what_runs() -> None:
    asked = binding(12, DYNAMIC, {"b": 4, "c": 8}, rescheduleTriggeredAt="2026-03-01T00:00:00Z")
    asked["status"] = {"lastScheduledTime": "2026-02-01T00:00:00Z"}
    assert schedule(room(a=12, b=4, c=8), asked, V1_18_2).replicas == {"a": 4, "b": 3, "c": 5}
    assert schedule(room(a=12, b=4, c=8), asked, V1_12_0).replicas == {"a": 4, "b": 2, "c": 6}


def test_aggregated_takes_the_fewest_clusters_and_shares_in_proportion() -> None:
    decision = schedule(room(a=6, b=8, c=10), binding(12, AGGREGATED), V1_18_2)
    assert decision.replicas == {"b": 5, "c": 7}
    assert [share.cluster for share in decision.division[0].shares] == ["c", "b"]


def test_too_little_room_is_a_reason_of_its_own_only_since_the_error_keeps_its_type() -> None:
    for profile, kind, reason in (
        (V1_18_2, "UnschedulableError", "Unschedulable"),
        (V1_12_0, "Error", "SchedulerError"),
    ):
        failure = schedule(room(a=3, b=3), binding(12, DYNAMIC), profile).failure
        assert failure is not None
        assert (failure.kind, failure.reason, failure.is_retried) == (kind, reason, True)
        assert "available replicas 6 are not enough" in failure.message


def test_a_name_that_no_cluster_has_empties_the_placement() -> None:
    typo = binding(2, placement={"clusterAffinity": {"clusterNames": ["typo"]}})
    decision = schedule([A, B], typo, V1_18_2)
    assert decision.failure is not None
    assert decision.failure.empties_placement
    assert decision.selected is None
    assert "do not name a" in decision.verdicts[0].refusals[0].because


def test_every_filter_that_refuses_says_so_in_plain_words() -> None:
    bare = {
        "metadata": {"name": "bare"},
        "spec": {"taints": [{"key": "maint", "value": "yes", "effect": "NoSchedule"}]},
    }
    spread = {
        "clusterAffinity": {"exclude": ["bare"]},
        "spreadConstraints": [{"spreadByField": "zone", "minGroups": 1, "maxGroups": 1}],
    }
    verdict = schedule([bare], binding(1, placement=spread), V1_18_2).verdicts[0]
    assert {refusal.plugin: refusal.because for refusal in verdict.refusals} == {
        "APIEnablement": "its list of APIs has no Deployment in apps/v1",
        "ClusterAffinity": "exclude names bare",
        "SpreadConstraint": "the placement spreads by zone and its spec.zones is empty",
        "TaintToleration": "no toleration accepts its taint maint=yes:NoSchedule",
    }


def test_a_taint_does_not_drive_out_what_runs_already() -> None:
    tainted = cluster("a", taints=[{"key": "maint", "effect": "NoSchedule"}])
    decision = schedule([tainted, B], binding(4, DYNAMIC, {"a": 2}), V1_18_2)
    assert decision.feasible == ("a", "b")
    assert decision.verdicts[0].score == 100


def test_spread_by_cluster_swaps_in_roomier_clusters_and_tells() -> None:
    limit = {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}]}
    request = binding(10, DYNAMIC, {"a": 5}, placement=limit)
    decision = schedule(room(a=1, b=3, c=9), request, V1_18_2)
    assert decision.replicas == {"a": 6, "c": 4}
    request = binding(10, DYNAMIC, {"b": 1}, placement=limit)
    decision = schedule(room(a=4, b=1, c=9), request, V1_18_2)
    assert decision.selected == ("b", "c")


def test_without_max_groups_nothing_can_be_selected() -> None:
    limit = {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1}]}
    failure = schedule([A, B], binding(2, placement=limit), V1_18_2).failure
    assert failure is not None
    assert failure.message.endswith("no clusters available to schedule")


def test_a_region_where_nothing_fits_stops_the_older_scheduler() -> None:
    limit = {
        "spreadConstraints": [
            {"spreadByField": "region", "minGroups": 1, "maxGroups": 2},
            {"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2},
        ]
    }
    clusters = [cluster("a", 9, region="north"), cluster("b", 1, region="south")]
    newer = schedule(clusters, binding(5, placement=limit), V1_18_2)
    older = schedule(clusters, binding(5, placement=limit), V1_12_0)
    assert newer.selected == ("a",)
    assert older.failure is not None
    assert older.failure.kind == "panic"
    assert not older.failure.is_retried


def test_overflow_affinities_take_what_the_first_tier_can_t_hold() -> None:
    term = {
        "affinityName": "main", "clusterNames": ["a"],
        "overflowAffinities": [{"affinityName": "spill", "clusterNames": ["b"]}],
    }  # fmt: skip
    request = binding(8, DYNAMIC, placement={"clusterAffinities": [term]})
    request["status"] = {"schedulerObservingAffinityName": "main"}
    decision = schedule(room(a=5, b=5, c=5), request, V1_18_2)
    assert decision.replicas == {"a": 5, "b": 3}
    assert [v.tier for v in decision.verdicts[:2]] == [0, 1]


def test_a_workload_scaled_to_zero_leaves_its_clusters_unless_the_flag_keeps_it() -> None:
    request = binding(0, DYNAMIC, replicaRequirements={"resourceRequest": {"cpu": "1"}})
    assert schedule([A, B], request, V1_18_2).targets == ()
    kept = schedule([A, B], request, V1_18_2, Options(propagates_empty_workloads=True))
    assert kept.replicas == {"a": 0, "b": 0}
    assert schedule([A, B], request, V1_12_0).replicas == {"a": 0, "b": 0}


def test_the_smallest_estimate_counts_and_silence_does_not() -> None:
    options = Options(other_estimates={"a": 2, "b": -1})
    decision = schedule(room(a=5, b=7), binding(3, DYNAMIC), V1_18_2, options)
    assert [v.available for v in decision.verdicts] == [2, 7]


def test_groups_of_workloads_stay_together_or_apart() -> None:
    peer = binding(1, previous={"b": 1})
    peer["metadata"]["name"] = "db-deployment"
    gates = {"WorkloadAffinity": True}
    for field, wanted in (("affinityGroup", ("b",)), ("antiAffinityGroup", ("a",))):
        peer["spec"]["workloadAffinityGroups"] = {field: "team=x"}
        request = binding(1, workloadAffinityGroups={field: "team=x"})
        options = Options(gates=gates, bindings=(peer,))
        assert schedule([A, B], request, V1_18_2, options).feasible == wanted
        assert schedule([A, B], request, V1_12_0, options).feasible == ("a", "b")


def test_a_shared_list_of_clusters_answers_as_a_fresh_one_does() -> None:
    clusters = [cluster(f"c{i}", i, region=f"r{i % 3}") for i in range(20)]
    shared = ClusterList(clusters, V1_18_2)
    for previous in ({}, {"c3": 2}, {"c3": 2, "gone": 4}, {"c19": 1}):
        for replicas in (0, 3, 40):
            request = binding(replicas, DYNAMIC, previous)
            assert schedule(shared, request, V1_18_2) == schedule(clusters, request, V1_18_2)


def test_a_changed_cluster_changes_nothing_but_itself() -> None:
    shared = ClusterList([A, B, C], V1_18_2)
    request = binding(4, DYNAMIC)
    before = schedule(shared, request, V1_18_2)
    tainted = cluster("b", taints=[{"key": "x", "effect": "NoExecute"}])
    after = schedule(shared.with_cluster(tainted), request, V1_18_2)
    assert after == schedule([A, tainted, C], request, V1_18_2)
    assert schedule(shared, request, V1_18_2) == before


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), min_size=1),
    st.integers(1, 60),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)),
    st.sampled_from([DYNAMIC, AGGREGATED, static(a=2, b=1)]),
    st.sampled_from([V1_12_0, V1_18_2]),
)
def test_a_division_hands_out_exactly_the_replicas_that_are_wanted(
    pods: dict[str, int],
    replicas: int,
    previous: dict[str, int],
    scheduling: Object,
    profile: object,
) -> None:
    assert profile in (V1_12_0, V1_18_2)
    profile = V1_12_0 if profile is V1_12_0 else V1_18_2
    profile = replace(profile, scale_down_counts_lost_clusters=False)
    decision = schedule(room(**pods), binding(replicas, scheduling, previous), profile)
    if decision.failure is None:
        assert sum(decision.replicas.values()) == replicas
        assert min(decision.replicas.values()) > 0
