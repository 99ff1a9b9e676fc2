"""Clusters are lost, cut off, flap: what follows, in the order in which Karmada does it."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import cluster, deployment, fleet, flink, policy
from tests.simulator.playbook import cut, lose, play
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.simulator.faults import BreakWorkload, LoseClusters, TaintCluster
from workbench.simulator.interventions import Rebalance

WEB = deployment()


def test_a_lost_cluster_is_detected_tainted_and_left_gracefully() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1"))
    story.tells(
        (0, "m1 is lost"),
        (10, "m1 does not answer; counted for 30 s"),
        (40, "m1: Ready=False, ClusterNotReachable"),
        (40, "m1 gets the taint cluster.karmada.io/not-ready:NoSchedule"),
        (40, "m1 gets the taint workbench.example/not-ready:NoExecute"),
        (40, "m1 leaves the binding: task Gracefully"),
        (40, "goes to m2"),
        (41, "created in m2"),
        (61, "m2: Healthy"),
        (61, "the task of m1 ends: every target cluster is healthy"),
        (61, "deleting in m1 waits: cluster(m1) not ready"),
    )
    assert story.waits() == ["deleting in m1: cluster(m1) not ready"]


def test_a_stock_installation_fences_a_lost_cluster_and_moves_nothing() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1"), with_all=False)
    story.tells((40, "m1 gets the taint cluster.karmada.io/not-ready:NoSchedule"))
    assert not story.timeline.moves
    assert story.waits() == ["it is still bound to m1, which is down"]


def test_the_old_version_taints_after_five_minutes_and_tolerates_for_five_more() -> None:
    story = play(fleet(WEB, policy(WEB), profile=V1_12_0), lose("m1"))
    story.tells(
        (40, "m1: Ready=False"),
        (345, "m1 gets the taint cluster.karmada.io/not-ready:NoExecute"),
        (345, "the taint of m1 is tolerated for"),
        (645, "m1 leaves the binding: task Graciously"),
        (645, "goes to m2"),
    )


def test_an_outage_shorter_than_the_threshold_is_never_noticed() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1", until=25))
    story.never_tells("Ready=False")
    assert not story.timeline.moves
    assert story.timeline.settled


def test_a_cluster_that_flaps_within_the_threshold_moves_nothing() -> None:
    faults = [lose("m1", at=40.0 * n, until=40.0 * n + 20) for n in range(5)]
    story = play(fleet(WEB, policy(WEB)), *faults)
    story.never_tells("Ready=False")
    assert not story.timeline.moves


def test_a_pull_cluster_is_unknown_once_its_lease_is_forty_seconds_old() -> None:
    pulled = fleet(cluster("m1", pull=True), cluster("m2"), WEB, policy(WEB))
    play(pulled, lose("m1")).tells(
        (45, "m1: Ready=Unknown, ClusterStatusUnknown"),
        (45, "m1 gets the taint cluster.karmada.io/unreachable:NoSchedule"),
        (45, "m1 leaves the binding"),
    )


def test_a_pull_cluster_that_comes_back_cleans_up_at_once() -> None:
    pulled = fleet(cluster("m1", pull=True), cluster("m2"), WEB, policy(WEB))
    play(pulled, cut("m1", until=600)).tells(
        (600, "m1 is reached again"),
        (610, "m1: Ready=True"),
        (610, "the copy in m1 is deleted"),
    )


def test_a_cluster_cut_off_runs_beside_its_replacement_until_it_is_cleaned_up() -> None:
    story = play(fleet(WEB, policy(WEB)), cut("m1", until=900))
    [(begin, end)] = story.windows("both")
    assert begin == pytest.approx(41, abs=1)
    assert end is not None and end > 940
    assert story.windows("none") == []


def test_a_cluster_that_comes_back_starts_its_stale_copy_until_a_retry_deletes_it() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1", until=300))
    assert [begin for begin, _ in story.windows("both")] == [300]
    assert story.timeline.settled


def test_a_status_brings_no_retry_forward() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1", until=120))
    # Tries that fail are 5 ms apart, then 10, 20: the fourteenth and fifteenth here.
    story.tells(
        (61, "deleting in m1 waits"),
        (140, "m1: Healthy"),
        (160, "m1: Ready=True"),
        (225, "the copy in m1 is deleted"),
    )


def test_a_silent_member_is_not_ready_once_its_connection_is_given_up() -> None:
    def not_ready(connect: float) -> float:
        story = play(
            fleet(WEB, policy(WEB)), cut("m1"), request_timeout_seconds=32.0,
            connect_timeout_seconds=connect, status_update_seconds=2.0,
            failure_threshold_seconds=4.0,
        )
        return next(e.time for e in story.timeline.events if e.kind == "not ready")

    # One probe waits from 2 to 34 s; the next loses its connection at 45 s and tries another.
    assert not_ready(10.0) == 56.0
    assert not_ready(30.0) == 68.0


@pytest.mark.parametrize(("rate", "seconds"), [(0.5, 2.0), (0.1, 10.0)])
def test_an_eviction_that_fails_is_tried_again_no_sooner_than_the_next(
    rate: float, seconds: float
) -> None:
    rules = [{"aliasLabelName": "shop.example/job", "jsonPath": "{.jobStatus.jobId}"}]
    failover = {"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": rules}}}
    job = flink()
    # Its status comes back after the first try.
    silent = BreakWorkload(workload="wordcount", cluster="m1", is_silent=True, until=1.0)
    story = play(
        fleet(job, policy(job, failover=failover)), silent,
        TaintCluster(cluster="m1", key="drill", at=0.5), resource_eviction_rate=rate,
    )
    story.tells(
        (0.7, "no eviction from m1: the application status has not yet been collected"),
        (0.7 + seconds, "m1 leaves the binding: task Directly"),
    )


def test_purging_directly_from_a_dead_cluster_waits_until_the_task_times_out() -> None:
    story = play(fleet(WEB, policy(WEB, failover={"cluster": {"purgeMode": "Directly"}})),
                 lose("m1"))
    story.tells(
        (40, "m1 leaves the binding: task Directly"),
        (40, "no new copy before the Work in m1 is gone"),
        (640, "the task of m1 ends: older than 600 s"),
        (641, "created in m2"),
    )


def test_evictions_are_paced_three_at_a_time() -> None:
    apps = [deployment(f"app-{n}") for n in range(7)]
    story = play(fleet(*apps, *map(policy, apps)), lose("m1"))
    times = [round(e.time - 40.2) for e in story.timeline.events if e.kind == "evicted"]
    assert times == [0, 0, 0, 2, 2, 2, 4]


def test_the_old_version_does_not_pace_evictions() -> None:
    apps = [deployment(f"app-{n}") for n in range(7)]
    story = play(fleet(*apps, *map(policy, apps), profile=V1_12_0), lose("m1"))
    assert len({round(e.time) for e in story.timeline.events if e.kind == "evicted"}) == 1


def test_a_toleration_with_seconds_delays_the_eviction_and_one_without_prevents_it() -> None:
    forever = [{"operator": "Exists"}]
    timed = [{"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 60}]
    stays, leaves = deployment("stays"), deployment("leaves")
    story = play(
        fleet(stays, leaves, policy(stays, tolerations=forever), policy(leaves, tolerations=timed)),
        lose("m1"),
    )
    story.tells((40, "tolerated for"), (100, "m1 leaves the binding"))
    assert [move.workload.name for move in story.timeline.moves] == ["leaves"]


def test_a_taint_taken_off_in_time_cancels_the_eviction() -> None:
    timed = [{"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 60}]
    story = play(fleet(WEB, policy(WEB, tolerations=timed)), lose("m1", until=42))
    assert not story.timeline.moves


def test_with_nowhere_to_go_the_task_times_out_and_nothing_serves() -> None:
    story = play(fleet(WEB, policy(WEB, clusters=("m1",))), lose("m1"))
    story.tells(
        (40, "m1 leaves the binding"),
        (40, "no cluster takes it: NoClusterFit"),
        (640, "the task of m1 ends: older than 600 s"),
    )
    assert any("NoClusterFit" in text for text in story.waits())
    assert story.windows("none") == [(0.0, None)]


def test_losing_two_clusters_in_a_row_moves_twice() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1"), lose("m2", at=300))
    assert [(m.source, m.targets) for m in story.timeline.moves] == [
        ("m1", ("m2",)), ("m2", ("m3",)),
    ]


def test_nothing_comes_home_by_itself_and_a_divided_workload_comes_with_a_rebalancer() -> None:
    both = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}]
    shared = deployment(replicas=6)
    prepared = fleet(shared, policy(shared, spread=both, divided=True), members=2)
    alone = play(prepared, lose("m1", until=300))
    assert alone.timeline.workloads[prepared.workloads[0]].states[-1].targets == (("m2", 6),)
    asked = play(prepared, lose("m1", until=300), Rebalance(at=3000.0))
    targets = dict(asked.timeline.workloads[prepared.workloads[0]].states[-1].targets)
    assert targets == {"m1": 3, "m2": 3}


@pytest.mark.parametrize("profile", [V1_12_0, V1_18_2])
def test_a_run_is_the_same_every_time(profile: object) -> None:
    prepared = fleet(WEB, policy(WEB), profile=profile)  # type: ignore[arg-type]
    assert play(prepared, lose("m1")).timeline == play(prepared, lose("m1")).timeline


def test_a_seed_changes_the_order_of_the_queue_and_the_run_says_so() -> None:
    apps = [deployment(f"app-{n}") for n in range(7)]
    prepared = fleet(*apps, *map(policy, apps))
    orders = [
        [e.workload.name for e in play(prepared, lose("m1"), seed=seed).timeline.events
         if e.kind == "evicted" and e.workload]
        for seed in (0, 1)
    ]
    assert orders[0] == sorted(orders[0])
    assert orders[1] != orders[0] and sorted(orders[1]) == orders[0]
    notes = play(prepared, lose("m1")).timeline.notes
    assert any("random order" in note for note in notes)


def test_a_rebalancer_leaves_a_line_for_each_workload_and_says_why_one_stays() -> None:
    web = deployment()
    story = play(fleet(web, policy(web)), Rebalance(at=10.0))
    [event] = [e for e in story.timeline.events if e.kind == "stays"]
    assert event.workload is not None and event.workload.name == "web"
    assert event.text == "stays in m1: a cluster that it runs in scores 100, m2, m3 0"
    spread = play(fleet(web, policy(web, spread=[])), Rebalance(at=10.0))
    [event] = [e for e in spread.timeline.events if e.kind == "stays"]
    assert event.text.endswith("the fresh division is the one that is there already")


def test_a_copy_comes_back_to_a_cluster_without_its_taint_also_by_an_empty_placement() -> None:
    web = deployment()
    placed = fleet(web, {**policy(web), "spec": {**policy(web)["spec"], "placement": {}}})
    story = play(placed, LoseClusters(clusters=("m1",), until=600.0))
    states = next(iter(story.timeline.workloads.values())).states
    assert {name for name, _ in states[-1].targets} == {"m1", "m2", "m3"}
