"""The status that a member would report for a copy, and what Karmada makes of it.

Kinds that Karmada judges get the fields that its rule reads. Everything here is made up from the
copy's phase; a status that was observed takes precedence where there is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from workbench.karmada.failover.bundled_kinds import has_bundled_rule
from workbench.karmada.failover.flink_health import FLINK_KIND
from workbench.karmada.failover.health import interpret_health
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Json, Object, lookup
from workbench.simulator.work import Copy

_REPLICATED = {("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "ReplicaSet")}


@dataclass(frozen=True, slots=True)
class Report:
    """A reflected status (``MISSING`` if nobody writes one) and Karmada's verdict on it."""

    status: Json
    health: str
    because: str = ""
    is_assumed: bool = False


def _replicated(copy: Copy) -> Object:
    ready, wanted = copy.ready, copy.replicas
    return {
        "observedGeneration": 1, "replicas": wanted, "updatedReplicas": wanted,
        "readyReplicas": ready, "availableReplicas": ready, "unavailableReplicas": wanted - ready,
    }


def _daemon_set(copy: Copy) -> Object:
    return {
        "observedGeneration": 1, "currentNumberScheduled": copy.replicas,
        "desiredNumberScheduled": copy.replicas, "numberReady": copy.ready,
        "updatedNumberScheduled": copy.replicas, "numberAvailable": copy.ready,
    }


def job_id(copy: Copy) -> str:
    """A job id as Flink makes them: 32 hexadecimal digits, another one for each start."""
    text = f"{copy.workload.path}@{copy.cluster}#{copy.number}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _flink(copy: Copy) -> Object:
    running = copy.phase == "running"
    job: Object = {"state": "RUNNING" if running else "RECONCILING"}
    if running or copy.phase == "broken":
        known = lookup(copy.status, "jobStatus", "jobId")
        job |= {"jobId": known or job_id(copy), "jobName": copy.workload.name}
    return {
        "jobStatus": job,
        "jobManagerDeploymentStatus": "READY" if running else "DEPLOYING",
        "lifecycleState": "STABLE" if running else "DEPLOYED",
    }


def _address(copy: Copy) -> Object:
    ingress = [{"ip": "192.0.2.1"}] if copy.phase == "running" else []
    return {"loadBalancer": {"ingress": ingress}}


def _pod(copy: Copy) -> Object:
    running = copy.phase == "running"
    ready = {"type": "Ready", "status": "True" if running else "False"}
    return {"phase": "Running" if running else "Pending", "conditions": [ready]}


def _claim(copy: Copy) -> Object:
    return {"phase": "Bound" if copy.phase == "running" else "Pending"}


def _budget(copy: Copy) -> Object:
    return {"desiredHealthy": 1, "currentHealthy": 1 if copy.phase == "running" else 0}


_MADE: dict[tuple[str, str], Callable[[Copy], Object]] = {
    **dict.fromkeys(_REPLICATED, _replicated),
    ("apps/v1", "DaemonSet"): _daemon_set,
    FLINK_KIND: _flink,
    ("v1", "Service"): _address,
    ("networking.k8s.io/v1", "Ingress"): _address,
    ("v1", "Pod"): _pod,
    ("v1", "PersistentVolumeClaim"): _claim,
    ("policy/v1", "PodDisruptionBudget"): _budget,
}


def _over(observed: Json, made: Json) -> Json:
    """What was observed, but for the fields that say how the copy is now."""
    if not isinstance(observed, dict) or not isinstance(made, dict):
        return observed if made is MISSING else made
    return {**observed, **{
        name: _over(observed.get(name, MISSING), value) for name, value in made.items()
    }}


class Reports:
    """Statuses of copies; those of equal copies are worked out once."""

    def __init__(
        self, profile: Profile, judged_elsewhere: frozenset[ObjectId] = frozenset()
    ) -> None:
        self._profile = profile
        self._judged_elsewhere = judged_elsewhere
        self._known: dict[tuple[object, ...], Report] = {}

    def of(self, copy: Copy) -> Report:
        """What Karmada collects for a copy now."""
        if copy.is_silent:
            return self._silent(copy)
        if copy.status is not MISSING and copy.phase == "running":
            return self._observed(copy)
        made = self._made(copy)
        if copy.status is not MISSING and copy.phase == "broken":
            status = copy.status if made.is_assumed else _over(copy.status, made.status)
            return replace(made, status=status)
        return made

    def _made(self, copy: Copy) -> Report:
        kind = kind_of(copy.manifest)
        if copy.workload in self._judged_elsewhere:
            return self._by_phase(copy)
        if kind == FLINK_KIND:
            return self._report(copy, kind)
        wanted = lookup(copy.manifest, "spec", "type"), lookup(copy.manifest, "spec", "replicas")
        key = (kind, *map(str, wanted), copy.replicas, copy.ready, copy.phase)
        if key not in self._known:
            self._known[key] = self._report(copy, kind)
        return self._known[key]

    def _silent(self, copy: Copy) -> Report:
        health = interpret_health({**copy.manifest, "status": {}}, self._profile)
        return Report(MISSING, health.status, health.because)

    def _observed(self, copy: Copy) -> Report:
        """A status that was read with the fleet, taken as it is while the copy runs."""
        return Report(copy.status, "Healthy", "as observed")

    def _report(self, copy: Copy, kind: tuple[str, str]) -> Report:
        make = _MADE.get(kind)
        if make is None:
            return self._unknown_kind(copy, kind)
        status = make(copy)
        metadata = {**copy.manifest.get("metadata", {}), "generation": 1}
        tree = {**copy.manifest, "metadata": metadata, "status": status}
        health = interpret_health(tree, self._profile)
        return Report(status, health.status, health.because or health.error)

    def _unknown_kind(self, copy: Copy, kind: tuple[str, str]) -> Report:
        if not has_bundled_rule(*kind, self._profile):
            return Report(MISSING, "Healthy", f"no health rule for {kind[1]}")
        return self._by_phase(copy)

    def _by_phase(self, copy: Copy) -> Report:
        """A rule that is not simulated: healthy while it runs."""
        health = "Healthy" if copy.phase == "running" else "Unhealthy"
        return Report({"phase": copy.phase}, health, "assumed by the copy's phase", True)
