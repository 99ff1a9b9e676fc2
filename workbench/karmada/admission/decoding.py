"""Strict decoding: fields that the API server does not know.

Follows ``PruneWithOptions`` of apiextensions-apiserver's pkg/apiserver/schema/pruning and the
strict ``fieldValidation`` that kubectl asks for.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.karmada.admission.schema import Items, Raw, Struct, Texts, Type
from workbench.karmada.admission.wording import either
from workbench.model.tree import Json, Path


def unknown_fields(tree: Json, kind: Type | None, path: Path = ()) -> Iterator[Complaint]:
    """A complaint for every key that ``kind`` has no field for.

    Wrong types are not judged here, but an object that stands where no object belongs has
    only unknown keys.
    """
    if isinstance(kind, Raw):
        return
    if isinstance(tree, dict):
        yield from _unknown_keys(tree, kind, path)
    elif isinstance(tree, list):
        inner = kind.item if isinstance(kind, Items) else None
        for index, item in enumerate(tree):
            if isinstance(item, dict | list):
                yield from unknown_fields(item, inner, (*path, index))


def _unknown_keys(tree: dict[str, Json], kind: Type | None, path: Path) -> Iterator[Complaint]:
    if isinstance(kind, Texts):
        for key, value in tree.items():
            if isinstance(value, dict | list):
                yield from unknown_fields(value, None, (*path, key))
        return
    known = kind.fields if isinstance(kind, Struct) else {}
    for key, value in tree.items():
        if key not in known:
            yield complaint("unknown field", (*path, key), _advice(key, kind))
        elif isinstance(value, dict | list):
            yield from unknown_fields(value, known[key].type, (*path, key))


def _advice(key: str, kind: Type | None) -> str:
    if not isinstance(kind, Struct):
        return f"no object belongs here, so there is no field {shown(key)}"
    if key in kind.newer:
        return f"this Karmada version has no field {shown(key)} yet; take it out"
    from difflib import get_close_matches  # rarely needed, and not free to load

    near = get_close_matches(key, kind.fields, n=1)
    if near:
        return f"there is no field {shown(key)}; did you mean {near[0]}?"
    return f"there is no field {shown(key)} here; write {either(tuple(kind.fields))}"
