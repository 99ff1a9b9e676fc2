"""Whether each workload moves when it is unhealthy: every copy is broken once, and played."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.karmada.failover.eviction import items, section
from workbench.model.identity import ObjectId
from workbench.plans.doctor.breakage import BrokenCopy, break_copy
from workbench.plans.doctor.places import Places
from workbench.plans.doctor.reasons import Reason, application_reasons
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings


@dataclass(frozen=True, slots=True)
class ApplicationCheck:
    """Whether a workload moves when it is unhealthy.

    Attributes:
        reasons: what is in the way; empty if it moves.
        cautions: what would go wrong although it moves.
        is_stuck: it is evicted, and no cluster takes over from any of its copies.
        goes_on: its other copies go on all the same, whichever is unhealthy.
    """

    workload: ObjectId
    reasons: tuple[Reason, ...]
    cautions: tuple[Reason, ...] = ()
    is_stuck: bool = False
    goes_on: bool = False


def check_application(
    fleet: PreparedFleet, workload: ObjectId, settings: Settings, places: Places
) -> ApplicationCheck:
    """What comes of an unhealthy copy, in each cluster that has one."""
    if reasons := application_reasons(fleet, workload, settings):
        return ApplicationCheck(workload, reasons)
    targets = items(section(fleet.bindings[workload], "spec"), "clusters")
    clusters = [target.get("name") or "" for target in targets]
    played = [break_copy(fleet, workload, cluster, settings) for cluster in clusters]
    stays = tuple(dict.fromkeys(reason for one in played for reason in one.stays))
    if played and all(one.stays for one in played):
        return ApplicationCheck(workload, stays)
    ends = places.dead_ends(workload)
    found = [reason for one in played if one.cluster in ends
             for reason in _dead_end(one, ends[one.cluster])]
    if len(ends) < len(clusters):
        found += [*stays, *(reason for one in played for reason in one.told)]
        return ApplicationCheck(workload, (), tuple(dict.fromkeys(found)))
    goes_on = all(one.goes_on for one in played)
    return ApplicationCheck(workload, (), tuple(dict.fromkeys(found)), True, goes_on)


def _dead_end(broken: BrokenCopy, why: Reason) -> tuple[Reason, ...]:
    """An eviction that nothing replaces, and what is left of the workload meanwhile."""
    again = f"; {broken.returns}" if broken.returns else ""
    return (replace(why, text=f"{why.text}; {_left(broken)}{again}"),)


def _left(broken: BrokenCopy) -> str:
    if not broken.goes_on:
        return "nothing of it is left elsewhere"
    left = " and ".join(f"{ready} in {cluster}" for cluster, ready in broken.goes_on)
    return f"{left} {'goes' if left.startswith('1 ') and ' and ' not in left else 'go'} on"
