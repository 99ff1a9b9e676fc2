"""The patch operation ``test``: a policy's schema keeps it out, the library knows it.

Source: Patch.test and lazyNode.equal of evanphx/json-patch v5 (patch.go).
"""

from __future__ import annotations

import json

from workbench.karmada.overrides.json_document import (
    NIL_POINTER,
    Container,
    ListContainer,
    NullList,
    PatchPanic,
)
from workbench.model.tree import Json


def is_same(found: str, wanted: str) -> bool:
    """Whether two JSON texts are equal to the library: numbers by their spelling.

    Raises :class:`PatchPanic` over a null in a list, which the library looks into.
    """
    if "null" in (found, wanted):
        return found == wanted
    return _equal(_spelled(found), _spelled(wanted))


def check_root(root: Container, wanted: str) -> None:
    """Raise :class:`PatchPanic` where a whole document is compared with a null list."""
    is_list = isinstance(root, (ListContainer, NullList))
    if is_list and (wanted == "null" or (isinstance(root, NullList) and wanted[0] == "[")):
        raise PatchPanic(NIL_POINTER)


def _equal(left: Json, right: Json) -> bool:
    """Equality as the library knows it, which panics over a null in a list."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_equal(v, right[k]) for k, v in left.items())
    if not isinstance(left, list):
        return bool(left == right)
    if len(left) != len(right):
        return False
    for mine, other in zip(left, right, strict=True):
        if mine is None or other is None:
            raise PatchPanic(NIL_POINTER)
        if not _equal(mine, other):
            return False
    return True


def _spelled(text: str) -> Json:
    """A tree in which numbers are equal only if they are spelled alike."""

    def number(literal: str) -> tuple[str, str]:
        return "number", literal

    return json.loads(text, parse_int=number, parse_float=number)
