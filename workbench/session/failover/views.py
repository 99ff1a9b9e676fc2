"""View models of the Failover room: plain frozen values; text in them is safe to print.

Every time is simulated, in seconds since the start, unless a field says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.session.views import Role, Severity, Text, spell_out
from workbench.simulator.timeline import Phase


@dataclass(frozen=True, slots=True)
class PlayerView:
    """Where play stands. ``speed`` is simulated seconds a second; ``marks`` are event times."""

    time: float
    end: float
    speed: int
    is_playing: bool
    clock: str
    marks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FleetRow:
    """A cluster at the time that is shown.

    Attributes:
        mark: ``✓`` ready, ``✗`` not ready, ``?`` unknown.
        state: ``ready``, ``NotReady``, ``Unknown``; and ``down`` or ``cut off`` if it really is.
        copies: copies that serve, of all copies, ``3/4``.
        taints: NoExecute and NoSchedule, as ``key:Effect``.
    """

    name: str
    mark: str
    state: str
    copies: str
    taints: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """A workload at the time that is shown; ``where`` reads ``eu-west:3 us-east:2``."""

    id: ObjectId
    label: str
    where: str
    state: str
    role: Role
    moves: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase of a move on the time axis. ``end`` is where the run ends if it never ended."""

    begin: float
    end: float
    is_open: bool
    text: str
    decided_by: str
    length: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase, with one bar per move that has it."""

    phase: Phase
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A time in which two copies may run, or nothing serves; a bar of its own.

    ``name`` reads ``two copies`` or ``no copy``, ``length`` as a bar's does.
    """

    kind: Literal["both", "none"]
    begin: float
    end: float
    is_open: bool
    text: str
    name: str
    length: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One workload's moves by phase, and its windows.

    ``warnings`` are what is lost or refused on the way, each with its time and what decides it.
    ``axis_end`` is the latest end of what ends: what stays open for ever would make everything
    else too small to see.
    """

    title: str
    phases: tuple[PhaseRow, ...]
    windows: tuple[WindowRow, ...]
    begin: float
    end: float
    note: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def axis_end(self) -> float:
        bars: list[Bar | WindowRow] = [bar for row in self.phases for bar in row.bars]
        closed = [one.end for one in (*bars, *self.windows) if not one.is_open]
        return max(closed, default=self.end) or self.end or 1.0


@dataclass(frozen=True, slots=True)
class StepRow:
    """An event. ``is_past`` at the time that is shown; ``index`` is its place among all."""

    index: int
    time: float
    clock: str
    phase: Phase
    spans: tuple[Text, ...]
    decided_by: str
    details: tuple[str, ...]
    is_past: bool
    selected: bool


@dataclass(frozen=True, slots=True)
class KnobRow:
    """A setting.

    Attributes:
        name: what code calls it.
        source: the flag, gate or field.
        value: as it stands, as text; ``policy`` where the policy decides.
        default: Karmada's.
        kind: ``switch``, ``seconds``, ``whole seconds``, ``rate`` or ``choice``.
        number: the value of a slider; ``None`` where the policy decides, or for other kinds.
        is_enabled: whether turning it can change anything in this fleet; ``why_not`` says why.
    """

    name: str
    source: str
    title: str
    group: str
    value: str
    default: str
    kind: str
    least: float
    greatest: float
    number: float | None
    choices: tuple[str, ...]
    is_changed: bool
    is_enabled: bool = True
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One line of two settings side by side; ``change`` is what the right side makes better or
    worse."""

    what: str
    left: str
    right: str
    role: Role


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two runs of the same scenario."""

    left_title: str
    right_title: str
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class TracerRow:
    """One station of the state on its way: what holds, what blocks, what it makes."""

    station: Literal[
        "move", "path", "value", "label", "eviction", "injection", "admission", "sync"
    ]
    mark: str
    text: str
    decided_by: str
    role: Role

    def __post_init__(self) -> None:
        spell_out(self, "text", "decided_by")


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can be generated: a title, YAML, and where it is to be applied."""

    id: Literal["retention", "kyverno", "admission policy"]
    title: str
    place: str
    yaml: str
    caution: str = ""

    def __post_init__(self) -> None:
        spell_out(self, "title", "place", "caution")


@dataclass(frozen=True, slots=True)
class TracerView:
    """State of the selected workload, from one cluster to another."""

    title: str
    verdict: str
    role: Role
    rows: tuple[TracerRow, ...]
    remedies: tuple[Remedy, ...]
    is_status_assumed: bool

    def __post_init__(self) -> None:
        spell_out(self, "title", "verdict")


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """A workload in a loss, or several that come out alike.

    ``text`` says it in one line, ``points`` one thing each, with why each cluster was refused.
    """

    loss: str
    workload: str
    verdict: str
    role: Role
    text: str
    remedies: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One loss and the fleet as a whole."""

    loss: str
    kind: str
    role: Role
    text: str
    queue: str


@dataclass(frozen=True, slots=True)
class DoctorView:
    """The doctor's answer. ``lines`` are what everybody has to know first."""

    title: str
    lines: tuple[tuple[Severity, str], ...]
    rows: tuple[DoctorRow, ...]
    capacity: tuple[CapacityRow, ...]
    applications: tuple[DoctorRow, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of a failback.

    Attributes:
        title, text: what to do.
        yaml: what to apply, or what changes in an object; empty if nothing.
        details: what the step is about, a line each.
    """

    title: str
    text: str
    yaml: str = ""
    details: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        spell_out(self, "title", "text")
        object.__setattr__(self, "details", tuple(map(visible_line, self.details)))


@dataclass(frozen=True, slots=True)
class FailbackView:
    """What brings home what left a cluster, and how well that goes in one line."""

    summary: str
    role: Role
    steps: tuple[PlanStep, ...]

    def __post_init__(self) -> None:
        spell_out(self, "summary")
