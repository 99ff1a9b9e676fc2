"""imageOverrider: which images of an object it patches, and how it finds them.

Follows pkg/util/overridemanager/imageoverride.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.overrides.commands import containers_path, not_a
from workbench.karmada.overrides.failure import OverrideError, OverridePanic
from workbench.karmada.overrides.images import override_image
from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.overrides.typed import ConversionError, check_typed
from workbench.karmada.profile import Profile
from workbench.model.go_text import parse_integer
from workbench.model.tree import Json, Object, lookup


def image_operations(tree: Object, item: Json, profile: Profile) -> list[Operation]:
    """The patch that one item makes: every container's image, or the one its predicate names.

    Raises :class:`OverrideError` where an image can't be found or parsed or the object does
    not fit its built-in type, :class:`OverridePanic` where the predicate's index is out of range.
    """
    predicate = item.get("predicate")
    if predicate is not None:
        return [_named_image(tree, predicate.get("path") or "", item, profile)]
    kind = text_at(tree, "kind")
    path = containers_path(kind)
    if path is None:
        return []
    try:
        check_typed(tree, kind, profile)
    except ConversionError as error:
        text = f"failed to convert {kind} from unstructured object: {error}"
        raise OverrideError(text) from None
    prefix = f"/{'/'.join(path)}"
    return [
        _operation(f"{prefix}/{index}/image", text_at(container or {}, "image"), item, profile)
        for index, container in enumerate(lookup(tree, *path) or ())
    ]


def _operation(path: str, image: str, item: Json, profile: Profile) -> Operation:
    if not path.startswith("/"):
        raise OverrideError("imagePath should be start with / character")
    return Operation("replace", path, override_image(image, item, profile))


def _named_image(tree: Object, path: str, item: Json, profile: Profile) -> Operation:
    try:
        image = _image_at(tree, path)
    except OverrideError as error:
        text = f"failed to obtain imageValue with predicate path({path}), error: {error}"
        raise OverrideError(text) from None
    return _operation(path, image, item, profile)


def _image_at(tree: Object, path: str) -> str:
    """Karmada's own walker: no unescaping, and an index is taken only right after its list."""
    segments = path.strip("/").split("/")
    current: Json = tree
    at = 0
    while at < len(segments) - 1:
        value = current.get(segments[at])
        if isinstance(value, list):
            value = _element(value, segments[at + 1])
            at += 1
        elif not isinstance(value, dict):
            raise OverrideError(
                f"path({segments[at]}) of rawObj's type is not "
                "map[string]interface{} and []interface{}"
            )
        current = value
        at += 1
    image = current.get(segments[-1])
    if not isinstance(image, str):
        raise OverrideError(f"failed to convert path({segments[-1]}) to string")
    return image


def _element(items: list[Json], segment: str) -> Json:
    index = parse_integer(segment)
    if isinstance(index, str) or not -(2**31) <= index < 2**31:
        raise OverrideError(f"path({segment}) of rawObj's is not number")
    if not 0 <= index < len(items):
        tail = f" with length {len(items)}" if index >= 0 else ""
        raise OverridePanic(f"runtime error: index out of range [{index}]{tail}")
    if not isinstance(items[index], dict):
        raise OverridePanic(not_a(items[index], "map[string]interface {}"))
    return items[index]
