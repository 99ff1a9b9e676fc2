"""Recorded outcomes of the default interpretation of replicas."""

from __future__ import annotations

from typing import Any

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.replicas import (
    InterpretationError,
    has_replicas,
    replicas_field,
    replicas_of,
    revised,
)
from workbench.karmada.scheduling.requirements import replica_requirements
from workbench.model.quantity import InvalidQuantityError, parse_quantity


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    outcome = {"getReplicas": _read(given, profile), "reviseReplica": _write(given, profile)}
    return {"outcome": outcome}


def _read(given: dict[str, Any], profile: Profile) -> dict[str, Any]:
    tree = given["object"]
    if not has_replicas(tree, profile):
        return {"supported": False}
    try:
        return {
            "supported": True,
            "replicas": replicas_of(tree, profile),
            "requirements": replica_requirements(tree, profile, given.get("featureGates")),
        }
    except (InterpretationError, InvalidQuantityError) as error:
        return {"supported": True, "error": str(error)}


def _write(given: dict[str, Any], profile: Profile) -> dict[str, Any]:
    if not replicas_field(given["object"], profile):
        return {"supported": False}
    try:
        return {"supported": True, "object": revised(given["object"], given["desired"], profile)}
    except InterpretationError as error:
        return {"supported": True, "error": error.message}


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equal, with resource amounts compared as quantities and not as text."""
    return _normal(expected["outcome"]) == _normal(got["outcome"])


def _normal(outcome: dict[str, Any]) -> dict[str, Any]:
    read = dict(outcome["getReplicas"])
    if read.get("requirements"):
        requirements = dict(read["requirements"])
        requests = requirements.get("resourceRequest") or {}
        requirements["resourceRequest"] = {k: parse_quantity(v) for k, v in requests.items()}
        read["requirements"] = requirements
    return {**outcome, "getReplicas": read}
