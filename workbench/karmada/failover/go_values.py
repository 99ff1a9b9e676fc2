"""Values as Go's ``reflect`` tells them apart, and how templates compare them.

Source: client-go third_party/forked/golang/template/{exec,funcs}.go (v0.31 to v0.35). A value is
a decoded JSON value (numbers are all ``float``), an ``int`` or ``str`` from the template, or:

* ``None``: an item or key that is JSON's null;
* :data:`INVALID`: no value at all (the root of a null status, a null item as a range's ``@``);
* :class:`Byte`: one byte of a text, which is what a wildcard makes of texts;
* :data:`NIL_MAP`: the map that stays nil when a null root is read into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from workbench.karmada.failover.go_print import go_bytes
from workbench.model.go_text import format_value
from workbench.model.tree import MISSING

Value: TypeAlias = Any

INVALID: Final = MISSING


class Byte(int):
    """An unsigned byte: compares with integers, never with floats."""


class _NilMap(dict[str, Any]):
    pass


NIL_MAP: Final[dict[str, Any]] = _NilMap()


class GoPanic(Exception):
    """Go code would panic here; controller-runtime turns that into an error of the pass."""


class ComparisonError(ValueError):
    """Two values that a template refuses to compare."""


_TYPE_NAMES = {
    dict: "map[string]interface {}", _NilMap: "map[string]interface {}", list: "[]interface {}",
    str: "string", float: "float64", bool: "bool", int: "int", Byte: "uint8",
}
_BASIC = {bool: "bool", int: "int", Byte: "uint", float: "float", str: "string"}


def type_name(value: Value) -> str:
    """Go's name of the value's type. Raises :class:`GoPanic` where there is no value."""
    if value is INVALID:
        raise GoPanic("reflect: call of reflect.Value.Type on zero Value")
    return _TYPE_NAMES[type(value)]


def describe(value: Value) -> str:
    """The value as an error message prints it."""
    return "<invalid reflect.Value>" if value is INVALID else format_value(value)


def unwrapped(value: Value) -> Value:
    """The value that a fresh start (a range's body) sees: null becomes no value.

    Raises :class:`GoPanic` where there was no value to begin with.
    """
    if value is INVALID:
        raise GoPanic("reflect: call of reflect.Value.Interface on zero Value")
    return INVALID if value is None else value


def _basic_kinds(left: Value, right: Value) -> tuple[str, str]:
    kinds = _BASIC.get(type(left)), _BASIC.get(type(right))
    if kinds[0] is None or kinds[1] is None:
        raise ComparisonError("invalid type for comparison")
    if kinds[0] != kinds[1] and {*kinds} != {"int", "uint"}:
        raise ComparisonError("incompatible types for comparison")
    return kinds[0], kinds[1]


def equal(left: Value, right: Value) -> bool:
    """``==`` of two basic values. Raises :class:`ComparisonError`."""
    _basic_kinds(left, right)
    return bool(left == right)


def less(left: Value, right: Value) -> bool:
    """``<`` of two numbers or two texts (bytewise). Raises :class:`ComparisonError`."""
    kinds = _basic_kinds(left, right)
    if "bool" in kinds:
        raise ComparisonError("invalid type for comparison")
    if "string" in kinds:
        return go_bytes(left) < go_bytes(right)
    return bool(left < right)


def _at_most(left: Value, right: Value) -> bool:
    return less(left, right) or equal(left, right)


COMPARISONS: Final[dict[str, Callable[[Value, Value], bool]]] = {
    "<": less,
    ">": lambda left, right: not _at_most(left, right),
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<=": _at_most,
    ">=": lambda left, right: not less(left, right),
}
