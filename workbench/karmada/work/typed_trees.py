"""Objects as their built-in Go types hold them: written back, and compared.

Follows ``ToUnstructured`` of apimachinery's pkg/runtime/converter.go and ``Semantic.DeepEqual``
of pkg/api/equality (v0.31 and v0.35), for trees that
:func:`workbench.karmada.overrides.typed.check_typed` accepts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workbench.karmada.overrides.type_fields import TypeField, kubernetes_minor, structs_of
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.int_sizes import int32
from workbench.model import go_json
from workbench.model.quantity import InvalidQuantityError, parse_quantity
from workbench.model.timestamps import format_time, parse_time
from workbench.model.tree import Json, Object

_ZERO: Final[dict[str, Json]] = {
    "bool": False, "int32": 0, "int64": 0, "Quantity": "0", "IntOrString": 0, "Time": None,
    "FieldsV1": None,
}  # fmt: skip
_OPAQUE: Final = ("Quantity", "IntOrString", "Time")
"""Structs with a JSON form of their own: ``omitempty`` means nothing for them."""


def rewritten(tree: Object, struct: str, profile: Profile) -> Object:
    """``tree`` decoded into the built-in type ``struct`` and written out again.

    Unknown fields vanish, zero values too unless the type always writes them.
    """
    return _Writer(profile, _quantity_text).struct(tree, struct)


def comparable(tree: Json, struct: str, profile: Profile) -> Object:
    """``tree`` in a form that is equal for equal values of the type.

    Quantities are amounts in thousand-millionths, empty lists and maps are absent.
    """
    written = _Writer(profile, _quantity_amount).struct(
        tree if isinstance(tree, dict) else {}, struct
    )
    found: Object = _without_empty_lists(written)
    return found


class _Writer:
    def __init__(self, profile: Profile, quantity: Callable[[Json], Json]) -> None:
        self._structs: Mapping[str, tuple[TypeField, ...]] = structs_of(kubernetes_minor(profile))
        self._quantity = quantity
        self._writes_creation_time = profile.typed_metadata_writes_creation_time

    def struct(self, tree: Object, name: str) -> Object:
        written: Object = {}
        for field in self._structs[name]:
            value = tree.get(field.name)
            if self._is_written(field, value, name):
                written[field.name] = self._field(field, value)
        return written

    def _is_written(self, field: TypeField, value: Json, struct: str) -> bool:
        if struct == "ObjectMeta" and field.name == "creationTimestamp":
            return value is not None or self._writes_creation_time
        if field.is_always_written:
            return True
        if field.is_pointer:
            return value is not None
        if field.kind in _OPAQUE or field.kind in self._structs:
            return True
        return not (value is None or value in ("", [], {}) or value is False or value == 0)

    def _field(self, field: TypeField, value: Json) -> Json:
        is_nil = value is None
        if is_nil and (field.is_pointer or field.kind.startswith(("[]", "{}"))):
            return None
        return self._value(value, field.kind)

    def _value(self, value: Json, kind: str) -> Json:
        if kind.startswith("[]"):
            return [self._value(inner, kind[2:]) for inner in value]
        if kind.startswith("{}"):
            return {key: self._value(inner, kind[2:]) for key, inner in value.items()}
        if kind in self._structs:
            return self.struct(value or {}, kind)
        if value is None:
            value = _ZERO.get(kind, "")
        match kind:
            case "Quantity":
                return self._quantity(value)
            case "Time":
                moment = parse_time(value)
                return None if moment is None else format_time(moment)
            case "int32":
                return int32(int(value))
            case "int64":
                return int(value)
        return value


def _quantity_text(value: Json) -> Json:
    try:
        return str(parse_quantity(_literal(value)))
    except InvalidQuantityError:  # an exponent beyond our limit; Go accepts it
        return value


def _quantity_amount(value: Json) -> Json:
    try:
        return parse_quantity(_literal(value)).nano
    except InvalidQuantityError:
        return value


def _literal(value: Json) -> Json:
    return go_json.encode(value) if isinstance(value, float) else value


def _without_empty_lists(value: Json) -> Json:
    """Lists and maps that are always written may be null or empty: the same to Go."""
    if isinstance(value, dict):
        return {k: _without_empty_lists(v) for k, v in value.items() if v is not None and v != []}
    if isinstance(value, list):
        return [_without_empty_lists(inner) for inner in value]
    return value
