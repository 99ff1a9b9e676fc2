"""One object's decision in rows: every cluster with its reasons, every step with its shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.karmada.placed import Own, Placed
from workbench.karmada.scheduling.binding_pass import Attempt
from workbench.karmada.scheduling.decision import UNESTIMATED, Decision, DivisionStep, Verdict
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.placement.views import ClaimView, ClusterRow, State, StepRow
from workbench.session.views import Severity


def claim_view(own: Own) -> ClaimView:
    """Who claims the object, and who lost."""
    claim = own.claim
    winner = visible_line(str(claim.winner)) if claim.winner else ""
    losers = tuple(
        (visible_line(str(loser.policy)), visible_line(loser.why)) for loser in claim.losers
    )
    return ClaimView(winner, visible_line(claim.why), claim.is_lazy, losers)


def cluster_rows(
    placed: Placed, clusters: Mapping[str, object], before: Placed | None
) -> tuple[ClusterRow, ...]:
    """A row for every cluster: targets first, then candidates, then the refused, by name."""
    decision = placed.own.scheduled.decision if placed.own.scheduled else None
    verdicts = {v.cluster: v for v in decision.verdicts} if decision else {}
    has, had = placed.replicas, before.replicas if before else {}
    names = dict.fromkeys((*clusters, *has, *had))
    rows = [_row(name, verdicts.get(name), has, had, decision, name in clusters) for name in names]
    order: tuple[State, ...] = ("target", "candidate", "unknown", "refused")
    return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.name)))


def _row(
    name: str, verdict: Verdict | None, has: Mapping[str, int], had: Mapping[str, int],
    decision: Decision | None, is_there: bool,
) -> ClusterRow:
    state: State = "unknown"
    if name in has:
        state = "target"
    elif verdict is not None:
        state = "candidate" if verdict.is_feasible else "refused"
    reasons = tuple(
        visible_line(f"{r.plugin}: {r.because}") for r in (verdict.refusals if verdict else ())
    )
    if not is_there:
        reasons, state = ("it is not in the fleet",), "target" if name in has else "refused"
    elif state == "candidate" and decision is not None:
        reasons = (_passed_over(name, decision),)
    is_divided = any(has.values()) or any(had.values())
    feasible = verdict if verdict is not None and verdict.is_feasible else None
    return ClusterRow(
        visible_line(name), state,
        has.get(name, 0) if is_divided and name in has else None,
        had.get(name, 0) if is_divided and name in had else None,
        str(feasible.score) if feasible else "", _room(feasible) if feasible else "", reasons,
    )


def _passed_over(name: str, decision: Decision) -> str:
    """Why a cluster that passes every filter gets nothing."""
    if decision.failure is not None:
        return visible_line(decision.failure.message or "scheduling failed")
    if decision.selected is not None and name not in decision.selected:
        for step in reversed(decision.selection):
            if name not in step.clusters:
                return visible_line(f"not selected: {step.why}")
        return "not selected"
    for division in decision.division:
        shares = {share.cluster: share for share in division.shares}
        if name in shares and not shares[name].weight and not shares[name].total:
            return "its weight is 0"
    return "no replica falls to it"


def _room(verdict: Verdict) -> str:
    if verdict.available is None:
        return ""
    if verdict.available == UNESTIMATED:
        return "nothing to place"
    note = f" ({verdict.capacity_note})" if verdict.capacity_note else ""
    return visible_line(f"{verdict.available}{note}")


def step_rows(own: Own) -> tuple[StepRow, ...]:
    """From the candidates to the shares, attempt by attempt."""
    done = own.scheduled
    if done is None:
        return ()
    rows: list[StepRow] = []
    if not done.attempts:
        why = done.why or "nothing that it depends on changed"
        return (StepRow(0, visible_line(f"the scheduler leaves it as it is: {why}")),)
    rows.append(StepRow(0, visible_line(f"scheduled because {done.why}")))
    for attempt in done.attempts:
        rows += _attempt(attempt)
    return tuple(rows)


def _attempt(attempt: Attempt) -> Iterator[StepRow]:
    decision = attempt.decision
    if attempt.affinity_name:
        yield StepRow(0, visible_line(f"affinity group {attempt.affinity_name}"))
    feasible = sum(verdict.is_feasible for verdict in decision.verdicts)
    yield StepRow(0, f"filters: {feasible} of {count(len(decision.verdicts), 'cluster')} pass")
    for step in decision.selection:
        yield StepRow(0, visible_line(f"selection: {step.why}: {cluster_names(step.clusters, 6)}"))
    for division in decision.division:
        yield from _division(division)
    if decision.failure is not None:
        text = decision.failure.message or "no cluster passes every filter"
        reason = decision.failure.reason or "panic"
        yield StepRow(0, visible_line(f"failed: {reason}: {text}"))


def _division(step: DivisionStep) -> Iterator[StepRow]:
    yield StepRow(0, visible_line(f"division: {step.why}"))
    if not step.replicas and not any(share.kept for share in step.shares):
        return
    for share in step.shares:
        parts = [f"weight {share.weight}"] if share.weight else []
        parts += [f"keeps {share.kept}"] if share.kept else []
        parts += [f"gets {share.given}"] if share.given or not share.kept else []
        yield StepRow(1, visible_line(f"{share.cluster}: {', '.join(parts)}"))


def notes(placed: Placed) -> tuple[tuple[Severity, str], ...]:
    """What happened in a what-if, why it is nowhere, what was assumed."""
    found: list[tuple[Severity, str]] = []
    targets = placed.targets
    if not targets.clusters:
        found.append(("warning", visible_line(f"goes nowhere: {targets.note}")))
    elif placed.own.scheduled and placed.own.scheduled.failure:
        found.append(("warning", visible_line(targets.note)))
    found += [("info", visible_line(f"what if: {event}")) for event in placed.own.events]
    found += [("info", visible_line(f"assumed: {text}")) for text in targets.assumptions]
    if placed.own.claim.is_lazy:
        found.append(("info", "its policy is Lazy: taken for applied when the object came"))
    return tuple(found)
