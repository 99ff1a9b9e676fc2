"""labelsOverrider and annotationsOverrider: what they patch into an object's metadata.

Follows pkg/util/overridemanager/labelannotationoverrider.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import string_map
from workbench.karmada.overrides.json_patch import Operation
from workbench.model.pointer import unescape
from workbench.model.tree import Json, Object


def label_operations(tree: Object, item: Json, target: str) -> tuple[Object, list[Operation]]:
    """The object made ready for the patch, and the patch that one item makes.

    ``target`` is ``labels`` or ``annotations``. Ready means: for ``add``, a map that is missing
    or holds anything but texts is put in place empty first. Without operations Karmada does
    nothing more, not even a trip through JSON.
    """
    operator = item.get("operator") or ""
    found = []
    for key, value in (item.get("value") or {}).items():
        if operator in ("remove", "replace"):
            if key not in (string_map(tree, "metadata", target) or {}):
                continue
        elif operator == "add" and string_map(tree, "metadata", target) is None:
            ready = _with_empty_map(tree, target)
            if ready is None:
                continue
            tree = ready
        found.append(Operation(operator, _pointer(key, target), value))
    return tree, found


def _pointer(key: str, target: str) -> str:
    """The patch path of a key. Karmada escapes ``/`` only, so ``~1`` in a key means ``/``."""
    return f"/metadata/{target}/{key.replace('/', '~1')}"


def _with_empty_map(tree: Object, target: str) -> Object | None:
    """The object with an empty map at ``target``; ``None`` where ``metadata`` is no map."""
    metadata = tree.get("metadata", {})
    if not isinstance(metadata, dict):
        return None
    return {**tree, "metadata": {**metadata, target: {}}}


def collides(item: Json) -> bool:
    """Whether two keys of the item address one label: Karmada's result then varies."""
    keys = [unescape(key.replace("/", "~1")) for key in item.get("value") or {}]
    return len(keys) != len(set(keys))


