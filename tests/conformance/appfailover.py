"""Application failover over time: ``appfailover.jsonl``."""

from __future__ import annotations

from typing import Any

from tests.conformance.graceful import filled
from workbench.karmada.failover.application import FailoverPass, reconcile
from workbench.karmada.failover.conditions import Gates
from workbench.karmada.profile import Profile
from workbench.model.tree import replaced


def _gates(line: dict[str, Any]) -> Gates:
    gates = line["gates"]
    return Gates(
        stateful_failover_injection=gates["StatefulFailoverInjection"],
        graceful_eviction=gates["GracefulEviction"],
    )


def _edited(binding: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    """The stored binding after the changes that a step makes by hand."""
    spec, status = dict(binding["spec"]), dict(binding.get("status") or {})
    for name in ("clusters", "gracefulEvictionTasks", "propagateDeps"):
        if name in step:
            spec[name] = step[name]
    if "aggregatedStatus" in step:
        status["aggregatedStatus"] = step["aggregatedStatus"]
    if step.get("dropFailover"):
        spec.pop("failover", None)
    if "tolerationSeconds" in step:
        path = ("failover", "application", "decisionConditions", "tolerationSeconds")
        spec = replaced(spec, path, step["tolerationSeconds"])
    return {**binding, "spec": spec, "status": status}


def _record(at: float, done: FailoverPass, deleted: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "at": at,
        "requeueAfterSeconds": done.requeue_after_seconds,
        "timers": done.timers or {},
        "tracked": done.timers is not None,
    }
    if not deleted:
        record["watched"] = done.kind != "ignored"
        record["clusters"] = done.clusters
        record["gracefulEvictionTasks"] = done.tasks
    if done.kind in ("error", "panic"):
        record[done.kind] = done.message
    return record


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape."""
    binding: dict[str, Any] | None = line["binding"]
    timers = None
    records: list[dict[str, Any]] = []
    for step in line["steps"]:
        if step.get("delete"):
            binding = None
        elif binding is not None:
            binding = _edited(binding, step)
        done = reconcile(
            binding, timers, step["at"], has_health_rule=line["healthHook"],
            gates=_gates(line), profile=profile, scope=line["scope"],
        )
        timers = done.timers
        records.append(_record(step["at"], done, deleted=binding is None))
        if done.kind == "panic":
            break
        if binding is not None:
            spec = {
                **binding["spec"], "clusters": done.clusters, "gracefulEvictionTasks": done.tasks
            }
            binding = {**binding, "spec": spec}
    return {"steps": records}


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality; unset fields may be spelled out."""
    return [*map(_plain, expected["steps"])] == [*map(_plain, got["steps"])]


def _plain(step: dict[str, Any]) -> dict[str, Any]:
    plain = {**step, "timers": {k: round(v, 6) for k, v in step["timers"].items()}}
    if "clusters" in step:
        plain["clusters"] = [(c["name"], c.get("replicas") or 0) for c in step["clusters"]]
        plain["gracefulEvictionTasks"] = [filled(t) for t in step["gracefulEvictionTasks"]]
    return plain
