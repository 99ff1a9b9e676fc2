"""Reading an unstructured object as apimachinery does, with its error texts.

Follows pkg/apis/meta/v1/unstructured/{helpers,unstructured}.go (v0.31 and v0.35).
"""

from __future__ import annotations

from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.profile import Profile
from workbench.model.go_text import format_value, type_name
from workbench.model.tree import MISSING, Json, Object, lookup


def text_at(tree: Object, *path: str) -> str:
    """A text field such as ``kind``; empty where it is absent or no text."""
    value = lookup(tree, *path)
    return value if isinstance(value, str) else ""


def wrong_type(value: Json, path: tuple[str, ...], expected: str) -> str:
    """apimachinery's words for a value of another type than an accessor wants."""
    return (
        f".{'.'.join(path)} accessor error: {format_value(value)} is of the type "
        f"{type_name(value)}, expected {expected}"
    )


def nested(tree: Object, *path: str) -> Json:
    """The value at ``path``, or :data:`MISSING`; null on the way counts as missing.

    Raises :class:`OverrideError` where something on the way is neither map nor null.
    """
    value: Json = tree
    for depth, key in enumerate(path):
        if value is None:
            return MISSING
        if not isinstance(value, dict):
            raise OverrideError(wrong_type(value, path[: depth + 1], "map[string]interface{}"))
        if key not in value:
            return MISSING
        value = value[key]
    return value


def nested_list(tree: Object, *path: str) -> list[Json] | None:
    """The list at ``path``, or ``None`` where it is missing.

    Raises :class:`OverrideError` for anything else there, null included.
    """
    value = nested(tree, *path)
    if value is MISSING:
        return None
    if not isinstance(value, list):
        raise OverrideError(wrong_type(value, path, "[]interface{}"))
    return value


def string_map(tree: Object, *path: str) -> dict[str, str] | None:
    """The map of texts at ``path``; ``None`` where it is absent or holds anything else."""
    value = lookup(tree, *path)
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        return None
    return value


def metadata_texts(tree: Object, part: str, profile: Profile) -> dict[str, str] | None:
    """``labels`` or ``annotations`` as Go code gets them: one value that is no text spoils all.

    ``None`` where there is no map. A null value is "" in versions where the accessor coerces
    it, else it spoils the map too.
    """
    value = lookup(tree, "metadata", part)
    if not isinstance(value, dict):
        return None
    if profile.null_label_is_empty and None in value.values():
        value = {k: "" if v is None else v for k, v in value.items()}
    return value if all(isinstance(v, str) for v in value.values()) else None


def labels_of(tree: Object, profile: Profile) -> dict[str, str]:
    """Labels as selectors see them; empty where :func:`metadata_texts` finds no map."""
    return metadata_texts(tree, "labels", profile) or {}
