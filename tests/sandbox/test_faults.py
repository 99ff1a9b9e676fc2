"""Starts that fail, half-way or at once, with programs that only pretend."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.parts import need_module
from tests.sandbox.fakes import layout, sleeper
from workbench.sandbox import Sandbox, list_sandboxes, logs, take_down
from workbench.sandbox import sandbox as sandboxes
from workbench.sandbox.build import programs_of
from workbench.sandbox.errors import (
    AlreadyUpError,
    BusyError,
    ComponentError,
    PortTakenError,
    UnknownSandboxError,
)
from workbench.sandbox.folders import sandbox_folder, state_folder
from workbench.sandbox.processes import is_alive, marked
from workbench.sandbox.removal import locked_sandbox
from workbench.sandbox.stack import stack_for
from workbench.sandbox.state import UP, State, record_of

need_module("cryptography")
FOLDER_STAGES = ("node/fast", "node/heartbeat-with-lease", "pod/fast")


def pretend(script: str) -> None:
    """Puts a `kube` that runs ``script`` (sh) into the cache, as if it had been built."""
    programs = programs_of(stack_for("1.18"))
    for folder in (programs.crds, programs.deploy, *(programs.stages / s for s in FOLDER_STAGES)):
        folder.mkdir(parents=True)
    for program in (programs.kube, programs.karmada, programs.kwok):
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)


def until(ready: object) -> None:
    deadline = time.monotonic() + 30
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start_elsewhere() -> subprocess.Popen[bytes]:
    """An `up` in another process, past the start of etcd."""
    code = "from workbench.sandbox import Sandbox; Sandbox.up('half')"
    up = subprocess.Popen([sys.executable, "-c", code], stderr=None)
    folder = sandbox_folder("half")
    until(lambda: (folder / "logs/etcd.log").exists() and len(marked(folder)) >= 2)
    return up


def test_a_component_that_dies_on_start_shows_its_last_lines_and_nothing_stays() -> None:
    pretend("echo 'flag provided but not defined: -x'; exit 2")
    with pytest.raises(ComponentError, match="flag provided but not defined") as caught:
        Sandbox.up("broken")
    assert caught.value.component == "etcd"
    assert marked(sandbox_folder("broken")) == []
    assert list(logs("broken", "etcd")) == ["flag provided but not defined: -x"]
    assert [one.state for one in list_sandboxes()] == ["stopped"]
    assert take_down("broken")
    assert list_sandboxes() == []


def test_too_few_inotify_instances_are_explained() -> None:
    pretend("echo 'webhook server exits unexpectedly: too many open files'; exit 1")
    with pytest.raises(ComponentError, match="max_user_instances"):
        Sandbox.up("crowded")


def test_a_port_that_is_lost_after_the_choice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend("sleep 60")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = listening.getsockname()[1]
        monkeypatch.setattr(
            sandboxes, "free_ports", lambda names, _: dict.fromkeys(names, taken)
        )
        with pytest.raises(PortTakenError, match=str(taken)):
            Sandbox.up("late")
    assert marked(sandbox_folder("late")) == []


def test_an_up_that_is_killed_leaves_no_process() -> None:
    pretend("sleep 60")
    up = start_elsewhere()
    up.kill()
    up.wait()
    folder = sandbox_folder("half")
    until(lambda: marked(folder) == [])
    assert [one.state for one in list_sandboxes()] == ["stopped"]
    assert take_down("half") and not folder.exists()


def test_an_interrupted_up_leaves_no_process() -> None:
    pretend("sleep 60")
    up = start_elsewhere()
    up.send_signal(signal.SIGINT)
    up.wait()
    assert marked(sandbox_folder("half")) == []


def test_down_ends_an_up_in_progress() -> None:
    pretend("sleep 60")
    up = start_elsewhere()
    assert take_down("half")
    assert up.wait() != 0
    assert marked(sandbox_folder("half")) == []
    assert list_sandboxes() == []


def test_down_twice_is_no_error() -> None:
    one = layout()
    State(one, UP).save()
    assert take_down("fake")
    assert not take_down("fake")


def test_down_ends_what_no_record_knows_and_spares_strangers() -> None:
    one = layout()
    state = State(one, UP)
    stranger = subprocess.Popen(["sleep", "60"])
    forgotten = sleeper(one.folder)
    try:
        fake = record_of(type(forgotten)(stranger.pid, 1, "old boot", "/x"), 0, "", 0)
        state.record("etcd", fake)
        assert take_down("fake")
        assert not is_alive(forgotten)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_down_works_without_a_state_file() -> None:
    one = layout()
    left = sleeper(one.folder)
    (one.folder / "state.json").write_text("{ half")
    assert take_down("fake")
    assert not is_alive(left) and not one.folder.exists()


def test_up_twice_says_that_it_is_up() -> None:
    one = layout()
    state = State(one, UP)
    state.record("etcd", record_of(sleeper(one.folder), 0, "", 0))
    with pytest.raises(AlreadyUpError, match="sandbox down --name fake"):
        Sandbox.up("fake")
    take_down("fake")


def test_up_replaces_what_a_reboot_left() -> None:
    pretend("echo no; exit 1")
    one = layout("rebooted")
    State(one, UP).save()
    (one.folder / "old").write_text("of the last time")
    with pytest.raises(ComponentError):
        Sandbox.up("rebooted")
    assert not (one.folder / "old").exists()


def test_two_commands_on_one_sandbox_do_not_mix() -> None:
    State(layout(), UP).save()
    with locked_sandbox("fake"), pytest.raises(BusyError, match="another command"):
        Sandbox("fake").cut("member1")


def test_a_lock_ends_with_its_holder() -> None:
    code = (
        "from workbench.sandbox.removal import locked_sandbox;"
        "lock = locked_sandbox('fake'); lock.__enter__(); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert holder.stdout and holder.stdout.readline()
    with pytest.raises(BusyError), locked_sandbox("fake"):
        pass
    holder.kill()
    holder.communicate()
    with locked_sandbox("fake"):
        pass


def test_unknown_members_are_answered_with_those_there_are() -> None:
    State(layout(), UP).save()
    for verb in ("lose", "cut", "recover"):
        with pytest.raises(UnknownSandboxError, match="there is member1, member2"):
            getattr(Sandbox("fake"), verb)("member9")


def test_ports_of_stopped_sandboxes_stay_theirs() -> None:
    pretend("exit 1")
    one = layout()
    State(one, UP).save()
    with pytest.raises(ComponentError):
        Sandbox.up("second")
    second = next(one for one in map(Sandbox, ("second",)))
    assert not set(second.layout.ports.values()) & set(one.ports.values())


def test_logs_follow_until_the_sandbox_is_gone() -> None:
    one = layout()
    State(one, UP).save()
    one.logs.mkdir()
    one.log("etcd").write_text("first\n")
    lines: list[str] = []

    def follow() -> None:
        for line in logs("fake", "etcd", follow=True):
            lines.append(line)

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    until(lambda: lines)
    with one.log("etcd").open("a") as log:
        log.write("second\nthird without an end")
    take_down("fake")
    follower.join(20)
    assert lines == ["first", "second", "third without an end"]
    assert not follower.is_alive()


def test_an_unknown_component_is_answered_with_those_there_are() -> None:
    one = layout()
    State(one, UP).save()
    one.logs.mkdir()
    one.log("etcd").write_text("")
    with pytest.raises(UnknownSandboxError, match="there is etcd"):
        logs("fake", "../state")


def test_a_home_that_can_not_be_written_is_named(own_folders: Path) -> None:
    pretend("exit 1")
    (own_folders / "state").write_text("a file where a folder should be")
    with pytest.raises(Exception, match="XDG_STATE_HOME"):
        Sandbox.up("nowhere")


def test_layouts_are_immutable() -> None:
    one = layout()
    assert isinstance(one.ports, MappingProxyType)
    assert str(one.folder).startswith(str(state_folder()))
    assert os.fspath(one.kubeconfig).endswith("/fake/kubeconfig")
