"""The doctor's examination as rows: the worst first, equal ones folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.plans.doctor.applications import ApplicationCheck
from workbench.plans.doctor.diagnosis import Capacity, Finding
from workbench.plans.doctor.examination import Examination
from workbench.plans.doctor.reasons import Reason
from workbench.plans.doctor.verdicts import Verdict
from workbench.session.failover import wording
from workbench.session.failover.views import CapacityRow, DoctorRow, DoctorView
from workbench.session.views import Role, Severity

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
    for workload, why in examination.unplaced:
        yield "warning", f"{wording.label(workload)} is in no cluster: {why}"
    if examination.left_out:
        yield "info", examination.left_out
    for note in examination.notes:
        yield "info", note


def _folded(findings: list[Finding]) -> tuple[DoctorRow, ...]:
    """A row per workload and verdict; losses that come out alike share one."""
    rows: dict[tuple[object, ...], tuple[list[str], Verdict, str]] = {}
    for finding in findings:
        for verdict in finding.would_be or finding.verdicts:
            text = verdict_text(verdict)
            key = (verdict.workload, verdict.kind, text)
            rows.setdefault(key, ([], verdict, text))[0].append(str(finding.case))
    ordered = sorted(
        rows.values(), key=lambda row: (_ORDER.index(row[1].kind), row[1].workload, row[0])
    )
    return tuple(_row(losses, verdict, text) for losses, verdict, text in ordered)


def _row(losses: list[str], verdict: Verdict, text: str) -> DoctorRow:
    shown = ", ".join(losses[:6]) + (f" and {len(losses) - 6} more" if len(losses) > 6 else "")
    role = _ROLES[verdict.kind]
    if role == "ok" and (verdict.left_behind or verdict.lost_state or verdict.twice_from):
        role = "warning"
    found = (*verdict.reasons, *verdict.lost_state)
    remedies = tuple(dict.fromkeys(reason.remedy for reason in found if reason.remedy))
    return DoctorRow(visible_line(shown), wording.label(verdict.workload), verdict.kind, role,
                     visible_line(text), remedies)


def verdict_text(verdict: Verdict) -> str:
    """What happens, and everything that goes wrong with it."""
    return "; ".join(_told(verdict))


def _told(verdict: Verdict) -> Iterator[str]:
    if verdict.kind == "moves":
        yield (f"to {', '.join(verdict.targets)}, healthy after "
               f"{wording.duration(verdict.seconds)}")
    elif verdict.kind == "stays":
        yield _going_on(verdict)
    elif verdict.targets:
        yield f"to {', '.join(verdict.targets)}, and no further"
    yield from (f"{reason.subject}: {reason.text}" for reason in verdict.reasons)
    yield from (f"leaves behind: {text}" for text in verdict.left_behind)
    if verdict.twice_from is not None:
        yield f"runs twice {_until(verdict)}, if the cluster is only cut off"
    if verdict.lost_state:
        yield f"loses its state: {_losses(verdict.lost_state)}"


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


def _losses(reasons: Sequence[Reason]) -> str:
    """Why state is lost; what comes after the first is left once that is put right."""
    first, *then = (f"{reason.text} ({reason.subject})" for reason in reasons)
    return "; with that put right: ".join((first, *then))


def _capacity_row(finding: Finding) -> CapacityRow:
    capacity = finding.capacity
    stops = capacity.bound or capacity.nowhere or capacity.pending_pods
    bad = stops or capacity.all_healthy_after is None
    queue = f"eviction queue {wording.duration(capacity.queue_seconds)}" if capacity.moved else ""
    return CapacityRow(visible_line(str(finding.case)), finding.case.kind,
                       "error" if bad else "ok", _capacity_text(capacity), queue)


def _capacity_text(capacity: Capacity) -> str:
    bound = f"{capacity.bound} stay bound to what is lost" if capacity.bound else ""
    if not capacity.moved:
        return bound or "nothing has to move"
    parts = [f"{capacity.healthy} of {capacity.moved} objects that leave are well"]
    if capacity.nowhere:
        parts.append(f"{capacity.nowhere} have nowhere to go")
    if capacity.pending_pods:
        parts.append(f"{capacity.pending_pods} pods find no room")
    if bound:
        parts.append(bound)
    if capacity.all_healthy_after:
        parts.append(f"all after {wording.duration(capacity.all_healthy_after)}")
    return ", ".join(parts)


def _application_row(check: ApplicationCheck) -> DoctorRow:
    found = check.reasons or check.cautions
    text = "; ".join(_reason_text(reason) for reason in found) or "moves when it is unhealthy"
    verdict = "inert" if check.reasons else "nowhere" if check.is_stuck else "moves"
    role: Role = (
        "muted" if check.reasons else "error" if check.is_stuck
        else "warning" if check.cautions else "ok"
    )
    remedies = tuple(reason.remedy for reason in found if reason.remedy)
    return DoctorRow("", _label(check.workload), verdict, role, visible_line(text), remedies)


def _label(workload: ObjectId) -> str:
    return wording.label(workload)


def _reason_text(reason: Reason) -> str:
    return f"{reason.subject}: {reason.text}"
