"""What the simulation keeps beside Karmada's own objects: Works, and copies in members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Json, Object

Phase = Literal["starting", "running", "broken", "stopping"]


@dataclass(slots=True)
class Work:
    """One workload's Work for one cluster.

    Attributes:
        manifest: the object that the member is to have.
        labels: preserved labels that were injected.
        is_suspended: it is not to be dispatched.
        keeps_object: deleting it leaves the object in the member.
        is_deleting: it has a deletion time; gone once the member's object is deleted.
        let_go_by: the flag or field that lets it be deleted; empty while nothing does.
        is_applied: ``None`` before the first attempt.
        message: why it could not be applied, or not be deleted.
        health: as last collected; ``Unknown`` before.
        status: as last collected; ``MISSING`` before.
    """

    workload: ObjectId
    cluster: str
    manifest: Object
    replicas: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    is_suspended: bool = False
    keeps_object: bool = False
    is_deleting: bool = False
    let_go_by: str = ""
    is_applied: bool | None = None
    message: str = ""
    health: str = "Unknown"
    status: Json = MISSING


@dataclass(slots=True)
class Copy:
    """A workload's object in a member, with its pods.

    Attributes:
        replicas: pods wanted.
        placed: pods that found room in the cluster.
        ready: pods that are ready; they serve only while the cluster is alive.
        number: how many copies of this workload were made in the cluster before it.
        is_silent: nobody writes a status for it.
        ready_by: what made its pods ready: an assumption, or the scenario.
        is_kept: it was left behind on purpose.
    """

    workload: ObjectId
    cluster: str
    manifest: Object
    replicas: int
    phase: Phase = "starting"
    placed: int = 0
    ready: int = 0
    number: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    is_alive: bool = True
    is_silent: bool = False
    ready_by: str = ""
    is_kept: bool = False
    status: Json = MISSING

    @property
    def serving(self) -> int:
        """Ready pods in a cluster that is alive."""
        return self.ready if self.is_alive else 0


@dataclass(slots=True)
class Link:
    """How a member is, whatever Karmada knows of it.

    Attributes:
        is_alive: its nodes and its API server run.
        is_reachable: Karmada and the member reach each other.
    """

    is_alive: bool = True
    is_reachable: bool = True

    @property
    def answers(self) -> bool:
        return self.is_alive and self.is_reachable
