"""One scheduling decision: filter, score, select, divide, with every reason on the way.

Follows ``Schedule`` of pkg/scheduler/core/generic_scheduler.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import (
    LOCALITY_SCORE,
    Candidate,
    Tiers,
    preferred,
)
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
from workbench.karmada.scheduling.pods import text_at
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.selection import select_clusters
from workbench.model.tree import Object


def schedule(
    clusters: Iterable[Object],
    binding: Object,
    profile: Profile,
    options: Options | None = None,
) -> Decision:
    """Decide where a binding's object goes and with how many replicas.

    Args:
        clusters: Cluster objects.
        binding: a ResourceBinding or ClusterResourceBinding: ``spec`` with ``placement``,
            ``status`` with the affinity group being tried. Nothing is changed in it.
        profile: version.
        options: how the scheduler is run; the release's defaults if left out.

    Whether Karmada would schedule at all is another question: see ``binding_pass``.
    """
    request = Request.of(binding, profile)
    return decide(list(clusters), request, profile, options or Options())


def decide(
    clusters: list[Object], request: Request, profile: Profile, options: Options
) -> Decision:
    """As :func:`schedule`, for a request that was read already."""
    run = _Run(request, profile, options)
    try:
        run.go(clusters)
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


@dataclass(slots=True)
class _Run:
    """A decision in the making: what is known so far stays when it ends early."""

    request: Request
    profile: Profile
    options: Options
    verdicts: list[Verdict] = field(default_factory=list)
    selection: list[SelectionStep] = field(default_factory=list)
    selected: list[Candidate] | None = None
    division: list[DivisionStep] = field(default_factory=list)
    targets: list[Target] | None = None
    tossed: tuple[str, ...] = ()
    failure: Failure | None = None

    def go(self, clusters: list[Object]) -> None:
        feasible = self._filter(clusters)
        if not feasible:
            self.failure = Failure("FitError", clusters=len(clusters))
            return
        candidates = preferred(self._scored(feasible))
        in_sets = self.request.schedules_components(self.options)
        needed = 1 if in_sets else self.request.replicas
        self.selected, self.selection = select_clusters(
            candidates, self.request, needed, self.profile
        )
        division = divide(self.selected, self.request, self.profile)
        if self.options.propagates_empty_workloads:
            division = with_empty_targets(division, self.selected)
        self.division, self.targets = division.steps, division.targets
        self.tossed = division.tossed

    def _filter(self, clusters: list[Object]) -> list[tuple[int, Object]]:
        filters = Filters(self.request, self.profile)
        feasible = []
        for index, cluster in enumerate(clusters):
            name = text_at(cluster, "metadata", "name")
            refusals = filters.refusals(cluster, name)
            assigned = self.request.assigned.get(name, 0)
            self.verdicts.append(Verdict(name, refusals, assigned=assigned))
            if not refusals:
                feasible.append((index, cluster))
        return feasible

    def _scored(self, feasible: list[tuple[int, Object]]) -> list[Candidate]:
        """Candidates, each with its score, its free room and its overflow tier."""
        estimation = Estimation(self.request, self.options, self.profile)
        tiers, candidates = Tiers(self.request, self.profile), []
        for index, cluster in feasible:
            verdict = self.verdicts[index]
            estimate = estimation.of(cluster, verdict.cluster)
            local = LOCALITY_SCORE if verdict.cluster in self.request.assigned else 0
            tier = tiers.of(cluster)
            self.verdicts[index] = replace(
                verdict,
                scores=(("ClusterAffinity", 0), ("ClusterLocality", local)),
                available=estimate.replicas,
                tier=tier,
                capacity_note=estimate.note,
            )
            capacity = estimate.replicas + verdict.assigned
            candidates.append(
                Candidate(verdict.cluster, cluster, local, estimate.replicas, capacity, tier)
            )
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
