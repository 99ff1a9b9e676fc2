"""Recorded answers of real API servers to posted policies."""

from __future__ import annotations

from typing import Any

from workbench.karmada.admission.server import admit
from workbench.karmada.profile import Profile
from workbench.model.go_json import normalize
from workbench.model.tree import same


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The answer to ``input.object`` in the recorded shape."""
    answer = admit(normalize(line["input"]["object"]), profile)
    if answer.admitted:
        return {"admitted": True, "object": answer.object}
    return {
        "admitted": False,
        "status": answer.status,
        "by": answer.by,
        "fields": sorted({complaint.field for complaint in answer.complaints}),
    }


def agrees(expected: dict[str, Any], got: dict[str, Any], _: dict[str, Any]) -> bool:
    """Same verdict; then the same object, or the same judge and a field in common."""
    if expected["admitted"] != got["admitted"]:
        return False
    if expected["admitted"]:
        return same(normalize(expected["object"]), got["object"])
    if (expected["status"], expected["by"]) != (got["status"], got["by"]):
        return False
    named = set(expected.get("fields", ()))
    return not named or bool(named & set(got["fields"]))
