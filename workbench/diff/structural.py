"""What differs between two trees, as a value: entries with paths on both sides.

:mod:`deepdiff` compares; :mod:`workbench.diff.alignment` says beforehand which list item is
which. Its own ``iterable_compare_func`` takes that question too, but drops an added item that
equals one already paired, so lists are handed over as maps from a pair of positions to the item.
Importing deepdiff takes longer than a hundred comparisons: it is loaded when first needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from workbench.diff.alignment import Alignment, align
from workbench.model.tree import MISSING, Json, Path, same

Kind: TypeAlias = Literal["added", "removed", "changed", "moved", "reordered"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One difference.

    Attributes:
        kind: ``moved`` is one item at another place among the others; ``reordered`` is a whole
            list, or the keys of a text's map, in another order with nothing else changed in it.
        path: where it stands after; for ``removed``, where it would stand.
        before_path: where it stood before; for ``added``, where it would have stood.
        before, after: the values; :data:`MISSING` where there is none.
    """

    kind: Kind
    path: Path
    before_path: Path
    before: Json
    after: Json

    @property
    def types(self) -> tuple[str, str] | None:
        """``("integer", "text")`` where a change is also one of type, as in ``1`` to ``"1"``."""
        before, after = type_name(self.before), type_name(self.after)
        return (before, after) if self.kind == "changed" and before != after else None


class _Slot(NamedTuple):
    """A list position on both sides; -1 where a side has none."""

    left: int
    right: int


def type_name(value: Json) -> str:
    """JSON type of a value in a word."""
    if value is None:
        return "null"
    names: dict[type, str] = {
        bool: "boolean", int: "integer", float: "number", str: "text", list: "list", dict: "map",
    }
    return names.get(type(value), "nothing")


def compare(before: Json, after: Json) -> tuple[Entry, ...]:
    """Every difference, least possible subtrees, by path.

    Removed and added subtrees are one entry each. Trees are read, never changed.
    """
    if before is after or same(before, after):
        return ()
    left, right, orders = _slotted(before, after, "", (), ())
    entries = [*orders, *_differences(left, right)]
    return tuple(sorted(entries, key=_by_place))


def _by_place(entry: Entry) -> tuple[tuple[bool, int, str], ...]:
    return tuple(
        (isinstance(step, str), 0 if isinstance(step, str) else step, str(step))
        for step in entry.path
    )


def _slotted(
    before: Json, after: Json, field: str, before_path: Path, path: Path
) -> tuple[Any, Any, list[Entry]]:
    """Both trees with their lists as maps from slots, and what the order of lists has to say."""
    if isinstance(before, dict) and isinstance(after, dict):
        steps = [(key, key, key) for key in before if key in after]
        left, right = dict(before), dict(after)
        orders: list[Entry] = []
    elif isinstance(before, list) and isinstance(after, list):
        pairs = align(before, after, field)
        orders = list(_orders(before, after, pairs, before_path, path))
        if orders and orders[0].kind == "reordered":
            return None, None, orders
        left = {_Slot(i, -1): before[i] for i in pairs.removed}
        right = {_Slot(-1, j): after[j] for j in pairs.added}
        steps = [(_Slot(i, j), i, j) for i, j in pairs.pairs]
    else:
        return before, after, []
    for key, i, j in steps:
        name = key if isinstance(key, str) else ""
        left[key], right[key], below = _slotted(
            before[i], after[j], name, (*before_path, i), (*path, j)
        )
        orders += below
    return left, right, orders


def _orders(
    before: list[Json], after: list[Json], pairs: Alignment, before_path: Path, path: Path
) -> Iterator[Entry]:
    """``reordered`` for a list whose items are the same in another order, else its moves."""
    whole = not pairs.removed and not pairs.added
    if len(pairs.moved) > 1 and whole and all(same(before[i], after[j]) for i, j in pairs.pairs):
        yield Entry("reordered", path, before_path, before, after)
        return
    for i, j in pairs.moved:
        yield Entry("moved", (*path, j), (*before_path, i), before[i], after[j])


def _differences(left: Any, right: Any) -> Iterator[Entry]:
    from deepdiff import DeepDiff

    found = DeepDiff(
        left, right, view="tree", threshold_to_diff_deeper=0, ignore_private_variables=False
    )
    for report, levels in found.items():
        for level in levels:
            steps = level.path(output_format="list")
            before = level.t1 if not report.endswith("_added") else MISSING
            after = level.t2 if not report.endswith("_removed") else MISSING
            path, before_path = _side(steps, 1), _side(steps, 0)
            yield Entry(_kind(before, after), path, before_path, before, after)


def _kind(before: Json, after: Json) -> Kind:
    if before is MISSING:
        return "added"
    return "removed" if after is MISSING else "changed"


def _side(steps: list[Any], side: int) -> Path:
    """Path on one side; where that side has no position, the other one's."""
    return tuple(
        step[side] if isinstance(step, _Slot) and step[side] >= 0
        else max(step) if isinstance(step, _Slot)
        else step
        for step in steps
    )
