"""Whether each workload moves when it is unhealthy: every copy is broken once, and played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.plans.doctor.places import Places
from workbench.plans.doctor.reasons import Reason, application_reasons
from workbench.plans.doctor.standstill import standstill
from workbench.simulator.faults import BreakWorkload
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline

_TOLD = ("refused", "state lost")
"""Kinds of events with which a move goes wrong, though it is one."""


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


def check_application(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, places: Places
) -> ApplicationCheck:
    """What comes of an unhealthy copy, in each cluster that has one."""
    reasons = application_reasons(fleet, workload, settings)
    if reasons:
        return ApplicationCheck(workload, reasons)
    targets = items(section(fleet.bindings[workload], "spec"), "clusters")
    dead_ends = tuple(places.dead_ends(workload))
    played = [_Broken.of(fleet, workload, t.get("name") or "", settings) for t in targets]
    stays = tuple(reason for one in played for reason in one.stays)
    if played and all(one.stays for one in played):
        return ApplicationCheck(workload, tuple(dict.fromkeys(stays)))
    if dead_ends and len(dead_ends) == len(targets):
        return ApplicationCheck(workload, (), dead_ends, is_stuck=True)
    cautions = _cautions(fleet, workload, settings)
    known = {caution.subject for caution in cautions}
    told = [reason for one in played for reason in one.told if reason.subject not in known]
    found = (*dead_ends, *stays, *cautions, *told)
    return ApplicationCheck(workload, (), tuple(dict.fromkeys(found)))


@dataclass(frozen=True, slots=True)
class _Broken:
    """One copy that was broken: why the workload stays, or what goes wrong on its way."""

    stays: tuple[Reason, ...] = ()
    told: tuple[Reason, ...] = ()

    @classmethod
    def of(
        cls, fleet: PreparedFleet, workload: ObjectId, cluster: str, settings: Settings
    ) -> _Broken:
        alone = fleet.alone(workload)
        fault = BreakWorkload(workload=f"{workload.kind}/{workload.path}", cluster=cluster)
        timeline = simulate(alone, Scenario((fault,)), settings)
        if timeline.moves:
            return cls(told=tuple(_told(timeline)))
        blocked = [e for e in timeline.events if e.kind == "blocked"]
        if blocked:
            return cls((Reason(blocked[-1].decided_by, blocked[-1].text),))
        return cls(standstill(alone, (fault,), settings, timeline))


def _told(timeline: Timeline) -> Iterator[Reason]:
    """What a run tells of a move that does not go well, each thing once."""
    for loop in timeline.loops:
        if loop.kind == "startup":
            yield Reason(loop.decided_by, loop.text)
    for event in timeline.events:
        if event.kind in _TOLD:
            yield Reason(event.decided_by, event.text)


def _cautions(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings
) -> list[Reason]:
    spec = section(fleet.bindings[workload], "spec")
    behavior = section(section(spec, "failover"), "application")
    found = []
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
