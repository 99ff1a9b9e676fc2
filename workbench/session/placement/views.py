"""View models of the Placement room, as plain frozen values; text in them is safe to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.model.identity import ObjectId
from workbench.session.views import Severity

State = Literal["target", "candidate", "refused", "unknown"]
STATE_MARKS: dict[State, str] = {"target": "✓", "candidate": "·", "refused": "✗", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """An object in the list.

    Attributes:
        where: like ``3 clusters, 6 pods`` or ``nowhere``.
        policy: who claims it; empty where nobody does.
        moves: a what-if touches it; ``loses``: it is deleted somewhere by it.
    """

    id: ObjectId
    label: str
    kind: str
    where: str
    policy: str
    selected: bool
    moves: bool = False
    loses: bool = False


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster, as one object meets it.

    Attributes:
        state: gets the object; could, and does not; is refused; was not judged.
        replicas: assigned here; ``None`` where there are none to assign.
        before: the same before the what-ifs; ``None`` where it is no target then.
        score, room: the scheduler's points, and replicas that still fit, in words.
        reasons: why not, one for each filter that refuses, in plain words.
    """

    name: str
    state: State
    replicas: int | None
    before: int | None
    score: str
    room: str
    reasons: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        return STATE_MARKS[self.state]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Which policy claims an object, and which lost, and why."""

    winner: str
    why: str
    is_lazy: bool = False
    losers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the decision; ``depth`` 0 is a step, 1 a cluster's share in it."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """Something that belongs to an object.

    Attributes:
        label: what it is.
        relation: ``needs`` (Karmada knows it) or ``belongs`` (nothing ever takes it along).
        why: by which reference.
        severity: ``error`` if it is missing where the object goes.
        text: whether it follows, and where it stays behind.
        id: the object of the fleet; ``None`` if there is none.
    """

    label: str
    relation: Literal["needs", "belongs"]
    why: str
    severity: Severity
    text: str
    id: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class PlacementView:
    """Everything about one object's placement.

    Attributes:
        title: the object.
        origin: ``clusters computed: by …``.
        notes: events of the what-if and assumptions, the worst first.
        owners: workloads that take it along.
    """

    title: str
    origin: str
    claim: ClaimView
    notes: tuple[tuple[Severity, str], ...] = ()
    clusters: tuple[ClusterRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    owners: tuple[str, ...] = ()
