"""The state's way is the run's own: its clusters, its times, what it lost, and what is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.simulator.fleets import (
    JOB_ID,
    application_failover,
    cluster,
    flink,
    policy,
    snapshot,
)
from workbench.karmada.failover.state_trace import Trigger
from workbench.karmada.profile import LATEST
from workbench.model.errors import UsageError
from workbench.model.tree import Object
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.tracer import tracer_view
from workbench.session.failover.views import TracerView
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.passages import Passages
from workbench.simulator.preparation import prepare
from workbench.simulator.run import simulate
from workbench.simulator.settings import Settings, preset
from workbench.simulator.timeline import Event

JOB = flink()
ALL_ON = preset("failover", LATEST)


def fleet(*names: str, failover: Object | None = None, **placed: object) -> PreparedFleet:
    failover = failover or application_failover(rules=JOB_ID)
    own = policy(JOB, failover=failover, propagateDeps=True, **placed)
    return prepare(snapshot(*map(cluster, names), JOB, own), LATEST)


def traced(
    prepared: PreparedFleet, asked: Asked | None = None, settings: Settings = ALL_ON,
    trigger: Trigger = "application", **more: str,
) -> TracerView:
    workload = prepared.workloads[0]
    passages = Passages()
    events: tuple[Event, ...] = ()
    if asked is not None:
        timeline = simulate(prepared, read_scenario(asked, prepared), settings,
                            watch=passages.watch)
        events = timeline.events_of(workload)
    return tracer_view(prepared, workload, settings, trigger=trigger, events=events,
                       passages=passages.of(workload), **more)  # type: ignore[arg-type]


def texts(view: TracerView, station: str) -> list[str]:
    return [row.text for row in view.rows if row.station == station]


def test_the_target_is_the_one_that_the_scheduler_chooses() -> None:
    bound = fleet("m1", "m2", "m3", clusters=("m1", "m3"))
    assert " m1 to m3," in traced(bound).title


def test_a_workload_with_nowhere_to_go_takes_no_state_anywhere() -> None:
    bound = fleet("m1", "m2", clusters=("m1",))
    view = traced(bound)
    assert "m1 to nowhere else" in view.title
    assert "no cluster takes it" in view.verdict and "comes back to m1" in view.verdict
    assert view.role == "error"


def test_a_target_that_somebody_names_is_played_as_the_only_one() -> None:
    view = traced(fleet("m1", "m2", "m3"), target="m3")
    assert view.rows[0].text == "the scheduler would choose m2, not m3"
    assert " m1 to m3," in view.title and view.verdict.startswith("the state arrives")


def test_a_target_that_can_not_be_chosen_gets_no_state_and_the_reason_is_said() -> None:
    bound = fleet("m1", "m2", "m3", clusters=("m1", "m3"))
    view = traced(bound, target="m2")
    assert view.rows[0].text.startswith("the scheduler would choose m3, not m2: clusterNames")
    assert view.verdict.endswith("the state does not arrive: m2: clusterNames do not name m2")
    assert view.role == "error" and not texts(view, "injection")
    with pytest.raises(UsageError, match="in m1 already"):
        traced(bound, target="m1")


def test_a_lost_source_keeps_what_it_had_whatever_the_target() -> None:
    rules = {"rules": JOB_ID}
    both = {**application_failover(rules=JOB_ID),
            "cluster": {"purgeMode": "Directly", "statePreservation": rules}}
    view = traced(fleet("m1", "m2", "m3", failover=both), target="m3", trigger="cluster")
    assert " m1 to m3," in view.title
    assert "older than 600 s, and the label goes with it" in view.verdict


def test_a_label_that_the_member_refuses_holds_the_copy_up_until_the_task_is_gone() -> None:
    rules = [{"aliasLabelName": "job", "jsonPath": "{.jobStatus}"}]
    patient = application_failover(60, rules=rules)
    view = traced(fleet("m1", "m2", failover=patient))
    assert view.verdict == (
        "the state does not arrive: m2 refuses the label job, so no new copy is made until the "
        "task of m1 ends: older than 600 s, and then made without it"
    )
    assert "--graceful-eviction-timeout" in [row.decided_by for row in view.rows]
    assert not texts(view, "sync")


def test_a_move_that_repeats_itself_is_shown_once() -> None:
    view = traced(fleet("m1", "m2", clusters=("m1",)))
    assert [text for text in texts(view, "move") if "evicted at" in text][1:] == []
    assert texts(view, "move")[-1].endswith("more moves follow")


def test_a_direct_purge_of_a_lost_cluster_loses_the_label_with_the_task() -> None:
    rules = {"rules": JOB_ID}
    both = {**application_failover(rules=JOB_ID),
            "cluster": {"purgeMode": "Directly", "statePreservation": rules}}
    view = traced(fleet("m1", "m2", failover=both), Asked(lose=("m1",)), trigger="cluster")
    assert "older than 600 s, and the label goes with it" in view.verdict
    assert view.role == "error"
    moves = [row for row in view.rows if row.station == "move"]
    assert moves[0].text == "evicted at 00:00:40, new Work at 00:10:40 (simulated)"
    assert "--graceful-eviction-timeout" in [row.decided_by for row in moves]


def test_a_copy_that_never_was_healthy_hands_on_nothing_of_the_one_before() -> None:
    twice = Asked(unhealthy=(f"{JOB['metadata']['name']}@*,times=2",))
    view = traced(fleet("m1", "m2", "m3"), twice)
    assert " m1 to m2 to m3," in view.title and view.role == "error"
    assert view.verdict.startswith("from m2: what arrives is of the copy in m2, which was never "
                                   "healthy; the state that m1 left (")
    once = traced(fleet("m1", "m2", "m3"), Asked(unhealthy=(f"{JOB['metadata']['name']}@m1",)))
    assert "never healthy" not in once.verdict


def test_a_copy_that_was_healthy_in_between_hands_on_its_own_state() -> None:
    name = JOB["metadata"]["name"]
    asked = Asked(unhealthy=(f"{name}@m1,for=5m",), lose=("m2,at=30m",))
    rules = {"rules": JOB_ID}
    both = {**application_failover(rules=JOB_ID),
            "cluster": {"purgeMode": "Directly", "statePreservation": rules}}
    view = traced(fleet("m1", "m2", "m3", failover=both), asked)
    assert " m1 to m2 to m1," in view.title
    assert "never healthy" not in view.verdict and "label goes with it" in view.verdict


def test_each_value_that_is_made_up_says_so() -> None:
    view = traced(fleet("m1", "m2"))
    assert view.is_status_assumed
    assert [text for text in texts(view, "value") if text.endswith("(made up)")]
    wrong = [{"aliasLabelName": "job", "jsonPath": "{.jobStatus.jobID}"}]
    missing = traced(fleet("m1", "m2", failover=application_failover(rules=wrong)))
    assert texts(missing, "path") == [
        "{.jobStatus.jobID}: " + missing.verdict.split("jsonPath: ")[1]
        + "; the status is made up"
    ]


def test_a_status_that_the_fleet_holds_is_the_one_that_is_handed_on() -> None:
    prepared = fleet("m1", "m2")
    status = {"jobStatus": {"jobId": "e6fd", "state": "RUNNING"}}
    seen = replace(prepared, copies=tuple(replace(c, status=status) for c in prepared.copies))
    view = traced(seen, Asked(unhealthy=(f"{JOB['metadata']['name']}@m1",)))
    assert not view.is_status_assumed
    assert texts(view, "value") == ["e6fd"]


def test_what_keeps_everything_where_it_is_comes_before_the_stations() -> None:
    view = traced(fleet("m1", "m2"), settings=Settings(), trigger="cluster")
    assert view.verdict.startswith("the state does not arrive")
    assert view.rows[0].station == "move" and view.rows[0].role == "warning"


def test_moves_beyond_the_third_are_counted() -> None:
    asked = Asked(unhealthy=(f"{JOB['metadata']['name']}@*,times=9",), limit="12m")
    view = traced(fleet("m1", "m2", "m3", "m4", "m5", "m6"), asked)
    assert view.rows[-1].text.endswith("follow")


def test_a_workload_without_rules_is_not_at_fault() -> None:
    plain = traced(fleet("m1", "m2", failover=application_failover()))
    assert (plain.verdict, plain.role) == (
        "no state is to be kept: no rule of statePreservation says what", "",
    )
    other = traced(fleet("m1", "m2"), trigger="cluster")
    assert other.verdict == (
        "the state does not arrive: failover.cluster.statePreservation has no rules"
    )


def test_a_label_that_leads_to_another_folder_than_the_state_is_in_is_no_arrival() -> None:
    here = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
        "metadata": {"name": "folder", "namespace": "shop"},
        "spec": {"overrideRules": [{
            "targetCluster": {"clusterNames": ["m2"]},
            "overriders": {"plaintext": [{
                "path": "/spec/flinkConfiguration/state.checkpoints.dir", "operator": "replace",
                "value": "s3://other/wordcount",
            }]},
        }]},
    }
    own = policy(JOB, failover=application_failover(rules=JOB_ID), propagateDeps=True)
    split = prepare(snapshot(cluster("m1"), cluster("m2"), JOB, own, here), LATEST)
    view = traced(split)
    assert view.role == "error"
    assert view.verdict.startswith("the label leads to s3://other/wordcount/")
    assert "the copy in m1 keeps its state in s3://state/wordcount/" in view.verdict
    assert "keeps its state in" not in traced(fleet("m1", "m2")).verdict
