"""How many replicas still fit into a cluster.

Follows ``calAvailableReplicas`` of pkg/scheduler/core/util.go and the general estimator of
pkg/estimator/client/general.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.karmada.scheduling.clusters import ClusterList, Facts, quantity_in
from workbench.karmada.scheduling.component_sets import component_sets
from workbench.karmada.scheduling.decision import UNESTIMATED
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.requirements import amount_of
from workbench.karmada.scheduling.resource_models import replicas_by_models
from workbench.model.quantity import Quantity
from workbench.model.tree import Json

UNLIMITED = 2**63 - 1
TAKEN_AS_ENOUGH = "no estimator answers: taken as enough"
"""Note of an estimate that is just the number of replicas wanted."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Free replicas of one cluster, and what bounds them."""

    replicas: int
    note: str


class Estimation:
    """Estimates for one binding. Answers that do not depend on it are shared by its fleet."""

    def __init__(self, request: Request, clusters: ClusterList, options: Options) -> None:
        self._request = request
        self._options = options
        self._profile = clusters.profile
        self._in_sets = request.schedules_components(options)
        requirements = request.requirements or {}
        self._requests = _requested(map_at(requirements, "resourceRequest"))
        self._usual = clusters.answers("room", self.question(), self._general)

    def question(self) -> Json:
        """Everything that the general estimator's answer depends on beside the cluster."""
        if self._in_sets:
            return list(self._request.components)
        return {"replicaRequirements": self._request.requirements}

    def of(self, facts: Facts) -> Estimate:
        """The smallest answer of all estimators; without any, the replicas that are wanted."""
        if self._request.replicas == 0 and not self._request.components:
            return _NOTHING_TO_PLACE
        best = self._usual.of(facts) if self._options.general_estimator else _NO_ANSWER
        other = self._options.other_estimates.get(facts.name, -1)
        if other != -1 and other < best.replicas:
            best = Estimate(other, "answer of the second estimator")
        if best.replicas == UNESTIMATED:
            return Estimate(self._request.replicas, TAKEN_AS_ENOUGH)
        return best

    def _general(self, facts: Facts) -> Estimate:
        if facts.summary is None:
            return Estimate(0, "the cluster reports no resource summary")
        if facts.free_pods <= 0:
            return Estimate(0, "no free pods")
        if self._in_sets:
            sets = component_sets(facts, self._request.components)
            return Estimate(sets, "whole sets of all components")
        if self._request.requirements is None:
            return Estimate(int32(facts.free_pods), "free pods")
        return self._bounded(facts)

    def _bounded(self, facts: Facts) -> Estimate:
        note = "resource models"
        count: int | None = None
        if facts.has_modelings:
            count = replicas_by_models(facts.tree, self._requests, self._profile)
        if count is None:
            count, note = replicas_by_summary(facts, self._requests)
        if count < facts.free_pods:
            return Estimate(int32(count), note)
        return Estimate(int32(facts.free_pods), "free pods")


_NO_ANSWER = Estimate(UNESTIMATED, "")
_NOTHING_TO_PLACE = Estimate(UNESTIMATED, "not estimated: there are no replicas to place")


def _requested(listed: Mapping[str, object]) -> dict[str, Quantity]:
    """Resource name to what one pod asks for, without what rounds to nothing."""
    amounts = {name: quantity_in(listed, name) for name in listed}
    return {name: amount for name, amount in amounts.items() if amount.value > 0}


def replicas_by_summary(facts: Facts, requests: Mapping[str, Quantity]) -> tuple[int, str]:
    """Replicas that the summed free resources hold, and the resource that bounds them."""
    best, bound = UNLIMITED, ""
    for name, request in requests.items():
        count = facts.free_amount(name) // amount_of(name, request)
        if count < best:
            best, bound = count, name
    if not bound:
        return best, "nothing is requested"
    free = facts.free(bound)
    return best, f"{bound}: {'none listed' if free is None else f'{free} free'}"
