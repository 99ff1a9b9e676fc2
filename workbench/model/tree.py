"""JSON trees: the plain Python values that every Kubernetes object is made of here.

An object is ``dict[str, Json]``; numbers are ``int`` (64-bit integers in Go) or ``float``.
Trees that came out of a snapshot are shared: nobody changes one in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
"""``None | bool | int | float | str | list[Json] | dict[str, Json]``."""

Object: TypeAlias = dict[str, Json]

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a tree: map keys as text, list positions as integers."""


class Missing:
    """The type of :data:`MISSING`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""Stands where a tree has nothing: not the same as ``None``, which is JSON's null."""


def lookup(tree: Json, *path: str | int) -> Json:
    """The value at ``path``, or :data:`MISSING` if the tree does not reach that far."""
    for step in path:
        if isinstance(step, str):
            if not isinstance(tree, dict) or step not in tree:
                return MISSING
            tree = tree[step]
        else:
            if not isinstance(tree, list) or not 0 <= step < len(tree):
                return MISSING
            tree = tree[step]
    return tree


def same(left: Json, right: Json) -> bool:
    """Equality as JSON knows it: ``True`` is not ``1``, ``1`` is not ``1.0``."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(v, right[k]) for k, v in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def replaced(tree: Json, path: Path, value: Json) -> Json:
    """A copy of ``tree`` with ``value`` at ``path`` (:data:`MISSING` takes it out).

    Only the containers on the way are copied. A list position equal to the list's length
    appends. Raises ``KeyError`` or ``IndexError`` where the way does not exist.
    """
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(head, str):
        if not isinstance(tree, dict):
            raise KeyError(head)
        copy = dict(tree)
        if rest:
            copy[head] = replaced(tree[head], rest, value)
        elif value is MISSING:
            del copy[head]
        else:
            copy[head] = value
        return copy
    if not isinstance(tree, list) or head > len(tree):
        raise IndexError(head)
    items = list(tree)
    if rest:
        items[head] = replaced(tree[head], rest, value)
    elif value is MISSING:
        del items[head]
    elif head == len(items):
        items.append(value)
    else:
        items[head] = value
    return items


def changes(before: Json, after: Json, path: Path = ()) -> Iterator[tuple[Path, Json, Json]]:
    """What turns ``before`` into ``after``, as ``(path, before, after)``, in an order that replays.

    Maps are compared key by key; a list of another length, or any other value, is one change
    at its own path. Subtrees that are the same Python object are skipped unread.
    """
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key, old in before.items():
            if key not in after:
                yield (*path, key), old, MISSING
        for key, new in after.items():
            if key not in before:
                yield (*path, key), MISSING, new
            elif new is not before[key]:
                yield from changes(before[key], new, (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            if new is not old:
                yield from changes(old, new, (*path, index))
    elif not same(before, after):
        yield path, before, after
