from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sandbox.fakes import STUBBORN, sleeper
from workbench.sandbox import processes
from workbench.sandbox.errors import UnsupportedSystemError
from workbench.sandbox.processes import (
    Identity,
    identify,
    is_alive,
    marked,
    require_linux,
    resident_bytes,
    send,
    spawn,
    stop,
)


def test_a_process_is_known_by_pid_start_boot_and_program(tmp_path: Path) -> None:
    one = sleeper(tmp_path)
    assert is_alive(one) and identify(one.pid) == one
    assert one.executable == str(Path(sys.executable).resolve())
    assert resident_bytes(one.pid) > 1_000_000
    stop([one], grace_seconds=5)
    assert not is_alive(one) and identify(one.pid) is None


@pytest.mark.parametrize(
    "change", [{"start_ticks": 1}, {"boot": "another"}, {"executable": "/usr/bin/other"}]
)
def test_a_pid_that_is_someone_elses_by_now_is_never_signalled(
    tmp_path: Path, change: dict[str, object]
) -> None:
    stranger = sleeper(tmp_path)
    recorded = dataclasses.replace(stranger, **change)  # type: ignore[arg-type]
    assert not is_alive(recorded)
    assert not send(recorded, signal.SIGKILL)
    stop([recorded], grace_seconds=0)
    assert is_alive(stranger)
    stop([stranger], grace_seconds=5)


def test_a_process_that_ignores_the_request_is_ended_all_the_same(tmp_path: Path) -> None:
    one = sleeper(tmp_path, STUBBORN)
    stop([one], grace_seconds=0.2)
    assert not is_alive(one)


def test_stopping_what_is_gone_is_no_error(tmp_path: Path) -> None:
    one = sleeper(tmp_path)
    stop([one], grace_seconds=5)
    stop([one, Identity(2**22 - 1, 5, "boot", "/x")], grace_seconds=0)


def test_a_process_is_found_by_its_mark_without_any_record(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "one more"
    one.mkdir()
    other.mkdir()
    mine, theirs = sleeper(one), sleeper(other)
    try:
        assert marked(one) == [mine]
        assert marked(one, spare={mine.pid}) == []
    finally:
        stop([mine, theirs], grace_seconds=5)


def test_components_outlive_the_end_of_who_started_them_and_their_terminal(
    tmp_path: Path,
) -> None:
    code = (
        "import sys; from pathlib import Path; from workbench.sandbox.processes import spawn;"
        f"p = Path({str(tmp_path)!r});"
        "print(spawn([sys.executable, '-c', 'import time; time.sleep(60)'],"
        " mark=p, log=p / 'log').pid)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        start_new_session=True,
    )
    pid = int(run.stdout)
    try:
        assert identify(pid) is not None
        assert os.getsid(pid) == pid
    finally:
        stop(marked(tmp_path), grace_seconds=5)
    assert identify(pid) is None


def test_a_program_that_ends_at_once_is_dead_and_leaves_its_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    one = spawn([sys.executable, "-c", "print('no such flag')"], mark=tmp_path, log=log)
    deadline = time.monotonic() + 20
    while is_alive(one) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(one)
    assert log.read_text() == "no such flag\n"


def test_other_systems_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.sys, "platform", "darwin")
    with pytest.raises(UnsupportedSystemError, match="darwin"):
        require_linux()
