"""Replica counts of the built-in workloads: read from a template, written into one.

Follows replica.go and revisereplica.go of pkg/resourceinterpreter/default/native and
``ApplyReplica`` of pkg/util/helper/unstructured.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of, map_at
from workbench.model.errors import InputError
from workbench.model.go_json import format_float
from workbench.model.tree import MISSING, Json, Object, lookup, replaced

_REPLICAS_FIELD = {
    ("apps/v1", "Deployment"): "replicas",
    ("apps/v1", "ReplicaSet"): "replicas",
    ("apps/v1", "StatefulSet"): "replicas",
    ("batch/v1", "Job"): "parallelism",
}
_POD = ("v1", "Pod")


class InterpretationError(InputError):
    """A template that Karmada's interpreter can't read; the message is Karmada's own."""


def replicas_field(tree: Object, profile: Profile) -> str:
    """Field under ``spec`` that holds the replica count; empty for kinds without one."""
    kind = kind_of(tree)
    if kind == ("apps/v1", "ReplicaSet") and not profile.replica_set_is_interpreted:
        return ""
    return _REPLICAS_FIELD.get(kind, "")


def has_replicas(tree: Object, profile: Profile) -> bool:
    """Whether Karmada by itself knows how many replicas this kind of object has."""
    return kind_of(tree) == _POD or bool(replicas_field(tree, profile))


def replicas_of(tree: Object, profile: Profile) -> int:
    """Replicas that a template asks for, all clusters together. A missing count is 0.

    Raises :class:`InterpretationError` where the count is no integer.
    """
    if kind_of(tree) == _POD:
        return 1
    spec = map_at(tree, "spec")
    count = _int32(spec, replicas_field(tree, profile))
    if kind_of(tree) == ("batch/v1", "Job"):
        completions = _int32(spec, "completions")
        count = count or 0
        return min(count, count if completions is None else completions)
    return count or 0


def revised(tree: Object, replicas: int, profile: Profile) -> Object:
    """The template with ``replicas`` written in; the same object where it has no such field.

    Raises :class:`InterpretationError` where the field holds anything but an integer.
    """
    name = replicas_field(tree, profile)
    spec = tree.get("spec")
    if not name or spec is None:
        return tree
    if not isinstance(spec, dict):
        raise _accessor_error(name, spec, "map[string]interface {}")
    value = lookup(spec, name)
    if value is MISSING:
        return tree
    if isinstance(value, bool) or not isinstance(value, int):
        raise _accessor_error(name, value, "int64")
    return replaced(tree, ("spec", name), replicas)  # type: ignore[no-any-return]


def _int32(spec: Object, name: str) -> int | None:
    """A 32-bit integer as Go's converter reads it: wider ones wrap, whole floats pass."""
    value = spec.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InterpretationError("unrecognized type: int32")
    if isinstance(value, float) and not value.is_integer():
        raise InterpretationError("cannot convert float64 to int32")
    return (int(value) + 2**31) % 2**32 - 2**31


def _accessor_error(name: str, value: Json, expected: str) -> InterpretationError:
    return InterpretationError(
        f".spec.{name} accessor error: {_go_text(value)} is of the type {_go_type(value)}, "
        f"expected {expected}"
    )


def _go_type(value: Json) -> str:
    names = {bool: "bool", int: "int64", float: "float64", str: "string", list: "[]interface {}"}
    return "<nil>" if value is None else names.get(type(value), "map[string]interface {}")


def _go_text(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format_float(value)
    if isinstance(value, list):
        return f"[{' '.join(map(_go_text, value))}]"
    if isinstance(value, dict):
        return f"map[{' '.join(f'{k}:{_go_text(v)}' for k, v in sorted(value.items()))}]"
    return "<nil>" if value is None else str(value)
