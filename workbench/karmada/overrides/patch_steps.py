"""What each patch operation does to an opened document.

Source: evanphx/json-patch v5 (patch.go), 5.9.0 in Karmada v1.12.0 and 5.9.11 in v1.18.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from workbench.karmada.overrides import patch_guard
from workbench.karmada.overrides.json_document import (
    Container,
    NullList,
    NullObject,
    PatchError,
    PatchPanic,
)
from workbench.karmada.overrides.patch_operations import Operation
from workbench.karmada.profile import Profile
from workbench.model.pointer import unescape
from workbench.model.tree import MISSING, Json


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
    wanted = operation.value_text()
    if operation.path == "":
        patch_guard.check_root(root, wanted)
        # An object without content has no members, which is all that is compared.
        found = "{}" if isinstance(root, NullObject) else shape.text_of(root)
    else:
        value = _tested_value(shape, root, operation)
        found = "null" if value is MISSING else shape.text_of(value)
    if not patch_guard.is_same(found, wanted):
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


_Step = Callable[[Shape, Container, Operation, Profile], Container]
_STEPS: dict[str, _Step] = {"add": _add, "remove": _remove, "replace": _replace, "test": _test}
