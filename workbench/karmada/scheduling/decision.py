"""What a scheduling decision says: per cluster, per step, and the result or the failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UNESTIMATED = 2**31 - 1
"""Free replicas of a cluster that nobody estimated, because there is nothing to place."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One filter's no.

    Attributes:
        plugin: Karmada's plugin; ``(deleting)`` for the rule that is no plugin.
        reason: Karmada's own text.
        because: the same in plain words, with what is asked and what is there.
    """

    plugin: str
    reason: str
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scheduler thinks of one cluster.

    Attributes:
        cluster: its name.
        refusals: every filter that refuses, each asked alone; empty for a candidate.
        scores: ``(plugin, points)``; empty for a refused cluster.
        available: replicas that still fit, before adding those assigned; ``None`` for a
            refused cluster, :data:`UNESTIMATED` where there is nothing to place.
        assigned: replicas that the binding has there now.
        tier: 0 for the affinity itself, then 1, 2… for its overflow affinities.
        capacity_note: which bound gave ``available``.
    """

    cluster: str
    refusals: tuple[Refusal, ...] = ()
    scores: tuple[tuple[str, int], ...] = ()
    available: int | None = None
    assigned: int = 0
    tier: int = 0
    capacity_note: str = ""

    @property
    def is_feasible(self) -> bool:
        return not self.refusals

    @property
    def score(self) -> int:
        return sum(points for _, points in self.scores)


@dataclass(frozen=True, slots=True)
class SelectionStep:
    """One step from the candidates to the clusters that replicas are divided among.

    ``clusters`` are the names after the step, in the scheduler's order.
    """

    why: str
    clusters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One cluster in one step of the division.

    Attributes:
        cluster: its name.
        weight: what the sharing goes by in this step; 0 where nothing is shared.
        kept: replicas that it keeps from before.
        given: replicas that this step hands out to it.
    """

    cluster: str
    weight: int = 0
    kept: int = 0
    given: int = 0

    @property
    def total(self) -> int:
        return self.kept + self.given


@dataclass(frozen=True, slots=True)
class DivisionStep:
    """One step of the division: what is handed out, to whom, and why."""

    why: str
    replicas: int
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """An entry of ``spec.clusters``."""

    cluster: str
    replicas: int


FailureKind = Literal["FitError", "UnschedulableError", "Error", "panic"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result.

    Attributes:
        kind: ``FitError`` (no candidate), ``UnschedulableError`` (too little capacity while
            dividing), ``Error`` (anything else), ``panic`` (the scheduler process restarts).
        message: Karmada's text; empty for a FitError, whose text depends on chance.
        clusters: how many clusters were looked at.
    """

    kind: FailureKind
    message: str = ""
    clusters: int = 0

    @property
    def reason(self) -> str:
        """Reason on the binding's ``Scheduled`` condition; empty after a panic."""
        reasons = {
            "FitError": "NoClusterFit",
            "UnschedulableError": "Unschedulable",
            "Error": "SchedulerError",
        }
        return reasons.get(self.kind, "")

    @property
    def is_retried(self) -> bool:
        """Whether Karmada queues the binding again by itself."""
        return self.kind in ("UnschedulableError", "Error")

    @property
    def empties_placement(self) -> bool:
        """Whether ``spec.clusters`` is emptied, so that what runs is deleted."""
        return self.kind == "FitError"


@dataclass(frozen=True, slots=True)
class Decision:
    """One pass of the scheduler over one binding.

    Attributes:
        verdicts: one per cluster, in the order given.
        selection: steps from the candidates to ``selected``.
        selected: names in the scheduler's order; ``None`` if it came to no selection.
        division: steps of the division.
        targets: the new ``spec.clusters``, in Karmada's order; ``None`` with a failure.
        failure: why not; ``None`` with a result.
        tossed: clusters among which Karmada itself tosses a coin for single replicas.
    """

    verdicts: tuple[Verdict, ...]
    selection: tuple[SelectionStep, ...] = ()
    selected: tuple[str, ...] | None = None
    division: tuple[DivisionStep, ...] = ()
    targets: tuple[Target, ...] | None = None
    failure: Failure | None = None
    tossed: tuple[str, ...] = ()

    @property
    def feasible(self) -> tuple[str, ...]:
        """Names of the clusters that pass every filter, sorted."""
        return tuple(sorted(verdict.cluster for verdict in self.verdicts if verdict.is_feasible))

    @property
    def replicas(self) -> dict[str, int]:
        """Cluster name to replicas of the result; empty with a failure."""
        return {target.cluster: target.replicas for target in self.targets or ()}
