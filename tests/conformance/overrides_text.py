"""Recorded outcomes of FieldOverriders: a field's text, a patch, the text afterwards."""

from __future__ import annotations

import json
from typing import Any

from workbench.karmada.overrides.field_text import patch_json_text, patch_yaml_text
from workbench.karmada.overrides.json_patch import Operation, PatchError, PatchPanic, RawJson
from workbench.karmada.profile import Profile

_DECODER = json.JSONDecoder()


def parse_line(text: str) -> dict[str, Any]:
    """A recorded line, its patch values as :class:`RawJson`, spelled as in the file."""
    line: dict[str, Any] = json.loads(text)
    case = line["case"]
    if case.get("mode") in ("yaml", "json"):
        raw = _members(_members(text)["case"])["patch"]
        for operation, spelled in zip(case["patch"], _items(raw), strict=True):
            if "value" in operation:
                operation["value"] = RawJson(_members(spelled)["value"])
    return line


def _parts(text: str) -> list[str]:
    """The texts of an object's keys and values in turn, or of a list's items."""
    parts, position = [], 1
    while True:
        while text[position] in " \t\n\r,:":
            position += 1
        if text[position] in "]}":
            return parts
        end = _DECODER.raw_decode(text, position)[1]
        parts.append(text[position:end])
        position = end


def _members(text: str) -> dict[str, str]:
    parts = _parts(text)
    return {json.loads(key): value for key, value in zip(parts[::2], parts[1::2], strict=True)}


_items = _parts


def operations_of(case: dict[str, Any]) -> list[Operation]:
    return [Operation(o["operator"], o["subPath"], o.get("value")) for o in case["patch"]]


def actual(case: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """What the engine says of a case with mode ``yaml`` or ``json``."""
    operations = operations_of(case)
    try:
        if case["mode"] == "json":
            return {"out": patch_json_text(case["doc"], operations, profile)}
        return {"out": patch_yaml_text(case["doc"], operations, profile).text}
    except PatchPanic as panic:
        return {"panic": panic.message}
    except PatchError as error:
        return {"err": error.message}
