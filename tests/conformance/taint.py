"""Eviction by NoExecute taints: ``taint.jsonl``."""

from __future__ import annotations

from math import isclose
from typing import Any

from tests.conformance.graceful import CLOCK_START, filled
from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.taints import TaintDecision, TaintOptions, process, queue_delay
from workbench.karmada.profile import Profile


def _options(line: dict[str, Any]) -> TaintOptions:
    options = line["options"]
    return TaintOptions(
        options["enableNoExecuteTaintEviction"], options["noExecuteTaintEvictionPurgeMode"]
    )


def _gates(line: dict[str, Any]) -> Gates:
    gates = line["gates"]
    return Gates(gates["StatefulFailoverInjection"], gates["GracefulEviction"])


def _toleration(decision: TaintDecision) -> float | str:
    if decision.kind == "evict":
        return 0
    return decision.wait_seconds if decision.kind == "wait" else "forever"


def _queued(delay: float | None) -> float | str:
    if delay is None:
        return "skip"
    return delay or "now"


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape; ``needEviction`` covers run-out tolerations."""
    binding, now = line["binding"], CLOCK_START + line["now"]
    if line["deleting"]:
        metadata = {**binding["metadata"], "deletionTimestamp": "2000-01-01T00:00:00Z"}
        binding = {**binding, "metadata": metadata}
    taints = line["taints"] if line["clusterExists"] else None
    done = process(
        binding, line["clusterName"], taints, now, _gates(line), _options(line), profile
    )
    answer: dict[str, Any] = {
        "needEviction": done.decision.kind == "evict",
        "toleration": _toleration(done.decision),
        "waits": [done.wait_seconds] if done.wait_seconds > 0 else [],
        "clusters": done.clusters,
        "gracefulEvictionTasks": done.tasks,
    }
    if profile.taint_queue_reads_tolerations:
        answer["enqueue"] = _queued(queue_delay(binding, line["taints"], now, profile))
    if done.decision.kind == "error":
        answer["error"] = done.decision.because
    if done.kind == "error":
        answer["syncError"] = done.message
    return answer


def _close(expected: Any, got: Any) -> bool:
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return isclose(expected, got, rel_tol=1e-12, abs_tol=5e-7)
    return bool(expected == got)


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality in what counts: an error is an error, a run-out toleration is an eviction."""
    if "error" in expected:
        decided = "error" in got
    else:
        evicted = expected["needEviction"] or expected["toleration"] == 0
        toleration = 0 if evicted else expected["toleration"]
        decided = evicted == got["needEviction"] and _close(toleration, got["toleration"])
        decided = decided and "error" not in got
    return (
        decided
        and ("syncError" in expected) == ("syncError" in got)
        and len(expected["waits"]) == len(got["waits"])
        and all(map(_close, expected["waits"], got["waits"]))
        and ("enqueue" not in expected or _enqueues(expected["enqueue"], got))
        and all(_items(expected, name) == _items(got, name) for name in _LISTS)
    )


_LISTS = ("clusters", "gracefulEvictionTasks")


def _enqueues(expected: Any, got: dict[str, Any]) -> bool:
    return "enqueue" not in got or _close(expected, got["enqueue"])


def _items(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [filled(item) for item in answer[name]]
