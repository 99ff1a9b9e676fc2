"""Room in the members: what copies take, what is left, and when Karmada hears of it.

The scheduler goes by what clusters report, every ``--cluster-status-update-frequency``; between
two reports it can promise the same room twice, as Karmada does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from workbench.karmada.failover.eviction import section
from workbench.karmada.scheduling.clusters import quantity_in
from workbench.model.identity import ObjectId
from workbench.model.quantity import Quantity
from workbench.model.tree import Object, lookup
from workbench.simulator.controller import Controller

if TYPE_CHECKING:
    from workbench.simulator.world import World

_POD = 10**9


class Room(Controller[str]):
    """Keys are clusters whose next report differs from the last one. Amounts are 1e-9 units."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._free: dict[str, dict[str, int]] = {}
        self._taken: dict[str, dict[str, int]] = {}
        self._requests: dict[ObjectId, dict[str, int]] = {}
        self._first = dict(world.store.clusters)

    def fitting(self, cluster: str, workload: ObjectId, pods: int) -> int:
        """How many of so many pods find room."""
        free, taken = self._free_in(cluster), self._taken.get(cluster, {})
        for name, amount in self._request(workload).items():
            left = free.get(name, 0) - taken.get(name, 0)
            pods = min(pods, max(left, 0) // amount)
        return pods

    def take(self, cluster: str, workload: ObjectId, pods: int) -> None:
        """Pods were placed; a negative number gives their room back."""
        if not pods:
            return
        taken = self._taken.setdefault(cluster, {})
        for name, amount in self._request(workload).items():
            taken[name] = taken.get(name, 0) + pods * amount
        period = self.settings.status_update_seconds
        now = self.world.clock.elapsed
        self.look_after(cluster, (math.floor(now / period) + 1) * period - now)

    def _free_in(self, cluster: str) -> dict[str, int]:
        if cluster not in self._free:
            summary = _summary(self._first[cluster])
            allocatable, allocated, allocating = (
                section(summary, part) for part in ("allocatable", "allocated", "allocating")
            )
            self._free[cluster] = {
                name: quantity_in(allocatable, name).nano
                - quantity_in(allocated, name).nano - quantity_in(allocating, name).nano
                for name in allocatable
            }
        return self._free[cluster]

    def _request(self, workload: ObjectId) -> dict[str, int]:
        if workload not in self._requests:
            spec = section(self.store.bindings[workload], "spec")
            wanted = section(section(spec, "replicaRequirements"), "resourceRequest")
            amounts = {name: quantity_in(wanted, name).nano for name in wanted}
            self._requests[workload] = {
                "pods": _POD, **{name: n for name, n in amounts.items() if n > 0}
            }
        return self._requests[workload]

    def reconcile(self, key: str) -> None:
        """A report of the cluster reaches Karmada."""
        if not self.store.links[key].answers:
            return
        tree, taken = self.store.clusters[key], self._taken[key]
        before = section(_summary(self._first[key]), "allocated")
        names = dict.fromkeys([*before, *taken])
        allocated = {name: _sum(quantity_in(before, name), taken.get(name, 0)) for name in names}
        summary = {**_summary(tree), "allocated": allocated}
        if summary != _summary(tree):
            status = {**section(tree, "status"), "resourceSummary": summary}
            self.store.put_cluster({**tree, "status": status})


def _summary(cluster: Object) -> Object:
    summary = lookup(cluster, "status", "resourceSummary")
    return summary if isinstance(summary, dict) else {}


def _sum(quantity: Quantity, nano: int) -> str:
    return str(Quantity.of(max(quantity.nano + nano, 0), quantity.format))
