"""Every phase, window and wait names the flag, gate, field or assumption that decides it."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import application_failover, cluster, deployment, fleet, policy
from tests.simulator.playbook import Story, breaks, cut, lose, play
from workbench.karmada.profile import LATEST, V1_12_0, Profile
from workbench.model.tree import Object
from workbench.simulator.causes import REQUEST, STARTUP, TERMINATION, TOLERATION
from workbench.simulator.faults import Fault, SetCondition, TaintCluster
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm

READY = [{"aliasLabelName": "shop.example/ready", "jsonPath": "{.readyReplicas}"}]
DIRECTLY = {"cluster": {"purgeMode": "Directly"}}


def one(
    failover: Object | None = None, *clusters: Object, profile: Profile = LATEST, **spec: object
) -> PreparedFleet:
    """A Deployment in ``m1``, with two more clusters unless some are given."""
    web = deployment()
    others = clusters or tuple(cluster(f"m{n}") for n in (1, 2, 3))
    placed = policy(web, failover=failover, propagateDeps=True, **spec)  # type: ignore[arg-type]
    return fleet(*others, web, placed, profile=profile)


def decided(story: Story, phase: str) -> str:
    """What decided a phase of the first move."""
    spans = [span for span in story.timeline.moves[0].spans if span.phase == phase]
    return spans[0].decided_by


def window(story: Story, kind: str) -> str:
    return next(w.decided_by for w in story.timeline.windows if w.kind == kind)


def waits(story: Story) -> list[tuple[str, str]]:
    return [(wait.text, wait.decided_by) for wait in story.timeline.waiting]


def lost_state(story: Story) -> list[tuple[str, str]]:
    return [(e.text, e.decided_by) for e in story.timeline.events if e.kind == "state lost"]


def test_a_direct_purge_of_a_lost_cluster_takes_as_long_as_the_task_lives() -> None:
    story = play(one(DIRECTLY), lose("m1"))
    assert decided(story, "apply") == "--graceful-eviction-timeout"
    assert window(story, "none") == "--graceful-eviction-timeout"
    assert decided(story, "healthy") == STARTUP
    assert decided(story, "clean up") == "condition Ready"


def test_a_direct_purge_waits_for_a_lost_member_to_come_back() -> None:
    story = play(one(DIRECTLY), lose("m1", until=300))
    apply = next(s for s in story.timeline.moves[0].spans if s.phase == "apply")
    assert "cluster(m1) not ready; m1 is back" in apply.text
    assert apply.decided_by == "condition Ready"


def test_a_label_that_the_member_refuses_holds_the_new_copy_until_the_task_times_out() -> None:
    rules = [{"aliasLabelName": "shop.example/ready", "jsonPath": "a+{.readyReplicas}"}]
    story = play(one(application_failover(60, rules=rules)), breaks("web", "m1"))
    apply = next(s for s in story.timeline.moves[0].spans if s.phase == "apply")
    assert "the member refuses the label" in apply.text
    assert apply.decided_by == "--graceful-eviction-timeout"


@pytest.mark.parametrize(("mode", "profile"), [
    ("Directly", LATEST), ("Immediately", LATEST), ("Immediately", V1_12_0),
])
def test_a_direct_purge_that_goes_well_is_decided_by_pods_and_requests(
    mode: str, profile: Profile
) -> None:
    failover = application_failover(60, mode)
    story = play(one(failover, profile=profile), breaks("web", "m1"))
    phases = {span.phase: span.decided_by for span in story.timeline.moves[0].spans}
    assert phases == {
        "detect": "resource interpreter", "tolerate": TOLERATION, "evict": TOLERATION,
        "schedule": "placement.replicaScheduling: Duplicated: always scheduled",
        "apply": REQUEST, "healthy": STARTUP, "clean up": "status.aggregatedStatus",
    }
    assert window(story, "both") == TERMINATION
    assert window(story, "none") == TOLERATION


@pytest.mark.parametrize(("mode", "profile"), [
    ("Gracefully", LATEST), ("Graciously", LATEST), ("Graciously", V1_12_0),
])
def test_two_copies_run_because_of_the_purge_mode(mode: str, profile: Profile) -> None:
    failover = application_failover(60, mode, gracePeriodSeconds=90)
    story = play(one(failover, profile=profile), breaks("web", "m1"))
    assert window(story, "both") == "failover.application.purgeMode"
    assert decided(story, "clean up") == TERMINATION


def test_a_copy_that_never_goes_waits_for_somebody() -> None:
    failover = application_failover(60, "Never")
    story = play(one(failover), breaks("web", "m1"))
    assert decided(story, "clean up") == "gracefulEvictionTasks[].suppressDeletion"
    later = play(one(failover), breaks("web", "m1"), Confirm(workload="web", at=500))
    assert decided(later, "clean up") == "gracefulEvictionTasks[].suppressDeletion"


@pytest.mark.parametrize(("failover", "profile", "gates", "by"), [
    (None, LATEST, {}, "--no-execute-taint-eviction-purge-mode"),
    ({"cluster": {}}, LATEST, {}, "failover.cluster.purgeMode"),
    (None, V1_12_0, {}, "feature gate GracefulEviction"),
])
def test_an_old_copy_stays_by_what_gave_the_task_its_purge_mode(
    failover: Object | None, profile: Profile, gates: dict[str, object], by: str
) -> None:
    tainted = TaintCluster(cluster="m1", key="x")
    assert window(play(one(failover, profile=profile), tainted, **gates), "both") == by


@pytest.mark.parametrize(("settings", "by"), [
    ({}, "--cluster-failure-threshold"),
    ({"status_update_seconds": 60.0, "failure_threshold_seconds": 10.0},
     "--cluster-status-update-frequency"),
    ({"request_timeout_seconds": 32.0, "connect_timeout_seconds": 30.0},
     "assumed: time-out of probes"),
])
def test_detection_of_a_push_cluster_names_the_timer_that_takes_longest(
    settings: dict[str, object], by: str
) -> None:
    taint = "ClusterTaintPolicy evict-from-clusters-not-ready"
    assert decided(play(one(), cut("m1"), **settings), "detect") == f"{by}, then {taint}"


@pytest.mark.parametrize(("settings", "by"), [
    ({}, "--cluster-monitor-grace-period"),
    ({"monitor_period_seconds": 60.0, "monitor_grace_period_seconds": 10.0},
     "--cluster-monitor-period"),
])
def test_detection_of_a_pull_cluster_goes_by_its_lease(
    settings: dict[str, object], by: str
) -> None:
    pulling = one(None, cluster("m1", pull=True), cluster("m2"))
    assert decided(play(pulling, cut("m1"), **settings), "detect").startswith(by)


def test_the_old_version_detects_by_its_eviction_timeout_and_tolerates_by_default() -> None:
    story = play(one(profile=V1_12_0), lose("m1"))
    assert decided(story, "detect") == "--failover-eviction-timeout"
    assert decided(story, "tolerate") == "placement.clusterTolerations[].tolerationSeconds"


def test_a_condition_that_is_set_is_noticed_by_its_taint_policy() -> None:
    disk: Object = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
        "metadata": {"name": "disk"},
        "spec": {
            "addOnConditions": [
                {"conditionType": "Disk", "operator": "In", "statusValues": ["True"]}
            ],
            "taints": [{"key": "disk", "effect": "NoExecute"}],
        },
    }
    web = deployment()
    story = play(fleet(disk, web, policy(web)), SetCondition(cluster="m1", condition="Disk"))
    assert decided(story, "detect") == "ClusterTaintPolicy disk"


def test_an_eviction_that_waits_for_a_worker_is_decided_by_the_rate() -> None:
    objects = [o for n in range(4) for d in [deployment(f"w{n}")] for o in (d, policy(d))]
    tainted = TaintCluster(cluster="m1", key="x")
    many = fleet(cluster("m1"), cluster("m2"), *objects)
    story = play(many, tainted, resource_eviction_rate=0.1)
    evictions = [(s.end, s.decided_by) for m in story.timeline.moves for s in m.spans
                 if s.phase == "evict"]
    assert [by for _, by in evictions] == [
        *["placement.clusterTolerations"] * 3, "--resource-eviction-rate",
    ]
    assert {s.decided_by for m in story.timeline.moves for s in m.spans
            if s.phase == "tolerate"} == {"placement.clusterTolerations"}


def test_a_timed_toleration_decides_how_long_a_taint_is_borne() -> None:
    bearing = [{"key": "x", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 90}]
    story = play(one(tolerations=bearing), TaintCluster(cluster="m1", key="x"))
    assert decided(story, "tolerate") == "placement.clusterTolerations[].tolerationSeconds"


def test_a_workload_without_another_cluster_comes_back_when_its_task_times_out() -> None:
    failover = application_failover(60, "Gracefully", gracePeriodSeconds=120)
    story = play(one(failover, cluster("m1")), breaks("web", "m1", times=2))
    schedule = next(s for s in story.timeline.moves[0].spans if s.phase == "schedule")
    assert schedule.text.startswith("no cluster takes it")
    assert schedule.decided_by == "failover.application.gracePeriodSeconds"


def test_a_copy_without_room_waits_for_resources() -> None:
    web = deployment()
    story = play(fleet(cluster("m1"), cluster("m2", cpu="1"), web, policy(web)), lose("m1"))
    assert decided(story, "healthy") == "status.resourceSummary"


def test_a_suspended_cluster_holds_up_its_new_copy() -> None:
    suspension = {"dispatchingOnClusters": {"clusterNames": ["m2"]}}
    failover = application_failover(60, "Gracefully", gracePeriodSeconds=120)
    story = play(one(failover, suspension=suspension), breaks("web", "m1"))
    assert decided(story, "apply") == "spec.suspension.dispatchingOnClusters"
    assert waits(story)[0] == ("m2 is not dispatched to", decided(story, "apply"))


def test_a_copy_that_is_left_behind_names_the_field_that_keeps_it() -> None:
    failover = application_failover(60)
    story = play(one(failover, preserveResourcesOnDeletion=True), breaks("web", "m1"))
    assert decided(story, "clean up") == "preserveResourcesOnDeletion"
    assert window(story, "both") == "preserveResourcesOnDeletion"


def test_an_old_copy_in_a_member_that_came_back_goes_at_the_next_retry() -> None:
    story = play(one(), lose("m1", until=1200))
    assert decided(story, "clean up") == "condition Ready"
    assert window(story, "both") == "--rate-limiter-base-delay"
    fast = play(one(), lose("m1", until=1200), retry_limit_seconds=100.0)
    deleted = next(e for e in fast.timeline.events if e.kind == "deleted")
    assert deleted.decided_by == "--rate-limiter-max-delay"


def test_nothing_serves_by_what_keeps_the_eviction_from_being_written() -> None:
    failover = application_failover(60, "Gracefully")
    story = play(one(failover), breaks("web", "m1"), graceful_eviction=False)
    assert window(story, "none") == "feature gate GracefulEviction"
    assert waits(story)[0][1] == "feature gate GracefulEviction"


def test_a_long_request_to_the_new_member_is_named_as_what_it_is() -> None:
    story = play(one(application_failover(90)), breaks("web", "m1"), apply_seconds=70.0)
    assert decided(story, "apply") == REQUEST
    assert window(story, "none") == TOLERATION


PURGED = ("m2: without the label shop.example/ready: purgeMode of the last task is Gracefully, "
          "has to be Directly or Immediately")
TAINT = TaintCluster(cluster="m1", key="x")


@pytest.mark.parametrize(("failover", "fault", "settings", "told"), [
    (application_failover(60, "Gracefully", READY), breaks("web", "m1"), {},
     (PURGED, "failover.application.purgeMode")),
    (application_failover(60, "Directly", READY), breaks("web", "m1"),
     {"stateful_failover_injection": False},
     ("no state is taken along from m1", "feature gate StatefulFailoverInjection")),
    (application_failover(60, "Directly", READY), TAINT, {},
     ("no state is taken along from m1: failover.cluster.statePreservation names none",
      "failover.cluster.statePreservation")),
    ({"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": READY}}}, lose("m1"), {},
     ("m2: without the label shop.example/ready: the task that carried it has ended, older than "
      "600 s",
      "--graceful-eviction-timeout")),
    (application_failover(60, "Directly", READY), breaks("web", "m1"), {}, None),
])
def test_state_that_does_not_arrive_is_told_when_it_is_lost(
    failover: Object, fault: Fault, settings: dict[str, object], told: tuple[str, str] | None
) -> None:
    story = play(one(failover), fault, **settings)  # type: ignore[arg-type]
    assert lost_state(story) == ([told] if told else [])


def test_the_old_version_takes_no_state_along_where_a_taint_evicts() -> None:
    failover = application_failover(60, "Immediately", READY)
    story = play(one(failover, profile=V1_12_0), TAINT)
    assert lost_state(story)[0][1] == "Karmada v1.12.0"


def test_a_label_for_a_workload_that_keeps_other_clusters_is_lost() -> None:
    spread = [{"spreadByField": "cluster", "minGroups": 2, "maxGroups": 2}]
    failover = application_failover(60, "Directly", READY)
    story = play(one(failover, spread=spread), breaks("web", "m1"))
    assert "spec.clusters is m2, m3, has to be one target cluster" in lost_state(story)[0][0]


def test_a_label_that_a_retention_script_may_keep_is_said_to_be_so() -> None:
    script = {"luaScript": "function Retain(d, o) return d end"}
    keeper: Object = {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": "keeps"},
        "spec": {"target": {"apiVersion": "apps/v1", "kind": "Deployment"},
                 "customizations": {"retention": script}},
    }
    web, failover = deployment(), application_failover(60, "Directly", READY)
    placed = policy(web, failover=failover, propagateDeps=True)
    for objects, unless in (((web, placed), ""), ((web, placed, keeper), ", unless")):
        story = play(fleet(*objects), breaks("web", "m1"))
        [off] = [e.text for e in story.timeline.events if e.kind == "relabelled"]
        assert off.partition(" is taken off")[2].startswith(unless)
        assert bool(unless) == off.endswith("keeps it")


def test_an_old_copy_that_goes_without_a_new_one_is_told_by_its_timeout() -> None:
    """Nothing is in its place: suspended, or without another cluster."""
    failover = application_failover(60, "Gracefully", gracePeriodSeconds=120)
    suspension = {"dispatchingOnClusters": {"clusterNames": ["m2"]}}
    story = play(one(failover, suspension=suspension), breaks("web", "m1"))
    assert decided(story, "clean up") == "failover.application.gracePeriodSeconds"


@pytest.mark.parametrize(("settings", "profile", "by"), [
    ({"with_all": False}, LATEST, "feature gate Failover"),
    ({"adds_taint_policy": False}, LATEST, "ClusterTaintPolicy"),
    ({"enable_no_execute_taint_eviction": False}, LATEST, "--enable-no-execute-taint-eviction"),
    ({"with_all": False}, V1_12_0, "feature gate Failover"),
    ({"enable_taint_manager": False}, V1_12_0, "--enable-taint-manager"),
])
def test_a_lost_cluster_that_is_not_left_names_what_would_have_to_be_on(
    settings: dict[str, object], profile: Profile, by: str
) -> None:
    story = play(one(profile=profile), lose("m1"), **settings)  # type: ignore[arg-type]
    assert waits(story) == [("it is still bound to m1, which is down", by)]
    assert window(story, "none") == by


def test_what_is_tolerated_for_ever_stays_by_its_tolerations() -> None:
    story = play(one(tolerations=[{"operator": "Exists"}]), lose("m1"))
    assert waits(story)[0][1] == window(story, "none") == "placement.clusterTolerations"


def test_a_task_that_ends_meanwhile_is_not_what_a_request_waits_for() -> None:
    web = deployment(replicas=9)
    spread = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 3}]
    divided = policy(web, divided=True, spread=spread)
    story = play(fleet(web, divided), TaintCluster(cluster="m1", key="x"))
    assert decided(story, "apply") == REQUEST


def test_an_object_without_pods_has_no_last_pod() -> None:
    config: Object = {"apiVersion": "v1", "kind": "ConfigMap",
                      "metadata": {"name": "c", "namespace": "shop"}, "data": {}}
    story = play(fleet(config, policy(config)), TaintCluster(cluster="m1", key="x"))
    story.never_tells("the last pod")
    assert decided(story, "clean up") == "status.aggregatedStatus"
