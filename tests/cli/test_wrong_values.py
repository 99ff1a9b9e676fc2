"""Whatever stands in a fleet, a command answers, and ends with a code of its own."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests import rich_fleet, wrong_values
from tests.cli.conftest import Run
from workbench.simulator.knobs import KNOBS


@pytest.mark.parametrize("seed", range(8))
def test_no_value_in_any_place_breaks_a_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("WORKBENCH_DEBUG", "1")  # what nobody foresaw is raised, not told
    chance = random.Random(seed)
    fleets = wrong_values.fleets()
    for number in range(12):
        whole, cluster, workload = fleets[chance.choice(sorted(fleets))]
        fleet, done = wrong_values.spoiled(whole, chance)
        folder = rich_fleet.write(tmp_path / str(number), fleet)
        command = chance.choice(wrong_values.COMMANDS)
        ran = run(*wrong_values.filled(command, folder, cluster, workload))
        assert ran.code in (0, 1, 2), (done, command, ran.err)
        assert ran.out or ran.err, (done, command)


@pytest.mark.parametrize("path", [
    ("resourceSelectors", 0, "labelSelector"),
    ("resourceSelectors", 0, "labelSelector", "matchLabels"),
    ("resourceSelectors", 0, "labelSelector", "matchLabels", "app"),
])
@pytest.mark.parametrize("value", [[{}], ["x"], {"": {}}, 5, True])
def test_a_refused_policy_s_selector_of_another_shape_selects_nothing(
    run: Run, tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    made = rich_fleet.objects()
    made["place-all.json"] = wrong_values.put(made["place-all.json"], ("spec", *path), value)
    folder = rich_fleet.write(tmp_path / "fleet", made)
    ran = run("preview", str(folder), "--object", "worker")
    assert "Deployment shop/worker  goes nowhere" in ran.out
    assert "would be refused" in ran.out


@pytest.mark.parametrize(("path", "value"), [
    (("taints", 0, "effect"), ["x"]), (("taints", 0, "value"), [[]]), (("targetClusters",), "-1"),
])
def test_a_taint_policy_that_would_be_refused_taints_nothing_and_is_noted(
    run: Run, tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    made = rich_fleet.objects()
    made["taints.json"] = wrong_values.put(made["taints.json"], ("spec", *path), value)
    folder = rich_fleet.write(tmp_path / "fleet", made)
    ran = run("failover", str(folder), "--lose", "alpha", "--set", "failover=true")
    assert ran.code == 0
    assert "left out: ClusterTaintPolicy not-ready would be refused" in ran.out
    assert "gets the taint lost=yes" not in ran.out


@pytest.mark.parametrize("value", ["", "-1", "nan", "inf", "1e999", "x" * 5000, "9" * 400, "²",
                                   "1h-1m", "0", "policy", "true", "Never", "1" * 12])
def test_no_setting_takes_a_value_that_breaks_it(run: Run, tmp_path: Path, value: str) -> None:
    folder = rich_fleet.write(tmp_path / "fleet", {"cluster.json": rich_fleet.objects()[
        "cluster-alpha.json"]})
    for knob in KNOBS:
        ran = run("failover", str(folder), "--lose", "alpha", "--set", f"{knob.name}={value}",
                  "--limit", "10m")
        assert ran.code in (0, 2), (knob.name, ran.err)
        assert ran.err.count("\n") == (ran.code == 2)


@pytest.mark.parametrize(("setting", "value"), [
    ("retry_base_seconds", -1), ("retry_base_seconds", 0), ("status_update_seconds", 0),
    ("watch_seconds", -5), ("startup_seconds", float("nan")), ("apply_seconds", float("inf")),
    ("purge_mode", "Never mind"), ("toleration_seconds", -1),
])
def test_a_saved_run_that_was_edited_is_played_with_no_setting_that_nobody_can_make(
    run: Run, tmp_path: Path, setting: str, value: object
) -> None:
    saved = tmp_path / "run.json"
    run("failover", "sample:flink", "--lose", "eu-west", "--save", str(saved))
    tree = json.loads(saved.read_text())
    tree["settings"][setting] = value
    saved.write_text(json.dumps(tree))
    for options in ([], ["--lose", "eu-west"]):
        ran = run("failover", str(saved), *options)
        assert ran.code == 2
        assert ("run.json: a saved run with wrong settings: " in ran.err
                or "run.json: not a saved failover run at " in ran.err)
        assert ran.err.count("\n") == 1


@pytest.mark.parametrize("seed", range(4))
def test_no_value_in_a_saved_run_breaks_a_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    saved = tmp_path / "run.json"
    run("failover", "sample:flink", "--lose", "eu-west", "--save", str(saved))
    tree = json.loads(saved.read_text())
    monkeypatch.setenv("WORKBENCH_DEBUG", "1")
    chance = random.Random(seed)
    for _ in range(20):
        part = chance.choice(sorted(tree))
        changed, done = wrong_values.spoiled({"run": {part: tree[part]}}, chance)
        saved.write_text(json.dumps({**tree, **changed["run"]}))
        command = chance.choice([
            ["failover"], ["failover", "-o", "html"], ["failover", "--failback"], ["doctor"],
            ["failover", "--lose", "us-east"], ["failover", "-o", "json"],
        ])
        ran = run(command[0], str(saved), *command[1:])
        assert ran.code in (0, 1, 2), (done, command, ran.err)


@pytest.mark.parametrize(("value", "said"), [
    ("1e400", "1e400, which is no number"),
    ("9" * 60, "which is too large a number"),
    ('"\\ud800"', "surrogates not allowed"),
    ("{}", "$.fleet.objects["),
])
def test_a_fleet_in_a_saved_run_is_held_to_what_files_are_held_to(
    run: Run, tmp_path: Path, value: str, said: str
) -> None:
    saved = tmp_path / "run.json"
    run("failover", "sample:flink", "--lose", "eu-west", "--save", str(saved))
    tree = json.loads(saved.read_text())
    tree["fleet"]["objects"][0]["object"]["metadata"]["name"] = "HERE"
    saved.write_text(json.dumps(tree).replace('"HERE"', value))
    ran = run("failover", str(saved))
    assert ran.code == 2 and "run.json: not a saved failover run" in ran.err
    assert said in ran.err and ran.err.count("\n") == 1
