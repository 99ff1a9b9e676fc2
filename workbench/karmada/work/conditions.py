"""Conditions of a Work.

Follows ``SetStatusCondition`` of apimachinery's pkg/api/meta/conditions.go.
"""

from __future__ import annotations

from workbench.model.timestamps import format_time
from workbench.model.tree import Object, lookup


def condition_status(work: Object, kind: str) -> str:
    """Status of a condition; empty without it."""
    for condition in lookup(work, "status", "conditions") or ():
        if condition.get("type") == kind:
            return condition.get("status") or ""
    return ""


def with_condition(
    work: Object, kind: str, status: bool, reason: str, message: str, now: float
) -> Object:
    """``work`` with the condition set; ``now`` in seconds since 1970.

    The time of transition changes with the status only.
    """
    fresh = {"type": kind, "status": str(status), "reason": reason, "message": message}
    conditions, known = [], False
    for old in lookup(work, "status", "conditions") or ():
        if old.get("type") != kind:
            conditions.append(old)
            continue
        known = True
        moved = {} if old.get("status") == fresh["status"] else _moved(now)
        conditions.append({**old, **fresh, **moved})
    if not known:
        conditions.append({**fresh, **_moved(now)})
    return {**work, "status": {**(work.get("status") or {}), "conditions": conditions}}


def _moved(now: float) -> dict[str, str]:
    return {"lastTransitionTime": format_time(now)}
