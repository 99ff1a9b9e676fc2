"""All losses of a fleet, on any executor, and what each workload's own failover needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.plans.doctor.cases import Case, cases_of
from workbench.plans.doctor.diagnosis import Finding, examine
from workbench.plans.doctor.places import Places
from workbench.plans.doctor.reasons import (
    Reason,
    application_reasons,
    cluster_reasons,
)
from workbench.plans.sweeps import FleetPackage, Sweep
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.members import has_pods
from workbench.simulator.settings import Settings

Play = Callable[[Sweep[tuple[Case, Settings], Finding]], list[Finding]]
"""Carries a sweep out, here or on an executor."""


@dataclass(frozen=True, slots=True)
class ApplicationCheck:
    """Whether a workload moves when it is unhealthy.

    Attributes:
        reasons: what is in the way; empty if it moves.
        cautions: what would go wrong although it moves.
        is_stuck: it is evicted, and has nowhere else to go from any cluster.
    """

    workload: ObjectId
    reasons: tuple[Reason, ...]
    cautions: tuple[Reason, ...] = ()
    is_stuck: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """The doctor's whole answer.

    Attributes:
        version: Karmada's.
        settings: how Karmada was taken to run.
        inert: why no loss of a cluster evicts anything; empty if it does.
        findings: one per loss.
        applications: one per workload with pods.
        unplaced: objects that run nowhere, and why.
        notes: what was assumed.
        left_out: losses that were not played, in words.
    """

    version: str
    settings: Settings
    inert: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    applications: tuple[ApplicationCheck, ...]
    unplaced: tuple[tuple[ObjectId, str], ...]
    notes: tuple[str, ...]
    left_out: str = ""


def examine_fleet(
    snapshot: Snapshot,
    profile: Profile,
    settings: Settings,
    losses: int | None = None,
    play: Play = lambda sweep: sweep.here(),
) -> Examination:
    """Play every loss of the fleet. ``losses`` as for :func:`cases_of`."""
    package = FleetPackage(snapshot, profile)
    fleet = package.open()
    cases = cases_of(fleet, losses)
    asked = [(case, settings) for case in cases]
    findings = play(Sweep(package, examine, asked)) if asked else []
    places = Places(fleet, settings)
    return Examination(
        profile.version, settings, cluster_reasons(fleet, settings), tuple(findings),
        tuple(_application(fleet, w, settings, places) for w in _with_pods(fleet)),
        tuple(sorted(fleet.unplaced.items())), fleet.notes, _left_out(fleet, cases, losses),
    )


def _with_pods(fleet: PreparedFleet) -> list[ObjectId]:
    return [workload for workload in fleet.workloads if has_pods(fleet.templates[workload])]


def _left_out(fleet: PreparedFleet, cases: Sequence[Case], losses: int | None) -> str:
    count = len(fleet.clusters) * (len(fleet.clusters) - 1) // 2
    if losses is None and count and not any(case.kind == "pair" for case in cases):
        return f"{count} pairs of clusters were not played: --losses 2 plays them"
    return ""


def _application(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, places: Places
) -> ApplicationCheck:
    reasons = application_reasons(fleet, workload, settings)
    if reasons:
        return ApplicationCheck(workload, reasons)
    dead_ends = tuple(places.dead_ends(workload))
    targets = items(section(fleet.bindings[workload], "spec"), "clusters")
    if dead_ends and len(dead_ends) == len(targets):
        return ApplicationCheck(workload, (), dead_ends, is_stuck=True)
    return ApplicationCheck(workload, (), (*dead_ends, *_cautions(fleet, workload, settings)))


def _cautions(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings
) -> list[Reason]:
    spec = section(fleet.bindings[workload], "spec")
    behavior = section(section(spec, "failover"), "application")
    tolerance = section(behavior, "decisionConditions").get("tolerationSeconds") or 0
    found = []
    if tolerance <= settings.startup_seconds:
        found.append(Reason(
            "tolerationSeconds", f"{tolerance} s, pods are assumed to start in "
            f"{settings.startup_seconds:g} s: each new copy is moved on before it is up",
            "tolerate longer than the slowest start",
        ))
    if spec.get("preserveResourcesOnDeletion") is True:
        found.append(Reason(
            "preserveResourcesOnDeletion", "the old copy goes on running: two copies for good"
        ))
    keeps_state = bool(section(behavior, "statePreservation").get("rules"))
    if keeps_state and not settings.stateful_failover_injection:
        found.append(Reason(
            "feature gate StatefulFailoverInjection", "off: no state is kept, none is handed on",
            "--feature-gates=StatefulFailoverInjection=true of karmada-controller-manager",
        ))
    if keeps_state and (
        behavior.get("purgeMode") not in fleet.profile.direct_purge_modes
    ):
        found.append(Reason(
            "failover.application.purgeMode", f"{behavior.get('purgeMode')}: state is kept in the "
            "task, but never put on the new copy",
            f"{' or '.join(sorted(fleet.profile.direct_purge_modes))} hands it on",
        ))
    return found
