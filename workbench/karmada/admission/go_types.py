"""A policy on its way through Karmada's Go types: what they can't read, what they write.

Follows encoding/json (as sigs.k8s.io/json has it: field names are case-sensitive) for the
types described in :mod:`workbench.karmada.admission.schema`. A webhook sees a policy this
way, and a mutating one posts back what the types write: zero values left out or filled in.
"""

from __future__ import annotations

from workbench.karmada.admission.answer import Complaint, complaint
from workbench.karmada.admission.schema import (
    TEXT,
    Flag,
    Items,
    Raw,
    Struct,
    Text,
    Texts,
    Type,
    Whole,
)
from workbench.karmada.admission.wording import misfit
from workbench.model.tree import Json, Path


def through_go(
    tree: Json, kind: Type, complaints: list[Complaint], path: Path = ()
) -> Json:
    """``tree`` after being read into ``kind`` and written again.

    Adds a complaint of fault ``type`` for each value that Go refuses; the result is of use
    only if there was none. Unknown fields are dropped.
    """
    if tree is None:
        return zero(kind)
    if isinstance(kind, Struct) and isinstance(tree, dict):
        return _struct(tree, kind, complaints, path)
    if isinstance(kind, Items) and isinstance(tree, list):
        return [
            through_go(item, kind.item, complaints, (*path, index))
            for index, item in enumerate(tree)
        ]
    if isinstance(kind, Texts) and isinstance(tree, dict):
        return {
            key: value if isinstance(value, str) else through_go(
                value, TEXT, complaints, (*path, key)
            )
            for key, value in tree.items()
        }
    if not fits(tree, kind):
        complaints.append(complaint("type", path, misfit(tree, kind)))
    return tree


def fits(value: Json, kind: Type) -> bool:
    """Whether a value that is no container, and not null, is one of ``kind``."""
    if isinstance(kind, Text):
        return isinstance(value, str)
    if isinstance(kind, Whole):
        limit = 1 << (kind.bits - 1)
        return type(value) is int and -limit <= value < limit
    if isinstance(kind, Flag):
        return isinstance(value, bool)
    return isinstance(kind, Raw)


def zero(kind: Type) -> Json:
    """What Go writes of a value that nobody set."""
    if isinstance(kind, Struct):
        return _struct({}, kind, [], ())
    if isinstance(kind, Text):
        return ""
    if isinstance(kind, Whole):
        return 0
    return False if isinstance(kind, Flag) else None


def _struct(
    tree: dict[str, Json], kind: Struct, complaints: list[Complaint], path: Path
) -> dict[str, Json]:
    written: dict[str, Json] = {}
    for name, field in kind.fields.items():
        value = tree.get(name)
        if value is None:
            if field.go == "always":
                written[name] = zero(field.type)
            continue
        if not (isinstance(value, str) and isinstance(field.type, Text)):
            value = through_go(value, field.type, complaints, (*path, name))
        if value or field.go != "omitempty":
            written[name] = value
    return written
