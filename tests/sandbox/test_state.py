from __future__ import annotations

import dataclasses
import json
import stat

import pytest

from tests.sandbox.fakes import layout, sleeper
from workbench.sandbox.errors import UnknownSandboxError
from workbench.sandbox.processes import stop
from workbench.sandbox.state import FILE, UP, State, find, load, record_of, states
from workbench.sandbox.status import status_of


def test_a_state_reads_back_as_it_was_saved() -> None:
    one = layout()
    state = State(one, UP, cut=("member1",), seconds={"etcd": 0.5})
    process = sleeper(one.folder)
    state.record("etcd", record_of(process, 20000, "", 0))
    try:
        again = load("fake")
        assert again.layout == one
        assert (again.stage, again.cut, again.seconds) == (UP, ("member1",), {"etcd": 0.5})
        assert again.processes["etcd"].identity == process
        assert again.processes["etcd"].alive
    finally:
        stop([process], grace_seconds=5)


def test_the_state_is_nobody_elses_business() -> None:
    one = layout()
    State(one).save()
    assert stat.S_IMODE((one.folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(one.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": 99}', '{"schema": 1}'])
def test_a_state_file_that_can_not_be_read_is_none_at_all(text: str) -> None:
    (layout().folder / FILE).write_text(text)
    assert find("fake") is None
    assert list(states()) == []
    with pytest.raises(UnknownSandboxError, match="no sandbox 'fake'"):
        load("fake")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    State(layout("drill")).save()
    with pytest.raises(UnknownSandboxError, match="there is drill"):
        load("other")


@pytest.mark.parametrize("name", ["", "Upper", "a/b", "..", "-a", "a" * 41, "a b"])
def test_names_that_are_no_folder_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownSandboxError, match="can't name a sandbox"):
        find(name)


def test_after_a_reboot_everything_is_stopped_and_says_so() -> None:
    one = layout()
    state = State(one, UP)
    process = sleeper(one.folder)
    try:
        before = dataclasses.replace(process, boot="an earlier one")
        state.record("etcd", record_of(before, 20000, "", 0))
        status = status_of(load("fake"))
        assert status.state == "stopped"
        assert [(one.state, one.pid, one.memory_bytes) for one in status.processes] == [
            ("stopped", 0, 0)
        ]
    finally:
        stop([process], grace_seconds=5)


def test_the_status_names_lost_members_and_what_runs() -> None:
    one = layout()
    state = State(one, UP)
    running, gone = sleeper(one.folder), sleeper(one.folder)
    stop([gone], grace_seconds=5)
    state.record("member1-apiserver", record_of(running, 20002, "member1", 1))
    state.record("member2-apiserver", record_of(gone, 20003, "member2", 1))
    try:
        status = status_of(state)
        assert (status.state, status.lost) == ("degraded", ("member2",))
        assert status.memory_bytes == status.processes[0].memory_bytes > 0
        state.stage = "starting"
        assert status_of(state).state == "half-started"
    finally:
        stop([running], grace_seconds=5)


def test_a_half_written_state_is_never_seen() -> None:
    one = layout()
    state = State(one)
    for number in range(5):
        state.seconds["etcd"] = number
        state.save()
        assert json.loads((one.folder / FILE).read_text())["seconds"] == {"etcd": number}
    assert [file.name for file in one.folder.iterdir()] == [FILE]
