"""Pointers of policies, followed into an object as far as it goes."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.go_text import parse_integer
from workbench.model.pointer import unescape
from workbench.model.tree import Json, Path, lookup


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a pointer leads.

    Attributes:
        path: the part that exists.
        rest: keys that lead nowhere; empty where the pointer leads to a value.
        value: what stands at ``path``.
    """

    path: Path
    rest: tuple[str, ...]
    value: Json

    @property
    def found(self) -> bool:
        return not self.rest


def tokens(text: str) -> tuple[str, ...]:
    """The keys of a pointer; what stands before the first slash is ignored, as Karmada does."""
    return tuple(unescape(token) for token in text.split("/")[1:])


def follow(tree: Json, text: str) -> Followed:
    """Where a pointer leads in ``tree``: list positions become integers."""
    path: Path = ()
    keys = tokens(text)
    for depth, key in enumerate(keys):
        step = _step(tree, key)
        if step is None:
            return Followed(path, keys[depth:], tree)
        tree, path = tree[step], (*path, step)
    return Followed(path, (), tree)


def _step(tree: Json, key: str) -> str | int | None:
    if isinstance(tree, dict):
        return key if key in tree else None
    if not isinstance(tree, list):
        return None
    index = parse_integer(key)
    if isinstance(index, str) or not -len(tree) <= index < len(tree):
        return None
    return index % len(tree)


def entries_at(tree: Json, *path: str | int) -> list[Json]:
    """The list at ``path``; empty where there is none, or something else."""
    found = lookup(tree, *path)
    return found if isinstance(found, list) else []


def item_name(item: Json) -> str:
    """What a list item is called: its name, key or port; empty where it has none."""
    if not isinstance(item, dict):
        return ""
    for key in ("name", "key", "containerPort", "port", "mountPath"):
        value = item.get(key)
        if isinstance(value, (str, int)) and value != "":
            return str(value)
    return ""


