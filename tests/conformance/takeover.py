"""A Work meets what its member has: ``takeover.jsonl``."""

from __future__ import annotations

from typing import Any

from tests.conformance.members import NOW, RecordedMember, cluster_of, recorded
from workbench.karmada.profile import Profile
from workbench.karmada.work.execution import Execution, execute


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The first pass, and what a second one sends."""
    given = line["input"]
    member, cluster = RecordedMember(given), cluster_of(given)
    first = execute(given["work"], cluster, member, profile, NOW)
    shown = recorded(first, profile)
    if first.work is not None:
        shown["again"] = _reduced(execute(first.work, cluster, member, profile, NOW))
    return shown | {"version": profile.version}


def _reduced(execution: Execution) -> dict[str, Any]:
    shown = []
    for exchange in execution.exchanges:
        row: dict[str, Any] = {
            "verb": exchange.request.verb, "name": exchange.request.target.name,
            "response": exchange.answer.reason,
        }
        if exchange.request.verb == "update" and exchange.answer.is_ok:
            row["changed"] = exchange.answer.changed
        shown.append(row)
    panic = {"panic": execution.panic} if execution.panic else {}
    return {"error": execution.error or None, "requests": shown} | panic


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equal, the second pass included, which the record holds beside the versions."""
    again, version = got.pop("again", None), got.pop("version")
    wanted = (line.get("again") or {}).get(version)
    if wanted == "same":
        wanted = line["again"]["v1.18.2"]
    return expected == got and again == wanted
