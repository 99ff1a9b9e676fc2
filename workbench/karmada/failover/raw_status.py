"""The reflected status as state preservation reads it: bytes decoded by Go's ``encoding/json``.

Follows ``parseJSONValue`` (pkg/util/helper/failover.go in v1.18.2,
pkg/controllers/applicationfailover/common.go in v1.12.0). All numbers become float64.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from workbench.karmada.failover.go_values import NIL_MAP
from workbench.karmada.failover.json_faults import syntax_fault
from workbench.karmada.profile import Profile
from workbench.model.tree import Json

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_SPELLED = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


class RawStatusError(ValueError):
    """A status that Go does not decode."""


@dataclass(slots=True)
class _Reader:
    """One decoding; numbers out of range are noted and read as null, as Go does."""

    errors: list[str] = field(default_factory=list)

    def number(self, literal: str) -> float | None:
        value = float(literal)
        if math.isinf(value):
            self.errors.append(
                f"json: cannot unmarshal number {literal} into Go value of type float64"
            )
            return None
        return value

    def read(self, text: str) -> Json:
        try:
            tree = json.loads(
                text, parse_int=self.number, parse_float=self.number, parse_constant=_refuse
            )
        except RecursionError:
            raise RawStatusError("exceeded max depth") from None
        except ValueError:
            raise RawStatusError(syntax_fault(text)) from None
        return _without_surrogates(tree) if _SURROGATE_SPELLED.search(text) else tree


def _refuse(literal: str) -> float:
    """NaN and infinities are Python's own idea."""
    raise ValueError(literal)


def _without_surrogates(tree: Json) -> Json:
    """Half a surrogate pair is no character: Go reads it as U+FFFD."""
    if isinstance(tree, str):
        return _SURROGATE.sub("\ufffd", tree)
    if isinstance(tree, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in tree.items()}
    return [_without_surrogates(v) for v in tree] if isinstance(tree, list) else tree


def _floats(tree: Any) -> Any:
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, int):
        return float(tree)
    if isinstance(tree, dict):
        return {key: _floats(value) for key, value in tree.items()}
    return [_floats(value) for value in tree] if isinstance(tree, list) else tree


def _mapped(tree: Json) -> dict[str, Json]:
    """A root read into a Go map: null leaves it nil, anything but an object leaves it empty."""
    if tree is None:
        return NIL_MAP
    return tree if isinstance(tree, dict) else {}


def decode_status(text: str, profile: Profile) -> Json:
    """The decoded status text. Raises :class:`RawStatusError` where the version minds."""
    reader = _Reader()
    try:
        tree = reader.read(text)
        if reader.errors and profile.raw_status_must_decode:
            raise RawStatusError(reader.errors[0])
    except RawStatusError:
        if profile.raw_status_must_decode:
            raise
        return {}
    return tree if profile.raw_status_must_decode else _mapped(tree)


def status_value(tree: Json, profile: Profile) -> Json:
    """As :func:`decode_status`, for a status that is a tree already (never fails)."""
    value = _floats(tree)
    return value if profile.raw_status_must_decode else _mapped(value)
