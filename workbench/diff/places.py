"""Places of two trees told apart by what stands there, not by its position."""

from __future__ import annotations

from workbench.diff.alignment import Key, align, item_keys
from workbench.model.tree import Json, Path


class Counterparts:
    """Where a place of the right tree stood in the left one; answers are remembered."""

    def __init__(self, before: Json, after: Json) -> None:
        self._known: dict[Path, tuple[Path, Json, Json] | None] = {(): ((), before, after)}
        self._lists: dict[Path, dict[int, int]] = {}

    def of(self, path: Path) -> Path | None:
        """The same place's path on the left; ``None`` if it did not exist there."""
        found = self._find(path)
        return found[0] if found else None

    def _find(self, path: Path) -> tuple[Path, Json, Json] | None:
        if path not in self._known:
            parent = self._find(path[:-1])
            self._known[path] = self._step(path, *parent) if parent else None
        return self._known[path]

    def _step(
        self, path: Path, left_path: Path, left: Json, right: Json
    ) -> tuple[Path, Json, Json] | None:
        step = path[-1]
        if isinstance(step, str):
            both = isinstance(left, dict) and isinstance(right, dict) and step in left
            return ((*left_path, step), left[step], right[step]) if both else None
        if not isinstance(left, list) or not isinstance(right, list):
            return None
        field = path[-2] if len(path) > 1 else ""
        if path[:-1] not in self._lists:
            pairs = align(left, right, field if isinstance(field, str) else "").pairs
            self._lists[path[:-1]] = {j: i for i, j in pairs}
        index = self._lists[path[:-1]].get(step)
        return None if index is None else ((*left_path, index), left[index], right[step])


def in_key_order_of(before: Json, after: Json, field: str = "") -> Json:
    """``after`` with the keys of its maps in the order that ``before`` has them, new ones last.

    A map's order means nothing, but it would show in text. Nothing is copied that is in order.
    """
    if before is after:
        return after
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in before if key in after]
        if keys != [key for key in after if key in before]:
            after = {key: after[key] for key in (*keys, *(k for k in after if k not in before))}
        steps = [(key, key) for key in keys]
    elif isinstance(before, list) and isinstance(after, list):
        steps = list(align(before, after, field).pairs)
    else:
        return after
    copy: Json = after
    for old, new in steps:
        child = in_key_order_of(before[old], after[new], new if isinstance(new, str) else "")
        if child is not after[new]:
            copy = after.copy() if copy is after else copy
            copy[new] = child
    return copy


def named_path(tree: Json, path: Path) -> tuple[str | int | Key, ...]:
    """``path`` with each position in a list that has keys replaced by the item's key.

    The same item has the same named path in every variant, wherever it stands.
    """
    named: list[str | int | Key] = []
    field = ""
    for step in path:
        if isinstance(step, str):
            named.append(step)
        else:
            keys = item_keys(tree, field)
            named.append(keys[step] if keys else step)
        field = step if isinstance(step, str) else ""
        tree = tree[step]
    return tuple(named)


def key_text(key: Key) -> str:
    """A key for people: ``web``, ``80/TCP``; parts that are absent are left out."""
    return "/".join(str(value) for _, value in key if value is not None)


def readable_path(tree: Json, path: Path) -> str:
    """``spec.containers[web].image``: a field path that names items instead of counting them."""
    text = ""
    for step in named_path(tree, path):
        if isinstance(step, str):
            text += f".{step}" if text else step
        else:
            text += f"[{step if isinstance(step, int) else key_text(step)}]"
    return text
