"""What the doctor finds: who moves, who can't, and everything that goes wrong with it."""

from __future__ import annotations

from dataclasses import replace

from tests.simulator.fleets import (
    JOB_ID,
    application_failover,
    cluster,
    deployment,
    flink,
    policy,
    snapshot,
)
from workbench.karmada.profile import LATEST, V1_12_0, Profile
from workbench.model.tree import Object
from workbench.plans.doctor.applications import ApplicationCheck
from workbench.plans.doctor.examination import Examination, examine_fleet
from workbench.plans.doctor.skipped import NO_PODS
from workbench.plans.doctor.verdicts import Verdict
from workbench.simulator.settings import Settings, preset
from workbench.simulator.what_if import TAINT_POLICY

WEB = deployment()
MEMBERS = (cluster("m1"), cluster("m2"), cluster("m3"))
ALL_ON = preset("failover", LATEST)


def examined(
    *objects: Object, settings: Settings = ALL_ON, profile: Profile = LATEST,
    members: tuple[Object, ...] = MEMBERS,
) -> Examination:
    return examine_fleet(snapshot(*members, *objects), profile, settings, 1)


def verdict(examination: Examination, loss: str, name: str = "web") -> Verdict:
    finding = next(f for f in examination.findings if f.case.name == loss)
    verdicts = finding.would_be or finding.verdicts
    return next(v for v in verdicts if v.workload.name == name)


def test_a_stock_installation_is_inert_and_every_reason_is_named() -> None:
    examination = examined(WEB, policy(WEB), settings=Settings())
    assert [reason.subject for reason in examination.inert] == [
        "feature gate Failover", "--enable-no-execute-taint-eviction", "ClusterTaintPolicy",
    ]
    finding = examination.findings[0]
    assert [v.kind for v in finding.verdicts] == ["inert"]
    assert [v.kind for v in finding.would_be] == ["moves"]


def test_the_old_version_needs_its_gate_alone() -> None:
    examination = examined(WEB, policy(WEB), settings=Settings(), profile=V1_12_0)
    assert [reason.subject for reason in examination.inert] == ["feature gate Failover"]


def test_a_workload_moves_and_would_run_twice_if_its_cluster_is_only_cut_off() -> None:
    found = verdict(examined(WEB, policy(WEB)), "m1")
    assert (found.kind, found.targets) == ("moves", ("m2",))
    assert found.seconds is not None and 60 < found.seconds < 63
    assert found.twice_from is not None and found.twice_until is None


def test_a_workload_with_nowhere_to_go_is_told_why_by_every_cluster() -> None:
    found = verdict(examined(WEB, policy(WEB, clusters=("m1",))), "m1")
    assert found.kind == "nowhere"
    assert "m2:" in found.reasons[0].text


def test_a_workload_that_tolerates_every_taint_is_inert() -> None:
    forever = [{"operator": "Exists"}]
    found = verdict(examined(WEB, policy(WEB, tolerations=forever)), "m1")
    assert found.kind == "inert"
    assert found.reasons[0].subject == "placement.clusterTolerations"


def test_copies_elsewhere_go_on() -> None:
    found = verdict(examined(WEB, policy(WEB, spread=[])), "m1")
    assert found.kind == "stays" and not found.targets
    assert found.goes_on == (("m2", 2), ("m3", 2)) and found.replicas_lost == 2


def test_what_a_workload_needs_and_would_not_find_is_named() -> None:
    app = deployment(config="settings")
    config: Object = {"apiVersion": "v1", "kind": "ConfigMap",
                      "metadata": {"name": "settings", "namespace": "shop"}}
    service: Object = {"apiVersion": "v1", "kind": "Service",
                       "metadata": {"name": "web", "namespace": "shop"},
                       "spec": {"selector": {"app": "web"}}}
    alone = verdict(examined(
        app, config, service, policy(app), policy(config, clusters=("m1",)),
        policy(service, clusters=("m1",)),
    ), "m1")
    assert alone.left_behind == (
        "ConfigMap shop/settings is not in m2", "Service shop/web is not in m2",
    )
    together = verdict(examined(
        app, config, policy(app, propagateDeps=True), service, policy(service, spread=[]),
    ), "m1")
    assert together.left_behind == ()


def test_state_that_only_the_other_failover_keeps_is_lost() -> None:
    job = flink()
    kept = policy(job, failover=application_failover(rules=JOB_ID), propagateDeps=True)
    found = verdict(examined(job, kept), "m1", "wordcount")
    [loss] = found.lost_state
    assert loss.subject == "failover.cluster.statePreservation"
    assert "names none" in loss.text


def test_a_graceful_cluster_failover_hands_on_no_state() -> None:
    job = flink()
    failover = {"cluster": {"purgeMode": "Gracefully", "statePreservation": {"rules": JOB_ID}}}
    found = verdict(examined(job, policy(job, failover=failover)), "m1", "wordcount")
    [loss] = found.lost_state
    assert loss.subject == "failover.cluster.purgeMode"
    assert "purgeMode of the last task is Gracefully, has to be Directly" in loss.text


def test_state_of_a_lost_cluster_is_lost_with_the_task_that_carried_it() -> None:
    job = flink()
    failover = {"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": JOB_ID}}}
    found = verdict(examined(job, policy(job, failover=failover)), "m1", "wordcount")
    assert found.kind == "moves" and found.seconds is not None and found.seconds > 600
    [loss] = found.lost_state
    assert loss.subject == "--graceful-eviction-timeout"
    assert "the task that carried it has ended, older than 600 s" in loss.text


def test_a_gate_that_is_off_is_not_the_only_cause_if_state_is_lost_with_it_on_too() -> None:
    job = flink()
    failover = {"cluster": {"purgeMode": "Gracefully", "statePreservation": {"rules": JOB_ID}}}
    off = replace(ALL_ON, stateful_failover_injection=False)
    found = verdict(examined(job, policy(job, failover=failover), settings=off), "m1", "wordcount")
    gate, then = found.lost_state
    assert gate.subject == "feature gate StatefulFailoverInjection"
    assert then.subject == "failover.cluster.purgeMode"
    wrong = [{"aliasLabelName": "shop.example/job", "jsonPath": "{.nowhere}"}]
    failover = {"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": wrong}}}
    found = verdict(examined(job, policy(job, failover=failover), settings=off), "m1", "wordcount")
    assert [reason.subject for reason in found.lost_state] == [
        "feature gate StatefulFailoverInjection", "failover.cluster.statePreservation",
    ]
    assert "no eviction from m1" in found.lost_state[1].text


def test_a_preserved_copy_runs_on_for_good_even_when_its_cluster_is_back() -> None:
    kept = verdict(examined(WEB, policy(WEB, preserveResourcesOnDeletion=True)), "m1")
    assert kept.twice_until is None and kept.stays_by == "preserveResourcesOnDeletion"
    assert verdict(examined(WEB, policy(WEB)), "m1").stays_by == ""


def test_pods_without_room_and_an_eviction_that_is_blocked_are_not_slow_starts() -> None:
    tight = (cluster("m1"), cluster("m2", cpu="1"))
    full = verdict(examined(WEB, policy(WEB), members=tight), "m1")
    assert full.kind == "no room" and full.reasons[0].subject == "status.resourceSummary"
    assert full.reasons[0].text == "1 of 2 pods find no room in m2"
    divided = verdict(
        examined(WEB, policy(WEB, spread=[], divided=True), members=tight), "m1",
    )
    assert divided.kind in ("nowhere", "stays")
    assert "Unschedulable" in divided.reasons[0].text
    job = flink()
    wrong = [{"aliasLabelName": "shop.example/job", "jsonPath": "{.nowhere}"}]
    failover = {"cluster": {"purgeMode": "Directly", "statePreservation": {"rules": wrong}}}
    stuck = verdict(examined(job, policy(job, failover=failover)), "m1", "wordcount")
    assert stuck.kind == "inert"
    assert stuck.reasons[0].subject == "failover.cluster.statePreservation"
    assert "no eviction from m1" in stuck.reasons[0].text


def test_a_taint_policy_that_does_not_select_the_lost_cluster_is_named() -> None:
    elsewhere: Object = {**TAINT_POLICY, "metadata": {"name": "outage"}, "spec": {
        **TAINT_POLICY["spec"], "targetClusters": {"clusterNames": ["m2", "m3"]},
    }}
    examination = examined(WEB, policy(WEB), elsewhere)
    found = verdict(examination, "m1")
    assert found.kind == "inert"
    [reason] = found.reasons
    assert reason.subject == "ClusterTaintPolicy outage"
    assert "does not select m1" in reason.text
    assert reason.remedy == "add m1 to its spec.targetClusters.clusterNames"
    assert next(f for f in examination.findings if f.case.name == "m1").capacity.bound == 1


def test_a_taint_policy_whose_conditions_miss_what_a_lost_cluster_reports_is_named() -> None:
    false_only = [{"conditionType": "Ready", "operator": "In", "statusValues": ["False"]}]
    narrow: Object = {**TAINT_POLICY, "spec": {
        **TAINT_POLICY["spec"], "addOnConditions": false_only,
    }}
    found = verdict(
        examined(WEB, policy(WEB), narrow, members=(cluster("m1", pull=True), cluster("m2"))), "m1",
    )
    [reason] = found.reasons
    assert "addOnConditions do not match m1: Ready=Unknown" in reason.text


def test_capacity_says_how_many_find_no_room_and_how_long_the_queue_is() -> None:
    apps = [deployment(f"app-{n}", replicas=4) for n in range(7)]
    tight = (cluster("m1"), cluster("m2", cpu="10"))
    examination = examined(*apps, *map(policy, apps), members=tight)
    capacity = next(f.capacity for f in examination.findings if f.case.name == "m1")
    assert capacity.moved == 7 and capacity.healthy == 2
    assert capacity.pending_pods == 18
    assert capacity.queue_seconds == 4.0


def test_the_queue_is_no_longer_because_one_workload_tolerates_longer() -> None:
    patient = deployment("patient")
    tolerant = policy(patient, tolerations=[{"operator": "Exists", "effect": "NoExecute",
                                             "tolerationSeconds": 300}])
    examination = examined(WEB, policy(WEB), patient, tolerant)
    capacity = next(f.capacity for f in examination.findings if f.case.name == "m1")
    assert capacity.moved == 2 and capacity.all_healthy_after is not None
    assert capacity.all_healthy_after > 300 > 2 >= capacity.queue_seconds


def test_an_unhealthy_workload_needs_a_policy_dependencies_and_a_health_rule() -> None:
    examination = examined(WEB, policy(WEB))
    [check] = examination.applications
    assert [reason.subject for reason in check.reasons] == [
        "spec.failover.application", "spec.propagateDeps",
    ]


def test_a_toleration_shorter_than_the_start_up_is_cautioned() -> None:
    watched = policy(WEB, failover=application_failover(seconds=10), propagateDeps=True)
    [check] = examined(WEB, watched).applications
    assert [caution.subject for caution in check.cautions] == [
        "failover.application.decisionConditions.tolerationSeconds",
    ]
    quick = replace(ALL_ON, startup_seconds=5.0)
    [check] = examined(WEB, watched, settings=quick).applications
    assert not check.reasons and not check.cautions


def test_an_unhealthy_workload_that_fits_one_cluster_alone_has_nowhere_to_go() -> None:
    watched = policy(WEB, failover=application_failover(seconds=60), propagateDeps=True)
    [check] = examined(WEB, watched, members=MEMBERS[:1]).applications
    assert check.is_stuck
    assert check.cautions[0].text.startswith("no other cluster takes what leaves m1")
    [check] = examined(WEB, watched).applications
    assert not check.is_stuck and not check.cautions


def test_objects_that_nobody_places_are_listed() -> None:
    examination = examined(WEB)
    assert [key.name for key, _ in examination.unplaced] == ["web"]


def test_an_unhealthy_copy_is_played_not_guessed() -> None:
    job = flink()
    def check(*rules: tuple[str, str], **more: object) -> ApplicationCheck:
        named = [{"aliasLabelName": name, "jsonPath": path} for name, path in rules]
        kept = policy(job, failover=application_failover(rules=named, **more), propagateDeps=True)
        [found] = examined(job, kept).applications
        return found

    missing = check(("shop.example/job", "{.jobStatus.jobID}"))
    assert [r.subject for r in missing.reasons] == ["failover.application.statePreservation"]
    assert "jobID is not found" in missing.reasons[0].text
    literal = check(("shop.example/job", "a b{.jobStatus.jobId}"))
    assert not literal.reasons
    refused = literal.cautions[-1]
    assert "the member refuses the label" in refused.text
    assert "it comes when the task is over, and without its state" in refused.text
    never = check(("shop.example/job", "{.jobStatus.jobId}"), seconds=0)
    assert "the eviction waits for the next change" in never.reasons[0].text
    assert check(("shop.example/job", "{.jobStatus.jobId}"), seconds=60).cautions == ()


def test_what_goes_on_beside_an_unhealthy_copy_that_nothing_replaces_is_counted() -> None:
    failover = application_failover(seconds=60, mode="Gracefully", gracePeriodSeconds=120)
    both = policy(WEB, clusters=("m1", "m2"), spread=[], failover=failover, propagateDeps=True)
    [check] = examined(WEB, both).applications
    assert check.is_stuck and check.goes_on
    assert "no other cluster takes what leaves m1; 2 in m2 go on" in check.cautions[0].text
    assert "it comes back to m1 and is evicted again, every " in check.cautions[0].text
    alone = policy(WEB, clusters=("m1",), failover=failover, propagateDeps=True)
    [check] = examined(WEB, alone).applications
    assert check.is_stuck and not check.goes_on
    assert "nothing of it is left elsewhere" in check.cautions[0].text


def test_an_unhealthy_workload_is_told_what_loses_its_state_with_the_gate_on_too() -> None:
    job = flink()
    off = replace(ALL_ON, stateful_failover_injection=False)

    def subjects(mode: str, path: str = "{.jobStatus.jobId}") -> list[str]:
        rules: list[Object] = [{"aliasLabelName": "shop.example/job", "jsonPath": path}]
        kept = application_failover(seconds=60, mode=mode, rules=rules)
        found = examined(job, policy(job, failover=kept, propagateDeps=True), settings=off)
        return [caution.subject for caution in found.applications[0].cautions]

    gate = "feature gate StatefulFailoverInjection"
    assert subjects("Directly") == [gate]
    assert subjects("Gracefully") == [gate, "failover.application.purgeMode"]
    assert subjects("Directly", "{.nowhere}") == [gate, "failover.application.statePreservation"]


def test_whatever_is_not_examined_is_listed_with_a_reason() -> None:
    config: Object = {"apiVersion": "v1", "kind": "ConfigMap",
                      "metadata": {"name": "settings", "namespace": "shop"}}
    stray: Object = {
        "apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
        "metadata": {"name": "gone-deployment", "namespace": "shop"},
        "spec": {"resource": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop",
                              "name": "gone"}, "clusters": [{"name": "m1", "replicas": 2}]},
    }
    api = deployment("api")
    bare: Object = {
        **stray, "metadata": {"name": "api-deployment", "namespace": "shop"},
        "spec": {**stray["spec"], "resource": {**stray["spec"]["resource"], "name": "api"}},
    }
    examination = examined(WEB, policy(WEB), config, policy(config), stray, api, bare)
    assert {(key.name, why) for why, keys in examination.skipped for key in keys} == {
        ("settings", NO_PODS),
        ("gone", "its binding is here, the object itself is not"),
        ("api", "its binding has no spec.placement, so no scheduler moves it"),
    }
