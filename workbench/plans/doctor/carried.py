"""What becomes of a workload's state in a run that moved it: nothing is lost, or why."""

from __future__ import annotations

from workbench.karmada.failover.eviction import section
from workbench.karmada.failover.state import PreservationRule
from workbench.karmada.scheduling.pods import map_at, pod_template
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup
from workbench.plans.doctor.reasons import Reason
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.lost_state import KIND
from workbench.simulator.timeline import Timeline

_REMEDIES = {
    "failover.cluster.statePreservation": "name the rules under failover.cluster too",
    "failover.application.statePreservation": "name the rules under failover.application too",
    "--graceful-eviction-timeout": "with Directly the new copy waits until the old one is deleted: "
    "state goes along if the cluster is back before the task ends, or answers all the time",
}


def lost_state(fleet: PreparedFleet, workload: ObjectId, timeline: Timeline) -> Reason | None:
    """What the run says of state that did not get to the new copy; ``None`` if nothing is lost.

    Where no rule keeps state: whether volumes stay behind.
    """
    for event in timeline.events_of(workload):
        if event.kind == KIND:
            return Reason(event.decided_by, event.text, _REMEDIES.get(event.decided_by, ""))
    failover = section(section(fleet.bindings[workload], "spec"), "failover")
    keeps = any(PreservationRule.all_of(section(failover, which).get("statePreservation"))
                for which in ("application", "cluster"))
    return None if keeps else _volumes(fleet.templates[workload])


def _volumes(template: Object) -> Reason | None:
    claims = lookup(template, "spec", "volumeClaimTemplates")
    volumes = map_at(pod_template(template), "spec").get("volumes")
    has_claim = isinstance(volumes, list) and any(
        isinstance(v, dict) and v.get("persistentVolumeClaim") for v in volumes
    )
    if not claims and not has_claim:
        return None
    return Reason("statePreservation", "its volumes stay in the old cluster, and no rule keeps "
                  "anything of them")
