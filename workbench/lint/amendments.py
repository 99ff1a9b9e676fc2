"""Fixes put together: a policy or a template with one place changed."""

from __future__ import annotations

from workbench.lint.finding import Fix
from workbench.model.snapshot import Item
from workbench.model.tree import MISSING, Json, Path, lookup, replaced


def changed(title: str, item: Item, path: Path, value: Json) -> Fix | None:
    """``item`` with ``value`` at ``path``; ``None`` where the path does not lead there."""
    if path and lookup(item.object, *path[:-1]) is MISSING:
        return None
    return Fix(title, item.id, replaced(item.object, path, value))


def removed(title: str, item: Item, path: Path) -> Fix | None:
    """``item`` without the list entry at ``path``; a list that becomes empty goes as well."""
    entries = lookup(item.object, *path[:-1])
    if not isinstance(entries, list) or lookup(item.object, *path) is MISSING:
        return None
    if len(entries) == 1:
        return Fix(title, item.id, replaced(item.object, path[:-1], MISSING))
    return Fix(title, item.id, replaced(item.object, path, MISSING))


def inserted(title: str, item: Item, path: Path, values: list[Json]) -> Fix | None:
    """``item`` with ``values`` put into a list behind the entry at ``path``."""
    entries, position = lookup(item.object, *path[:-1]), path[-1]
    if not isinstance(entries, list) or not isinstance(position, int):
        return None
    longer = [*entries[: position + 1], *values, *entries[position + 1 :]]
    return Fix(title, item.id, replaced(item.object, path[:-1], longer))


def renamed_key(title: str, item: Item, path: Path, key: str, value: Json) -> Fix | None:
    """``item`` with the key at the end of ``path`` called ``key`` and holding ``value``."""
    owner = lookup(item.object, *path[:-1])
    if not isinstance(owner, dict) or path[-1] not in owner or key in owner:
        return None
    fresh = {key if old == path[-1] else old: value if old == path[-1] else kept
             for old, kept in owner.items()}
    return Fix(title, item.id, replaced(item.object, path[:-1], fresh))
