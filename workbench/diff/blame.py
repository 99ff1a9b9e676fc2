"""Who is responsible for a place: the trace of an override run, followed down to each value.

Works as a line-by-line blame does: a history hangs on every place that was written, and moves
with list items when others are put in or taken out. Where a step writes a whole map, list or
text, only what differs in it is put down to that step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.diff.alignment import align
from workbench.karmada.overrides.outcome import Cause, Step
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced, same


@dataclass(frozen=True, slots=True)
class Write:
    """One item of one policy that wrote something; ``number`` counts the steps from 0."""

    number: int
    cause: Cause


@dataclass(slots=True)
class _Place:
    """History of one place of the object as it stands after the steps so far.

    Attributes:
        writes: those that wrote this value as a whole; they hold for everything below.
        below: history of what lies in it, by key, list position or line of a text.
        lost: writes to what no longer lies in it; they hold for the place as a whole only.
        origins: template positions of list items or lines, ``None`` for one that the template
            did not have; no list at all while positions are those of the template.
        is_new: what lies here is not what the template had here.
    """

    writes: list[Write] = field(default_factory=list)
    below: dict[str | int, _Place] = field(default_factory=dict)
    lost: list[Write] = field(default_factory=list)
    origins: list[int | None] | None = None
    is_new: bool = False

    def child(self, step: str | int) -> _Place:
        return self.below.setdefault(step, _Place())

    def origin(self, mine: Path | None, step: str | int) -> Path | None:
        """Template path of what lies at ``step``, given this place's own."""
        if mine is None or self.is_new:
            return None
        if isinstance(step, int) and self.origins is not None:
            index = self.origins[step]
            return None if index is None else (*mine, index)
        return (*mine, step)

    def rewrite(self, write: Write) -> None:
        """Another value altogether now stands here."""
        self.lost += [old for place in self.below.values() for old in place.everything()]
        self.writes.append(write)
        self.below, self.origins, self.is_new = {}, None, True

    def shift(self, pairs: Iterable[tuple[int, int]], length: int, size: int) -> None:
        """Let histories follow ``(old, new)`` positions of ``size`` items, now ``length``."""
        known = self.origins if self.origins is not None else list(range(size))
        origins: list[int | None] = [None] * length
        below: dict[str | int, _Place] = {}
        for old, new in pairs:
            origins[new] = known[old]
            if old in self.below:
                below[new] = self.below.pop(old)
        self.lost += [write for place in self.below.values() for write in place.everything()]
        self.below, self.origins = below, origins

    def everything(self) -> list[Write]:
        """Every write to this place and to what lies or lay in it."""
        writes = [*self.writes, *self.lost]
        for place in self.below.values():
            writes += place.everything()
        return writes


class Blame:
    """Causes by place, for one outcome of one template."""

    def __init__(self, template: Object, steps: Iterable[Step]) -> None:
        self._root = _Place()
        self._gone: dict[Path, list[Write]] = {}
        tree: Json = template
        for number, step in enumerate(steps):
            for change in step.changes:
                after = replaced(tree, change.path, change.after)
                self._record(tree, after, change.path, Write(number, step.cause))
                tree = after

    def after(self, path: Path, row: int = -1) -> tuple[Cause, ...]:
        """Who made what stands at ``path`` of the result, last writer first.

        ``row`` is a line of a text that stands there, from 0; -1 means the whole value. A map or
        list answers for itself and for everything in it.
        """
        place, writes = self._root, list[Write]()
        for step in (*path, row) if row >= 0 else path:
            writes += place.writes
            if step not in place.below:
                return _last_first(writes)
            place = place.below[step]
        return _last_first([*writes, *place.everything()])

    def before(self, path: Path, row: int = -1) -> tuple[Cause, ...]:
        """Who changed or took out what stood at ``path`` of the template, last writer first."""
        asked = (*path, row) if row >= 0 else path
        writes: list[Write] = []
        for gone, found in self._gone.items():
            shorter = min(len(gone), len(asked))
            if gone[:shorter] == asked[:shorter]:
                writes += found
        return _last_first(writes)

    def _record(self, before: Json, after: Json, path: Path, write: Write) -> None:
        """One step's change at ``path``; ``before`` and ``after`` are the whole objects."""
        place = self._root
        mine: Path | None = ()
        *way, last = path or ("",)
        for step in way:
            place, mine = place.child(step), place.origin(mine, step)
            before, after = before[step], after[step]
        if path and not (isinstance(last, int) and len(before) != len(after)):
            place, mine = place.child(last), place.origin(mine, last)
            before, after = lookup(before, last), lookup(after, last)
        self._compare(place, mine, before, after, write, str(path[-1]) if path else "")

    def _compare(
        self, place: _Place, mine: Path | None, before: Json, after: Json, write: Write, field: str
    ) -> None:
        """Put down to ``write`` what differs, as far down as both sides have the same shape."""
        if before is after or same(before, after):
            return
        if isinstance(before, dict) and isinstance(after, dict):
            for key in before.keys() | after.keys():
                old, new = before.get(key, MISSING), after.get(key, MISSING)
                if old is not new:
                    self._compare(place.child(key), place.origin(mine, key), old, new, write, key)
        elif isinstance(before, list) and isinstance(after, list):
            self._compare_items(place, mine, before, after, write, field)
        elif isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
            lines = before.split("\n"), after.split("\n")
            self._compare_items(place, mine, *lines, write, "")
        else:
            if before is not MISSING:
                self._forget(mine, write)
            place.rewrite(write)

    def _compare_items(
        self,
        place: _Place,
        mine: Path | None,
        before: list[Json],
        after: list[Json],
        write: Write,
        field: str,
    ) -> None:
        pairs = align(before, after, field)
        for i in pairs.removed:
            self._forget(place.origin(mine, i), write)
        if pairs.removed:
            place.lost.append(write)
        if len(before) != len(after) or any(i != j for i, j in pairs.pairs):
            place.shift(pairs.pairs, len(after), len(before))
        for j in pairs.added:
            place.child(j).rewrite(write)
        moved = set(pairs.moved)
        for i, j in pairs.pairs:
            if (i, j) in moved:
                place.child(j).writes.append(write)
            if before[i] is not after[j]:
                self._compare(place.child(j), place.origin(mine, j), before[i], after[j], write, "")

    def _forget(self, origin: Path | None, write: Write) -> None:
        if origin is not None:
            self._gone.setdefault(origin, []).append(write)


def _last_first(writes: Iterable[Write]) -> tuple[Cause, ...]:
    ordered = sorted(writes, key=lambda write: -write.number)
    return tuple(dict.fromkeys(write.cause for write in ordered))
