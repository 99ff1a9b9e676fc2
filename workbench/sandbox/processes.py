"""Processes that outlive the command that started them, and are still known for certain later.

A pid alone says nothing: it may belong to somebody else by now. A process is taken for ours only
when its pid, the moment of its start, the boot it started in and its executable are the recorded
ones, or when its environment carries the mark of the sandbox's folder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import UnsupportedSystemError
from .folders import folder_error

MARK = "KARMADA_WORKBENCH_SANDBOX"
_PROC = Path("/proc")
_DELETED = " (deleted)"
_SWEEPS = 10
# Kept so that a child that ended is reaped, and not only by the end of this interpreter.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Identity:
    """One process, distinguishable from every other one before and after it.

    Attributes:
        pid: its number.
        start_ticks: when it started, in clock ticks since the boot.
        boot: the kernel's random id of that boot.
        executable: absolute path of its program.
    """

    pid: int
    start_ticks: int
    boot: str
    executable: str


def require_linux() -> None:
    """Raises:
    UnsupportedSystemError: processes can't be told apart for certain on this system.
    """
    if not sys.platform.startswith("linux"):
        raise UnsupportedSystemError(
            f"the sandbox runs on Linux, not on {sys.platform}",
            hint="use a Linux machine, a virtual machine or WSL 2",
        )


def boot_id() -> str:
    """The kernel's id of the present boot."""
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def identify(pid: int) -> Identity | None:
    """Who has ``pid`` now; ``None`` if nobody has, or only the remains of a process."""
    try:
        after_name = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        executable = str((_PROC / str(pid) / "exe").readlink()).removesuffix(_DELETED)
    except OSError:
        return None
    if after_name[0] in "ZX":
        return None
    return Identity(pid, int(after_name[19]), boot_id(), executable)


def is_alive(identity: Identity) -> bool:
    """Whether exactly that process still runs."""
    child = _children.get(identity.pid)
    if child is not None and child.poll() is not None:
        del _children[identity.pid]
    return identify(identity.pid) == identity


def resident_bytes(pid: int) -> int:
    """Memory that ``pid`` holds, in bytes; 0 if there is no such process."""
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def spawn(
    arguments: Sequence[str], *, mark: Path, log: Path, lifeline: int | None = None
) -> Identity:
    """Starts a process in a session of its own: neither Ctrl-C nor our end reaches it.

    Args:
        arguments: the program's absolute path, then its arguments.
        mark: folder of the sandbox it belongs to; its environment will carry it.
        log: file that gets its output, appended.
        lifeline: file descriptor that becomes its standard input; nothing if ``None``.

    Raises:
        NoRoomError, FolderError: the log can't be written.
    """
    environment = {**os.environ, MARK: str(mark), "PYTHONPATH": _import_path()}
    try:
        with log.open("ab") as output:
            child = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL if lifeline is None else lifeline,
                stdout=output, stderr=subprocess.STDOUT, cwd=mark, env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise folder_error(log, error) from None
    _children[child.pid] = child
    identity = identify(child.pid)
    # It may be over already; the one recorded then is never mistaken for a living one.
    return identity or Identity(child.pid, -1, boot_id(), arguments[0])


def stop(identities: Iterable[Identity], *, grace_seconds: float) -> None:
    """Asks processes to end, waits, and ends those that don't. Strangers are left alone."""
    pending = [identity for identity in identities if is_alive(identity)]
    for identity in pending:
        send(identity, signal.SIGTERM)
    pending = _outlast(pending, grace_seconds)
    for identity in pending:
        send(identity, signal.SIGKILL)
    _outlast(pending, 10.0)


def send(identity: Identity, number: signal.Signals) -> bool:
    """Sends a signal to that very process; false if it is gone."""
    try:
        # The descriptor pins the process: nobody can take its pid between look and signal.
        handle = os.pidfd_open(identity.pid)
    except OSError:
        return False
    try:
        if not is_alive(identity):
            return False
        signal.pidfd_send_signal(handle, number)
        return True
    except OSError:
        return False
    finally:
        os.close(handle)


def marked(folder: Path, *, spare: Collection[int] = ()) -> list[Identity]:
    """Processes of this user that carry the mark of ``folder``, whoever recorded them or not."""
    wanted = f"{MARK}={folder}".encode()
    found = []
    for entry in _PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) in spare:
            continue
        with contextlib.suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                identity = identify(int(entry.name))
                found += [identity] if identity else []
    return found


def stop_marked(
    folder: Path, *, grace_seconds: float, spare: Collection[int] = ()
) -> None:
    """Ends every process with the mark of ``folder``, also those started while it looks."""
    for _ in range(_SWEEPS):
        found = marked(folder, spare=spare)
        if not found:
            return
        stop(found, grace_seconds=grace_seconds)


def _outlast(identities: list[Identity], seconds: float) -> list[Identity]:
    deadline = time.monotonic() + seconds
    while (left := [one for one in identities if is_alive(one)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _import_path() -> str:
    here = str(Path(__file__).parents[2])
    inherited = os.environ.get("PYTHONPATH")
    return f"{here}{os.pathsep}{inherited}" if inherited else here
