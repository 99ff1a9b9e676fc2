"""``workbench failover`` and ``workbench doctor``: forms, files, exit codes, complaints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from workbench.fleets.files import load
from workbench.karmada.profile import LATEST
from workbench.simulator.preparation import prepare

FLINK = "sample:flink"
_FLEET = prepare(load([FLINK]), LATEST)
HOME = _FLEET.bindings[_FLEET.find_workload("wordcount")]["spec"]["clusters"][0]["name"]
ALL_ON = ("--preset", "failover")


def test_a_lost_cluster_is_told_by_phase(run: Run) -> None:
    ran = run("failover", FLINK, "--lose", HOME, *ALL_ON)
    assert ran.code == 0
    for phase in ("detect", "tolerate", "evict", "schedule", "apply", "healthy", "clean up"):
        assert f"  {phase}" in ran.out
    assert "SIMULATED" in ran.out and f"left {HOME} to " in ran.out


def test_a_stock_installation_says_why_nothing_moves_and_what_to_try(run: Run) -> None:
    ran = run("failover", FLINK, "--lose", HOME)
    assert "nothing moves" in ran.out and "feature gate Failover" in ran.out
    assert "--preset failover" in ran.out


def test_the_old_version_can_be_asked_for(run: Run) -> None:
    ran = run("failover", FLINK, "--lose", HOME, "--karmada", "1.12", *ALL_ON)
    assert "5 min 45 s" in ran.out


@pytest.mark.parametrize("argv", [
    ("--lose", "nowhere"), ("--set", "nonsense=1", "--lose", HOME), (),
    ("--lose", HOME, "--limit", "0"), ("--unhealthy", "wordcount"),
    ("--object", "nothing", "--lose", HOME),
    ("--lose", HOME, "--save", "/nowhere/at/all/run.json"),
])
def test_what_makes_no_sense_is_one_line_and_exit_code_2(run: Run, argv: tuple[str, ...]) -> None:
    ran = run("failover", FLINK, *argv)
    assert ran.code == 2
    assert ran.err.startswith("workbench: ") and ran.err.count("\n") == 1


def test_two_settings_side_by_side(run: Run) -> None:
    ran = run("failover", FLINK, "--unhealthy", f"wordcount@{HOME}",
              "--beside", "toleration_seconds=30")
    assert "SIDE BY SIDE" in ran.out and "51 s" in ran.out


def test_a_saved_run_opens_again_in_any_form(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "run.json")
    first = run("failover", FLINK, "--lose", HOME, *ALL_ON, "--save", path, "-o", "json")
    again = run("failover", path, "-o", "json")
    assert json.loads(again.out)["timeline"] == json.loads(first.out)["timeline"]
    assert "<svg" in run("failover", path, "-o", "html").out
    assert run("failover", path, "-o", "markdown").out.startswith("# Failover, simulated")


def test_fail_on_tells_by_the_exit_code(run: Run) -> None:
    asked = ("failover", FLINK, "--lose", HOME, *ALL_ON)
    assert run(*asked, "--fail-on", "unsettled").code == 1
    assert run(*asked, "--fail-on", "nowhere").code == 0


def test_state_is_traced_and_what_keeps_it_is_written(run: Run) -> None:
    ran = run("failover", FLINK, "--trace-state", "wordcount", *ALL_ON)
    assert "is taken away by the next sync" in ran.out
    for kind in ("ResourceInterpreterCustomization", "ClusterPolicy", "MutatingAdmissionPolicy"):
        assert f"kind: {kind}" in ran.out


def test_settings_and_the_general_failback_plan_are_listed(run: Run) -> None:
    assert "--resource-eviction-rate" in run("failover", "--knobs").out
    general = run("failover", FLINK, "--failback").out
    assert "kind: WorkloadRebalancer" in general and "with --lose CLUSTER" in general
    assert json.loads(run("failover", FLINK, "--failback", "-o", "json").out)["failback"]["steps"]
    for form, begin in (("markdown", "# Failback"), ("html", "<!DOCTYPE html>")):
        assert run("failover", FLINK, "--failback", "-o", form).out.startswith(begin)


def test_with_a_scenario_the_way_home_is_played_and_a_part_of_every_form(run: Run) -> None:
    asked = ("failover", FLINK, "--lose", HOME, *ALL_ON, "--failback")
    assert "exclude eu-central for a while" in run(*asked).out
    tree = json.loads(run(*asked, "-o", "json").out)
    assert tree["timeline"] and tree["failback"]["summary"].startswith("1 of 1 workload")
    assert "## Failback, simulated" in run(*asked, "-o", "markdown").out
    assert "<h2>Failback, simulated</h2>" in run(*asked, "-o", "html").out


def test_the_way_home_is_that_of_the_workloads_asked_for(run: Run) -> None:
    asked = ("failover", "sample:capacity", "--lose", "ap-1", *ALL_ON, "--failback", "-o", "json")
    [step] = [s for s in json.loads(run(*asked, "--object", "api").out)["failback"]["steps"]
              if s["yaml"]]
    assert "name: api" in step["yaml"] and "renderer" not in step["yaml"]


def test_a_saved_run_has_its_way_home(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "run.wbrun")
    first = run("failover", FLINK, "--lose", HOME, *ALL_ON, "--failback", "--save", path)
    assert run("failover", path, "--failback").out == first.out


def test_the_doctor_says_what_is_in_the_way_and_what_would_happen(run: Run) -> None:
    ran = run("doctor", FLINK)
    assert ran.code == 0
    assert "moves nothing here" in ran.out and "loses its state" in ran.out
    assert run("doctor", FLINK, "--fail-on", "inert").code == 1
    assert run("doctor", FLINK, *ALL_ON, "--fail-on", "inert").code == 0


def test_the_doctor_speaks_json(run: Run) -> None:
    tree = json.loads(run("doctor", FLINK, *ALL_ON, "-o", "json").out)
    assert tree["version"] == "v1.18.2"
    assert [finding["case"]["name"] for finding in tree["findings"]][:3] == [
        "eu-central", "eu-west", "us-east",
    ]


def test_a_dask_scheduler_that_is_not_there_is_exit_code_3(run: Run) -> None:
    pytest.importorskip("distributed")
    ran = run("doctor", FLINK, "--scheduler", "nonsense://nowhere")
    assert ran.code == 3 and "no Dask scheduler" in ran.err


@pytest.mark.parametrize("verb", ["failover", "doctor"])
def test_a_path_that_is_not_there_is_one_line_and_no_report(run: Run, verb: str) -> None:
    ran = run(verb, "nowhere.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "workbench: nowhere.yaml: no such file or folder\n"


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_the_state_tracer_has_every_form(run: Run, form: str) -> None:
    ran = run("failover", FLINK, "--trace-state", "wordcount", *ALL_ON, "-o", form)
    assert ran.code == 0 and "kind: MutatingAdmissionPolicy" in ran.out
    assert "is taken away again once the new copy is healthy" in ran.out
    if form == "json":
        traces = json.loads(ran.out)["traces"]
        assert [trace["role"] for trace in traces] == ["warning", "error"]


def test_a_saved_run_is_played_anew_with_other_settings(run: Run, tmp_path: Path) -> None:
    saved = str(tmp_path / "run.json")
    run("failover", "sample:flink", "--lose", "eu-west", "--preset", "failover", "--save", saved)
    as_it_was = run("failover", saved)
    slower = run("failover", saved, "--set", "startup_seconds=90")
    assert "healthy after 1 min 1 s" in as_it_was.out
    assert "healthy after 2 min 11 s" in slower.out
    assert "lose us-east" in run("failover", saved, "--lose", "us-east").out


def test_a_workload_is_named_with_its_kind_in_any_case(run: Run) -> None:
    name = "flinkdeployment/streams/wordcount"
    ran = run("failover", FLINK, "--unhealthy", f"{name}@{HOME}", "--object", name)
    assert ran.code == 0 and f"left {HOME} to " in ran.out


def test_a_start_longer_than_the_toleration_is_one_sentence_in_every_form(run: Run) -> None:
    asked = ("failover", FLINK, "--unhealthy", f"wordcount@{HOME}", "--set", "startup_seconds=400")
    said = "failover loop: pods need 400 s to start but tolerationSeconds is 120 s"
    for form in ("text", "markdown", "html", "json"):
        assert said in run(*asked, "-o", form).out, form


def test_many_rounds_are_folded_until_all_are_asked_for(run: Run) -> None:
    asked = ("failover", FLINK, "--unhealthy", f"wordcount@{HOME}", "--set", "startup_seconds=400")
    folded, whole = run(*asked).out, run(*asked, "--all").out
    assert " rounds of " in folded and "--all shows every round" in folded
    assert " rounds of " not in whole
    assert folded.count("  left ") == 2 < whole.count("  left ")


def test_the_state_is_traced_through_the_scenario_that_is_asked_for(run: Run) -> None:
    ran = run("failover", FLINK, "--trace-state", "wordcount", "--unhealthy", "wordcount@*,times=2",
              *ALL_ON)
    assert ran.code == 0 and ran.out.count("SIMULATED") == 1
    assert f"{HOME} to " in ran.out and "which was never healthy" in ran.out
    nothing = run("failover", FLINK, "--trace-state", "wordcount", "--lose", "us-east", *ALL_ON)
    assert nothing.code == 0 and "in this scenario there is nothing to trace" in nothing.out


def test_many_equal_windows_and_what_comes_too_late_are_a_line_each(run: Run) -> None:
    flaps = ("failover", FLINK, "--flap", f"{HOME},down=20s,up=40s,times=30", "--object",
             "wordcount")
    folded = run(*flaps).out
    assert folded.count("nothing serves for 40 s, from") == 2
    assert "nothing serves 28 more times, together 18 min 40 s, until 00:29:40" in folded
    assert "--all shows every round and every window" in folded
    whole = run(*flaps, "--all").out
    assert whole.count("nothing serves for 40 s, from") == 30 and "more times" not in whole
    assert len(json.loads(run(*flaps, "-o", "json").out)["timeline"]["windows"]) == 30
    late = run(*flaps, "--limit", "10m").out
    assert "before what happens at 600 s (19 more after that)" in late


def test_a_saved_scenario_is_added_to_by_hand_and_replaced_by_faults(
    run: Run, tmp_path: Path
) -> None:
    path, copy = str(tmp_path / "run.wbrun"), str(tmp_path / "copy.wbrun")
    run("failover", FLINK, "--lose", HOME, *ALL_ON, "--save", path)
    more = run("failover", path, "--rebalance", "ALL,at=1h")
    assert f"lose {HOME}; rebalance ALL,at=1h" in more.out and not more.err
    other = run("failover", path, "--cut", HOME)
    assert f"· cut {HOME}\n" in other.out
    assert f"instead of the saved scenario, lose {HOME}" in other.err
    shorter = run("failover", path, "--limit", "35s")
    assert f"lose {HOME}" in shorter.out and "did not settle within 35 s" in shorter.out
    assert run("failover", path, "--save", copy).out == run("failover", copy).out


def test_a_run_that_can_t_be_saved_is_shown_all_the_same(run: Run) -> None:
    ran = run("failover", FLINK, "--lose", HOME, "--save", "/nowhere/at/all/run.json")
    assert ran.code == 2 and ran.err.startswith("workbench: not written: /nowhere/at/all/run.json")
    assert "SIMULATED" in ran.out


def test_a_run_is_saved_over_a_run_but_over_no_other_file(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "run.json"
    saved.touch()
    for _ in range(2):
        assert run("failover", FLINK, "--lose", HOME, "--save", str(saved)).code == 0
    policy = tmp_path / "policy.yaml"
    policy.write_text("kind: OverridePolicy\n")
    ran = run("failover", FLINK, "--lose", HOME, "--save", str(policy))
    assert ran.code == 2 and "is no saved run" in ran.err
    assert policy.read_text() == "kind: OverridePolicy\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["policy.yaml", "run.json"]


@pytest.mark.parametrize("options", [("--trace-state", "wordcount"), ("--failback",)])
def test_what_makes_no_run_saves_none_and_says_so(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    ran = run("failover", FLINK, *options, "--save", str(tmp_path / "run.json"))
    assert (ran.code, ran.out) == (2, "") and "no run to save" in ran.err


def test_the_doctor_plays_in_this_process_where_no_other_can_be_started(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("workbench.plans.sweeps.ProcessPoolExecutor", refuse)
    monkeypatch.setattr("workbench.cli.doctor._WORTH_PROCESSES", 0)
    assert "WHEN A CLUSTER IS LOST" in run("doctor", FLINK).out
    ran = run("doctor", FLINK, "--workers", "2")
    assert ran.code == 3 and "no process can be started: Function not implemented" in ran.err
