"""Recorded lines whose patch values keep the spelling they were recorded with.

Karmada stores a patch value as JSON text and copies it from there, so ``1.0`` and ``1``, or two
orders of keys, are different values. (An API server would have made them canonical.)
"""

from __future__ import annotations

import json
import re
from typing import Any

from workbench.karmada.overrides.json_patch import RawJson

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]', re.DOTALL)
_HTML = re.compile("[<>&\u2028\u2029]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SPACE = re.compile(r"\s*")
_SCALAR = re.compile(r"[^\s,\]}]+")


def parse_line(text: str) -> dict[str, Any]:
    """One recorded line; every ``value`` beside an ``operator`` is :class:`RawJson`."""
    value, _ = _value(text, 0)
    assert isinstance(value, dict)
    return value


def compact(text: str) -> RawJson:
    """JSON text as Go copies it: no white space, HTML characters escaped, the rest as it is."""
    tokens = "".join(_TOKEN.findall(text))
    return RawJson(_HTML.sub(lambda match: f"\\u{ord(match.group()):04x}", tokens))


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int) -> tuple[Any, int]:
    at = _skip(text, at)
    if text[at] == "{":
        return _members(text, at + 1)
    if text[at] == "[":
        return _items(text, at + 1)
    match = (_STRING if text[at] == '"' else _SCALAR).match(text, at)
    assert match
    return json.loads(match.group()), match.end()


def _items(text: str, at: int) -> tuple[list[Any], int]:
    found = []
    while text[at := _skip(text, at)] != "]":
        item, at = _value(text, at)
        found.append(item)
        at = _skip(text, at)
        at += text[at] == ","
    return found, at + 1


def _members(text: str, at: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    raw = RawJson("")
    while text[at := _skip(text, at)] != "}":
        key, at = _value(text, at)
        start = _skip(text, at) + 1
        found[key], at = _value(text, start)
        if key == "value":
            raw = compact(text[start:at])
        at = _skip(text, at)
        at += text[at] == ","
    if "value" in found and "operator" in found and ("path" in found or "subPath" in found):
        found["value"] = raw
    return found, at + 1
