"""The types of a Cluster's fields that rules read: pkg/apis/cluster/v1alpha1/types.go.

The API server refuses a Cluster of another shape, and everything that is placed hangs on it.
"""

from __future__ import annotations

from typing import Any, Final

from workbench.fleets.binding_shapes import WrongType, wrong_in
from workbench.model.errors import InputError
from workbench.model.quantity import parse_quantity
from workbench.model.tree import Json, Object, Path, lookup

_SPEC: Final[dict[str, Any]] = {
    "taints": [{"key": str, "value": str, "effect": str, "timeAdded": str}],
    "provider": str, "region": str, "zone": str, "zones": [str],
    "resourceModels": [{"grade": int, "ranges": [{"name": str}]}],
}  # fmt: skip
_STATUS: Final[dict[str, Any]] = {
    "apiEnablements": [{"groupVersion": str, "resources": [{"kind": str}]}],
    "conditions": [{"type": str, "status": str}],
    "kubernetesVersion": str,
    "resourceSummary": {
        "allocatable": {}, "allocated": {}, "allocating": {},
        "allocatableModelings": [{"grade": int, "count": int}],
    },
}
_AMOUNTS: Final = ("allocatable", "allocated", "allocating")


def wrong_type(tree: Object) -> WrongType | None:
    """The first field of a Cluster that Go could not read; ``None`` for other objects."""
    if tree["kind"] != "Cluster":
        return None
    return (
        wrong_in(tree.get("spec"), _SPEC, ("spec",))
        or wrong_in(tree.get("status"), _STATUS, ("status",))
        or _wrong_label(tree)
        or _wrong_amount(tree)
    )


def _wrong_label(tree: Object) -> WrongType | None:
    for key, value in (lookup(tree, "metadata", "labels") or {}).items():
        if value is not None and not isinstance(value, str):
            return WrongType(("metadata", "labels", key), "text")
    return None


def _wrong_amount(tree: Object) -> WrongType | None:
    summary: Path = ("status", "resourceSummary")
    for part in _AMOUNTS:
        amounts = lookup(tree, *summary, part)
        for name, amount in amounts.items() if isinstance(amounts, dict) else ():
            if amount is not None and not _is_quantity(amount):
                return WrongType((*summary, part, name), "a quantity")
    for path, amount in _model_bounds(tree):
        if not _is_quantity(amount):
            return WrongType(path, "a quantity")
    return None


def _model_bounds(tree: Object) -> list[tuple[Path, Json]]:
    found: list[tuple[Path, Json]] = []
    for at, model in enumerate(lookup(tree, "spec", "resourceModels") or ()):
        for index, bounds in enumerate((model or {}).get("ranges") or ()):
            path: Path = ("spec", "resourceModels", at, "ranges", index)
            found += [
                ((*path, bound), bounds[bound])
                for bound in ("min", "max") if bounds and bounds.get(bound) is not None
            ]
    return found


def _is_quantity(value: Json) -> bool:
    try:
        parse_quantity(value)
    except InputError:
        return False
    return True
