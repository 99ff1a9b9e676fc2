"""What a sandbox's folder says about it: its layout, its processes, how far its start came."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .errors import UnknownSandboxError
from .folders import sandbox_folder, state_folder, write_private
from .layout import Layout
from .processes import Identity, is_alive

FILE = "state.json"
_SCHEMA = 1
STARTING, UP = "starting", "up"


@dataclass(frozen=True, slots=True)
class Record:
    """A process that was started.

    Attributes:
        identity: which process.
        port: of its server, 0 if it has none.
        member: whose it is; empty if Karmada's.
        layer: the higher, the earlier it is stopped.
        started_at: seconds since 1970.
    """

    identity: Identity
    port: int
    member: str
    layer: int
    started_at: float

    @property
    def alive(self) -> bool:
        """Whether that very process runs now."""
        return is_alive(self.identity)


@dataclass(slots=True)
class State:
    """The state file, in memory. Saved after every change, before anything relies on it.

    Attributes:
        layout: what the sandbox consists of.
        stage: ``starting`` or ``up``.
        processes: component -> its last process.
        cut: members whose link is cut.
        seconds: phase of the start -> how long it took.
    """

    layout: Layout
    stage: str = STARTING
    processes: dict[str, Record] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def record(self, component: str, record: Record) -> None:
        """Remembers the process of a component. Threads may do so at once."""
        with self._lock:
            self.processes[component] = record
            self._write()

    def save(self) -> None:
        """Writes the state file in one step."""
        with self._lock:
            self._write()

    def _write(self) -> None:
        told = {
            "schema": _SCHEMA, "layout": self.layout.to_json(), "stage": self.stage,
            "processes": {name: asdict(one) for name, one in self.processes.items()},
            "cut": list(self.cut), "seconds": self.seconds,
        }
        write_private(self.layout.folder / FILE, json.dumps(told, indent=1))


def load(name: str) -> State:
    """The state of the sandbox ``name``.

    Raises:
        UnknownSandboxError: there is none, or its state file can't be read.
    """
    state = _read(sandbox_folder(name))
    if state is None:
        known = ", ".join(one.layout.name for one in states())
        hint = f"there is {known}" if known else "workbench sandbox up makes one"
        raise UnknownSandboxError(f"no sandbox {name!r}", hint=hint)
    return state


def find(name: str) -> State | None:
    """As :func:`load`, or ``None``."""
    return _read(sandbox_folder(name))


def states() -> Iterator[State]:
    """All sandboxes of this user, by name."""
    root = state_folder()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        state = _read(folder)
        if state is not None:
            yield state


def record_of(identity: Identity, port: int, member: str, layer: int) -> Record:
    """A record of a process that was started just now."""
    return Record(identity, port, member, layer, time.time())


def _read(folder: Path) -> State | None:
    """A file that was never written whole, or by another version of this program, is none."""
    try:
        told = json.loads((folder / FILE).read_text())
        if told["schema"] != _SCHEMA:
            return None
        return _from_json(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _from_json(told: dict[str, Any]) -> State:
    processes = {
        name: Record(**{**one, "identity": Identity(**one["identity"])})
        for name, one in told["processes"].items()
    }
    layout = Layout.from_json(told["layout"])
    return State(layout, told["stage"], processes, tuple(told["cut"]), told["seconds"])
