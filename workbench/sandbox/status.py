"""A sandbox as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from .linking import lost_members
from .processes import resident_bytes
from .state import UP, Record, State, states


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """One process of a sandbox, as it is now.

    Attributes:
        component: its name.
        state: ``running``, or ``stopped`` if it was started once.
        pid: its number; 0 when stopped.
        memory_bytes: resident.
        port: of its server; 0 if it has none.
        started_at: seconds since 1970.
        member: whose it is; empty if Karmada's.
    """

    component: str
    state: str
    pid: int
    memory_bytes: int
    port: int
    started_at: float
    member: str


@dataclass(frozen=True, slots=True)
class SandboxStatus:
    """A sandbox as it is now.

    Attributes:
        name, karmada, kubernetes: which it is and what it runs.
        state: ``up``; ``degraded`` when some process is stopped; ``half-started`` during an `up`
            or after one that never came through; ``stopped`` when nothing runs, as after a reboot.
        processes: in the order of their start.
        lost: members whose API server is stopped.
        cut: members that Karmada can't reach.
        seconds: phase of the start -> seconds it took.
    """

    name: str
    karmada: str
    kubernetes: str
    state: str
    processes: tuple[ProcessStatus, ...]
    lost: tuple[str, ...]
    cut: tuple[str, ...]
    seconds: dict[str, float]

    @property
    def memory_bytes(self) -> int:
        """Of all processes together."""
        return sum(process.memory_bytes for process in self.processes)


def list_sandboxes() -> list[SandboxStatus]:
    """All sandboxes of this user, by name."""
    return [status_of(state) for state in states()]


def status_of(state: State) -> SandboxStatus:
    """Looks at every process of a sandbox."""
    stack = state.layout.stack
    processes = tuple(_process(name, one) for name, one in state.processes.items())
    return SandboxStatus(
        state.layout.name, stack.karmada, stack.kubernetes, _word(state, processes), processes,
        lost_members(state), state.cut, dict(state.seconds),
    )


def _word(state: State, processes: tuple[ProcessStatus, ...]) -> str:
    running = sum(process.state == "running" for process in processes)
    if not running:
        return "stopped"
    if state.stage != UP:
        return "half-started"
    return "up" if running == len(processes) else "degraded"


def _process(component: str, record: Record) -> ProcessStatus:
    alive = record.alive
    pid = record.identity.pid if alive else 0
    return ProcessStatus(
        component, "running" if alive else "stopped", pid, resident_bytes(pid) if pid else 0,
        record.port, record.started_at, record.member,
    )
