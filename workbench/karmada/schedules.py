"""The scheduler over a fleet's bindings, and how far each of its decisions can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.nowhere import why_nowhere
from workbench.karmada.placed import Own
from workbench.karmada.policies.claims import Claim
from workbench.karmada.scheduling.binding_pass import Pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.decision import Decision
from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.karmada.scheduling.request import Request
from workbench.karmada.scheduling.shared_passes import SharedPasses
from workbench.karmada.scheduling.unreported import is_undecidable
from workbench.karmada.ties import tie_note
from workbench.model.tree import Object

_SPELLED = 3
_SCHEDULER = "default-scheduler"


@dataclass(frozen=True, slots=True)
class _Judgement:
    """How far a decision can be trusted, from what the fleet says of its clusters."""

    is_undecidable: bool
    assumptions: tuple[str, ...]


class Scheduling:
    """Karmada's scheduler over one list of clusters; equal bindings are decided once."""

    def __init__(self, clusters: ClusterList) -> None:
        self._clusters = clusters
        self._passes = SharedPasses(clusters)
        self._judged: dict[int, tuple[Decision, _Judgement]] = {}

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(facts.name for facts in self._clusters.facts)

    def own(
        self, found: Claim, binding: Object, now: str, events: tuple[str, ...] = ()
    ) -> Own:
        """Let the scheduler decide; where it can't from what is known, say so."""
        scheduler = map_at(binding, "spec").get("schedulerName")
        if scheduler not in (None, "", _SCHEDULER):
            note = f"scheduled by {scheduler}, which is not known: everywhere"
            return Own(found, "assumed", note, None, self._names, None, events)
        done = self._passes.run(binding, now)
        decision = done.decision
        note = f"by {found.winner}" if found.winner else "by its binding"
        if decision is None:
            return Own(found, "computed", note, done.binding, scheduled=done, events=events)
        judged = self._judge(decision, binding, done)
        if judged.is_undecidable:
            note += "; it hangs on free room, and no cluster reports any: all that could take it"
            return Own(found, "assumed", note, None, decision.feasible, done, events)
        if not maps_in(done.binding, "spec", "clusters"):
            note = f"{note}: {why_nowhere(decision, binding)}"
        elif done.failure is not None:
            note = f"{note}: {why_nowhere(decision, binding)}; it stays where it is"
        return Own(found, "computed", note, done.binding, (), done, events, judged.assumptions)

    def _judge(self, decision: Decision, binding: Object, done: Pass) -> _Judgement:
        """How far a decision can be trusted; equal bindings share theirs."""
        if id(decision) not in self._judged:
            clusters = self._clusters
            request = Request.of(binding, self._clusters.profile)
            judgement = _Judgement(
                is_undecidable(request, decision, clusters),
                tuple(filter(None, (self._silence(decision), tie_note(clusters, binding, done)))),
            )
            self._judged[id(decision)] = (decision, judgement)
        return self._judged[id(decision)][1]

    def _silence(self, decision: Decision) -> str:
        silent = sorted(
            verdict.cluster
            for verdict, facts in zip(decision.verdicts, self._clusters.facts, strict=True)
            if not verdict.refusals and not facts.lists_apis
        )
        if not silent:
            return ""
        if len(silent) > _SPELLED:
            return f"{len(silent)} clusters report no APIs: taken for serving this kind"
        verb = "reports" if len(silent) == 1 else "report"
        return f"{', '.join(silent)} {verb} no APIs: taken for serving this kind"
