from __future__ import annotations

import argparse
import io
import subprocess
import sys

import pytest

from tests.sandbox.fakes import layout, sleeper
from workbench.model.errors import WorkbenchError
from workbench.sandbox import take_down
from workbench.sandbox.commands import add_arguments, run
from workbench.sandbox.state import UP, State, record_of


def workbench(*words: str) -> tuple[int, str]:
    """Exit code and output of `workbench sandbox WORDS`."""
    parser = argparse.ArgumentParser(prog="workbench")
    add_arguments(parser.add_subparsers(required=True))
    out = io.StringIO()
    return run(parser.parse_args(["sandbox", *words]), out), out.getvalue()


@pytest.fixture
def running() -> State:
    one = layout()
    one.logs.mkdir()
    state = State(one, UP)
    state.record("karmada-apiserver", record_of(sleeper(one.folder), 20002, "", 1))
    state.record("member1-apiserver", record_of(sleeper(one.folder), 20009, "member1", 1))
    return state


def test_status_shows_each_process_with_memory_and_port(running: State) -> None:
    code, text = workbench("status", "--name", "fake")
    headline, columns, first, second = text.splitlines()
    assert code == 0
    assert headline.startswith("fake  Karmada v1.18.2  up  ")
    assert columns.split() == ["COMPONENT", "STATE", "MEMORY", "PORT", "SINCE"]
    assert first.split()[:2] == ["karmada-apiserver", "running"] and " 20002 " in first
    assert second.split()[3] == "MB"
    take_down("fake")


def test_a_lost_member_shows_in_status_and_list(running: State) -> None:
    assert workbench("lose", "member1", "--name", "fake") == (
        0, "member1 is lost: its API server is stopped\n"
    )
    for verb in (("status", "--name", "fake"), ("list",)):
        headline = workbench(*verb)[1].splitlines()[0]
        assert "degraded" in headline and headline.endswith("lost: member1")
    take_down("fake")


def test_kubeconfig_prints_the_path_alone() -> None:
    one = layout()
    State(one, UP).save()
    assert workbench("kubeconfig", "--name", "fake") == (0, f"{one.kubeconfig}\n")


def test_logs_print_what_a_component_wrote() -> None:
    one = layout()
    State(one, UP).save()
    one.logs.mkdir()
    one.log("etcd").write_text("one\ntwo\n")
    assert workbench("logs", "etcd", "--name", "fake") == (0, "one\ntwo\n")


def test_down_and_list_on_an_empty_machine_are_fine() -> None:
    assert workbench("down") == (0, "there is no sandbox default\n")
    assert workbench("list") == (0, "no sandboxes; `workbench sandbox up` makes one\n")


def test_clean_removes_stopped_sandboxes_and_outdated_builds_and_spares_the_rest(
    running: State,
) -> None:
    from workbench.sandbox.build import kwok_recipe
    from workbench.sandbox.folders import cache_folder

    State(layout("stopped"), UP).save()
    for name in ("karmada-v0-old", kwok_recipe().key):
        (cache_folder() / name).mkdir(parents=True)
    assert workbench("clean")[1].startswith("removed 1 sandboxes and 1 builds")
    assert [folder.name for folder in cache_folder().iterdir()] == [kwok_recipe().key]
    assert workbench("clean", "--all")[1].startswith("removed 1 sandboxes and 1 builds")
    assert workbench("list")[1].startswith("no sandboxes")


@pytest.mark.parametrize(("words", "message"), [
    (("up", "--karmada", "1.3"), "no stack for Karmada 1.3"),
    (("up", "--members", "0"), "0 members"),
    (("up", "--members", "2", "--pull", "3"), "3 Pull members"),
    (("up", "--gates", "A=perhaps"), "no feature gate"),
    (("up", "--name", "../x"), "can't name a sandbox"),
    (("status",), "no sandbox 'default'"),
    (("lose", "member1"), "no sandbox 'default'"),
])
def test_mistakes_are_answered_before_anything_is_built(
    words: tuple[str, ...], message: str
) -> None:
    with pytest.raises(WorkbenchError, match=message):
        workbench(*words)


def test_mounting_the_verbs_loads_neither_certificates_nor_parsers() -> None:
    code = (
        "import argparse, sys; from workbench.sandbox.commands import add_arguments;"
        "add_arguments(argparse.ArgumentParser().add_subparsers());"
        "print([m for m in ('cryptography', 'yaml', 'ssl', 'asyncio') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
