"""One scheduling decision: filter, score, select, divide, with every reason on the way.

Follows ``Schedule`` of pkg/scheduler/core/generic_scheduler.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import (
    LOCALITY_SCORE,
    Candidate,
    Tiers,
    preferred,
)
from workbench.karmada.scheduling.clusters import ClusterList, Facts
from workbench.karmada.scheduling.decision import (
    Decision,
    DivisionStep,
    Failure,
    FailureKind,
    SelectionStep,
    Target,
    Verdict,
)
from workbench.karmada.scheduling.division import divide, with_empty_targets
from workbench.karmada.scheduling.errors import DivisionError, SchedulerPanic, SelectionError
from workbench.karmada.scheduling.estimation import Estimation
from workbench.karmada.scheduling.filters import Filters
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.selection import select_clusters
from workbench.model.tree import Object


def schedule(
    clusters: ClusterList | Iterable[Object],
    binding: Object,
    profile: Profile,
    options: Options | None = None,
) -> Decision:
    """Decide where a binding's object goes and with how many replicas.

    Args:
        clusters: Cluster objects; a :class:`ClusterList` where many decisions follow.
        binding: a ResourceBinding or ClusterResourceBinding: ``spec`` with ``placement``,
            ``status`` with the affinity group being tried. Nothing is changed in it.
        profile: version.
        options: how the scheduler is run; the release's defaults if left out.

    Whether Karmada would schedule at all is another question: see ``binding_pass``.
    """
    request = Request.of(binding, profile)
    if not isinstance(clusters, ClusterList):
        clusters = ClusterList(clusters, profile)
    return decide(clusters, request, options or Options())


def decide(clusters: ClusterList, request: Request, options: Options) -> Decision:
    """As :func:`schedule`, for a request that was read already."""
    run, profile = _Run(request, clusters, options), clusters.profile
    try:
        run.go()
    except SchedulerPanic as panic:
        run.failure = Failure("panic", str(panic), len(clusters))
    except SelectionError as error:
        run.failure = Failure("Error", f"failed to select clusters: {error}", len(clusters))
    except DivisionError as error:
        unschedulable = error.lacks_capacity and profile.capacity_shortage_is_unschedulable
        kind: FailureKind = "UnschedulableError" if unschedulable else "Error"
        message = f"failed to assign replicas: {error.message}"
        run.failure = Failure(kind, message, len(clusters))
    return run.decision()


_SCORES = {
    points: (("ClusterAffinity", 0), ("ClusterLocality", points)) for points in (0, LOCALITY_SCORE)
}


@dataclass(slots=True)
class _Run:
    """A decision in the making: what is known so far stays when it ends early."""

    request: Request
    clusters: ClusterList
    options: Options
    verdicts: list[Verdict] = field(default_factory=list)
    selection: list[SelectionStep] = field(default_factory=list)
    selected: list[Candidate] | None = None
    division: list[DivisionStep] = field(default_factory=list)
    targets: list[Target] | None = None
    tossed: tuple[str, ...] = ()
    failure: Failure | None = None

    def go(self) -> None:
        feasible = self._filter()
        if not feasible:
            self.failure = Failure("FitError", clusters=len(self.clusters))
            return
        candidates = preferred(self._scored(feasible))
        in_sets = self.request.schedules_components(self.options)
        needed = 1 if in_sets else self.request.replicas
        self.selected, self.selection = select_clusters(
            candidates, self.request, needed, self.clusters.profile
        )
        division = divide(self.selected, self.request, self.clusters)
        if self.options.propagates_empty_workloads:
            division = with_empty_targets(division, self.selected)
        self.division, self.targets = division.steps, division.targets
        self.tossed = division.tossed

    def _filter(self) -> list[Facts]:
        filters = Filters(self.request, self.clusters, self.options)
        assigned, feasible = self.request.assigned, []
        for facts in self.clusters.facts:
            refusals = filters.refusals(facts)
            if not refusals:
                feasible.append(facts)
            self.verdicts.append(
                Verdict(facts.name, refusals, assigned=assigned.get(facts.name, 0))
            )
        return feasible

    def _scored(self, feasible: list[Facts]) -> list[Candidate]:
        """Candidates, each with its score, its free room and its overflow tier."""
        profile = self.clusters.profile
        estimation = Estimation(self.request, self.clusters, self.options, profile)
        tiers = Tiers(self.request, self.clusters, profile)
        candidates = []
        for facts in feasible:
            estimate, tier = estimation.of(facts), tiers.of(facts)
            assigned = self.request.assigned.get(facts.name)
            local = 0 if assigned is None else LOCALITY_SCORE
            here = assigned or 0
            self.verdicts[facts.index] = Verdict(
                facts.name, (), _SCORES[local], estimate.replicas, here, tier, estimate.note
            )
            room = estimate.replicas
            candidates.append(Candidate(facts, local, room, room + here, tier))
        return candidates

    def decision(self) -> Decision:
        selected = self.selected
        return Decision(
            verdicts=tuple(self.verdicts),
            selection=tuple(self.selection),
            selected=None if selected is None else tuple(c.name for c in selected),
            division=tuple(self.division),
            targets=None if self.targets is None else tuple(self.targets),
            failure=self.failure,
            tossed=self.tossed,
        )
