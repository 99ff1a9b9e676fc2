"""Recorded outcomes of the scheduler's handling of a binding, over one or more steps."""

from __future__ import annotations

from typing import Any

from tests.conformance.schedule import options_of
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.binding_pass import Pass, run_pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.placement_text import (
    APPLIED_PLACEMENT,
    read_placement,
    typed_placement,
)
from workbench.model.tree import lookup

RECORDED = "2026-02-01T00:00:00Z"
NOW = "2026-02-02T00:00:00Z"


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    clusters, binding = given["clusters"], given["binding"]
    states = []
    for step in given.get("steps", [{}]):
        clusters = step.get("clusters", clusters)
        binding = _merged(binding, step.get("bindingPatch", {}))
        result = run_pass(ClusterList(clusters, profile), binding, NOW, options_of(given))
        if result.failure and result.failure.kind == "panic":
            states.append({"panic": result.failure.message})
            break
        before, binding = binding, result.binding
        states.append(_state(before, result, profile))
        if lookup(binding, "status", "lastScheduledTime"):
            binding = _merged(binding, {"status": {"lastScheduledTime": RECORDED}})
    return {"outcome": states}


def _merged(tree: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    result = dict(tree) if isinstance(tree, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result


def _state(before: dict[str, Any], result: Pass, profile: Profile) -> dict[str, Any]:
    status = result.binding.get("status", {})
    stamp = status.get("lastScheduledTime")
    state: dict[str, Any] = {
        "clusters": _targets(result.binding),
        "schedulerObservingAffinityName": status.get("schedulerObservingAffinityName", ""),
        "appliedPlacement": _applied(result.binding, profile),
        "bindingPatched": result.is_patched,
        "lastScheduledTimeSet": bool(stamp),
        "lastScheduledTimeAdvanced": stamp != lookup(before, "status", "lastScheduledTime")
        and bool(stamp),
        "schedulerObservedGeneration": status.get("schedulerObservedGeneration", 0),
        "events": list(result.events),
    }
    for condition in status.get("conditions", []):
        shown = {key: condition[key] for key in ("status", "reason", "message")}
        if shown["reason"] == "NoClusterFit":
            del shown["message"]
        state["scheduledCondition"] = shown
    if result.failure and result.failure.is_retried:
        state["returnedError"] = result.failure.kind
    return state


def _targets(binding: dict[str, Any]) -> list[dict[str, Any]]:
    listed = binding["spec"].get("clusters") or []
    found = [{"name": item["name"], "replicas": item.get("replicas", 0)} for item in listed]
    return sorted(found, key=lambda item: item["name"])


def _applied(binding: dict[str, Any], profile: Profile) -> str:
    text = lookup(binding, "metadata", "annotations", APPLIED_PLACEMENT)
    if not text:
        return "none"
    placement = typed_placement(binding["spec"].get("placement"), profile)
    return "current" if read_placement(text, profile) == placement else "stale"


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """One of the recorded outcomes, all its steps."""
    if "outcome" in expected:
        return bool(expected["outcome"] == got["outcome"])
    return got["outcome"] in expected["outcomes"]
