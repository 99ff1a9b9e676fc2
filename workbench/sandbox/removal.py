"""Taking a sandbox down, in whatever state it is."""

from __future__ import annotations

import shutil
import signal
from contextlib import AbstractContextManager
from pathlib import Path

from .errors import FolderError
from .folders import locked, sandbox_folder, state_folder
from .linking import LINKS
from .processes import marked, send, stop_marked
from .running import stop_all
from .state import UP, State, find

_PATIENCE_SECONDS = 30.0


def take_down(name: str) -> bool:
    """Stops whatever runs of the sandbox ``name`` and removes its folder.

    Returns:
        Whether there was anything to take down.

    Raises:
        BusyError: another command holds on to it and does not give way within half a minute.
        FolderError: its folder can't be removed; nothing runs any more.
    """
    folder = sandbox_folder(name)
    if not folder.exists() and not marked(folder):
        return False
    _interrupt_start(find(name))
    with locked_sandbox(name, patience_seconds=_PATIENCE_SECONDS):
        state = find(name)
        if state:
            stop_all(state)
        clear(folder)
    return True


def clear(folder: Path) -> None:
    """Ends what is left running of a sandbox, recorded or not, and removes its folder.

    Raises:
        FolderError: the folder can't be removed.
    """
    stop_marked(folder, grace_seconds=2.0)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise FolderError(f"can't remove {folder}", hint="nothing runs any more; remove it by hand")


def end_failed_start(state: State) -> None:
    """Ends everything after a start that failed; the logs stay."""
    stop_all(state, grace_seconds=1.0)
    stop_marked(state.layout.folder, grace_seconds=1.0)


def locked_sandbox(
    name: str, *, patience_seconds: float = 0.0
) -> AbstractContextManager[None]:
    """Holds the sandbox ``name`` against other commands; see :func:`folders.locked`."""
    busy = f"another command is working on the sandbox {name}"
    return locked(state_folder() / f".{name}.lock", busy=busy, patience_seconds=patience_seconds)


def _interrupt_start(state: State | None) -> None:
    """A start in progress fails when its first process ends, and then gives way."""
    keeper = state.processes.get(LINKS) if state else None
    if state and keeper and state.stage != UP:
        send(keeper.identity, signal.SIGTERM)
