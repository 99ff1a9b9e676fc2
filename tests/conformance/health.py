"""Healthy or not: ``health.jsonl``."""

from __future__ import annotations

from typing import Any

from workbench.karmada.failover.health import interpret_health
from workbench.karmada.profile import Profile


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape."""
    health = interpret_health(line["object"], profile)
    answer: dict[str, Any] = {"source": health.source}
    if health.status == "Unknown":
        answer["error"] = health.error
    elif health.source != "none":
        answer["healthy"] = health.status == "Healthy"
    return answer


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality; an error is as good as another."""
    return {**expected, "error": "error" in expected} == {**got, "error": "error" in got}
