"""Workloads are unhealthy: what moves them, what holds them, what goes with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.simulator.fleets import (
    JOB_ID,
    application_failover,
    deployment,
    fleet,
    flink,
    policy,
)
from tests.simulator.playbook import Story, breaks
from tests.simulator.playbook import play as play_as_set
from workbench.karmada.profile import V1_12_0
from workbench.model.tree import Object
from workbench.simulator.faults import BreakWorkload
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm

WEB = deployment()


def play(*what: Any, **settings: Any) -> Story:
    """Pods here start in five seconds, so that a toleration of ten is long enough."""
    return play_as_set(*what, **{"startup_seconds": 5.0, **settings})


def watched(target: Object = WEB, **more: object) -> PreparedFleet:
    failover = application_failover(**more)  # type: ignore[arg-type]
    return fleet(target, policy(target, failover=failover, propagateDeps=True))


def test_an_unhealthy_workload_moves_once_its_toleration_is_over() -> None:
    story = play(watched(), breaks("web", "m1"), with_all=False)
    story.tells(
        (0, "is unhealthy in m1"),
        (0, "m1: Unhealthy, status.availableReplicas 0 is below"),
        (0, "Unhealthy for the first time; tolerated for 10 s"),
        (10, "m1: Unhealthy for more than 10 s"),
        (10, "m1 leaves the binding: task Directly"),
        (10, "no new copy before the Work in m1 is gone"),
        (10, "goes to m2"),
        (10, "the copy in m1 is deleted"),
        (11, "created in m2"),
        (16, "m2: Healthy"),
        (16, "the task of m1 ends"),
    )
    assert story.timeline.settled


def test_a_workload_that_recovers_in_time_stays() -> None:
    story = play(watched(), breaks("web", "m1", until=8))
    story.tells((8, "m1: Healthy"), (8, "seen Healthy or Unknown"))
    assert not story.timeline.moves


def test_gracefully_the_old_copy_stays_until_the_new_one_is_healthy() -> None:
    story = play(watched(mode="Gracefully", gracePeriodSeconds=300), breaks("web", "m1"))
    story.tells((10, "goes to m2"), (16, "m2: Healthy"), (17, "the copy in m1 is deleted"))
    [(begin, end)] = story.windows("both")
    assert (begin, end) == (pytest.approx(11, abs=1), pytest.approx(22, abs=1))


def test_gracefully_with_nowhere_to_go_the_old_copy_dies_at_the_end_of_its_grace() -> None:
    failover = application_failover(mode="Gracefully", gracePeriodSeconds=60)
    alone = fleet(WEB, policy(WEB, clusters=("m1",), failover=failover, propagateDeps=True))
    play(alone, breaks("web", "m1")).tells(
        (10, "no cluster takes it: NoClusterFit"),
        (70, "the task of m1 ends: older than 60 s"),
        # The task is over, so the cluster may be chosen again; the object is a new one, made
        # while the pods of the old one still end.
        (70, "goes to m1"),
        (70, "the copy in m1 is deleted"),
        (71, "created in m1"),
    )


def test_never_keeps_the_old_copy_until_somebody_lets_it_go() -> None:
    held = play(watched(mode="Never"), breaks("web", "m1"))
    assert held.waits() == ["the old copy in m1 stays until somebody lets it go"]
    freed = play(watched(mode="Never"), breaks("web", "m1"), Confirm(workload="web", at=100.0))
    freed.tells((100, "somebody lets the old copy go"), (101, "the copy in m1 is deleted"))
    assert freed.timeline.settled


def test_state_goes_along_as_a_label_and_is_taken_off_again() -> None:
    story = play(watched(flink(), rules=JOB_ID), breaks("wordcount", "m1"))
    story.tells(
        (10, "task Directly, label shop.example/job="),
        (11, "created in m2, label shop.example/job="),
        (16, "m2: Healthy"),
        (17, "label shop.example/job is taken off"),
    )


def test_without_the_gate_no_state_goes_along() -> None:
    story = play(watched(flink(), rules=JOB_ID), breaks("wordcount", "m1"), with_all=False)
    story.tells((10, "m1 leaves the binding: task Directly"), (11, "created in m2"))
    story.never_tells("label shop.example/job")


def test_a_workload_without_a_status_blocks_its_own_failover() -> None:
    silent = BreakWorkload(workload="wordcount", cluster="m1", is_silent=True)
    story = play(watched(flink(), rules=JOB_ID), silent)
    story.tells((10, "no eviction from m1: the application status has not yet been collected"))
    assert not story.timeline.moves
    assert any("has not yet been collected" in text for text in story.waits())


def test_a_label_of_a_status_that_nobody_read_is_marked_as_made_up() -> None:
    job = fleet(flink(), policy(flink(), failover=application_failover(rules=JOB_ID),
                                propagateDeps=True))
    made = play(job, breaks("wordcount", "m1"))
    [evicted] = [e.text for e in made.timeline.events if e.kind == "evicted"]
    assert evicted.endswith(" (made up)")
    status = {"jobStatus": {"jobId": "e6fd", "state": "RUNNING"}}
    read = replace(job, copies=tuple(replace(copy, status=status) for copy in job.copies))
    story = play(read, breaks("wordcount", "m1"))
    story.tells((10, "m1 leaves the binding: task Directly, label shop.example/job=e6fd"))
    story.never_tells("made up")


def test_a_label_value_that_no_member_takes_leaves_the_workload_down_everywhere() -> None:
    rules = [{"aliasLabelName": "shop.example/status", "jsonPath": "{.jobStatus}"}]
    story = play(watched(flink(), rules=rules), breaks("wordcount", "m1"))
    story.tells(
        (10, "the copy in m1 is deleted"), (10, "m2: the member refuses the label"),
        (610, "m2: without the label shop.example/status: the task that carried it has ended"),
    )
    assert story.windows("none")[0][1] is None or story.windows("none")[0][1] > 600


def test_a_failing_new_copy_is_moved_on_with_its_own_state() -> None:
    story = play(watched(flink(), rules=JOB_ID), breaks("wordcount", "*", times=2))
    assert [(m.source, m.targets) for m in story.timeline.moves] == [
        ("m1", ("m2",)), ("m2", ("m3",)),
    ]
    labels = [e.details for e in story.timeline.events if e.kind == "applied"]
    assert len(labels) == 2 and labels[0] != labels[1]


def test_a_start_longer_than_the_toleration_moves_on_and_on() -> None:
    story = play(watched(), breaks("web", "m1"), startup_seconds=60.0, limit=1800.0)
    assert len(story.timeline.moves) > 5
    assert not story.timeline.settled


def test_the_old_version_makes_the_new_copy_without_waiting_for_the_old_one() -> None:
    failover = application_failover(mode="Immediately")
    old = fleet(WEB, policy(WEB, failover=failover, propagateDeps=True), profile=V1_12_0)
    play(old, breaks("web", "m1")).never_tells("no new copy before")


def test_dependencies_follow_and_leave_the_source_at_once_even_gracefully() -> None:
    app = deployment(config="settings")
    config = {"apiVersion": "v1", "kind": "ConfigMap",
              "metadata": {"name": "settings", "namespace": "shop"}, "data": {}}
    failover = application_failover(mode="Gracefully", gracePeriodSeconds=300)
    story = play(fleet(app, config, policy(app, failover=failover, propagateDeps=True)),
                 breaks("Deployment/shop/web", "m1"))
    gone = next(e.time for e in story.timeline.events
                if e.kind == "deleted" and e.workload and e.workload.kind == "ConfigMap")
    left = next(e.time for e in story.timeline.events
                if e.kind == "deleted" and e.workload and e.workload.kind == "Deployment")
    assert gone < 12 < left
    story.tells((10, "m1: ConfigMap settings leaves before the old copy does"))


def test_dependencies_that_leave_together_with_the_workload_are_no_warning() -> None:
    app = deployment(config="settings")
    config = {"apiVersion": "v1", "kind": "ConfigMap",
              "metadata": {"name": "settings", "namespace": "shop"}, "data": {}}
    for mode in ("Directly", "Immediately"):
        own = policy(app, failover=application_failover(mode=mode), propagateDeps=True)
        play(fleet(app, config, own), breaks("Deployment/shop/web", "m1")).never_tells("leaves bef")


def test_objects_kept_on_deletion_run_twice_for_good() -> None:
    kept = fleet(WEB, policy(WEB, failover=application_failover(), propagateDeps=True,
                             preserveResourcesOnDeletion=True))
    story = play(kept, breaks("web", "m1"))
    story.tells((10, "the copy in m1 stays and goes on running"))
    assert story.windows("both")[-1][1] is None
    assert story.waits() == ["a copy is left in m1 that nothing will remove"]


def test_suspended_dispatching_leaves_the_new_copy_unmade_until_the_old_one_dies() -> None:
    failover = application_failover(mode="Gracefully", gracePeriodSeconds=60)
    held = fleet(WEB, policy(
        WEB, failover=failover, propagateDeps=True,
        suspension={"dispatchingOnClusters": {"clusterNames": ["m2", "m3"]}},
    ))
    story = play(held, breaks("web", "m1"))
    story.tells((10, "goes to m2"), (70, "the task of m1 ends: older than 60 s"))
    assert any("is not dispatched to" in text for text in story.waits())


def test_a_kind_without_a_health_rule_never_moves() -> None:
    job = {"apiVersion": "batch/v1", "kind": "Job",
           "metadata": {"name": "load", "namespace": "shop"},
           "spec": {"template": {"spec": {"containers": [{"name": "a", "image": "a"}]}}}}
    still = fleet(job, policy(job, failover=application_failover(), propagateDeps=True))
    story = play(still, breaks("load", "m1"))
    assert not story.timeline.moves
