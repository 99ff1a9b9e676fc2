"""Conversion of an object to its built-in Go type, as far as it can fail.

Follows ``FromUnstructured`` of apimachinery's pkg/runtime/converter.go (v0.31 and v0.35) and the
``UnmarshalJSON`` of Quantity, Time and IntOrString. Unknown fields are ignored; a known field of
a wrong JSON type anywhere in the object is an error, and so is a text its own parser refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from workbench.karmada.overrides.go_time import TimeError, check_rfc3339
from workbench.karmada.overrides.type_fields import kubernetes_minor, structs_of
from workbench.karmada.profile import Profile
from workbench.model import go_json
from workbench.model.go_text import type_name
from workbench.model.quantity import InvalidQuantityError, parse_quantity
from workbench.model.tree import Json, Object

KINDS = ("Pod", "ReplicaSet", "Deployment", "DaemonSet", "StatefulSet", "Job")
"""Kinds that the image, command and args overriders know. Their apiVersion is not looked at."""

_INT32_MAX = 2**31 - 1


class ConversionError(Exception):
    """The object does not fit its Go type. ``args[0]`` is apimachinery's text."""


Check = Callable[[Json], None]


def check_typed(tree: Object, kind: str, profile: Profile) -> None:
    """Convert ``tree`` to the built-in type ``kind`` (one of :data:`KINDS`) and throw it away.

    Raises:
        ConversionError: for the first field that does not fit, in the order of the Go struct.
    """
    _schema(kubernetes_minor(profile))[kind](tree)


def _short_kind(value: Json) -> str:
    """The reflect.Kind of a decoded JSON value."""
    name = type_name(value)
    return {"map[string]interface {}": "map", "[]interface {}": "slice"}.get(name, name)


@lru_cache(maxsize=8)
def _schema(minor: int) -> dict[str, Check]:
    """The check of every struct, for Kubernetes 1.``minor``."""
    structs = structs_of(minor)
    checks: dict[str, Check] = {}

    def checker(kind: str) -> Check:
        if kind.startswith("[]"):
            return _ListCheck(checker(kind[2:]))
        if kind.startswith("{}"):
            return _MapCheck(checker(kind[2:]))
        if kind in structs:
            return checks.setdefault(kind, _StructCheck())
        return _SCALARS.get(kind) or _NamedString(kind if "." in kind else f"v1.{kind}")

    for struct, fields in structs.items():
        check = checker(struct)
        assert isinstance(check, _StructCheck)
        check.fields = {field.name: checker(field.kind) for field in fields}
    return checks


@dataclass
class _StructCheck:
    fields: dict[str, Check] = field(default_factory=dict)

    def __call__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise ConversionError(f"cannot restore struct from: {_short_kind(value)}")
        try:
            for key, inner in value.items():
                if inner is not None and (check := self.fields.get(key)):
                    check(inner)
        except ConversionError:
            self._raise_in_order(value)
            raise

    def _raise_in_order(self, value: Object) -> None:
        """The error of the first wrong field, as Go walks the struct and not the map."""
        for key, check in self.fields.items():
            if value.get(key) is not None:
                check(value[key])


@dataclass(frozen=True)
class _ListCheck:
    element: Check

    def __call__(self, value: Json) -> None:
        if not isinstance(value, list):
            raise ConversionError(f"cannot restore slice from {_short_kind(value)}")
        for inner in value:
            if inner is not None:
                self.element(inner)


@dataclass(frozen=True)
class _MapCheck:
    element: Check

    def __call__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise ConversionError(f"cannot restore map from {_short_kind(value)}")
        for inner in value.values():
            if inner is not None:
                self.element(inner)


@dataclass(frozen=True)
class _NamedString:
    name: str

    def __call__(self, value: Json) -> None:
        if isinstance(value, str):
            return
        if isinstance(value, int) and not isinstance(value, bool):
            raise ConversionError(f"cannot convert int64 to {self.name}")
        raise ConversionError("unrecognized type: string")


@dataclass(frozen=True)
class _Integer:
    name: str

    def __call__(self, value: Json) -> None:
        if isinstance(value, (bool, str, dict, list)):
            raise ConversionError(f"unrecognized type: {self.name}")
        if isinstance(value, float) and not value.is_integer():
            raise ConversionError(f"cannot convert float64 to {self.name}")


def _check_bool(value: Json) -> None:
    if not isinstance(value, bool):
        raise ConversionError("unrecognized type: bool")


def _check_quantity(value: Json) -> None:
    text = go_json.encode(value)
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    try:
        parse_quantity(text)
    except InvalidQuantityError as error:
        words = str(error)
        if words.startswith("exponent"):  # a limit of ours; Go caps the amount instead
            return
        suffix = "unable to parse quantity's suffix"
        raise ConversionError(suffix if words.startswith(suffix) else words) from None


def _unmarshal_word(value: Json) -> str:
    """How encoding/json names a value that it can't put into a Go type."""
    words = {"bool": "bool", "string": "string", "map": "object", "slice": "array"}
    return words.get(_short_kind(value), "number")


def _check_time(value: Json) -> None:
    if not isinstance(value, str):
        word = _unmarshal_word(value)
        raise ConversionError(f"json: cannot unmarshal {word} into Go value of type string")
    try:
        check_rfc3339(value)
    except TimeError as error:
        raise ConversionError(error.args[0]) from None


def _check_int_or_string(value: Json) -> None:
    if isinstance(value, str):
        return
    word = _unmarshal_word(value)
    if word == "number":
        text = go_json.encode(value)
        if text.lstrip("-").isdigit() and -_INT32_MAX - 1 <= int(text) <= _INT32_MAX:
            return
        word = f"number {text}"
    raise ConversionError(f"json: cannot unmarshal {word} into Go value of type int32")


def _accept(value: Json) -> None:
    """FieldsV1 keeps whatever JSON it is given."""


_SCALARS: dict[str, Check] = {
    "string": _NamedString("string"), "bool": _check_bool,
    "int32": _Integer("int32"), "int64": _Integer("int64"),
    "Quantity": _check_quantity, "Time": _check_time, "IntOrString": _check_int_or_string,
    "FieldsV1": _accept,
}
