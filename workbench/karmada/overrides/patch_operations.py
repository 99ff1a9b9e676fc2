"""Patch operations, and what each of them does to an opened document.

Source: evanphx/json-patch v5 (patch.go), 5.9.0 in Karmada v1.12.0 and 5.9.11 in v1.18.2.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.karmada.overrides.json_document import (
    NIL_POINTER,
    Container,
    NullList,
    NullObject,
    PatchError,
    PatchPanic,
)
from workbench.karmada.profile import Profile
from workbench.model import go_json
from workbench.model.pointer import unescape
from workbench.model.tree import MISSING, Json

_KINDS = frozenset(("add", "remove", "replace", "test"))


class RawJson(str):
    """An operation's value as JSON text, its spelling of numbers and strings kept."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One patch operation.

    Attributes:
        op: ``add``, ``remove`` or ``replace`` (``test`` works too, past the schema).
        path: JSON pointer in this dialect.
        value: a tree or :class:`RawJson`; ``None`` where absent, which is the same as null.
    """

    op: str
    path: str
    value: Json = None

    def value_text(self) -> str:
        """The value as compact JSON text."""
        return self.value if isinstance(self.value, RawJson) else go_json.encode(self.value)


class Shape(Protocol):
    """What differs between documents: how a value is held, opened and compared."""

    def value_of(self, operation: Operation) -> Json:
        """The operation's value as this document holds values."""

    def open(self, value: Json) -> Container | None:
        """A private container for an object or a list; ``None`` for anything else."""

    def kind_of(self, value: Json) -> str:
        """``object``, ``array``, ``string``, ``number``, ``bool`` or ``null``."""

    def text_of(self, value: Json) -> str:
        """JSON text of a value or a container."""


def run(
    shape: Shape, root: Container, operations: Sequence[Operation], profile: Profile
) -> Container:
    """The document's root after all operations, in order.

    Raises:
        PatchError: an operation that does not apply.
        PatchPanic: an operation that makes Karmada panic.
    """
    for operation in operations:
        root = _STEPS[operation.op](shape, root, operation, profile)
    return root


def validate(operations: Sequence[Operation]) -> None:
    """Refuse a list with an unknown operation, before any of it runs. Raises PatchError."""
    for operation in operations:
        if operation.op in _KINDS:
            continue
        reason = "unsupported operation"
        if operation.op in ("move", "copy"):
            reason = "failed to decode 'from': operation, missing from field: missing value"
        text = (
            f'{{"op":{go_json.quote(operation.op)},"path":{go_json.quote(operation.path)},'
            f'"value":{operation.value_text()}}}'
        )
        raise PatchError(f"invalid operation {text}: {reason}")


def _locate(shape: Shape, root: Container, path: str) -> tuple[Container, str] | None:
    """The container that a path's last segment belongs to, and that segment."""
    segments = path.split("/")
    if len(segments) < 2:
        return (root, "") if path == "" else None
    if "~" in path:
        segments = [unescape(segment) for segment in segments]
    here = root
    for segment in segments[1:-1]:
        below = _step_into(shape, here, segment)
        if below is None:
            return None
        here = below
    return here, segments[-1]


def _step_into(shape: Shape, here: Container, key: str) -> Container | None:
    if key == "" and not isinstance(here, NullList):
        found = here.snapshot
    else:
        try:
            found = here.find(key)
        except PatchPanic:
            raise
        except PatchError:
            return None
    if isinstance(found, Container):
        return found
    opened = None if found is MISSING else shape.open(found)
    if opened is None:
        return None
    if key == "":
        here.snapshot = opened
    else:
        here.replace(key, opened)
    return opened


def _missing_path(operation: Operation, quote: str = "") -> PatchError:
    return PatchError(
        f"{operation.op} operation does not apply: doc is missing path: "
        f"{quote}{operation.path}{quote}: missing value"
    )


def _add(shape: Shape, root: Container, operation: Operation, profile: Profile) -> Container:
    if operation.path == "":
        return new_root(shape, shape.value_of(operation))
    place = _locate(shape, root, operation.path)
    if place is None:
        raise _missing_path(operation, '"')
    try:
        place[0].add(place[1], shape.value_of(operation))
    except PatchPanic:
        raise
    except PatchError as error:
        raise PatchError(f"error in add for path: '{operation.path}': {error}") from None
    return root


def _remove(shape: Shape, root: Container, operation: Operation, profile: Profile) -> Container:
    place = _locate(shape, root, operation.path)
    if place is None:
        raise _missing_path(operation, '"')
    try:
        place[0].remove(place[1])
    except PatchPanic:
        raise
    except PatchError as error:
        raise PatchError(f"error in remove for path: '{operation.path}': {error}") from None
    return root


def _replace(shape: Shape, root: Container, operation: Operation, profile: Profile) -> Container:
    if operation.path == "":
        return _replace_root(shape, root, shape.value_of(operation), profile)
    place = _locate(shape, root, operation.path)
    if place is None:
        raise _missing_path(operation)
    container, key = place
    if not container.is_known(key):
        raise PatchError(
            f"replace operation does not apply: doc is missing key: {operation.path}: missing value"
        )
    try:
        container.replace(key, shape.value_of(operation))
    except PatchPanic:
        raise
    except PatchError as error:
        raise PatchError(f"error in remove for path: '{operation.path}': {error}") from None
    return root


def _replace_root(shape: Shape, root: Container, value: Json, profile: Profile) -> Container:
    opened = shape.open(value)
    if opened is not None:
        return opened
    if shape.kind_of(value) == "null":
        return NullList()
    if profile.scalar_root_replace_is_error:
        raise PatchError("replace operation value must be object or array: %!w(<nil>)")
    return root


def new_root(shape: Shape, value: Json) -> Container:
    """A document's root from its value. Raises :class:`PatchError` for a scalar."""
    opened = shape.open(value)
    kind = shape.kind_of(value)
    if opened is None and kind != "null":
        raise PatchError(
            f"json: cannot unmarshal {kind} into Go value of type map[string]*jsonpatch.lazyNode"
        )
    root = NullObject() if opened is None else opened
    root.snapshot = value
    return root


def _test(shape: Shape, root: Container, operation: Operation, profile: Profile) -> Container:
    found: Json = root
    if operation.path != "":
        found = _tested_value(shape, root, operation)
    wanted = operation.value_text()
    wants_null = wanted == "null"
    is_null = found is MISSING or (
        not isinstance(found, Container) and shape.kind_of(found) == "null"
    )
    if operation.path == "" and isinstance(root, NullList):
        raise PatchPanic(NIL_POINTER)
    if is_null and wants_null:
        return root
    if is_null or wants_null or not _equal(shape.text_of(found), wanted):
        raise PatchError(f"testing value {operation.path} failed: test failed")
    return root


def _tested_value(shape: Shape, root: Container, operation: Operation) -> Json:
    place = _locate(shape, root, operation.path)
    if place is None:
        raise PatchError(
            f"test operation does not apply: is missing path: {operation.path}: missing value"
        )
    container, key = place
    if key == "" and not isinstance(container, NullList):
        return container.snapshot
    try:
        return container.find(key)
    except PatchPanic:
        raise
    except PatchError as error:
        raise PatchError(f"error in test for path: '{operation.path}': {error}") from None


def _equal(left: str, right: str) -> bool:
    return bool(_spelled(left) == _spelled(right))


def _spelled(text: str) -> Json:
    """A tree in which numbers are equal only if they are spelled alike."""

    def number(literal: str) -> tuple[str, str]:
        return "number", literal

    return json.loads(text, parse_int=number, parse_float=number)


_Step = Callable[[Shape, Container, Operation, Profile], Container]
_STEPS: dict[str, _Step] = {"add": _add, "remove": _remove, "replace": _replace, "test": _test}
