"""Taints on clusters: those of the cluster controller, and those of ClusterTaintPolicies.

Follows pkg/controllers/cluster/cluster_controller.go (``taintClusterByCondition`` and, in
v1.12.0, ``processTaintBaseEviction``) and pkg/controllers/taint.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.taint_policies import apply_policies
from workbench.karmada.failover.tolerations import Taint
from workbench.model.timestamps import parse_time
from workbench.model.tree import Object
from workbench.simulator.controller import Controller
from workbench.simulator.store import ready_status

if TYPE_CHECKING:
    from workbench.simulator.world import World

NOT_READY = "cluster.karmada.io/not-ready"
UNREACHABLE = "cluster.karmada.io/unreachable"


def with_taints(cluster: Object, taints: list[Object]) -> Object:
    """The Cluster with other taints."""
    return {**cluster, "spec": {**section(cluster, "spec"), "taints": taints}}


def with_taint(cluster: Object, taint: Object) -> Object:
    """The Cluster with a taint added, unless one of its key and effect is there."""
    taints = items(section(cluster, "spec"), "taints")
    key = (taint.get("key"), taint.get("effect"))
    if any((t.get("key"), t.get("effect")) == key for t in taints):
        return cluster
    return with_taints(cluster, [*taints, taint])


def without_taints(cluster: Object, effect: str, *keys: str) -> Object:
    """The Cluster without taints of these keys and this effect."""
    taints = items(section(cluster, "spec"), "taints")
    kept = [t for t in taints if t.get("effect") != effect or t.get("key") not in keys]
    return cluster if len(kept) == len(taints) else with_taints(cluster, kept)


def _change(before: Object, after: Object) -> tuple[list[str], list[str]]:
    old, new = (
        [str(Taint.of(t)) for t in items(section(tree, "spec"), "taints")]
        for tree in (before, after)
    )
    return [t for t in new if t not in old], [t for t in old if t not in new]


class _Tainting(Controller[str]):
    def write(self, cluster: str, tree: Object, decided_by: str) -> None:
        """Store a cluster with other taints, and say which."""
        added, gone = _change(self.store.clusters[cluster], tree)
        if not added and not gone:
            return
        self.store.put_cluster(tree)
        for taint in added:
            evicts = taint.endswith(":NoExecute")
            self.world.recorder.say(
                "tainted" if evicts else "fenced", "detect", f"{cluster} gets the taint {taint}",
                decided_by, cluster=cluster,
            )
        for taint in gone:
            self.world.recorder.say(
                "untainted", "clean up", f"{cluster} loses the taint {taint}", decided_by,
                cluster=cluster,
            )


class ClusterTaints(_Tainting):
    """Taints by the condition Ready: NoSchedule at once; NoExecute in time in old versions."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.store.watch_clusters(lambda name, _old, _new: self.changed(name))

    def reconcile(self, key: str) -> None:
        tree = self.store.clusters[key]
        ready = ready_status(tree)
        self.write(key, self._fenced(tree, ready), "condition Ready")
        if self.profile.adds_no_execute_taints:
            self._evicting(key, ready)

    def _fenced(self, tree: Object, ready: str) -> Object:
        if ready == "True":
            return without_taints(tree, "NoSchedule", NOT_READY, UNREACHABLE)
        key, other = (
            (UNREACHABLE, NOT_READY) if ready == "Unknown" else (NOT_READY, UNREACHABLE)
        )
        taint = {"key": key, "effect": "NoSchedule"}
        return with_taint(without_taints(tree, "NoSchedule", other), taint)

    def _evicting(self, cluster: str, ready: str) -> None:
        tree = self.store.clusters[cluster]
        if ready == "True":
            tree = without_taints(tree, "NoExecute", NOT_READY, UNREACHABLE)
            self.write(cluster, tree, "condition Ready")
            return
        if not self.settings.failover:
            return
        wait = self._since(cluster, tree, ready) + self.settings.failover_eviction_timeout_seconds
        if self.world.clock.now <= wait:
            self._at_next_scan(cluster, wait)
            return
        key, other = (
            (UNREACHABLE, NOT_READY) if ready == "Unknown" else (NOT_READY, UNREACHABLE)
        )
        taint = {"key": key, "effect": "NoExecute", "timeAdded": self.world.clock.stamp}
        tree = with_taint(without_taints(tree, "NoExecute", other), taint)
        is_slow = (self.settings.monitor_period_seconds
                   > self.settings.failover_eviction_timeout_seconds)
        self.write(cluster, tree,
                   "--cluster-monitor-period" if is_slow else "--failover-eviction-timeout")

    def _since(self, cluster: str, tree: Object, ready: str) -> float:
        """Unknown counts from the last lease, False from when the condition became so.

        Follows pkg/controllers/cluster/cluster_controller.go, processTaintBaseEviction (v1.12.0).
        """
        if ready == "Unknown" and cluster in self.world.last_renewals:
            return self.world.clock.start + self.world.last_renewals[cluster]
        for condition in items(section(tree, "status"), "conditions"):
            if condition.get("type") == "Ready":
                return parse_time(condition.get("lastTransitionTime")) or 0.0
        return self.world.clock.start

    def _at_next_scan(self, cluster: str, moment: float) -> None:
        period = self.settings.monitor_period_seconds
        due = math.floor((moment - self.world.clock.start) / period + 1) * period
        self.look_after(cluster, max(due - self.world.clock.elapsed, self._hop))


class TaintPolicies(_Tainting):
    """ClusterTaintPolicies, wherever a condition of a cluster changed (gate Failover)."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        if world.settings.failover and world.taint_policies:
            world.store.watch_clusters(self._on_cluster)

    def _on_cluster(self, name: str, old: Object, new: Object) -> None:
        before, after = (items(section(t, "status"), "conditions") for t in (old, new))
        if before != after:
            self.changed(name)

    def reconcile(self, key: str) -> None:
        tree = self.store.clusters[key]
        taints, changes = apply_policies(
            tree, self.world.taint_policies, self.world.clock.stamp, self.profile
        )
        if changes:
            names = ", ".join(dict.fromkeys(change.policy for change in changes))
            self.write(key, with_taints(tree, taints), f"ClusterTaintPolicy {names}")
