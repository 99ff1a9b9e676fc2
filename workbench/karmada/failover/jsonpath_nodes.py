"""What a JSONPath template is made of, once parsed (client-go util/jsonpath/node.go)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Text outside braces, or a quoted text inside."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """``.name``; the empty name is a key like any other."""

    name: str


@dataclass(frozen=True, slots=True)
class Items:
    """``[start:end:step]`` or ``[index]``; ``None`` is a bound that was left out.

    ``derived`` means that ``end`` was not written: it is the index plus one.
    """

    start: int | None
    end: int | None
    step: int | None
    derived: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """``[?(left operator right)]``; the operator of a bare operand is ``exists``."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    operator: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a boolean: integers and floats are different types to a comparison."""

    value: int | float | bool


@dataclass(frozen=True, slots=True)
class Wildcard:
    """``.*``; ``[*]`` is a slice without bounds instead."""


@dataclass(frozen=True, slots=True)
class Descent:
    """``..``: every container and text below."""


@dataclass(frozen=True, slots=True)
class Union:
    """``[a,b]``: the results of each part, one after the other."""

    parts: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A bare word: ``range`` and ``end`` mean something, any other fails when it is reached."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Everything inside one pair of braces."""

    nodes: tuple[Node, ...]


Node: TypeAlias = (
    Text | Field | Items | Filter | Literal | Wildcard | Descent | Union | Identifier | Group
)
