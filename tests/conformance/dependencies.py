"""Recorded outcomes of the default list of dependencies."""

from __future__ import annotations

from typing import Any

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.dependencies import dependencies_of, has_dependencies_rule


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    tree = line["input"]["object"]
    if not has_dependencies_rule(tree, profile):
        return {"outcome": {"supported": False}}
    result = dependencies_of(tree, profile)
    found = sorted(result.found, key=lambda item: (item.kind, item.name))
    outcome = {"supported": True, "dependencies": [item.tree for item in found]}
    return {"outcome": outcome | ({"error": result.error} if result.error else {})}


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    return bool(expected["outcome"] == got["outcome"])
