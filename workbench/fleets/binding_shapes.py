"""The types of a binding's fields that rules read: pkg/apis/work/v1alpha2/binding_types.go.

Bindings are written by Karmada, so one of another shape is a damaged file, and no admission
says so.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from workbench.model.tree import Json, Object, Path

_KINDS: Final = frozenset({"ResourceBinding", "ClusterResourceBinding"})
_TARGETS: Final = [{"name": str, "replicas": int}]
_SPEC: Final[dict[str, Any]] = {
    "resource": {"apiVersion": str, "kind": str, "namespace": str, "name": str},
    "replicas": int,
    "clusters": _TARGETS,
    "requiredBy": [{"namespace": str, "name": str, "clusters": _TARGETS}],
    "placement": {"replicaScheduling": {"replicaSchedulingType": str}},
    "replicaRequirements": {},
    "components": [{}],
    "gracefulEvictionTasks": [{"fromCluster": str}],
    "suspension": {"dispatchingOnClusters": {"clusterNames": [str]}},
    "conflictResolution": str,
}


class WrongType(NamedTuple):
    """A field that is not of its type, and the type in words."""

    path: Path
    wanted: str


def wrong_type(tree: Object) -> WrongType | None:
    """The first field of a binding that Go could not read; ``None`` for other objects."""
    if tree["kind"] not in _KINDS:
        return None
    return wrong_in(tree.get("spec"), _SPEC, ("spec",))


def wrong_in(value: Json, shape: Any, path: Path) -> WrongType | None:
    """The first place below ``path`` where ``value`` is not of ``shape``."""
    if value is None:
        return None
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return WrongType(path, "a map")
        parts = [(key, value.get(key), below) for key, below in shape.items()]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return WrongType(path, "a list")
        if None in value:
            item = (*path, value.index(None))
            return WrongType(item, "a map" if isinstance(shape[0], dict) else "text")
        parts = [(index, item, shape[0]) for index, item in enumerate(value)]
    else:
        is_right = isinstance(value, shape) and not isinstance(value, bool)
        return None if is_right else WrongType(path, "text" if shape is str else "a whole number")
    found = (wrong_in(item, below, (*path, step)) for step, item, below in parts)
    return next((fault for fault in found if fault), None)
