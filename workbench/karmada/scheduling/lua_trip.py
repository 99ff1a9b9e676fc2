"""What an object looks like after a trip through one of Karmada's Lua scripts.

Follows ``decodeValue`` and ``ConvertLuaResultInto`` of
pkg/resourceinterpreter/customized/declarative/luavm (v1.12.0 and v1.18.2): Lua has one kind of
number and one kind of table.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.go_json import normalize_number
from workbench.model.tree import Json, Object

_Names = tuple[str, ...]


def through_lua(tree: Object, *references: Object) -> Object:
    """``tree`` as it comes out of a script: nulls in maps are gone, whole floats are integers.

    ``references``: the objects that went in. An empty map turns into an empty list where one
    of them has an empty list at that place (positions in lists are not told apart).
    """
    lists = {path for reference in references for path in _empty_lists(reference, ())}
    trip: Object = _trip(tree, (), lists)
    return trip


def _empty_lists(value: Json, path: _Names) -> Iterator[_Names]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty_lists(inner, (*path, key))
    elif isinstance(value, list):
        if not value:
            yield path
        for inner in value:
            yield from _empty_lists(inner, path)


def _trip(value: Json, path: _Names, lists: set[_Names]) -> Json:
    if isinstance(value, dict):
        if not value:
            return [] if path in lists else {}
        return {k: _trip(v, (*path, k), lists) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_trip(inner, path, lists) for inner in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return normalize_number(float(value))
    return value
