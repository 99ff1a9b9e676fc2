"""The doctor's examination as rows: the worst first, equal ones folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.plans.doctor.applications import ApplicationCheck
from workbench.plans.doctor.diagnosis import Capacity, Finding
from workbench.plans.doctor.examination import Examination
from workbench.plans.doctor.reasons import Reason
from workbench.plans.doctor.skipped import NO_PODS
from workbench.plans.doctor.verdicts import Verdict
from workbench.session.failover import wording
from workbench.session.failover.views import CapacityRow, DoctorRow, DoctorView
from workbench.session.views import Role, Severity
from workbench.simulator.causes import STATE_GATE

_ORDER = ("nowhere", "no room", "stuck", "too slow", "inert", "moves", "stays")
_ROLES: dict[str, Role] = {
    **dict.fromkeys(_ORDER, "error"), "moves": "ok", "stays": "ok",
}


def doctor_view(examination: Examination, fleet_name: str) -> DoctorView:
    """Everything that the doctor found."""
    singles = [f for f in examination.findings if f.case.kind != "pair"]
    return DoctorView(
        f"Karmada {examination.version} · {visible_line(fleet_name)} · "
        f"{len(examination.findings)} losses played",
        tuple(_lines(examination)),
        _folded(singles),
        tuple(_capacity_row(finding) for finding in examination.findings),
        tuple(map(_application_row, examination.applications)),
    )


def _lines(examination: Examination) -> Iterable[tuple[Severity, str]]:
    if examination.inert:
        yield "error", ("the loss of a cluster moves nothing here; the rows below say what would "
                        "happen with all of this put right:")
        for reason in examination.inert:
            remedy = f" — {reason.remedy}" if reason.remedy else ""
            yield "error", f"{reason.subject}: {reason.text}{remedy}"
    if _hits_state_gate(examination):
        yield "warning", (f"{STATE_GATE}: off: no state goes along — --feature-gates="
                          "StatefulFailoverInjection=true of karmada-controller-manager")
    for workload, why in examination.unplaced:
        yield "warning", f"{wording.label(workload)} is in no cluster: {why}"
    for why, objects in examination.skipped:
        severity: Severity = "warning" if why != NO_PODS else "info"
        yield severity, f"not examined: {_labels(objects)}: {why}"
    if examination.left_out:
        yield "info", examination.left_out
    for note in examination.notes:
        yield "info", note


def _hits_state_gate(examination: Examination) -> bool:
    """Whether state is lost that the gate alone, or the gate first, keeps from going along."""
    verdicts = [v for f in examination.findings for v in f.would_be or f.verdicts]
    said = [*(reason for v in verdicts for reason in v.lost_state),
            *(reason for check in examination.applications for reason in check.cautions)]
    return any(reason.subject == STATE_GATE for reason in said)


def _folded(findings: list[Finding]) -> tuple[DoctorRow, ...]:
    """A row per verdict: losses that come out alike share one, and so do workloads."""
    losses: dict[tuple[ObjectId, str, tuple[str, ...]], tuple[list[str], Verdict]] = {}
    for finding in findings:
        for verdict in finding.would_be or finding.verdicts:
            key = (verdict.workload, verdict.kind, tuple(_told(verdict)))
            losses.setdefault(key, ([], verdict))[0].append(str(finding.case))
    alike: dict[tuple[tuple[str, ...], str, tuple[str, ...]], list[Verdict]] = {}
    for (_, kind, points), (cases, verdict) in losses.items():
        alike.setdefault((tuple(cases), kind, points), []).append(verdict)
    ordered = sorted(
        alike.items(), key=lambda one: (_ORDER.index(one[0][1]), one[1][0].workload, one[0][0])
    )
    return tuple(_row(cases, points, verdicts) for (cases, _, points), verdicts in ordered)


def _row(cases: tuple[str, ...], points: tuple[str, ...], verdicts: list[Verdict]) -> DoctorRow:
    shown = ", ".join(cases[:6]) + (f" and {len(cases) - 6} more" if len(cases) > 6 else "")
    first = verdicts[0]
    role = _ROLES[first.kind]
    if role == "ok" and (first.left_behind or first.lost_state or first.twice_from
                         or first.kind == "stays"):
        role = "warning"
    found = (*first.reasons, *first.lost_state)
    remedies = tuple(dict.fromkeys(reason.remedy for reason in found if reason.remedy))
    return DoctorRow(visible_line(shown), _labels([one.workload for one in verdicts]), first.kind,
                     role, visible_line("; ".join(points)), remedies,
                     tuple(map(visible_line, points)))


def _labels(workloads: Sequence[ObjectId]) -> str:
    """Every one by name; of the same kind, the kind once."""
    by_kind: dict[str, list[ObjectId]] = {}
    for workload in sorted(workloads):
        by_kind.setdefault(workload.kind, []).append(workload)
    return "; ".join(
        ", ".join([wording.label(first), *(other.path for other in others)])
        for first, *others in by_kind.values()
    )


def _told(verdict: Verdict) -> Iterator[str]:
    """What happens, and everything that goes wrong with it."""
    if verdict.kind == "moves":
        yield (f"to {', '.join(verdict.targets)}, healthy after "
               f"{wording.duration(verdict.seconds)}")
    elif verdict.kind == "stays":
        yield _going_on(verdict)
    elif verdict.targets:
        yield f"to {', '.join(verdict.targets)}, and no further"
    yield from map(_reason_text, verdict.reasons)
    yield from (f"leaves behind: {text}" for text in verdict.left_behind)
    if verdict.twice_from is not None:
        yield f"runs twice {_until(verdict)}, if the cluster is only cut off"
    for number, loss in enumerate(verdict.lost_state):
        first = "loses its state" if not number else "and with that put right"
        yield f"{first}: {loss.text} ({loss.subject})"


def _going_on(verdict: Verdict) -> str:
    """What is left of it, and that nothing replaces the rest."""
    left = " and ".join(f"{ready} in {cluster}" for cluster, ready in verdict.goes_on)
    return (f"{left or 'nothing'} {'goes' if not left else 'go'} on; nothing takes over the "
            f"{verdict.replicas_lost} that are lost")


def _until(verdict: Verdict) -> str:
    begin, end = verdict.twice_from, verdict.twice_until
    if begin is not None and end is not None:
        return f"for {wording.duration(end - begin)}"
    if not verdict.stays_by:
        return "until the cluster is back"
    return (f"for good: the old copy stays when the cluster is back, until somebody deletes it "
            f"({verdict.stays_by})")


_AT_ONCE_SECONDS = 0.1
"""A shorter wait in the eviction queue is not worth a word."""


def _capacity_row(finding: Finding) -> CapacityRow:
    capacity = finding.capacity
    stops = capacity.bound or capacity.nowhere or capacity.pending_pods
    bad = stops or capacity.all_healthy_after is None
    waits = capacity.queue_seconds >= _AT_ONCE_SECONDS
    queue = f"eviction queue {wording.duration(capacity.queue_seconds)}" if waits else ""
    return CapacityRow(visible_line(str(finding.case)), finding.case.kind,
                       "error" if bad else "ok", _capacity_text(capacity), queue)


def _capacity_text(capacity: Capacity) -> str:
    stay = "1 workload stays" if capacity.bound == 1 else f"{capacity.bound} workloads stay"
    bound = f"{stay} bound to what is lost" if capacity.bound else ""
    if not capacity.moved:
        return bound or "nothing has to move"
    parts = [f"{capacity.healthy} of 1 object that leaves is well" if capacity.moved == 1 else
             f"{capacity.healthy} of {capacity.moved} objects that leave are well"]
    if capacity.nowhere:
        has = "has" if capacity.nowhere == 1 else "have"
        parts.append(f"{capacity.nowhere} {has} nowhere to go")
    rest = capacity.moved - capacity.healthy - capacity.nowhere
    if rest > 0:
        parts.append("1 is not healthy where it goes" if rest == 1
                     else f"{rest} are not healthy where they go")
    if capacity.pending_pods:
        finds = "finds" if capacity.pending_pods == 1 else "find"
        parts.append(f"{wording.count(capacity.pending_pods, 'pod')} {finds} no room")
    if bound:
        parts.append(bound)
    if capacity.all_healthy_after:
        parts.append(f"all after {wording.duration(capacity.all_healthy_after)}")
    return ", ".join(parts)


def _application_row(check: ApplicationCheck) -> DoctorRow:
    found = check.reasons or check.cautions
    points = tuple(map(_reason_text, found)) or ("moves when it is unhealthy",)
    stuck = "stays" if check.goes_on else "nowhere"
    verdict = "inert" if check.reasons else stuck if check.is_stuck else "moves"
    role: Role = (
        "muted" if check.reasons else "error" if verdict == "nowhere"
        else "warning" if check.cautions else "ok"
    )
    remedies = tuple(dict.fromkeys(reason.remedy for reason in found if reason.remedy))
    return DoctorRow("", wording.label(check.workload), verdict, role,
                     visible_line("; ".join(points)), remedies, tuple(map(visible_line, points)))


def _reason_text(reason: Reason) -> str:
    return f"{reason.subject}: {reason.text}"
