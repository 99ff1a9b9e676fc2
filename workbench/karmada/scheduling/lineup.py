"""Every cluster judged for one binding: refused, or a candidate with its score and its room.

Follows ``findClustersThatFit`` and ``prioritizeClusters`` of
pkg/scheduler/core/generic_scheduler.go and ``generateClustersInfo`` of
spreadconstraint/group_clusters.go (v1.12.0 and v1.18.2).

Bindings that ask for the same differ only in where they run already. So the line-up for one
that runs nowhere is made once, and each binding changes the few clusters that it touches.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.scheduling.candidates import LOCALITY_SCORE, Candidate, Tiers, preferred
from workbench.karmada.scheduling.clusters import ClusterList, Facts
from workbench.karmada.scheduling.decision import Verdict
from workbench.karmada.scheduling.estimation import TAKEN_AS_ENOUGH, Estimation
from workbench.karmada.scheduling.filters import Filters
from workbench.karmada.scheduling.request import Options, Request

_SCORES = {
    points: (("ClusterAffinity", 0), ("ClusterLocality", points)) for points in (0, LOCALITY_SCORE)
}


@dataclass(frozen=True, slots=True)
class Lineup:
    """``verdicts`` by position in the list of clusters; ``candidates`` in the preferred order."""

    verdicts: tuple[Verdict, ...]
    candidates: tuple[Candidate, ...]


def line_up(request: Request, clusters: ClusterList, options: Options) -> Lineup:
    """Judge every cluster.

    Raises :class:`workbench.karmada.scheduling.errors.SchedulerPanic` where Karmada crashes.
    """
    judge = _Judge(request, clusters, options)
    if judge.is_particular:
        return judge.of_all()
    usual = clusters.shared("line-up", judge.question(), judge.of_all_elsewhere)
    if any(verdict.capacity_note is TAKEN_AS_ENOUGH for verdict in usual.verdicts):
        return judge.of_all()
    return judge.changed(usual)


def filtered(request: Request, clusters: ClusterList, options: Options) -> tuple[Verdict, ...]:
    """Verdicts of the filters alone: what is known where estimating crashes Karmada."""
    filters = Filters(request, clusters, options)
    return tuple(
        Verdict(facts.name, filters.refusals(facts), assigned=request.assigned.get(facts.name, 0))
        for facts in clusters.facts
    )


class _Judge:
    """Verdicts for one binding."""

    def __init__(self, request: Request, clusters: ClusterList, options: Options) -> None:
        self._request = request
        self._clusters = clusters
        self._options = options
        self._filters = Filters(request, clusters, options)
        self._estimation = Estimation(request, clusters, options)
        self._tiers = Tiers(request, clusters)

    @property
    def is_particular(self) -> bool:
        """Whether the binding's own circumstances touch every cluster."""
        options = self._options
        return bool(
            options.other_estimates or not options.general_estimator or self._filters.has_groups
        )

    def question(self) -> list[object]:
        """Everything that a line-up depends on, beside where the binding runs."""
        return [
            self._filters.question(),
            self._estimation.question(),
            self._request.replicas if self._request.replicas < 1 else 1,
            self._request.affinity_name,
        ]

    def of_all(self) -> Lineup:
        return _lined_up([self.judged(facts) for facts in self._clusters.facts])

    def of_all_elsewhere(self) -> Lineup:
        """The line-up for a binding that asks for the same and runs nowhere."""
        return _lined_up([self.judged(facts, elsewhere=True) for facts in self._clusters.facts])

    def changed(self, usual: Lineup) -> Lineup:
        """``usual`` with the clusters that this binding touches judged for themselves."""
        touched = self._clusters.named(self._request.assigned.keys() | self._request.evicted)
        if not touched:
            return usual
        verdicts = list(usual.verdicts)
        positions = {facts.index for facts in touched}
        candidates = [c for c in usual.candidates if c.facts.index not in positions]
        for facts in touched:
            verdicts[facts.index], candidate = self.judged(facts)
            if candidate is not None:
                candidates.append(candidate)
        return Lineup(tuple(verdicts), tuple(preferred(candidates)))

    def judged(self, facts: Facts, *, elsewhere: bool = False) -> tuple[Verdict, Candidate | None]:
        """Verdict on one cluster, and the candidate if it is one.

        ``elsewhere`` passes over where the binding runs and what it is evicted from.
        """
        refusals = self._filters.usual(facts) if elsewhere else self._filters.refusals(facts)
        assigned = None if elsewhere else self._request.assigned.get(facts.name)
        if refusals:
            return Verdict(facts.name, refusals, assigned=assigned or 0), None
        estimate, tier, here = self._estimation.of(facts), self._tiers.of(facts), assigned or 0
        score = 0 if assigned is None else LOCALITY_SCORE
        room = estimate.replicas
        verdict = Verdict(facts.name, (), _SCORES[score], room, here, tier, estimate.note)
        return verdict, Candidate(facts, score, room, room + here, tier)


def _lined_up(judged: list[tuple[Verdict, Candidate | None]]) -> Lineup:
    candidates = preferred(candidate for _, candidate in judged if candidate is not None)
    return Lineup(tuple(verdict for verdict, _ in judged), tuple(candidates))


