"""The member cluster of the recorded runs, and requests in the recorded shape."""

from __future__ import annotations

from typing import Any

from workbench.karmada.profile import Profile
from workbench.karmada.work.execution import Execution
from workbench.karmada.work.member_objects import SimulatedMember, refusal
from workbench.karmada.work.requests import Answer, Exchange, Request
from workbench.karmada.work.restarts import pod_change
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

NOW = 946_684_800.0
UNSERVED_GROUPS = ("ghost.example",)
"""The recorded member served every other group."""


class RecordedMember(SimulatedMember):
    """Objects of a line, errors that are used up one per request, a cache that may lag."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__(given["members"], UNSERVED_GROUPS)
        self._errors = {verb: list(found) for verb, found in _errors(given).items()}
        self._sees = not given.get("memberNotInCache")

    def cached(self, target: ObjectId) -> Object | None:
        return super().cached(target) if self._sees else None

    def send(self, request: Request) -> Answer:
        if errors := self._errors.get(request.verb):
            return refusal(errors.pop(0), request)
        return super().send(request)


def _errors(given: dict[str, Any]) -> dict[str, list[str]]:
    return given.get("memberApiErrors") or {}


def cluster_of(given: dict[str, Any]) -> Object | None:
    facts = given["cluster"]
    if facts.get("missing"):
        return None
    namespace = given["work"]["metadata"]["namespace"]
    metadata: Object = {"name": namespace.removeprefix("karmada-es-")}
    if facts.get("deleting"):
        metadata["deletionTimestamp"] = "2000-01-01T00:00:00Z"
    ready = facts.get("ready")
    conditions = [{"type": "Ready", "status": ready}] if ready else []
    return {"kind": "Cluster", "metadata": metadata, "status": {"conditions": conditions}}


def recorded(execution: Execution, profile: Profile) -> dict[str, Any]:
    shown = {
        "error": execution.error or None,
        "requests": [_recorded_exchange(e, profile) for e in execution.exchanges],
        "work": recorded_work(execution.work),
    }
    return shown | ({"panic": execution.panic} if execution.panic else {})


def recorded_work(work: Object | None) -> Any:
    if work is None:
        return "gone"
    conditions = lookup(work, "status", "conditions") or ()
    return {
        "finalizers": work["metadata"].get("finalizers") or [],
        "conditions": {
            c["type"]: {k: c[k] for k in ("status", "reason", "message") if k in c}
            for c in conditions
        },
    }


def _recorded_exchange(exchange: Exchange, profile: Profile) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    shown: dict[str, Any] = {
        "verb": request.verb, "resource": request.resource, "name": request.target.name,
        "response": answer.reason,
    }
    if request.target.namespace:
        shown["namespace"] = request.target.namespace
    if request.verb == "delete":
        return shown | {"options": {"propagationPolicy": "Background"}}
    shown["object"] = request.body
    if request.verb == "update":
        if answer.is_ok:
            shown["changed"] = answer.changed
        change = pod_change(exchange.before, request.body, profile)
        if change:
            shown["podTemplate"] = {
                "path": ".".join(change.path), "rawEqual": change.is_same_text,
                "typedEqual": change.is_same_value,
            }
    return shown
