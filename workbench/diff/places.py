"""Places of two trees told apart by what stands there, not by its position."""

from __future__ import annotations

from workbench.diff.alignment import Key, align, item_keys
from workbench.model.tree import Json, Object, Path


class Counterparts:
    """Where the places of the right tree stood in the left one.

    Attributes:
        ordered: the right tree with the keys of its maps in the order that the left one has
            them, new ones last. A map's order means nothing, but it would show in text.
            Nothing is copied that is in order.
    """

    def __init__(self, before: Json, after: Json) -> None:
        # What is not listed stands where it stood; subtrees that both share are not looked at.
        self._departed: dict[Path, Path | None] = {}
        self.ordered = self._pair(before, after, (), (), "")

    @property
    def are_in_place(self) -> bool:
        """Whether every place of the right tree stands where it stood in the left one."""
        return not self._departed

    def of(self, path: Path) -> Path | None:
        """The same place's path on the left; ``None`` if it did not exist there."""
        for length in range(len(path), 0, -1) if self._departed else ():
            if path[:length] in self._departed:
                left = self._departed[path[:length]]
                return None if left is None else (*left, *path[length:])
        return path

    def _pair(self, before: Json, after: Json, left: Path, right: Path, field: str) -> Json:
        """``after`` in order, its places listed that stand at no such place of ``before``."""
        if before is after:
            return after
        if isinstance(before, dict) and isinstance(after, dict):
            return self._pair_maps(before, after, left, right)
        if isinstance(before, list) and isinstance(after, list):
            return self._pair_lists(before, after, left, right, field)
        if isinstance(after, dict):
            self._departed.update(((*right, key), None) for key in after)
        elif isinstance(after, list):
            self._departed.update(((*right, index), None) for index in range(len(after)))
        return after

    def _pair_maps(self, before: Object, after: Object, left: Path, right: Path) -> Object:
        keys = [key for key in before if key in after]
        fresh = [key for key in after if key not in before]
        self._departed.update(((*right, key), None) for key in fresh)
        ordered = after
        if keys != [key for key in after if key in before]:
            ordered = {key: after[key] for key in (*keys, *fresh)}
        for key in keys:
            old, new = before[key], after[key]
            child = new if old is new else self._pair(old, new, (*left, key), (*right, key), key)
            if child is not new:
                ordered = {**ordered} if ordered is after else ordered
                ordered[key] = child
        return ordered

    def _pair_lists(
        self, before: list[Json], after: list[Json], left: Path, right: Path, field: str
    ) -> list[Json]:
        found = align(before, after, field)
        self._departed.update(((*right, index), None) for index in found.added)
        ordered = after
        for i, j in found.pairs:
            if i != j:
                self._departed[(*right, j)] = (*left, i)
            child = self._pair(before[i], after[j], (*left, i), (*right, j), "")
            if child is not after[j]:
                ordered = [*ordered] if ordered is after else ordered
                ordered[j] = child
        return ordered


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
