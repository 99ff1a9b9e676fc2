"""Recorded outcomes of which policy owns a template, over a list of events."""

from __future__ import annotations

from typing import Any

from workbench.karmada.policies.candidates import PolicyList
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED, marks_of
from workbench.karmada.policies.detector import Detector, State
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    policies = PolicyList([*given["policies"], *given["clusterPolicies"]])
    detector = Detector(policies, profile, preempts=given["policyPreemptionGate"])
    state, entries = State(given["template"]), []
    for op in given["ops"]:
        state, entry = _run(op, state, detector)
        entries.append({"op": op["op"], **entry})
    return {"outcome": entries}


def _run(op: dict[str, Any], state: State, detector: Detector) -> tuple[State, dict[str, Any]]:
    if op["op"] == "lookup":
        return state, _looked_up(state, detector)
    if op["op"] == "templateEvent":
        state = detector.on_template(state)
        return state, _entry(state, detector.profile)
    policy = detector.policies.get(_key(op))
    assert policy is not None
    if op["op"] == "deprioritized":
        requeued = detector.requeued_after_lowering(policy, op["oldPriority"])
        return state, {"requeued": [key.path for key in requeued]}
    state = detector.on_policy(state, policy)
    return state, _entry(state, detector.profile)


def _key(op: dict[str, Any]) -> ObjectId:
    namespace, _, name = op["policy"].rpartition("/")
    return ObjectId(op["kind"], namespace, name)


def _looked_up(state: State, detector: Detector) -> dict[str, Any]:
    found = detector.policies.candidates(state.template, detector.profile)
    best = {kind: next((c for c in found if c.id.kind == kind), None) for kind in KINDS}
    return {
        part: candidate.id.path if (candidate := best[kind]) else None
        for kind, part in KINDS.items()
    }


KINDS = {NAMESPACED: "propagationPolicy", CLUSTER_WIDE: "clusterPropagationPolicy"}


def _entry(state: State, profile: Profile) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "template": _marks(state.template, profile),
        "waiting": state.is_waiting,
        "templateRequeued": state.is_queued,
    }
    if state.binding is not None:
        entry["binding"] = _marks(state.binding, profile)
    if state.error:
        entry["error"] = state.error
    return entry


def _marks(tree: dict[str, Any], profile: Profile) -> dict[str, str]:
    shown = {}
    for kind, part in KINDS.items():
        marks = marks_of(tree, kind, profile)
        if marks.name or marks.permanent_id:
            shown |= {part: marks.policy.path, f"{part}ID": marks.permanent_id}
    return shown


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    return bool(expected["outcome"] == got["outcome"])
