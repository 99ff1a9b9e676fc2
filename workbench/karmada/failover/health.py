"""Healthy or not: Karmada's built-in rules per kind.

Follows pkg/resourceinterpreter/default/native/healthy.go, equal in both versions, and the bundled
customization for FlinkDeployment. A kind without a rule counts as healthy, and application
failover never watches it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.bundled_kinds import has_bundled_rule
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.flink_health import FLINK_KIND, LuaError, is_flink_healthy
from workbench.karmada.failover.go_types import conversion_fault, integer
from workbench.karmada.failover.health_types import HEALTH_TYPES
from workbench.karmada.profile import Profile
from workbench.model.tree import Object

Finding = tuple[bool, str]
"""A verdict and the comparison of fields that decided it."""


@dataclass(frozen=True, slots=True)
class Health:
    """What Karmada records for a member object.

    Attributes:
        status: ``Healthy``, ``Unhealthy``, or ``Unknown`` where the rule failed.
        source: ``native`` (built in), ``lua`` (bundled customization) or ``none``.
        because: the fields that decided, in words.
        error: the text of a failed rule.
    """

    status: Literal["Healthy", "Unhealthy", "Unknown"]
    source: Literal["native", "lua", "none"]
    because: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Integer fields of an object, absent ones 0."""

    tree: Object

    def generation(self) -> int:
        return integer(section(self.tree, "metadata").get("generation"), 64)

    def observed_generation(self) -> int:
        return integer(section(self.tree, "status").get("observedGeneration"), 64)

    def status(self, name: str) -> int:
        return integer(section(self.tree, "status").get(name), 32)

    def wanted_replicas(self) -> int | None:
        replicas = section(self.tree, "spec").get("replicas")
        return None if replicas is None else integer(replicas, 32)


def _shortfalls(pairs: Iterator[tuple[str, int, str, int]]) -> Finding:
    for left_name, left, right_name, right in pairs:
        if left < right:
            return False, f"{left_name} {left} is below {right_name} {right}"
    return True, "every replica is updated and available"


def _observed(numbers: _Numbers) -> Finding | None:
    seen, wanted = numbers.observed_generation(), numbers.generation()
    if seen == wanted:
        return None
    return False, f"status.observedGeneration {seen} is not metadata.generation {wanted}"


def _replicated(tree: Object) -> Finding:
    """Deployment and StatefulSet."""
    numbers = _Numbers(tree)

    def pairs() -> Iterator[tuple[str, int, str, int]]:
        wanted = numbers.wanted_replicas()
        updated = numbers.status("updatedReplicas")
        if wanted is not None:
            yield "status.updatedReplicas", updated, "spec.replicas", wanted
        available = numbers.status("availableReplicas")
        yield "status.availableReplicas", available, "status.updatedReplicas", updated

    return _observed(numbers) or _shortfalls(pairs())


def _replica_set(tree: Object) -> Finding:
    numbers = _Numbers(tree)
    available = numbers.status("availableReplicas")
    wanted = numbers.wanted_replicas()
    pairs = [] if wanted is None else [
        ("status.availableReplicas", available, "spec.replicas", wanted)
    ]
    return _observed(numbers) or _shortfalls(iter(pairs))


def _daemon_set(tree: Object) -> Finding:
    numbers = _Numbers(tree)
    names = ("desiredNumberScheduled", "updatedNumberScheduled", "numberAvailable")
    desired, updated, available = map(numbers.status, names)
    pairs = [
        ("status.updatedNumberScheduled", updated, "status.desiredNumberScheduled", desired),
        ("status.numberAvailable", available, "status.updatedNumberScheduled", updated),
    ]
    return _observed(numbers) or _shortfalls(iter(pairs))


def _has_address(tree: Object) -> Finding:
    balancer = section(section(tree, "status"), "loadBalancer")
    found = any(
        entry.get("hostname") or entry.get("ip")
        for entry in items(balancer, "ingress")
    )
    how = "has" if found else "has no"
    return found, f"status.loadBalancer.ingress {how} address"


def _service(tree: Object) -> Finding:
    if section(tree, "spec").get("type") != "LoadBalancer":
        return True, "spec.type is not LoadBalancer"
    return _has_address(tree)


def _claim(tree: Object) -> Finding:
    phase = section(tree, "status").get("phase") or "unset"
    return phase == "Bound", f"status.phase is {phase}"


def _pod(tree: Object) -> Finding:
    status = section(tree, "status")
    phase = status.get("phase") or "unset"
    if phase == "Succeeded":
        return True, "status.phase is Succeeded"
    conditions = items(status, "conditions")
    ready = next((c for c in conditions if (c.get("type") or "") == "Ready"), {})
    state = ready.get("status") or "unset"
    because = f"status.phase is {phase}, condition Ready is {state}"
    return phase == "Running" and state == "True", because


def _disruption_budget(tree: Object) -> Finding:
    numbers = _Numbers(tree)
    current, desired = numbers.status("currentHealthy"), numbers.status("desiredHealthy")
    because = f"status.currentHealthy is {current}, status.desiredHealthy is {desired}"
    return current >= desired, because


_RULES: dict[tuple[str, str], Callable[[Object], Finding]] = {
    ("apps/v1", "Deployment"): _replicated,
    ("apps/v1", "StatefulSet"): _replicated,
    ("apps/v1", "ReplicaSet"): _replica_set,
    ("apps/v1", "DaemonSet"): _daemon_set,
    ("v1", "Service"): _service,
    ("networking.k8s.io/v1", "Ingress"): _has_address,
    ("v1", "PersistentVolumeClaim"): _claim,
    ("v1", "Pod"): _pod,
    ("policy/v1", "PodDisruptionBudget"): _disruption_budget,
}


def has_health_rule(api_version: str, kind: str, profile: Profile) -> bool:
    """Whether Karmada itself has a health rule for the kind; without one nothing fails over.

    A ResourceInterpreterCustomization or webhook of the user's own is not looked for.
    """
    return (api_version, kind) in _RULES or has_bundled_rule(api_version, kind, profile)


def interpret_health(tree: Object, profile: Profile) -> Health:
    """What Karmada records for a member object.

    Unknown, with an error that says so, for a kind whose bundled rule is not carried out here.
    """
    kind = (tree.get("apiVersion") or "", tree.get("kind") or "")
    if kind == FLINK_KIND:
        return _flink(tree, profile)
    rule = _RULES.get(kind)
    if rule is None and has_bundled_rule(*kind, profile):
        return Health("Unknown", "lua", error=f"the bundled rule for {kind[1]} is not simulated")
    if rule is None:
        return Health("Healthy", "none", f"no health rule for {kind[1] or 'this object'}")
    fault = conversion_fault(tree, HEALTH_TYPES[kind])
    if fault:
        return Health("Unknown", "native", error=fault)
    healthy, because = rule(tree)
    return Health("Healthy" if healthy else "Unhealthy", "native", because)


def _flink(tree: Object, profile: Profile) -> Health:
    try:
        healthy, because = is_flink_healthy(tree, profile)
    except LuaError as error:
        return Health("Unknown", "lua", error=str(error))
    return Health("Healthy" if healthy else "Unhealthy", "lua", because)
