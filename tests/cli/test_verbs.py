"""``workbench lint``, ``sample`` and ``completion``."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.cli.conftest import SCALE, Run


def test_lint_of_a_clean_fleet_finds_nothing(run: Run, fleet: Path) -> None:
    ran = run("lint", str(fleet), "--fail-on", "info")
    assert ran.code == 0
    assert "nothing found" in ran.out


def test_lint_fails_on_what_it_was_asked_to(run: Run, fleet: Path) -> None:
    (fleet / "scale.yaml").write_text(SCALE.replace("/spec/replicas", "/spec/a/b"))
    assert run("lint", str(fleet)).code == 0
    assert run("lint", str(fleet), "--fail-on", "error").code == 1


def test_lint_writes_every_form(run: Run, fleet: Path) -> None:
    (fleet / "scale.yaml").write_text(SCALE.replace("/spec/replicas", "/spec/a/b"))
    assert json.loads(run("lint", str(fleet), "-o", "json").out)["findings"]
    assert json.loads(run("lint", str(fleet), "-o", "sarif").out)["version"] == "2.1.0"
    assert ElementTree.fromstring(run("lint", str(fleet), "-o", "junit").out) is not None


def test_lint_of_bad_input_exits_with_2(run: Run, fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("kind: [\n")
    ran = run("lint", str(fleet), "--fail-on", "error")
    assert ran.code == 2
    assert "broken.yaml" in ran.out


def test_a_rule_is_explained_without_any_input(run: Run) -> None:
    ran = run("lint", "--explain", "h5")
    assert ran.code == 0
    assert ran.out.startswith("H5  ")
    assert len(run("lint", "--explain", "all").out) > 2000


def test_an_unknown_rule_is_answered_with_those_there_are(run: Run) -> None:
    ran = run("lint", "--explain", "H99")
    assert ran.code == 2
    assert "H1, H2" in ran.err


def test_samples_are_listed_by_what_opens_them(run: Run) -> None:
    out = run("sample").out
    assert "sample:shop" in out
    assert all(line.startswith("sample:") for line in out.splitlines())


def test_a_made_up_fleet_is_the_same_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    size = ("sample", "fleet", "--objects", "4", "--clusters", "3", "--policies", "2")
    first = run(*size, "--seed", "7").out
    assert first == run(*size, "--seed", "7").out != run(*size, "--seed", "8").out
    ran = run(*size, "--seed", "7", "-o", str(tmp_path / "made"))
    assert ran.code == 0
    assert (tmp_path / "made" / "fleet.yaml").read_text() == first
    assert run("preview", str(tmp_path / "made"), "--everywhere").code == 0


def test_a_made_up_fleet_is_never_written_over_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fleet.yaml").write_text("mine")
    ran = run("sample", "fleet", "-o", str(tmp_path))
    assert ran.code == 2
    assert "exists already" in ran.err
    assert (tmp_path / "fleet.yaml").read_text() == "mine"


@pytest.mark.parametrize("size", ["-1", "many", "1.5"])
def test_a_size_that_is_no_number_is_refused(run: Run, size: str) -> None:
    assert run("sample", "fleet", "--objects", size).code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_knows_verbs_and_options(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0
    assert all(word in ran.out for word in ("preview", "everywhere", "sandbox", "explain"))
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=ran.out, text=True, check=False)
        assert checked.returncode == 0


def test_sandbox_verbs_are_mounted(run: Run) -> None:
    ran = run("sandbox", "nonsense")
    assert ran.code == 2
    assert "nonsense" in ran.err
