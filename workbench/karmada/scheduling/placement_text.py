"""A placement as Karmada's Go type holds it: when two are equal, and how it is written.

The types are those of pkg/apis/policy/v1alpha1/propagation_types.go (v1.12.0 and v1.18.2);
the annotation ``policy.karmada.io/applied-placement`` is their JSON text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from workbench.karmada.profile import Profile
from workbench.model.errors import InputError
from workbench.model.go_json import encode, quote
from workbench.model.tree import Json, Object

APPLIED_PLACEMENT = "policy.karmada.io/applied-placement"


class _Field(NamedTuple):
    """One field of a Go struct: its JSON name, its type, and whether it is always written."""

    name: str
    type: str
    always: bool = False


_AFFINITY = (
    _Field("labelSelector", "LabelSelector"),
    _Field("fieldSelector", "FieldSelector"),
    _Field("clusterNames", "[]text"),
    _Field("exclude", "[]text"),
)
_REQUIREMENT = (
    _Field("key", "text", True), _Field("operator", "text", True), _Field("values", "[]text"),
)  # fmt: skip
_GROUP = (_Field("groupByLabelKey", "text", True),)
_STRUCTS: dict[str, tuple[_Field, ...]] = {
    "Placement": (
        _Field("clusterAffinity", "Affinity"),
        _Field("clusterAffinities", "[]Term"),
        _Field("clusterTolerations", "[]Toleration"),
        _Field("spreadConstraints", "[]SpreadConstraint"),
        _Field("replicaScheduling", "ReplicaScheduling"),
        _Field("workloadAffinity", "WorkloadAffinity"),
    ),
    "Affinity": _AFFINITY,
    "Term": (
        _Field("affinityName", "text", True), *_AFFINITY, _Field("overflowAffinities", "[]Overflow")
    ),
    "Overflow": (_Field("affinityName", "text", True), *_AFFINITY),
    "LabelSelector": (_Field("matchLabels", "map"), _Field("matchExpressions", "[]Requirement")),
    "FieldSelector": (_Field("matchExpressions", "[]Requirement"),),
    "Requirement": _REQUIREMENT,
    "Toleration": (
        _Field("key", "text"), _Field("operator", "text"), _Field("value", "text"),
        _Field("effect", "text"), _Field("tolerationSeconds", "pointer"),
    ),
    "SpreadConstraint": (
        _Field("spreadByField", "text"), _Field("spreadByLabel", "text"),
        _Field("maxGroups", "number"), _Field("minGroups", "number"),
    ),
    "ReplicaScheduling": (
        _Field("replicaSchedulingType", "text"), _Field("replicaDivisionPreference", "text"),
        _Field("weightPreference", "Preferences"),
    ),
    "Preferences": (_Field("staticWeightList", "[]StaticWeight"), _Field("dynamicWeight", "text")),
    "StaticWeight": (_Field("targetCluster", "Affinity", True), _Field("weight", "number", True)),
    "WorkloadAffinity": (_Field("affinity", "Group"), _Field("antiAffinity", "Group")),
    "Group": _GROUP,
}  # fmt: skip
_NEWER = {
    "overflowAffinities": "knows_overflow_affinities",
    "workloadAffinity": "knows_workload_affinity",
}
_ZERO = {"text": "", "number": 0}


def typed_placement(placement: Json, profile: Profile) -> Object:
    """A placement with exactly the fields of the Go type; two are equal where Go's are.

    A field that is absent is ``None``; an empty list stays different from an absent one.
    Raises :class:`InputError` where a value has no place in the type.
    """
    return _struct(placement, "Placement", profile)


def placement_text(typed: Object) -> str:
    """The JSON that Go writes for a placement that :func:`typed_placement` returned."""
    return _text(typed, "Placement")


@lru_cache(maxsize=4096)
def read_placement(text: str, profile: Profile) -> Object | None:
    """The placement in an annotation; ``None`` where Go can't decode it."""
    try:
        return typed_placement(json.loads(text), profile)
    except (ValueError, InputError):
        return None


def _struct(value: Json, name: str, profile: Profile) -> Object:
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise InputError(f"placement: {name} is no object")
    return {
        field.name: _value(value.get(field.name), field.type, profile)
        for field in _STRUCTS[name]
        if field.name not in _NEWER or getattr(profile, _NEWER[field.name])
    }


def _value(value: Json, kind: str, profile: Profile) -> Json:
    if value is None:
        return _ZERO.get(kind)
    if kind.startswith("[]"):
        if not isinstance(value, list):
            raise InputError(f"placement: {kind} is no list")
        return [_item(item, kind[2:], profile) for item in value]
    wanted: tuple[type, ...] = {"text": (str,), "map": (dict,)}.get(kind, (int,))
    if kind not in ("text", "map", "number", "pointer"):
        return _struct(value, kind, profile)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise InputError(f"placement: {value!r} is no {kind}")
    return value


def _item(value: Json, kind: str, profile: Profile) -> Json:
    return _value(value, kind, profile) if kind == "text" else _struct(value, kind, profile)


def _text(typed: Object, name: str) -> str:
    parts = []
    for field in _STRUCTS[name]:
        value = typed.get(field.name)
        if field.always or not _is_empty(value, field.type):
            parts.append(f"{quote(field.name)}:{_value_text(value, field.type)}")
    return "{" + ",".join(parts) + "}"


def _is_empty(value: Json, kind: str) -> bool:
    """What ``omitempty`` leaves out: a set pointer stays, whatever it points to."""
    if value is None:
        return True
    if kind in ("text", "number", "map") or kind.startswith("[]"):
        return not value
    return False


def _value_text(value: Json, kind: str) -> str:
    if kind in _STRUCTS:
        return _text(value or {}, kind)
    if kind.startswith("[]") and kind[2:] in _STRUCTS:
        return "[" + ",".join(_text(item, kind[2:]) for item in value) + "]"
    return encode(value)
