"""Capacity for a workload of several pod templates: how many whole sets fit.

Follows ``maxAvailableComponentSets`` of pkg/estimator/client/general.go and
pkg/estimator/scheduling_simulator_components.go (v1.18.2; v1.12.0 knows no components).
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.karmada.scheduling.clusters import Facts, quantity_in
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.request import whole
from workbench.karmada.scheduling.resource_models import (
    PODS_PER_NODE,
    fitting,
    node_sizes,
    packed_requests,
)
from workbench.model.quantity import Quantity
from workbench.model.tree import Object


def component_sets(facts: Facts, components: tuple[Object, ...]) -> int:
    """Whole sets of ``components`` that fit into a cluster that has free pods."""
    pods = facts.free_pods
    per_set = sum(whole(component.get("replicas")) for component in components)
    if per_set <= 0:
        return int32(pods)
    bound = _by_summary(facts, _demand(components), int32(pods // per_set))
    if bound is None:
        return 0
    nodes = node_sizes(facts.tree) if facts.has_modelings else None
    if nodes is None:
        return bound
    return min(bound, _Packing(nodes, components, bound * per_set).sets(bound))


def _requests(component: Object) -> dict[str, Quantity]:
    listed = map_at(component, "replicaRequirements", "resourceRequest")
    return {name: quantity_in(listed, name) for name in listed}


def _amount(quantity: Quantity) -> int:
    """Karmada picks the unit by the suffix: thousandths, but whole units for Ki, Mi and so on."""
    return quantity.value if quantity.format == "BinarySI" else quantity.milli


def _demand(components: tuple[Object, ...]) -> dict[str, int]:
    demand: dict[str, int] = {}
    for component in components:
        for name, quantity in _requests(component).items():
            count = _amount(quantity) * whole(component.get("replicas"))
            demand[name] = demand.get(name, 0) + count
    return demand


def _by_summary(facts: Facts, demand: Mapping[str, int], bound: int) -> int | None:
    """Sets by summed free resources; ``None`` where a resource has run out."""
    for name, needed in demand.items():
        if needed <= 0:
            continue
        quantity = facts.free(name)
        free = 0 if quantity is None else _amount(quantity)
        if free <= 0:
            return None
        bound = min(bound, int32(free // needed))
    return bound


class _Packing:
    """First fit of one set after the other on nodes of each grade's minimum size."""

    def __init__(
        self, nodes: list[tuple[int, dict[str, int]]], components: tuple[Object, ...], pods: int
    ) -> None:
        # Every node that is used takes a pod, so more nodes than pods are never looked at.
        self._nodes = [
            {**size, "pods": PODS_PER_NODE}
            for count, size in nodes
            for _ in range(min(count, pods))
        ]
        self._components = [
            (whole(component.get("replicas")), packed_requests(_requests(component)))
            for component in components
        ]
        # Room only shrinks: a node that is too full for a component stays so.
        self._first = [0] * len(components)

    def sets(self, bound: int) -> int:
        """Sets placed until one does not fit any more, at most ``bound``."""
        for done in range(bound):
            if not all(self._place(index) for index in range(len(self._components))):
                return done
        return max(bound, 0)

    def _place(self, index: int) -> bool:
        remaining, requests = self._components[index]
        while self._first[index] < len(self._nodes):
            node = self._nodes[self._first[index]]
            room = min(fitting(node, requests), node["pods"])
            if room == 0:
                self._first[index] += 1
                continue
            taken = min(remaining, room)
            self._take(node, requests, taken)
            remaining -= taken
            if remaining == 0:
                return True
            self._first[index] += 1
        return remaining == 0

    @staticmethod
    def _take(node: dict[str, int], requests: Mapping[str, int], pods: int) -> None:
        for name, amount in requests.items():
            node[name] = max(node.get(name, 0) - amount * pods, 0)
        node["pods"] = max(node["pods"] - pods, 0)
