"""Extraction of preserved state: ``jsonpath.jsonl``."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from workbench.karmada.failover.go_print import go_bytes
from workbench.karmada.failover.state import (
    PreservationRule,
    extract_from_text,
    preserve_from_text,
)
from workbench.karmada.profile import Profile


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape."""
    if "rules" in line:
        rules = PreservationRule.all_of({"rules": line["rules"]})
        kept = preserve_from_text(line["status"], rules, profile)
        return {"labels": kept.labels} if kept.kind == "value" else {kept.kind: kept.message}
    got = extract_from_text(line["status"], line["path"], profile)
    if got.kind != "value":
        return {got.kind: got.message}
    data = go_bytes(got.value)
    try:
        return {"value": data.decode()}
    except UnicodeDecodeError:
        return {"value_base64": b64encode(data).decode()}


def agrees(expected: Any, got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality, texts of errors included.

    Where runs of Karmada differ any recorded answer will do, or another order of its parts.
    """
    if line.get("unstable"):
        seen = [one for answers in line["variants"].values() for one in answers]
        return any(one == got or _reordered(one, got) for one in [expected, *seen])
    return bool(expected == got)


def _reordered(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    return "value" in expected and sorted(expected["value"]) == sorted(got.get("value", ""))
