"""Replica counts of the built-in workloads: read from a template, written into one.

Follows replica.go and revisereplica.go of pkg/resourceinterpreter/default/native and
``ApplyReplica`` of pkg/util/helper/unstructured.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import wrong_type
from workbench.karmada.overrides.typed import KINDS, ConversionError, check_typed
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.bundled_replicas import revised_bundled
from workbench.karmada.scheduling.int_sizes import int32
from workbench.karmada.scheduling.pods import kind_of, map_at
from workbench.model.errors import InputError
from workbench.model.tree import MISSING, Object, lookup, replaced

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

    Raises :class:`InterpretationError` where the object does not fit its Go type.
    """
    check_convertible(tree, profile)
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
    try:
        bundled: Object | None = revised_bundled(tree, kind_of(tree), replicas, profile)
    except ValueError as error:
        raise InterpretationError(str(error)) from error
    if bundled is not None:
        return bundled
    name = replicas_field(tree, profile)
    spec = tree.get("spec")
    if not name or spec is None:
        return tree
    if not isinstance(spec, dict):
        raise InterpretationError(wrong_type(spec, ("spec", name), "map[string]interface{}"))
    value = lookup(spec, name)
    if value is MISSING:
        return tree
    if isinstance(value, bool) or not isinstance(value, int):
        raise InterpretationError(wrong_type(value, ("spec", name), "int64"))
    return replaced(tree, ("spec", name), replicas)  # type: ignore[no-any-return]


def check_convertible(tree: Object, profile: Profile) -> None:
    """Raise :class:`InterpretationError` where a built-in workload does not fit its Go type."""
    kind = kind_of(tree)[1]
    if kind in KINDS:
        try:
            check_typed(tree, kind, profile)
        except ConversionError as error:
            raise InterpretationError(str(error)) from error


def _int32(spec: Object, name: str) -> int | None:
    """A 32-bit integer as Go's converter reads it: wider ones wrap, whole floats pass."""
    value = spec.get(name)
    return None if value is None else int32(int(value))
