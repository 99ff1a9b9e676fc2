"""Why a workload stays bound to a lost cluster: the first step of the run that did not follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.failover.eviction import items, section, texts
from workbench.karmada.failover.tolerations import no_execute_taints
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.plans.doctor.reasons import Reason, toleration_reasons
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event, Timeline
from workbench.simulator.what_if import evicts_when_not_ready, taint_policies_with

_JUDGED = ("tolerated", "tolerating", "due")
"""Kinds of events of the taint manager after which an eviction may fail to come."""


@dataclass(frozen=True)
class Bonds:
    """A run in which clusters were lost, and what it tells of those that stayed."""

    fleet: PreparedFleet
    settings: Settings
    timeline: Timeline

    def of(self, workload: ObjectId, clusters: Sequence[str]) -> tuple[Reason, ...]:
        """Why the workload was not evicted from the lost clusters that it is bound to."""
        targets = items(section(self.fleet.bindings[workload], "spec"), "clusters")
        names = [t["name"] for t in targets if t.get("name") in clusters]
        return tuple(dict.fromkeys(r for name in names for r in self._in(workload, name)))

    def _in(self, workload: ObjectId, cluster: str) -> Iterator[Reason]:
        if untainted := self.untainted(cluster):
            yield from untainted
            return
        of_cluster = self._heard(None, cluster, ("inert",))
        blocked = self._heard(workload, cluster, ("blocked",))
        found = of_cluster or blocked or self._heard(workload, cluster, _JUDGED)
        if found is not None and found.kind != "tolerated":
            until = f"; after {self.timeline.end:.0f} s it has not left"
            is_wait = found.kind in ("tolerating", "due")
            yield Reason(found.decided_by, found.text + (until if is_wait else ""))
        elif stays := toleration_reasons(self.fleet, workload, self.settings):
            yield from stays
        elif found is not None:
            yield Reason(found.decided_by, found.text)
        else:
            yield Reason("--limit", f"nothing evicts it within {self.timeline.limit:g} s")

    def _heard(
        self, workload: ObjectId | None, cluster: str, kinds: Sequence[str]
    ) -> Event | None:
        """The first event of these kinds: what the taint did before anything else happened."""
        return next((event for event in self.timeline.events if event.kind in kinds
                     and event.cluster == cluster and event.workload == workload), None)

    def untainted(self, cluster: str) -> tuple[Reason, ...]:
        """Why a lost cluster got no NoExecute taint; empty if it has one."""
        tree = self.fleet.clusters[cluster]
        had = no_execute_taints(items(section(tree, "spec"), "taints"))
        if had or self._heard(None, cluster, ("tainted",)):
            return ()
        seen = self._heard(None, cluster, ("not ready",))
        if seen is None:
            return (Reason("condition Ready", f"{cluster} was never seen as not ready"),)
        if self.fleet.profile.adds_no_execute_taints:
            return (Reason("--failover-eviction-timeout", f"{cluster} is not tainted yet"),)
        return tuple(self._policies(tree, cluster, seen))

    def _policies(self, tree: Object, cluster: str, seen: Event) -> Iterator[Reason]:
        """What every ClusterTaintPolicy that would evict says to this cluster."""
        for policy in taint_policies_with(self.fleet.taint_policies, self.settings):
            if not evicts_when_not_ready(policy):
                continue
            subject = f"ClusterTaintPolicy {section(policy, 'metadata').get('name') or ''}"
            target = section(policy, "spec").get("targetClusters")
            if target is not None and not matches_affinity(tree, target, self.fleet.profile):
                text = f"does not select {cluster}: its loss sets no NoExecute taint"
                yield Reason(subject, text, _selecting(target, cluster))
            else:
                yield Reason(subject, f"its addOnConditions do not match {seen.text}",
                             "Ready NotIn True matches False and Unknown")


def _selecting(target: object, cluster: str) -> str:
    """What makes targetClusters select the cluster."""
    affinity = target if isinstance(target, dict) else {}
    field = "its spec.targetClusters"
    if cluster in texts(affinity, "exclude"):
        return f"take {cluster} out of {field}.exclude"
    if affinity.get("clusterNames"):
        return f"add {cluster} to {field}.clusterNames"
    return f"let {field} select {cluster}"
