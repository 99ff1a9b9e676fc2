"""JSON patches in the dialect of Karmada's patch library, on whole objects.

Source: applyJSONPatch of Karmada's pkg/util/overridemanager/overridemanager.go, which calls
evanphx/json-patch v5 (patch.go), v1.12.0 and v1.18.2. It is not RFC 6902 to the letter:
negative positions count from the end, the text before a path's first ``/`` is ignored, an
empty segment at the root leads to a detached copy of the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.karmada.overrides.json_document import (
    Container,
    ListContainer,
    ObjectContainer,
    PatchError,
    PatchPanic,
)
from workbench.karmada.overrides.json_text import patched_text
from workbench.karmada.overrides.patch_operations import Operation, RawJson, validate
from workbench.karmada.overrides.patch_steps import run
from workbench.karmada.profile import Profile
from workbench.model import go_json
from workbench.model.tree import Json, Object

__all__ = ["Operation", "PatchError", "PatchPanic", "RawJson", "apply", "check_object"]


class TreeShape:
    """Documents that are trees: opening one container copies it, and nothing below it."""

    def value_of(self, operation: Operation) -> Json:
        if isinstance(operation.value, RawJson):
            return go_json.decode(operation.value)
        return go_json.normalize(operation.value)

    def open(self, value: Json) -> Container | None:
        if isinstance(value, dict):
            return ObjectContainer(value.copy())
        if isinstance(value, list):
            return ListContainer(value.copy())
        return None

    def kind_of(self, value: Json) -> str:
        return _KIND_NAMES.get(type(value), "number")

    def text_of(self, value: Json) -> str:
        return go_json.encode(self.closed(value))

    def closed(self, value: Json) -> Json:
        """The tree that an opened container has become."""
        kind = type(value)
        if kind is ObjectContainer:
            return {
                key: self.closed(member) if type(member) in _OPENED else member
                for key, member in value.members.items()
            }
        if kind is ListContainer:
            return [self.closed(i) if type(i) in _OPENED else i for i in value.items]
        return None if isinstance(value, Container) else value


_KIND_NAMES = {dict: "object", list: "array", str: "string", bool: "bool", type(None): "null"}
_OPENED = (ObjectContainer, ListContainer)
_TREES = TreeShape()


def apply(
    tree: Object, operations: Sequence[Operation], profile: Profile, *, settled: bool = False
) -> Object:
    """The object after a patch and the trip through JSON that follows it.

    ``tree`` stays as it is; what no operation touched is shared with the result. ``settled``
    promises that the tree's numbers are as JSON leaves them, which saves a walk through it.

    Raises:
        PatchError: an operation that does not apply, or a result without ``kind``.
        PatchPanic: an operation that makes Karmada panic.
    """
    validate(operations)
    tree = tree if settled else as_settled(tree)
    try:
        root = run(_TREES, ObjectContainer(tree.copy(), tree), operations, profile)
    except ValueError:
        return _decoded(patched_text(go_json.encode(tree), operations, profile))
    result = _TREES.closed(root)
    if isinstance(result, dict) and _has_kind(result):
        return result
    return _decoded(patched_text(go_json.encode(tree), operations, profile))


def check_object(tree: Object, *, settled: bool = False) -> Object:
    """An object after one trip through JSON: what a patch without operations does.

    Raises :class:`PatchError` without a non-empty text in ``kind``.
    """
    if not _has_kind(tree):
        return _decoded(go_json.encode(tree))
    return tree if settled else as_settled(tree)


def _has_kind(tree: Object) -> bool:
    kind = tree.get("kind")
    return isinstance(kind, str) and kind != ""


def _decoded(text: str) -> Object:
    """An object from its JSON text, or Karmada's complaint about that very text."""
    try:
        tree = go_json.decode(text)
    except ValueError as error:
        raise PatchError(str(error)) from None
    if isinstance(tree, dict) and _has_kind(tree):
        return tree
    if tree is None or isinstance(tree, dict):
        raise PatchError(f"Object 'Kind' is missing in '{text}'")
    raise PatchError("json: cannot unmarshal array into Go value of type map[string]interface {}")


def as_settled(tree: Object) -> Object:
    """The tree with numbers as they come back from JSON; the same tree if they are already."""
    settled: Object = tree if _is_settled(tree) else go_json.normalize(tree)
    return settled


def _is_settled(value: Json) -> bool:
    kind = type(value)
    if kind is dict:
        return all(map(_is_settled, value.values()))
    if kind is list:
        return all(map(_is_settled, value))
    return kind is not float or isinstance(go_json.normalize_number(value), float)
