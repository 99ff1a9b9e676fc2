"""Recorded outcomes of whole override runs and of images.

A line's policies are read as they were recorded: their plaintext values keep their spelling.
"""

from __future__ import annotations

from typing import Any

from tests.conformance import raw_values
from workbench.karmada.overrides.engine import apply_overrides, missing_cluster
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.images import override_image, parse_image
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.model import go_json

DEFAULT_CLUSTER = "member1"

parse = raw_values.parse_line


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """What the engine answers to one line, or to its ``case``, in the shape of the record."""
    case = line.get("case", line)
    match case.get("mode"):
        case "image":
            return _text(lambda: override_image(case["image"], case["io"], profile))
        case "imageparse":
            return _text(lambda: _parts(case["image"], profile))
    return recorded(_run(case, profile))


def agrees(expected: Any, got: Any, line: dict[str, Any]) -> bool:
    """Equal; the object beside an error means nothing."""
    if isinstance(expected, dict) and "err" in expected:
        expected = {key: value for key, value in expected.items() if key != "obj"}
    return bool(expected == got)


def _text(compute: Any) -> dict[str, Any]:
    try:
        return {"out": compute()}
    except OverrideError as error:
        return {"err": error.args[0]}


def _parts(image: str, profile: Profile) -> str:
    parts = parse_image(image, profile)
    return (
        f'host="{parts.registry}" repo="{parts.repository}" tag="{parts.tag}" '
        f'digest="{parts.digest}"'
    )


def _run(case: dict[str, Any], profile: Profile) -> Outcome:
    cluster = case.get("cluster") or {"metadata": {"name": DEFAULT_CLUSTER}}
    name = cluster["metadata"]["name"]
    # Random cases ask for the cluster they bring; all others ask for the default one.
    if name != DEFAULT_CLUSTER and not case["id"].startswith("fz"):
        return missing_cluster(DEFAULT_CLUSTER)
    return apply_overrides(
        case["template"], cluster, case.get("cops") or [], case.get("ops") or [], profile
    )


def recorded(outcome: Outcome) -> dict[str, Any]:
    """An outcome in the shape of the record."""
    if outcome.kind == "panic":
        return {"panic": outcome.message}
    if outcome.kind == "error":
        return {"err": outcome.message}
    found = {
        "obj": go_json.encode(outcome.object) + "\n",
        "appliedOverrides": outcome.applied_overrides,
        "appliedClusterOverrides": outcome.applied_cluster_overrides,
    }
    return {key: value for key, value in found.items() if value is not None}
