"""Which item of one list is which item of another: by Kubernetes key, else by content and place.

The keys are those that Kubernetes' API types declare for server-side apply
(``listMapKey``), plus those by which people tell items apart (a container's ``name``).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from workbench.model.tree import Json

Key: TypeAlias = tuple[tuple[str, Json], ...]
"""``(type name, value)`` for each field of a key, so that ``1`` and ``True`` stay apart."""

Pair: TypeAlias = tuple[int, int]

_KEYS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "ports": (("containerPort", "protocol"), ("port", "protocol"), ("name",)),
    "volumeMounts": (("mountPath",), ("name",)),
    "volumeDevices": (("devicePath",),),
    "tolerations": (("key", "operator", "effect"), ("operator", "effect")),
    "taints": (("key", "effect"),),
    "conditions": (("type",),),
    "ownerReferences": (("uid",), ("kind", "name")),
    "hostAliases": (("ip",),),
    "topologySpreadConstraints": (("topologyKey", "whenUnsatisfiable"),),
    "items": (("key",), ("name",)),
    "rules": (("name",), ("host",)),
    "paths": (("path", "pathType"),),
    "subjects": (("kind", "namespace", "name"),),
    "matchExpressions": (("key", "operator"),),
    "resourceSelectors": (("kind", "apiVersion", "namespace", "name"),),
    "managedFields": (("manager", "operation", "subresource"),),
}
_BY_NAME: Final = (("name",),)
_SQUARE: Final = 4_000_000
_DEFAULTS: Final[dict[str, Json]] = {"protocol": "TCP", "operator": "Equal"}


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two lists belong together; all numbers are list positions.

    Attributes:
        pairs: ``(left, right)`` of the same item, in the order of the right list.
        removed: left items without a partner.
        added: right items without a partner.
        moved: those pairs that changed their place among the others; as few as possible.
    """

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    moved: tuple[Pair, ...] = ()


def item_keys(items: Sequence[Json], field: str) -> tuple[Key, ...] | None:
    """The key of every item of the list that stands under ``field``; ``None`` without one.

    A list has a key if all its items are maps that tell themselves apart by it.
    """
    for names in _KEYS.get(field, _BY_NAME):
        keys = [_key(item, names) for item in items]
        found = [key for key in keys if key is not None]
        if items and len(set(found)) == len(items):
            return tuple(found)
    return None


def align(before: Sequence[Json], after: Sequence[Json], field: str = "") -> Alignment:
    """Pair the items of two lists that stand under ``field``.

    Items with a key are paired by it and by nothing else. Other items are paired where they
    are equal, and what is left over between two equal ones in the order it stands there.
    """
    pairs = _by_key(before, after, field)
    if pairs is None:
        pairs = _by_content(before, after)
    pairs.sort(key=lambda pair: pair[1])
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Alignment(
        tuple(pairs),
        tuple(i for i in range(len(before)) if i not in left),
        tuple(j for j in range(len(after)) if j not in right),
        _out_of_order(pairs),
    )


def _key(item: Json, names: tuple[str, ...]) -> Key | None:
    if not isinstance(item, dict) or item.get(names[0]) is None:
        return None
    values = [item.get(name, _DEFAULTS.get(name)) for name in names]
    if any(isinstance(value, (dict, list)) for value in values):
        return None
    return tuple((type(value).__name__, value) for value in values)


def _by_key(before: Sequence[Json], after: Sequence[Json], field: str) -> list[Pair] | None:
    """Pairs by the first key that fits all items, then what is left by the next one."""
    pairs: list[Pair] = []
    left, right = list(range(len(before))), list(range(len(after)))
    fits = False
    for names in _KEYS.get(field, _BY_NAME):
        index = _positions(before, left, names)
        other = _positions(after, right, names)
        if index is None or other is None:
            continue
        fits = True
        found = [(index[key], other[key]) for key in index if key in other]
        pairs += found
        left = [i for i in left if i not in {pair[0] for pair in found}]
        right = [j for j in right if j not in {pair[1] for pair in found}]
    return pairs if fits else None


def _positions(
    items: Sequence[Json], positions: list[int], names: tuple[str, ...]
) -> dict[Key, int] | None:
    found: dict[Key, int] = {}
    for position in positions:
        key = _key(items[position], names)
        if key is None or key in found:
            return None
        found[key] = position
    return found


def _by_content(before: Sequence[Json], after: Sequence[Json]) -> list[Pair]:
    left, right = [_content(item) for item in before], [_content(item) for item in after]
    pairs: list[Pair] = []
    gaps: list[tuple[list[int], list[int]]] = []
    for tag, i, i_end, j, j_end in opcodes(left, right):
        if tag == "equal":
            pairs += zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            gaps.append((list(range(i, i_end)), list(range(j, j_end))))
    pairs += _elsewhere(left, right, gaps)
    for lefts, rights in gaps:
        pairs += zip(lefts, rights, strict=False)
    return pairs


def opcodes(
    left: Sequence[Hashable], right: Sequence[Hashable]
) -> Iterator[tuple[str, int, int, int, int]]:
    """As :meth:`difflib.SequenceMatcher.get_opcodes`, fast where most of both sides is equal.

    Where both sides are long, texts that stand in very many places no longer hold the two
    together, or the time would grow with the square of the length.
    """
    start, stop = 0, min(len(left), len(right))
    while start < stop and left[start] == right[start]:
        start += 1
    tail = 0
    while tail < stop - start and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    if start:
        yield "equal", 0, start, 0, start
    middle = left[start : len(left) - tail], right[start : len(right) - tail]
    long = len(middle[0]) * len(middle[1]) > _SQUARE
    for tag, i, i_end, j, j_end in SequenceMatcher(None, *middle, long).get_opcodes():
        yield tag, i + start, i_end + start, j + start, j_end + start
    if tail:
        yield "equal", len(left) - tail, len(left), len(right) - tail, len(right)


def _elsewhere(
    left: list[str], right: list[str], gaps: list[tuple[list[int], list[int]]]
) -> list[Pair]:
    """Equal items that stand in different gaps, taken out of them: they were moved."""
    waiting: dict[str, list[tuple[int, list[int]]]] = {}
    for lefts, _ in gaps:
        for i in lefts:
            waiting.setdefault(left[i], []).append((i, lefts))
    pairs: list[Pair] = []
    for _, rights in gaps:
        for j in tuple(rights):
            if found := waiting.get(right[j]):
                i, lefts = found.pop(0)
                lefts.remove(i)
                rights.remove(j)
                pairs.append((i, j))
    return pairs


def _content(item: Json) -> str:
    """Text that is the same for the same tree only; ``1`` and ``1.0`` differ."""
    return json.dumps(item, sort_keys=True)


def _out_of_order(pairs: list[Pair]) -> tuple[Pair, ...]:
    """Pairs outside the longest run in which both sides ascend; ``pairs`` ascend on the right."""
    ends: list[int] = []
    tops: list[int] = []
    previous: list[int] = []
    for position, (left, _) in enumerate(pairs):
        length = bisect_left(ends, left)
        previous.append(tops[length - 1] if length else -1)
        if length == len(ends):
            ends.append(left)
            tops.append(position)
        else:
            ends[length], tops[length] = left, position
    stay: set[int] = set()
    at = tops[-1] if tops else -1
    while at >= 0:
        stay.add(at)
        at = previous[at]
    return tuple(pair for position, pair in enumerate(pairs) if position not in stay)
