"""What the API server takes out and fills in, by the CRD's schema.

Follows pkg/apiserver/schema/{pruning,defaulting} of apiextensions-apiserver. Trees are never
changed in place; what stays as it was is shared.
"""

from __future__ import annotations

from workbench.karmada.admission.schema import Items, Struct, Texts, Type
from workbench.model.tree import MISSING, Json


def pruned(tree: Json, kind: Type) -> Json:
    """``tree`` without unknown fields, and without nulls where a default won't replace them.

    Nulls that are items of a list stay, as do values of a wrong type.
    """
    if isinstance(tree, dict):
        if isinstance(kind, Struct):
            return _pruned_struct(tree, kind)
        if isinstance(kind, Texts) and None in tree.values():
            return {key: value for key, value in tree.items() if value is not None}
    elif isinstance(tree, list) and isinstance(kind, Items) and isinstance(kind.item, Struct):
        items = [pruned(item, kind.item) for item in tree]
        return tree if all(a is b for a, b in zip(items, tree, strict=True)) else items
    return tree


def _pruned_struct(tree: dict[str, Json], kind: Struct) -> dict[str, Json]:
    fresh: dict[str, Json] = {}
    changed = False
    for key, value in tree.items():
        field = kind.fields.get(key)
        if field is None or (value is None and field.default is MISSING):
            changed = True
            continue
        fresh[key] = pruned(value, field.type) if isinstance(value, dict | list) else value
        changed = changed or fresh[key] is not value
    return fresh if changed else tree


def with_defaults(tree: Json, kind: Type) -> Json:
    """``tree`` with every default of the schema where a field is absent or null.

    Only objects that are there are filled; none is made for the sake of its defaults.
    """
    if isinstance(kind, Items) and isinstance(tree, list):
        items = [with_defaults(item, kind.item) for item in tree]
        return tree if all(a is b for a, b in zip(items, tree, strict=True)) else items
    if not isinstance(kind, Struct) or not kind.has_defaults or not isinstance(tree, dict):
        return tree
    fresh = dict(tree)
    changed = False
    for key, field in kind.fields.items():
        before = tree.get(key)
        after = field.default if before is None and field.default is not MISSING else before
        after = with_defaults(after, field.type)
        if after is not before:
            fresh[key] = after
            changed = True
    return fresh if changed else tree
