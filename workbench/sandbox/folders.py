"""Where a sandbox keeps things: programs in the XDG cache, all else in the XDG state folder."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import BusyError, FolderError, NoRoomError, SandboxError, UnknownSandboxError

_APPLICATION = "karmada-workbench"
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")


def cache_folder() -> Path:
    """The folder of built programs; it need not exist yet."""
    return _xdg("XDG_CACHE_HOME", ".cache") / _APPLICATION / "stacks"


def state_folder() -> Path:
    """The folder that holds one folder per sandbox; it need not exist yet."""
    return _xdg("XDG_STATE_HOME", ".local/state") / _APPLICATION / "sandboxes"


def sandbox_folder(name: str) -> Path:
    """The folder of the sandbox ``name``.

    Raises:
        UnknownSandboxError: ``name`` can't be the name of a sandbox.
    """
    if not _NAME.fullmatch(name):
        raise UnknownSandboxError(
            f"{name!r} can't name a sandbox",
            hint="lower-case letters, digits and inner dashes, 40 characters at most",
        )
    return state_folder() / name


def make_private(folder: Path) -> Path:
    """Creates ``folder`` (and its parents) so that its owner alone can look into it.

    Raises:
        FolderError: it can't be created, or belongs to somebody else.
        NoRoomError: the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_uid != os.geteuid():
            raise FolderError(f"{folder} belongs to another user", hint="set XDG_STATE_HOME")
        folder.chmod(0o700)
    except OSError as error:
        raise folder_error(folder, error) from None
    return folder


def write_private(file: Path, text: str | bytes) -> None:
    """Writes ``file`` in one step, readable by its owner alone: never half of it is seen."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    data = text.encode() if isinstance(text, str) else text
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
        draft.replace(file)
    except OSError as error:
        raise folder_error(file, error) from None


def folder_error(path: Path, error: OSError) -> SandboxError:
    """``error``, met while writing ``path``, as an error that says what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoRoomError(f"no room left for {path}", hint="make room: workbench sandbox clean")
    return FolderError(
        f"can't write {path}: {error.strerror or error}",
        hint="set XDG_CACHE_HOME and XDG_STATE_HOME to folders that you can write",
    )


@contextmanager
def locked(file: Path, *, busy: str, patience_seconds: float = 0.0) -> Iterator[None]:
    """Holds an exclusive lock on ``file``; the system lets go of it when this process dies.

    Args:
        busy: the message of the error when somebody else holds it.
        patience_seconds: how long to wait for it.

    Raises:
        BusyError: still held by another process after ``patience_seconds``.
    """
    make_private(file.parent)
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise folder_error(file, error) from None
    try:
        _await_lock(handle, busy, time.monotonic() + patience_seconds)
        yield
    finally:
        os.close(handle)


def _await_lock(handle: int, busy: str, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise BusyError(busy, hint="try again when it is through") from None
            time.sleep(0.1)


def _xdg(variable: str, default: str) -> Path:
    # The XDG specification asks to ignore relative paths.
    chosen = Path(os.environ.get(variable, ""))
    return chosen if chosen.is_absolute() else Path.home() / default
