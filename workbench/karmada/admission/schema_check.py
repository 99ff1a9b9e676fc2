"""The CRD's schema: required fields, types, enums, limits.

Follows kube-openapi's pkg/validation/validate as the API server runs it on a custom
resource (pkg/apiserver/validation of apiextensions-apiserver).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.karmada.admission.go_types import fits
from workbench.karmada.admission.schema import (
    TEXT,
    Items,
    Raw,
    Struct,
    Text,
    Texts,
    Type,
    Whole,
)
from workbench.karmada.admission.wording import either, misfit, wanted
from workbench.model.tree import Json, Path


def schema_complaints(tree: Json, kind: Type, path: Path = ()) -> Iterator[Complaint]:
    """Every place of ``tree`` that the schema of ``kind`` refuses, in the order of the fields."""
    if isinstance(kind, Struct):
        if isinstance(tree, dict):
            return _in_struct(tree, kind, path)
    elif isinstance(kind, Items):
        if isinstance(tree, list):
            return _in_list(tree, kind, path)
    elif isinstance(kind, Texts):
        if isinstance(tree, dict):
            return _in_map(tree, path)
    elif fits(tree, kind):
        return _limits(tree, kind, path)
    return iter((_misfit(tree, kind, path),))


def _misfit(tree: Json, kind: Type, path: Path) -> Complaint:
    return complaint("type", path, misfit(tree, kind))


def _in_struct(tree: dict[str, Json], kind: Struct, path: Path) -> Iterator[Complaint]:
    for name, field in kind.fields.items():
        value = tree.get(name)
        if value is not None:
            if field.type is not TEXT or not isinstance(value, str):
                yield from schema_complaints(value, field.type, (*path, name))
        elif field.required:
            message = f"{name} is missing; write {wanted(field.type)}"
            yield complaint("required", (*path, name), message)
        elif name in tree and not isinstance(field.type, Raw):
            yield _misfit(None, field.type, (*path, name))


def _in_list(tree: list[Json], kind: Items, path: Path) -> Iterator[Complaint]:
    if len(tree) < kind.least:
        yield complaint("value", path, f"list at least {kind.least} of them")
    if kind.item is TEXT and all(isinstance(item, str) for item in tree):
        return
    for index, item in enumerate(tree):
        yield from schema_complaints(item, kind.item, (*path, index))


def _in_map(tree: dict[str, Json], path: Path) -> Iterator[Complaint]:
    for key, value in tree.items():
        if not isinstance(value, str):
            yield _misfit(value, TEXT, (*path, key))


def _limits(value: Json, kind: Type, path: Path) -> Iterator[Complaint]:
    if isinstance(kind, Text):
        if kind.choices and value not in kind.choices:
            message = f"write {either(kind.choices)}, not {shown(value)}"
            yield complaint("enum", path, message)
        if len(value) < kind.min_length:
            yield complaint("value", path, "it can't be empty; give it a name")
        if kind.max_length and len(value) > kind.max_length:
            message = f"at most {kind.max_length} characters, not {len(value)}; shorten it"
            yield complaint("value", path, message)
    elif isinstance(kind, Whole) and kind.minimum is not None and value < kind.minimum:
        yield complaint("value", path, f"{value} is too small; write {kind.minimum} or more")
