"""How many replicas still fit into a cluster.

Follows ``calAvailableReplicas`` of pkg/scheduler/core/util.go and the general estimator of
pkg/estimator/client/general.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.component_sets import component_sets
from workbench.karmada.scheduling.decision import UNESTIMATED
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.requirements import amount_of
from workbench.karmada.scheduling.resource_models import replicas_by_models
from workbench.model.quantity import Quantity, parse_quantity
from workbench.model.tree import Object, lookup

UNLIMITED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """Free replicas of one cluster, and what bounds them."""

    replicas: int
    note: str


class Estimation:
    """Estimates for one binding; what does not depend on the cluster is read once."""

    def __init__(self, request: Request, options: Options, profile: Profile) -> None:
        self._request = request
        self._options = options
        self._profile = profile
        self._in_sets = request.schedules_components(options)
        requirements = request.requirements or {}
        self._requests = requested(map_at(requirements, "resourceRequest"))

    def of(self, cluster: Object, name: str) -> Estimate:
        """The smallest answer of all estimators; without any, the replicas that are wanted."""
        if self._request.replicas == 0 and not self._request.components:
            return Estimate(UNESTIMATED, "not estimated: there are no replicas to place")
        best = Estimate(UNESTIMATED, "")
        if self._options.general_estimator:
            best = min(best, self._general(cluster), key=lambda e: e.replicas)
        other = self._options.other_estimates.get(name, -1)
        if other != -1 and other < best.replicas:
            best = Estimate(other, "answer of the second estimator")
        if best.replicas == UNESTIMATED:
            return Estimate(self._request.replicas, "no estimator answers: taken as enough")
        return best

    def _general(self, cluster: Object) -> Estimate:
        summary = lookup(cluster, "status", "resourceSummary")
        if not isinstance(summary, dict):
            return Estimate(0, "the cluster reports no resource summary")
        pods = allowed_pods(summary)
        if pods <= 0:
            return Estimate(0, "no free pods")
        if self._in_sets:
            sets = component_sets(cluster, summary, self._request.components, pods)
            return Estimate(sets, "whole sets of all components")
        if self._request.requirements is None:
            return Estimate(int32(pods), "free pods")
        return self._bounded(cluster, summary, pods)

    def _bounded(self, cluster: Object, summary: Object, pods: int) -> Estimate:
        note = "resource models"
        count: int | None = None
        if any(maps_in(summary, "allocatableModelings")):
            count = replicas_by_models(cluster, self._requests, self._profile)
        if count is None:
            count, note = replicas_by_summary(summary, self._requests)
        if count < pods:
            return Estimate(int32(count), note)
        return Estimate(int32(pods), "free pods")


def requested(listed: Mapping[str, object]) -> dict[str, Quantity]:
    """Resource name to what one pod asks for, without what rounds to nothing."""
    amounts = {name: quantity_in(listed, name) for name in listed}
    return {name: amount for name, amount in amounts.items() if amount.value > 0}


def quantity_in(listed: Mapping[str, object], name: str) -> Quantity:
    """The quantity under ``name``; zero where it is missing or null."""
    value = listed.get(name)
    return parse_quantity("0" if value is None else value)


def allowed_pods(summary: Object) -> int:
    """Pods that may still be made in the cluster; 0 or less is none."""
    allocatable, allocated, allocating = (
        quantity_in(map_at(summary, part), "pods").value
        for part in ("allocatable", "allocated", "allocating")
    )
    return allocatable - allocated - allocating


def free_quantity(summary: Object, name: str) -> Quantity | None:
    """Allocatable less what is allocated and being allocated; ``None`` if not listed at all."""
    allocatable = map_at(summary, "allocatable")
    if name not in allocatable:
        return None
    free = quantity_in(allocatable, name)
    for part in ("allocated", "allocating"):
        used = map_at(summary, part)
        if name in used:
            free = free - quantity_in(used, name)
    return free


def replicas_by_summary(summary: Object, requests: Mapping[str, Quantity]) -> tuple[int, str]:
    """Replicas that the summed free resources hold, and the resource that bounds them."""
    best, note = UNLIMITED, "nothing is requested"
    for name, request in requests.items():
        free = free_quantity(summary, name)
        if free is None or free.value <= 0:
            return 0, f"{name} is not listed" if free is None else f"no free {name}"
        count = amount_of(name, free) // amount_of(name, request)
        if count < best:
            best, note = count, f"{name}: {free} free, {request} each"
    return best, note
