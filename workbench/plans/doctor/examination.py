"""All losses of a fleet, on any executor, and what each workload's own failover needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.plans.doctor.applications import ApplicationCheck, check_application
from workbench.plans.doctor.cases import Case, cases_of
from workbench.plans.doctor.diagnosis import Finding, examine
from workbench.plans.doctor.places import Places
from workbench.plans.doctor.reasons import Reason, cluster_reasons
from workbench.plans.doctor.skipped import examined, skipped
from workbench.plans.sweeps import FleetPackage, Sweep
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings

Play = Callable[[Sweep[tuple[Case, Settings], Finding]], list[Finding]]
"""Carries a sweep out, here or on an executor."""


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
        skipped: what nothing here is about: why, and the objects.
        left_out: losses that were not played, in words.
    """

    version: str
    settings: Settings
    inert: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    applications: tuple[ApplicationCheck, ...]
    unplaced: tuple[tuple[ObjectId, str], ...]
    notes: tuple[str, ...]
    skipped: tuple[tuple[str, tuple[ObjectId, ...]], ...] = ()
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
        tuple(check_application(fleet, w, settings, places) for w in examined(fleet)),
        tuple(sorted(fleet.unplaced.items())), fleet.notes, skipped(fleet, snapshot),
        _left_out(fleet, cases, losses),
    )


def _left_out(fleet: PreparedFleet, cases: Sequence[Case], losses: int | None) -> str:
    count = len(fleet.clusters) * (len(fleet.clusters) - 1) // 2
    if losses is None and count and not any(case.kind == "pair" for case in cases):
        return f"{count} pairs of clusters were not played: --losses 2 plays them"
    return ""
