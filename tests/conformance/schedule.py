"""Recorded outcomes of whole scheduling decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.decision import Decision, Failure
from workbench.karmada.scheduling.request import Options
from workbench.karmada.scheduling.schedule import schedule


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    decision = schedule(given["clusters"], given["binding"], profile, options_of(given))
    rejected = {
        verdict.cluster: {refusal.plugin: refusal.reason for refusal in verdict.refusals}
        for verdict in decision.verdicts
        if verdict.refusals
    }
    result: dict[str, Any] = {
        "feasible": list(decision.feasible),
        "available": {v.cluster: v.available for v in decision.verdicts if v.is_feasible},
        "outcome": outcome(decision),
    }
    if rejected:
        result["rejected"] = rejected
    if decision.feasible:
        result["selected"] = _selected(decision)
    return result


def options_of(given: dict[str, Any]) -> Options:
    options, estimators = given.get("options", {}), given.get("estimators", {})
    return Options(
        gates=options.get("featureGates", {}),
        propagates_empty_workloads=options.get("enableEmptyWorkloadPropagation", False),
        general_estimator=estimators.get("general", True),
        other_estimates=estimators.get("stub", {}),
    )


def _selected(decision: Decision) -> Any:
    if decision.selected is not None:
        return list(decision.selected)
    assert decision.failure
    message = decision.failure.message.removeprefix("failed to select clusters: ")
    if decision.failure.kind == "panic":
        return {"error": {"kind": "panic", "message": message}}
    return {"error": message}


def outcome(decision: Decision) -> dict[str, Any]:
    if decision.failure:
        return {"error": _error(decision.failure)}
    return {"clusters": targets(decision)}


def targets(decision: Decision) -> list[dict[str, Any]]:
    pairs = sorted((target.cluster, target.replicas) for target in decision.targets or ())
    return [{"name": name, "replicas": replicas} for name, replicas in pairs]


def _error(failure: Failure) -> dict[str, Any]:
    if failure.kind == "panic":
        return {"kind": "panic", "message": failure.message}
    error: dict[str, Any] = {
        "kind": failure.kind,
        "condition": {"status": "False", "reason": failure.reason},
        "retry": failure.is_retried,
    }
    if failure.kind == "FitError":
        return error | {"numAllClusters": failure.clusters}
    return error | {"message": failure.message}


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Everything recorded is equal; where Karmada varied, one of its outcomes is met."""
    parts = ("feasible", "rejected", "selected")
    if any(expected.get(part) != got.get(part) for part in parts):
        return False
    if "available" in expected and expected["available"] != got["available"]:
        return False
    if "outcome" in expected:
        return bool(expected["outcome"] == got["outcome"])
    return got["outcome"] in expected["outcomes"] or _within(expected, got["outcome"])


def _within(expected: dict[str, Any], outcome: dict[str, Any]) -> bool:
    """Where not every outcome was seen: each cluster within what was, and the same total."""
    if expected["outcomesLikelyComplete"] or "clusters" not in outcome:
        return False
    bounds = expected.get("perCluster", {})
    replicas = {item["name"]: item["replicas"] for item in outcome["clusters"]}
    fits = all(low <= replicas.get(name, 0) <= high for name, (low, high) in bounds.items())
    totals = {_total(o["clusters"]) for o in expected["outcomes"]}
    return fits and replicas.keys() <= bounds.keys() and _total(outcome["clusters"]) in totals


def _total(clusters: Iterable[dict[str, Any]]) -> int:
    return sum(item["replicas"] for item in clusters)
