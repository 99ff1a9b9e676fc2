"""Frozen dataclasses as JSON, and back again by their types."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin

from workbench.model.identity import ObjectId
from workbench.model.tree import Json

T = TypeVar("T")


class CodecError(ValueError):
    """JSON that does not have the shape of the type; the argument says where."""


def to_json(value: Any) -> Json:
    """Dataclasses become maps, tuples become lists, an ObjectId a list of its four parts."""
    if isinstance(value, ObjectId):
        return [value.kind, value.namespace, value.name, value.api_version]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return [[to_json(key), to_json(item)] for key, item in value.items()]
    if isinstance(value, (tuple, list)):
        return [to_json(item) for item in value]
    return value


def from_json(tree: Json, kind: type[T]) -> T:
    """The value of a type from its JSON. Raises :class:`CodecError`."""
    return typing.cast(T, _read(tree, kind, {}, "$"))


def _read(tree: Json, kind: Any, bound: dict[Any, Any], place: str) -> Any:
    kind = bound.get(kind, kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is ObjectId:
        return _identity(tree, place)
    if origin is Literal:
        return _checked(tree, tree in arguments, place)
    if origin in (typing.Union, types.UnionType):
        if tree is None and type(None) in arguments:
            return None
        return _read(tree, next(a for a in arguments if a is not type(None)), bound, place)
    if origin is tuple:
        return _tuple(tree, arguments, bound, place)
    if origin is dict:
        pair = types.GenericAlias(tuple, arguments)
        return dict(_tuple(tree, (pair, ...), bound, place))
    if is_dataclass(origin or kind):
        return _dataclass(tree, origin or kind, arguments, bound, place)
    return _plain(tree, kind, place)


def _plain(tree: Json, kind: Any, place: str) -> Json:
    if kind is float:
        is_number = isinstance(tree, (int, float)) and not isinstance(tree, bool)
        is_number = is_number and abs(tree) <= sys.float_info.max
        return float(_checked(tree, is_number, place))
    fits = isinstance(tree, kind) and (kind is bool or not isinstance(tree, bool))
    return _checked(tree, fits, place)


def _checked(tree: Json, holds: bool, place: str) -> Json:
    if not holds:
        raise CodecError(place)
    return tree


def _identity(tree: Json, place: str) -> ObjectId:
    holds = isinstance(tree, list) and len(tree) == 4 and all(isinstance(t, str) for t in tree)
    return ObjectId(*_checked(tree, holds, place))


def _tuple(
    tree: Json, arguments: tuple[Any, ...], bound: dict[Any, Any], place: str
) -> tuple[Any, ...]:
    _checked(tree, isinstance(tree, list), place)
    if len(arguments) == 2 and arguments[1] is ...:
        arguments = (arguments[0],) * len(tree)
    _checked(tree, len(arguments) == len(tree), place)
    return tuple(
        _read(item, kind, bound, f"{place}[{index}]")
        for index, (item, kind) in enumerate(zip(tree, arguments, strict=True))
    )


def _dataclass(
    tree: Json, kind: Any, arguments: tuple[Any, ...], bound: dict[Any, Any], place: str
) -> Any:
    _checked(tree, isinstance(tree, dict), place)
    parameters = getattr(kind, "__parameters__", ())
    inner = {**bound, **dict(zip(parameters, arguments, strict=False))}
    hints = typing.get_type_hints(kind)
    known = {f.name for f in fields(kind)}
    _checked(tree, tree.keys() <= known, place)
    values = {
        name: _read(tree[name], hints[name], inner, f"{place}.{name}") for name in known & set(tree)
    }
    try:
        return kind(**values)
    except TypeError:
        raise CodecError(place) from None
