"""Two texts that hold documents, compared as structure *and* as text.

A FieldOverrider reads a text, patches it and writes it anew: the structure changes where it was
asked to, the text around it changes too. The notes say what went with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.diff.embedded_text import EmbeddedText, read_embedded
from workbench.diff.structural import Entry, compare
from workbench.model.pointer import field_path
from workbench.model.tree import Path

NoteKind: TypeAlias = Literal[
    "comments", "documents", "order", "layout", "spelling", "aliases", "format"
]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a structural diff does not see.

    Attributes:
        kind: what was lost or changed.
        text: it in words, e.g. ``3 comments lost``.
        path: the place inside the document, where there is one.
    """

    kind: NoteKind
    text: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class EmbeddedDiff:
    """Difference of two texts that hold documents.

    Attributes:
        before_format, after_format: ``json`` or ``yaml``.
        entries: structural differences; ``reordered`` for the keys of a map in another order.
            With more than one document, paths begin with the document's position.
        notes: what else changed.
    """

    before_format: Literal["json", "yaml"]
    after_format: Literal["json", "yaml"]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]

    @property
    def summary(self) -> str:
        """E.g. ``same structure, text changed: 3 comments lost, keys sorted``."""
        count = sum(entry.kind != "reordered" for entry in self.entries)
        structure = f"{count} {_plural(count, 'change')}" if count else "same structure"
        if not self.notes:
            return structure
        return f"{structure}, text changed: {', '.join(note.text for note in self.notes)}"


def compare_embedded(before: str, after: str) -> EmbeddedDiff | None:
    """The difference of two texts; ``None`` unless both hold YAML or JSON documents."""
    left, right = read_embedded(before), read_embedded(after)
    if left is None or right is None:
        return None
    entries = compare(_content(left, right), _content(right, left))
    orders = tuple(_orders(left, right))
    notes = tuple(_notes(before, after, left, right, orders, entries))
    return EmbeddedDiff(left.format, right.format, (*entries, *orders), notes)


def embedded_diffs(entries: Iterable[Entry]) -> tuple[tuple[Entry, EmbeddedDiff], ...]:
    """For each changed text that holds a document before and after, what changed inside."""
    found = []
    for entry in entries:
        if isinstance(entry.before, str) and isinstance(entry.after, str):
            diff = compare_embedded(entry.before, entry.after)
            if diff:
                found.append((entry, diff))
    return tuple(found)


def _content(text: EmbeddedText, other: EmbeddedText) -> object:
    """One document, or the list of them where either text has more."""
    if len(text.documents) == len(other.documents) == 1:
        return text.documents[0]
    return list(text.documents)


def _orders(left: EmbeddedText, right: EmbeddedText) -> Iterator[Entry]:
    for path, keys in left.key_orders.items():
        others = right.key_orders.get(path, ())
        mine = [key for key in keys if key in others]
        if mine != [key for key in others if key in keys]:
            yield Entry("reordered", path, path, list(keys), list(others))


def _notes(
    before: str,
    after: str,
    left: EmbeddedText,
    right: EmbeddedText,
    orders: tuple[Entry, ...],
    entries: tuple[Entry, ...],
) -> Iterator[Note]:
    if left.format != right.format:
        yield Note("format", f"{left.format.upper()} became {right.format.upper()}")
    if lost := sum((Counter(left.comments) - Counter(right.comments)).values()):
        yield Note("comments", f"{lost} {_plural(lost, 'comment')} lost")
    if (lost := len(left.documents) - len(right.documents)) > 0:
        yield Note("documents", f"{lost} {_plural(lost, 'document')} lost")
    if left.aliases > right.aliases:
        yield Note("aliases", "anchors and aliases written out")
    if orders:
        is_sorted = all(entry.after == sorted(entry.after) for entry in orders)
        count = len(orders)
        where = f"in {count} {_plural(count, 'map')}"
        yield Note("order", "keys sorted" if is_sorted else f"keys in another order {where}")
    spelled = tuple(_respelled(left, right, entries))
    yield from spelled
    if left.lines > 1 == right.lines and len(left.documents) == len(right.documents):
        yield Note("layout", f"{left.lines} lines became one")
    elif before != after and not (entries or orders or spelled or left.comments):
        yield Note("layout", "layout changed")


def _respelled(
    left: EmbeddedText, right: EmbeddedText, entries: tuple[Entry, ...]
) -> Iterator[Note]:
    """Scalars that mean the same and are written in another way, as ``0x10`` and ``16``."""
    changed = {entry.before_path for entry in entries}
    for path, spelling in left.spellings.items():
        other = right.spellings.get(path)
        if other is None or other == spelling or any(path[: len(way)] == way for way in changed):
            continue
        yield Note("spelling", f"{field_path(path)} written {other} for {spelling}", path)


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
