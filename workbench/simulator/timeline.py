"""What a run yields: events, phases, windows and states, all frozen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from workbench.model.identity import ObjectId

Phase = Literal["detect", "tolerate", "evict", "schedule", "apply", "healthy", "clean up"]
PHASES: tuple[Phase, ...] = (
    "detect", "tolerate", "evict", "schedule", "apply", "healthy", "clean up",
)
WARNINGS = frozenset(("refused", "blocked", "state lost", "relabelled", "stripped"))
"""Kinds of events with which something is lost or refused."""
LoopKind = Literal["startup", "no room", "nowhere", "unhealthy"]
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        time: seconds since the start; simulated.
        kind: what sort of thing, one word (``fault``, ``evicted``, ``scheduled``…).
        phase: the phase that it belongs to or ends.
        text: what happened.
        decided_by: the flag, gate, field or assumption that decided.
        workload: whose; ``None`` for a cluster's own.
        cluster: where; empty if nowhere.
        details: more lines, such as why each other cluster was refused.
    """

    time: float
    kind: str
    phase: Phase
    text: str
    decided_by: str = ""
    workload: ObjectId | None = None
    cluster: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """One phase of one move, in seconds since the start. ``end`` is ``None`` if it never ended."""

    phase: Phase
    begin: float
    end: float | None
    text: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One workload leaving one cluster.

    Attributes:
        source: the cluster that it leaves.
        targets: clusters that it was given instead.
        spans: its phases, in order.
        healthy_at: when every target was healthy; ``None`` if never.
        ended_at: when nothing was left to do; ``None`` if never.
    """

    workload: ObjectId
    source: str
    targets: tuple[str, ...]
    begin: float
    spans: tuple[Span, ...]
    healthy_at: float | None = None
    ended_at: float | None = None

    @property
    def duration_seconds(self) -> float | None:
        """From the fault to healthy elsewhere."""
        return None if self.healthy_at is None else self.healthy_at - self.begin


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which two copies may run, or none does.

    Attributes:
        kind: ``both`` or ``none``.
        end: ``None`` if it was still so when the run ended.
        clusters: where copies may run.
        because: what opened it.
        decided_by: the flag, gate, field or assumption that makes it as long as it is.
        excess: where a cluster's replicas alone run twice: how many run at most, and how many
            are asked for.
    """

    kind: Literal["both", "none"]
    workload: ObjectId
    begin: float
    end: float | None
    clusters: tuple[str, ...] = ()
    because: str = ""
    excess: tuple[int, int] | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """A workload that is evicted again and again before its new copy is healthy.

    Attributes:
        kind: pods start more slowly than is tolerated or find no room, no other cluster takes
            it, or each new copy is unhealthy.
        rounds: evictions in a row.
        period_seconds: from one to the next, on average.
        clusters: those it was evicted from.
        text: one sentence with the value that breaks the loop, if one does.
        decided_by: the field that decides.
    """

    workload: ObjectId
    kind: LoopKind
    rounds: int
    period_seconds: float
    clusters: tuple[str, ...]
    text: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class ClusterState:
    """A cluster as Karmada sees it, and as it is."""

    ready: str
    taints: tuple[str, ...] = ()
    is_alive: bool = True
    is_reachable: bool = True


@dataclass(frozen=True, slots=True)
class CopyState:
    """A copy in a member.

    ``phase`` is ``starting``, ``running``, ``broken``, ``stopping``, ``lost`` (its cluster is
    down) or ``waiting`` (the Work is there, the object is not).
    """

    cluster: str
    phase: str
    ready: int
    replicas: int
    health: str = "Unknown"


@dataclass(frozen=True, slots=True)
class TaskState:
    """A graceful eviction task.

    ``ends_by`` is the flag or field that ends it at the latest, ``purge_by`` the one that its
    purge mode comes from.
    """

    cluster: str
    purge_mode: str
    labels: tuple[tuple[str, str], ...] = ()
    ends_by: str = ""
    purge_by: str = ""


@dataclass(frozen=True, slots=True)
class WorkloadState:
    """A workload at one moment."""

    targets: tuple[tuple[str, int], ...] = ()
    tasks: tuple[TaskState, ...] = ()
    copies: tuple[CopyState, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Track(Generic[S]):
    """How something changed: ``states[i]`` holds from ``times[i]`` on. There is at least one."""

    times: tuple[float, ...]
    states: tuple[S, ...]

    def __post_init__(self) -> None:
        if not self.states or len(self.times) != len(self.states):
            raise ValueError(f"{len(self.times)} times for {len(self.states)} states")

    def at(self, time: float) -> S:
        """The state at ``time``, the first one before that."""
        return self.states[max(bisect_right(self.times, time) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that had not come to rest when the run ended, and what it waits for."""

    workload: ObjectId | None
    cluster: str
    text: str
    decided_by: str = ""


@dataclass(frozen=True)
class Timeline:
    """One run.

    Attributes:
        version: Karmada's.
        end: seconds since the start at which the last thing happened.
        limit: until when it was simulated at most.
        settled: everything is healthy and nothing is left to do.
        events: in order.
        moves: every workload that left a cluster, by time.
        windows: by workload and time.
        loops: workloads that never come to rest because failover moves them on.
        waiting: why it did not settle.
        notes: what was assumed, and where Karmada itself is random.
        clusters: how every cluster changed.
        workloads: how every workload that was touched changed.
        untouched: how many workloads nothing happened to.
    """

    version: str
    end: float
    limit: float
    settled: bool
    events: tuple[Event, ...]
    moves: tuple[Move, ...] = ()
    windows: tuple[Window, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    notes: tuple[str, ...] = ()
    clusters: dict[str, Track[ClusterState]] = field(default_factory=dict)
    workloads: dict[ObjectId, Track[WorkloadState]] = field(default_factory=dict)
    untouched: int = 0
    loops: tuple[Loop, ...] = ()

    def events_of(self, workload: ObjectId) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.workload == workload)

    def moves_of(self, workload: ObjectId) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.workload == workload)

    @property
    def moved(self) -> tuple[ObjectId, ...]:
        """Workloads that left a cluster, each once, in order."""
        return tuple(dict.fromkeys(move.workload for move in self.moves))


def longest(windows: Sequence[Window], kind: str, until: float) -> float:
    """Seconds of the longest window of a kind; an open one counts to ``until``."""
    return max(
        ((until if w.end is None else w.end) - w.begin for w in windows if w.kind == kind),
        default=0.0,
    )
