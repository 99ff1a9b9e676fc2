"""One scheduling decision: filter, score, select, divide, with every reason on the way.

Follows ``Schedule`` of pkg/scheduler/core/generic_scheduler.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.candidates import Candidate
from workbench.karmada.scheduling.clusters import ClusterList
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
from workbench.karmada.scheduling.lineup import filtered, line_up
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
        run.verdicts = run.verdicts or filtered(request, clusters, options)
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
    clusters: ClusterList
    options: Options
    verdicts: tuple[Verdict, ...] = ()
    selection: list[SelectionStep] = field(default_factory=list)
    selected: list[Candidate] | None = None
    division: list[DivisionStep] = field(default_factory=list)
    targets: list[Target] | None = None
    tossed: tuple[str, ...] = ()
    failure: Failure | None = None

    def go(self) -> None:
        lineup = line_up(self.request, self.clusters, self.options)
        self.verdicts = lineup.verdicts
        if not lineup.candidates:
            self.failure = Failure("FitError", clusters=len(self.clusters))
            return
        in_sets = self.request.schedules_components(self.options)
        needed = 1 if in_sets else self.request.replicas
        self.selected, self.selection = select_clusters(
            list(lineup.candidates), self.request, needed, self.clusters.profile
        )
        division = divide(self.selected, self.request, self.clusters)
        if self.options.propagates_empty_workloads:
            division = with_empty_targets(division, self.selected)
        self.division, self.targets = division.steps, division.targets
        self.tossed = division.tossed

    def decision(self) -> Decision:
        selected = self.selected
        return Decision(
            verdicts=self.verdicts,
            selection=tuple(self.selection),
            selected=None if selected is None else tuple(c.name for c in selected),
            division=tuple(self.division),
            targets=None if self.targets is None else tuple(self.targets),
            failure=self.failure,
            tossed=self.tossed,
        )
