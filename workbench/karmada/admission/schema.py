"""A small language for API types: one description serves every stage of a request.

A field says both how the CRD's schema judges it (required, default, enum, limits) and how
Karmada's Go types read and write it, because a webhook sees the policy through those types
and posts back what they write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.model.tree import MISSING, Json


@dataclass(frozen=True, slots=True)
class Text:
    """A string; ``choices`` is the enum, lengths count characters."""

    choices: tuple[str, ...] = ()
    min_length: int = 0
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer of ``bits`` bits."""

    bits: int = 64
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Any JSON, kept as it is."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of ``item``, at least ``least`` of them."""

    item: Type
    least: int = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """A map from string to string."""


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with these fields and no others.

    Attributes:
        fields: by JSON name.
        newer: fields that another Karmada version serves and this one does not.
        has_defaults: whether anything inside has a default; if not, nobody need look.
    """

    fields: Mapping[str, Field]
    newer: frozenset[str] = frozenset()
    has_defaults: bool = False


Type: TypeAlias = Text | Whole | Flag | Raw | Items | Texts | Struct

GoTag: TypeAlias = Literal["omitempty", "always", "pointer"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a :class:`Struct`.

    Attributes:
        type: what it holds.
        required: the schema wants it to be there.
        default: what the schema puts in its place; :data:`MISSING` for nothing.
        go: how Go writes it. ``omitempty`` leaves out the zero value, ``always`` writes it
            (an absent struct as an empty one, an absent list as null), ``pointer`` writes
            whatever was given and leaves out only what was not.
    """

    type: Type
    required: bool = False
    default: Json = MISSING
    go: GoTag = "omitempty"


TEXT, FLAG, RAW, TEXTS = Text(), Flag(), Raw(), Texts()
TEXT_LIST = Items(TEXT)


def required(kind: Type, go: GoTag = "always") -> Field:
    """A field that must be there; Go writes it even when it is empty."""
    return Field(kind, required=True, go=go)


def _field(given: Field | Type) -> Field:
    if isinstance(given, Field):
        return given
    return Field(given, go="pointer" if isinstance(given, Struct | Raw) else "omitempty")


def _has_defaults(kind: Type) -> bool:
    if isinstance(kind, Items):
        return _has_defaults(kind.item)
    return isinstance(kind, Struct) and kind.has_defaults


def struct(**given: Field | Type | None) -> Struct:
    """A struct from its fields; ``None`` marks a field that this version does not serve."""
    fields = {name: _field(field) for name, field in given.items() if field is not None}
    newer = frozenset(name for name, field in given.items() if field is None)
    defaults = any(f.default is not MISSING or _has_defaults(f.type) for f in fields.values())
    return Struct(fields, newer, defaults)
