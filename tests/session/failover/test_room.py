"""The room: a scenario grows, time goes both ways, settings stand side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.simulator.fleets import (
    JOB_ID,
    application_failover,
    cluster,
    deployment,
    flink,
    policy,
    snapshot,
)
from workbench.karmada.profile import LATEST, V1_12_0
from workbench.model.errors import UsageError
from workbench.session.failover.actions import FAILOVER_ACTIONS
from workbench.session.failover.commands import question
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.routes import source_of
from workbench.simulator.settings import Settings, preset

WEB, JOB = deployment(), flink()
FLEET = snapshot(
    *(cluster(f"m{n + 1}") for n in range(3)), WEB, JOB, policy(WEB),
    policy(JOB, failover=application_failover(rules=JOB_ID), propagateDeps=True),
)


def room(**more: object) -> FailoverRoom:
    settings = preset("failover", LATEST)
    return FailoverRoom(FLEET, settings=settings, **more)  # type: ignore[arg-type]


def test_before_anything_happens_the_fleet_is_at_rest() -> None:
    quiet = room()
    assert quiet.timeline is None and quiet.header.summary == "nothing happens yet"
    assert {(row.name, row.mark) for row in quiet.clusters} == {("m1", "✓"), ("m2", "✓"),
                                                               ("m3", "✓")}
    assert [row.where.split(":")[0] for row in quiet.workloads] == ["m1", "m1"]
    assert quiet.why_not("step") == "nothing happens yet: lose a cluster first"


def test_losing_a_cluster_shows_the_end_and_every_phase() -> None:
    lost = room()
    lost.lose("m1")
    assert lost.play.time == lost.play.end
    assert [row.phase for row in lost.phases.phases if row.bars] == [
        "detect", "tolerate", "evict", "schedule", "apply", "healthy", "clean up",
    ]
    assert lost.header.edits == ("lose m1",)


def test_time_goes_both_ways_and_the_fleet_follows() -> None:
    lost = room()
    lost.lose("m1")
    lost.rewind()
    assert next(row.state for row in lost.clusters) == "ready, down"
    before = lost.workloads[0].where
    lost.go_to_end()
    assert before == "m1:2" and lost.workloads[0].where == "m2:2"
    assert next(row.state for row in lost.clusters) == "NotReady, down"
    lost.step_back()
    assert lost.play.time < lost.play.end
    lost.step()
    assert lost.play.time == lost.play.end


def test_playing_takes_real_time_as_an_argument_and_stops_at_the_end() -> None:
    lost = room()
    lost.lose("m1")
    lost.toggle_play()
    assert lost.play.time == 0.0 and lost.play.speed == 60
    lost.advance(0.5)
    assert lost.play.time == 30.0
    lost.faster()
    lost.advance(10.0)
    assert not lost.play.is_playing and lost.play.time == lost.play.end
    assert not lost.advance(1.0)


def test_a_part_that_does_not_fit_changes_nothing() -> None:
    lost = room()
    with pytest.raises(UsageError):
        lost.lose("m9")
    assert lost.timeline is None


def test_undo_takes_the_last_part_back() -> None:
    lost = room()
    lost.lose("m1")
    lost.lose("m2,at=10m")
    assert lost.timeline is not None and len(lost.timeline.moves) == 4
    lost.undo()
    assert lost.header.edits == ("lose m1",)
    lost.undo()
    assert lost.timeline is None and lost.why_not("undo")


def test_a_knob_changes_the_run_and_is_marked() -> None:
    lost = room()
    lost.lose("m1")
    end = lost.play.end
    lost.set_knob("startup", "2m")
    assert lost.play.end > end
    row = next(row for row in lost.knobs if row.name == "startup_seconds")
    assert row.is_changed and row.number == 120.0
    with pytest.raises(UsageError):
        lost.set_knob("startup", -1.0)


def test_a_pinned_run_stands_beside_the_next_one() -> None:
    lost = room()
    lost.lose("m1")
    assert lost.comparison is None and lost.why_not("show_comparison")
    lost.pin()
    lost.set_knob("failure_threshold_seconds", 60.0)
    view = lost.comparison
    assert view is not None
    detect = next(row for row in view.rows if row.what == "detect")
    assert (detect.left, detect.right, detect.role) == ("40 s", "1 min 10 s", "error")
    lost.pin()
    assert lost.comparison is None


def test_with_everything_off_the_room_says_what_is_in_the_way() -> None:
    stock = FailoverRoom(FLEET, settings=Settings())
    stock.lose("m1")
    assert [text.split(":")[0] for severity, text in stock.findings if severity == "error"] == [
        "feature gate Failover", "--enable-no-execute-taint-eviction", "ClusterTaintPolicy",
    ]
    stock.toggle_preset()
    assert not [text for severity, text in stock.findings if severity == "error"]


def test_remedies_that_work_as_members_are_installed_come_first() -> None:
    job = flink()
    rules = application_failover(10, rules=JOB_ID)
    members = [cluster("m1"), cluster("m2"), cluster("m3"), cluster("m4")]
    for member, version in zip(members, ("v1.36.0", "v1.36.1", "v1.35.0", "v1.29.0"), strict=True):
        member["status"]["kubernetesVersion"] = version
    placed = policy(job, failover=rules, propagateDeps=True)
    view = FailoverRoom(snapshot(*members, job, placed)).tracer
    assert view is not None
    assert [(remedy.id, remedy.place) for remedy in view.remedies] == [
        ("retention", "Karmada"), ("admission policy", "m1, m2"), ("kyverno", "every member"),
        ("admission policy", "m3"),
    ]
    on, off = view.remedies[1], view.remedies[3]
    assert "admissionregistration.k8s.io/v1\n" in on.yaml and "off by default" not in on.caution
    assert "off by default in Kubernetes 1.34" in off.caution
    assert "m4: older than Kubernetes 1.32" in off.caution


def test_the_other_version_is_a_key_away() -> None:
    lost = room()
    lost.lose("m1")
    lost.toggle_version()
    assert lost.profile is V1_12_0
    assert lost.timeline is not None and lost.timeline.version == "v1.12.0"


def test_the_tracer_follows_the_selected_workload_and_offers_what_helps() -> None:
    traced = room()
    traced.next_workload()
    view = traced.tracer
    assert view is not None and view.is_status_assumed
    assert view.verdict.startswith("the state arrives, and is taken away again")
    assert [remedy.id for remedy in view.remedies] == ["retention", "kyverno", "admission policy"]
    traced.toggle_trigger()
    other = traced.tracer
    assert other is not None and other.role == "error"


def test_the_tracer_follows_the_failover_that_moved_the_workload() -> None:
    lost = room()
    lost.next_workload()
    assert lost.trigger == "application"
    lost.lose("m1")
    lost.select(next(row.id for row in lost.workloads if row.id.kind == "FlinkDeployment"))
    assert lost.trigger == "cluster" and lost.tracer is not None
    assert lost.tracer.title.endswith("failover.cluster")
    lost.toggle_trigger()
    assert lost.trigger == "application"


def test_the_doctor_plays_every_loss_once() -> None:
    asked = room()
    view = asked.doctor()
    assert view is asked.doctor()
    assert {row.verdict for row in view.rows if "region" not in row.loss} == {"moves"}
    assert {row.verdict for row in view.rows if "region" in row.loss} == {"nowhere"}


def test_a_run_is_saved_and_opened_with_the_same_timeline(tmp_path: Path) -> None:
    lost = room()
    lost.lose("m1,for=10m")
    path = lost.save(str(tmp_path / "run.json"))
    opened = FailoverRoom(snapshot(cluster("other")))
    opened.open_run(str(path))
    assert opened.timeline == lost.timeline
    assert (opened.settings, opened.profile, opened.scenario) == (
        lost.settings, lost.profile, "lose m1,for=10m",
    )
    assert opened.clusters == lost.clusters


@pytest.mark.parametrize("ending", [".md", ".html", ".json"])
def test_a_report_is_written_by_its_ending(tmp_path: Path, ending: str) -> None:
    lost = room()
    lost.lose("m1")
    path = lost.write_report(str(tmp_path / f"report{ending}"))
    assert "shop" in path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="no form of report"):
        lost.write_report(str(tmp_path / "report.txt"))


def test_failback_is_played_for_what_moved_and_general_before() -> None:
    lost = room()
    assert "in general" in lost.failback.summary
    assert "kind: WorkloadRebalancer" in lost.failback.steps[-1].yaml
    lost.lose("m1")
    view = lost.failback
    assert view.summary.startswith("2 of 2 workloads that left a cluster come home: 2 while")
    assert view.steps[-1].title.endswith("exclude m2 for a while")
    assert lost.failback is view, "it is played once a run"


def test_questions_give_examples_of_where_the_workload_is() -> None:
    asked = room()
    home = asked.home
    bound = asked.fleet.bindings[asked.selected]["spec"]["clusters"]  # type: ignore[index]
    assert home == bound[0]["name"]
    assert f"{home} or {home},at=60s" in question(asked, "break_workload")
    assert f"{home} or {home},at=60s" in question(asked, "lose")
    assert f"zone-{home} or zone-{home},for=10m" in question(asked, "lose_zone")
    assert "r1 or r1,for=10m" in question(asked, "lose_region")


def test_the_settings_in_force_are_said_in_a_few_words() -> None:
    asked = FailoverRoom(room().snapshot)
    assert asked.settings_in_force == "Karmada's defaults"
    asked.toggle_preset()
    assert asked.settings_in_force == "all that failover needs"
    asked.set_knob("startup_seconds", "50")
    assert asked.settings_in_force.endswith(" settings changed")


def test_every_action_of_the_table_is_a_method_or_local() -> None:
    names = {action.id for action in FAILOVER_ACTIONS if not action.is_local}
    shows = {name for name in names if name.startswith("show_")}
    assert not [name for name in names - shows if not callable(getattr(FailoverRoom, name, None))]
    keys = [action.key for action in FAILOVER_ACTIONS]
    assert len(keys) == len(set(keys))


def test_a_run_of_workloads_that_its_fleet_does_not_have_is_shown_without_their_state() -> None:
    lost = room()
    lost.lose("m1")
    others = FailoverRoom(snapshot(*(cluster(f"m{n + 1}") for n in range(3))))
    others.load(replace(lost.report.run, snapshot=others.snapshot))
    assert others.workloads and others.phases.phases
    assert others.tracer is None
    with pytest.raises(UsageError, match="no workload"):
        source_of(others.fleet, lost.workloads[0].id, "")
