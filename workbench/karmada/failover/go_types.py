"""Go types as far as decoding into them can fail, and the two ways Karmada decodes.

* :func:`conversion_fault`: ``FromUnstructured`` (apimachinery pkg/runtime/converter.go), which
  health rules use to read member objects;
* :func:`decoding_fault`: ``encoding/json`` (Go 1.26), which reads the applied placement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from workbench.model.timestamps import parse_time
from workbench.model.tree import Json


@dataclass(frozen=True, slots=True)
class Scalar:
    """A basic type.

    Attributes:
        kind: ``string``, ``bool``, ``int``, ``int32`` or ``int64``.
        name: how Go spells the type, for a named string.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """``metav1.Time``."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A slice; ``name`` is its item's type as Go spells it."""

    item: Type
    name: str = ""


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map with text keys."""

    value: Type


@dataclass(frozen=True, slots=True)
class Struct:
    """A struct; fields that are not listed are not looked at."""

    name: str
    fields: Mapping[str, Type] = field(default_factory=dict)


Type: TypeAlias = Scalar | Time | ListOf | MapOf | Struct

STRING, BOOL = Scalar("string"), Scalar("bool")
INT, INT32, INT64 = Scalar("int"), Scalar("int32"), Scalar("int64")


def _kind(value: Json) -> str:
    """The reflect.Kind of a decoded value."""
    if isinstance(value, bool):
        return "bool"
    kinds = {str: "string", int: "int64", float: "float64", dict: "map", list: "slice"}
    return kinds[type(value)]


def _scalar_conversion_fault(value: Json, wanted: Scalar) -> str:
    kind = _kind(value)
    if wanted.kind in ("string", "bool"):
        if kind == wanted.kind:
            return ""
        if kind == "int64" and wanted.kind == "string":
            return f"cannot convert int64 to {wanted.name or wanted.kind}"
    elif kind == "int64" or (kind == "float64" and float(value).is_integer()):
        return ""
    elif kind == "float64":
        return f"cannot convert float64 to {wanted.kind}"
    return f"unrecognized type: {wanted.kind}"


def _first_fault(faults: list[str]) -> str:
    return next((fault for fault in faults if fault), "")


def conversion_fault(value: Json, wanted: Type) -> str:
    """Why ``FromUnstructured`` refuses a value, or the empty text. Null fits everything."""
    if value is None:
        return ""
    if isinstance(wanted, Scalar):
        return _scalar_conversion_fault(value, wanted)
    if isinstance(wanted, Time):
        return "" if value == "" or parse_time(value) is not None else "parsing time"
    if isinstance(wanted, ListOf):
        if not isinstance(value, list):
            return f"cannot restore slice from {_kind(value)}"
        return _first_fault([conversion_fault(item, wanted.item) for item in value])
    if not isinstance(value, dict):
        if isinstance(wanted, MapOf):
            return f"cannot restore map from {_kind(value)}"
        return f"cannot restore struct from: {_kind(value)}"
    if isinstance(wanted, MapOf):
        return _first_fault([conversion_fault(item, wanted.value) for item in value.values()])
    return _first_fault(
        [conversion_fault(value.get(name), inner) for name, inner in wanted.fields.items()]
    )


def integer(value: Json, bits: int) -> int:
    """What ends up in an integer field: whole floats fit, numbers too large lose their top bits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    half = 1 << (bits - 1)
    return (int(value) + half) % (2 * half) - half


_JSON_WORDS = {
    "bool": "bool", "string": "string", "int64": "number", "float64": "number",
    "map": "object", "slice": "array",
}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where decoding stands: the innermost struct, and the path from the outermost."""

    root: str
    struct: str = ""
    path: str = ""

    def into(self, struct: str, name: str) -> _Spot:
        return _Spot(self.root, struct, f"{self.path}.{name}" if self.path else name)

    def misfit(self, value: Json, type_name: str) -> str:
        word = _JSON_WORDS[_kind(value)]
        if word == "number" and type_name not in ("string", "bool") and self.path:
            word = f"number {value}" if type_name.startswith("int") else word
        if not self.path:
            return f"json: cannot unmarshal {word} into Go value of type {type_name}"
        where = f"Go struct field {self.struct}.{self.path}"
        return f"json: cannot unmarshal {word} into {where} of type {type_name}"


def _fits(value: Json, wanted: Scalar) -> bool:
    if wanted.kind in ("string", "bool"):
        return _kind(value) == wanted.kind
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    bits = 32 if wanted.kind == "int32" else 64
    return bool(-(1 << (bits - 1)) <= value < 1 << (bits - 1))


def _struct_fault(value: dict[str, Json], wanted: Struct, spot: _Spot) -> str:
    by_fold = {name.lower(): name for name in wanted.fields}
    for key, inner in value.items():
        name = key if key in wanted.fields else by_fold.get(key.lower(), "")
        if name:
            fault = _decoding_fault(inner, wanted.fields[name], spot.into(wanted.name, name))
            if fault:
                return fault
    return ""


def _type_name(wanted: Type) -> str:
    if isinstance(wanted, Scalar):
        return wanted.name or wanted.kind
    if isinstance(wanted, ListOf):
        return f"[]{wanted.name or _type_name(wanted.item)}"
    if isinstance(wanted, MapOf):
        return f"map[string]{_type_name(wanted.value)}"
    return f"v1alpha1.{wanted.name}" if isinstance(wanted, Struct) else "v1.Time"


def _decoding_fault(value: Json, wanted: Type, spot: _Spot) -> str:
    if value is None:
        return ""
    if isinstance(wanted, Scalar):
        return "" if _fits(value, wanted) else spot.misfit(value, _type_name(wanted))
    if isinstance(wanted, Time):
        return "" if isinstance(value, str) else spot.misfit(value, "string")
    if isinstance(wanted, ListOf) and isinstance(value, list):
        return _first_fault([_decoding_fault(part, wanted.item, spot) for part in value])
    if isinstance(wanted, Struct) and isinstance(value, dict):
        return _struct_fault(value, wanted, spot)
    if isinstance(wanted, MapOf) and isinstance(value, dict):
        parts = value.values()
        return _first_fault([_decoding_fault(part, wanted.value, spot) for part in parts])
    return spot.misfit(value, _type_name(wanted))


def decoding_fault(value: Json, wanted: Struct) -> str:
    """Why ``encoding/json`` refuses a value, or the empty text. Null fits everything."""
    return _decoding_fault(value, wanted, _Spot(wanted.name))


def member(value: Json, name: str) -> Json:
    """What ``encoding/json`` puts into a field: keys are equal whatever their case, last wins."""
    if not isinstance(value, dict):
        return None
    found = [inner for key, inner in value.items() if key.lower() == name.lower()]
    return found[-1] if found else None
