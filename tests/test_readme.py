"""The README's two commands, as a stranger types them: a fresh copy, a fresh environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.parts import need, need_program

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """The commands that set up an environment, in the order of the README."""
    return re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git holds of this checkout, elsewhere."""
    required = os.environ.get("WORKBENCH_REQUIRE", "").replace(",", " ").split()
    need("fresh", bool({"fresh", "all"} & {*required}) or bool(os.environ.get("CI")))
    need_program("git")
    folder = tmp_path_factory.mktemp("fresh") / "a folder with spaces"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, names.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items()
            if not name.startswith(("VIRTUAL_ENV", "PYTHON", "PYTEST", "WORKBENCH"))}
    return subprocess.run(command, shell=True, cwd=folder, env=bare, capture_output=True,
                          text=True, check=False, timeout=900)


def test_there_are_two_commands() -> None:
    main, tests = commands()
    assert main.endswith("workbench preview sample:shop")
    assert tests.endswith("-m pytest")


def test_ci_runs_the_second_command() -> None:
    assert commands()[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.fresh
def test_the_first_command_sets_up_and_previews(copy: Path) -> None:
    ran = run(commands()[0], copy)
    assert ran.returncode == 0, ran.stderr
    assert "Deployment shop/frontend" in ran.stdout
    assert "op/replicas-eu" in ran.stdout


@pytest.mark.fresh
def test_the_second_command_sets_up_and_finds_every_test(copy: Path) -> None:
    # Where no test runs, no screen is looked at: that is no fault here.
    collect = "--collect-only -q -p no:cacheprovider --snapshot-warn-unused"
    ran = run(f"{commands()[1]} {collect}", copy)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert int(re.findall(r"(\d+) tests collected", ran.stdout)[0]) > 1000


@pytest.mark.fresh
def test_a_wheel_carries_the_samples(copy: Path, tmp_path: Path) -> None:
    """Installed from a wheel, outside any checkout, ``sample:shop`` is there."""
    built = run(f"{copy / '.venv/bin/pip'!s} wheel -q --no-deps -w '{tmp_path}' .".replace(
        f"{copy}/", "./"), copy)
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    script = (f"python3 -m venv env && env/bin/pip install -q '{wheel}' && mkdir empty && cd empty "
              "&& ../env/bin/workbench preview sample:shop -o json")
    ran = run(script, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert '"fleet"' in ran.stdout
