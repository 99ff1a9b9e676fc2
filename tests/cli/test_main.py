"""The command as a process: streams, encodings, terminals, and what it loads."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import workbench.cli.preview
from tests.cli.conftest import Run
from tests.parts import need
from workbench import __version__
from workbench.cli import main

ROOT = Path(__file__).parent.parent.parent


def command(*argv: str) -> list[str]:
    return [sys.executable, "-m", "workbench", *argv]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "TERM")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def on_a_terminal(*argv: str, **more: str) -> str:
    """What a command writes to a terminal of 80 columns."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command(*argv), stdout=follower, stderr=follower, stdin=subprocess.DEVNULL,
        env=environment(TERM="xterm-256color", COLUMNS="80", **more),
    ) as process:
        os.close(follower)
        pieces = []
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            pieces.append(piece)
        assert process.wait() == 0
    os.close(leader)
    return b"".join(pieces).decode()


def test_a_terminal_gets_colour_and_a_pipe_does_not(fleet: Path) -> None:
    assert "\x1b[" in on_a_terminal("preview", str(fleet))
    ran = subprocess.run(
        command("preview", str(fleet)), capture_output=True, env=environment(), check=True
    )
    assert b"\x1b" not in ran.stdout


def test_no_color_is_obeyed_on_a_terminal(fleet: Path) -> None:
    assert "\x1b[" not in on_a_terminal("preview", str(fleet), NO_COLOR="1")


def test_causes_end_at_the_terminal_s_edge(fleet: Path) -> None:
    lines = on_a_terminal("preview", str(fleet), NO_COLOR="1").splitlines()
    caused = [line for line in lines if line.endswith("plaintext[0]")]
    assert {len(line) for line in caused} == {80}


def test_signs_that_the_encoding_lacks_are_spelled_in_ascii(fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("kind: [\n")
    (fleet / "settings.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ü, namespace: shop}\n", encoding="utf-8"
    )
    ran = subprocess.run(
        command("preview", str(fleet)), capture_output=True, check=False,
        env=environment(PYTHONIOENCODING="ascii"),
    )
    assert ran.returncode == 2
    assert b"<- op/scale rule[0] plaintext[0]" in ran.stdout
    assert b"x " in ran.stdout
    assert rb"\u00fc" in ran.stdout
    assert ran.stderr == b""


def test_programs_get_utf_8_whatever_the_locale(fleet: Path) -> None:
    (fleet / "settings.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ü, namespace: shop}\n", encoding="utf-8"
    )
    ran = subprocess.run(
        command("preview", str(fleet), "-o", "json"), capture_output=True, check=True,
        env=environment(PYTHONIOENCODING="ascii"),
    )
    assert '"name":"ü"' in ran.stdout.decode("utf-8")


def test_a_reader_that_leaves_is_no_error() -> None:
    fleet = [*command("sample", "fleet", "--objects", "400", "--clusters", "40")]
    with subprocess.Popen(
        fleet, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == b""
    assert process.returncode == 0


def test_a_full_disk_is_said_and_exits_with_3() -> None:
    full = Path("/dev/full")
    need("/dev/full", full.exists())
    with full.open("w") as disk:
        ran = subprocess.run(
            command("preview", "sample:shop"),
            stdout=disk, stderr=subprocess.PIPE, text=True, check=False,
        )
    assert ran.returncode == 3
    assert ran.stderr.splitlines() == [
        "workbench: the output can't be written: No space left on device"
    ]


def test_closed_streams_are_no_error(fleet: Path) -> None:
    shell = f"{' '.join(command('preview', str(fleet)))} <&- >&- 2>&-"
    assert subprocess.run(shell, shell=True, env=environment(), check=False).returncode == 0


def hears(sent: signal.Signals) -> None:
    """Whoever runs the tests may ignore a signal (``nohup`` does), and programs inherit that."""
    signal.signal(sent, signal.SIG_DFL)


@pytest.mark.parametrize(("sent", "code"), [
    (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129),
])
def test_a_signal_ends_quietly_with_its_code(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        command("preview", str(pipe)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(), preexec_fn=lambda: hears(sent),
    )
    # Opening waits until the command reads.
    with process, pipe.open("w"):
        process.send_signal(sent)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert errors == b""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_though_nobody_reads_on(sent: signal.Signals, code: int) -> None:
    fleet = command("sample", "fleet", "--objects", "400", "--clusters", "40")
    with subprocess.Popen(
        fleet, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        preexec_fn=lambda: hears(sent),
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.read(1)
        process.send_signal(sent)
        assert process.wait(timeout=60) == code
        assert process.stderr.read() == b""


def test_messages_that_can_t_be_written_change_no_exit_code() -> None:
    full = Path("/dev/full")
    need("/dev/full", full.exists())
    with full.open("w") as disk:
        for argv, code in ((("preview", "nowhere"), 2), (("preview", "sample:shop"), 3)):
            ran = subprocess.run(command(*argv), stdout=disk, stderr=disk, check=False)
            assert ran.returncode == code


@pytest.mark.parametrize("argv", [("--help",), ("--version",), ("failover", "--help"), ()])
def test_help_that_can_t_be_written_is_said(argv: tuple[str, ...]) -> None:
    full = Path("/dev/full")
    need("/dev/full", full.exists())
    with full.open("w") as disk:
        ran = subprocess.run(
            command(*argv), stdout=disk, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ran.returncode, ran.stderr) == (
        3, "workbench: the output can't be written: No space left on device\n"
    )


@pytest.mark.parametrize("columns", ["\u00b2", "\u0663", "0", "-5", "wide", "1e3", "9" * 5000])
def test_columns_that_are_no_number_of_columns_are_passed_over(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run("preview", "sample:shop").code == 0


def test_too_little_memory_is_said(
    run: Run, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(workbench.cli.preview, "report_of", fail)
    ran = run("preview", str(fleet))
    assert (ran.code, ran.err) == (3, "workbench: there is not enough memory for this\n")


def test_a_mistake_of_ours_is_one_line_and_exit_70(
    run: Run, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(workbench.cli.preview, "report_of", fail)
    monkeypatch.delenv("WORKBENCH_DEBUG", raising=False)
    ran = run("preview", str(fleet))
    assert ran.code == 70
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError" in ran.err
    assert "secret detail" not in ran.err
    monkeypatch.setenv("WORKBENCH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["preview", str(fleet)])


def test_without_a_terminal_the_start_screen_is_the_help(run: Run) -> None:
    ran = run()
    assert ran.code == 0
    assert "usage: workbench" in ran.out
    assert "exit codes:" in ran.out


def test_the_terminal_app_needs_a_terminal(run: Run, fleet: Path) -> None:
    ran = run("tui", str(fleet))
    assert ran.code == 2
    assert "needs a terminal" in ran.err


@pytest.mark.parametrize("argv", [["preview", "--colour"], ["preview", "-o", "xml"], ["prevew"]])
def test_an_unknown_option_is_one_line_and_exit_2(run: Run, argv: list[str]) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert ran.err.startswith("workbench: ")
    assert "--help" in ran.err
    assert ran.err.count("\n") == 1


def test_options_are_not_guessed_from_their_beginnings(run: Run, fleet: Path) -> None:
    assert run("preview", str(fleet), "--every").code == 2


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_output_for_programs_loads_no_toolkit_and_no_diff(fleet: Path, form: str) -> None:
    code = (
        "import sys; from workbench.cli import main; sys.stdout = open('/dev/null', 'w')\n"
        f"main(['preview', {str(fleet)!r}, '-o', {form!r}])\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = {name.partition(".")[0] for name in ran.stderr.split()}
    assert not loaded & {"textual", "rich", "deepdiff", "jsonpath_ng", "shtab", "asyncio"}
    assert "workbench.diff.text" not in ran.stderr.split()


def test_the_version_is_the_package_s() -> None:
    ran = subprocess.run(
        command("--version"), capture_output=True, text=True, env=environment(), check=True
    )
    assert ran.stdout == f"workbench {__version__}\n"
