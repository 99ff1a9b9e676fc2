"""One field of the member's object put into the desired one, with apimachinery's errors.

Follows the ``Nested…`` and ``SetNested…`` helpers of apimachinery's
pkg/apis/meta/v1/unstructured/helpers.go (v0.31 and v0.35).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import nested, wrong_type
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.pruning import string_map_at
from workbench.karmada.work.retention_rules import KeptField
from workbench.model.tree import MISSING, Json, Object


def with_field(desired: Object, observed: Object, field: KeptField) -> Object:
    path = tuple(map(str, field.path))
    try:
        value = _kept_value(observed, path, field)
    except (WorkError, OverrideError) as error:
        raise WorkError(f"{field.reading}{error.args[0]}") from None
    if value is MISSING:
        return desired
    try:
        return set_at(desired, path, value)
    except WorkError as error:
        raise WorkError(f"{field.writing}{error.message}") from None


def _kept_value(observed: Object, path: tuple[str, ...], field: KeptField) -> Json:
    if field.type == "texts":
        texts = string_map_at(observed, *path)
        return MISSING if texts is None else texts
    value = nested(observed, *path)
    if value is MISSING or field.type == "any":
        return value
    if field.type == "count":
        if isinstance(value, bool) or not isinstance(value, int):
            raise OverrideError(wrong_type(value, path, "int64"))
        return value if value > 0 else MISSING
    if not isinstance(value, str):
        raise OverrideError(wrong_type(value, path, "string"))
    return value or MISSING


def set_at(tree: Object, path: tuple[str, ...], value: Json, depth: int = 1) -> Object:
    """``tree`` with ``value`` at ``path``, maps made on the way; apimachinery's error else."""
    if depth == len(path):
        return {**tree, path[-1]: value}
    inner = tree.get(path[depth - 1], {})
    if not isinstance(inner, dict):
        place = ".".join(path[:depth])
        raise WorkError(f"value cannot be set because .{place} is not a map[string]interface{{}}")
    return {**tree, path[depth - 1]: set_at(inner, path, value, depth + 1)}
