"""Line diff of two trees' YAML: rows with a cell on each side, words, folds and causes.

Lines are the same only if they read the same *and* stand for the same place, so a line never
pairs with its like in another container. One value serves the side-by-side view (its rows) and
the unified one (:func:`unified`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from workbench.diff.alignment import opcodes
from workbench.diff.places import Counterparts
from workbench.diff.words import Span, first_word, word_spans
from workbench.karmada.overrides.outcome import Cause
from workbench.model.text import visible_line
from workbench.model.tree import Json, Path
from workbench.model.yaml_writer import YamlText

RowKind: TypeAlias = Literal["context", "changed", "added", "removed", "fold"]


class Blame(Protocol):
    """Who is responsible for a place; see :mod:`workbench.diff.blame`."""

    def after(self, path: Path, row: int = -1) -> tuple[Cause, ...]: ...
    def before(self, path: Path, row: int = -1) -> tuple[Cause, ...]: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a row.

    Attributes:
        number: line number in that side's YAML, from 1.
        spans: the line's text, safe to print.
        path: what the line stands for, in that side's tree.
        row: which line of a literal block it is, from 0; else -1.
    """

    number: int
    spans: tuple[Span, ...]
    path: Path
    row: int = -1

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the left, the line on the right that belongs to it, or both.

    Attributes:
        kind: ``changed`` has both cells; ``fold`` has none.
        causes: who is responsible, last writer first; empty for context.
        is_moved: the very same line stands elsewhere on the other side.
        folded: how many rows a fold hides.
    """

    kind: RowKind
    left: Cell | None = None
    right: Cell | None = None
    causes: tuple[Cause, ...] = ()
    is_moved: bool = False
    folded: int = 0

    @property
    def marker(self) -> str:
        """One character that says the kind without colour."""
        if self.is_moved:
            return ">"
        return {"context": " ", "changed": "~", "added": "+", "removed": "-", "fold": "…"}[
            self.kind
        ]


@dataclass(frozen=True, slots=True)
class TextDiff:
    """All rows, in the order of the page."""

    rows: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether both sides read the same."""
        return all(row.kind in ("context", "fold") for row in self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the unified view; ``left`` and ``right`` are line numbers, or ``None``."""

    kind: Literal["context", "added", "removed", "fold"]
    left: int | None
    right: int | None
    spans: tuple[Span, ...]
    path: Path = ()
    causes: tuple[Cause, ...] = ()
    is_moved: bool = False
    folded: int = 0

    @property
    def marker(self) -> str:
        """``+``, ``-``, blank or an ellipsis; a moved line goes with ``<``, comes with ``>``."""
        if self.is_moved:
            return ">" if self.kind == "added" else "<"
        return {"context": " ", "added": "+", "removed": "-", "fold": "…"}[self.kind]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class _Side:
    """One tree's lines; ``signs`` are equal for lines that read the same at the same place."""

    def __init__(self, text: YamlText, places: Sequence[Hashable]) -> None:
        self.text = text
        self.lines = text.lines
        self.places = places
        self.signs: list[Hashable] = [
            (line.text, place) for line, place in zip(self.lines, places, strict=True)
        ]
        self._whole: list[Cell | None] = [None] * len(self.lines)

    @classmethod
    def of(cls, tree: Json) -> _Side:
        """The side of a tree that places are named after."""
        text = YamlText(tree)
        return cls(text, [line.path for line in text.lines])

    def beside(self, counterparts: Counterparts) -> _Side:
        """The side of the other tree, places named after this one's."""
        text = YamlText(counterparts.ordered, like=self.text)
        if counterparts.are_in_place:
            return _Side(text, [line.path for line in text.lines])
        return _Side(text, [_place(counterparts, line.path) for line in text.lines])

    def hints(self, start: int, stop: int) -> list[Hashable]:
        """What pairs two lines that read differently: their place, and a text line's first word."""
        return [
            (self.places[n], first_word(self.lines[n].text) if self.lines[n].row >= 0 else "")
            for n in range(start, stop)
        ]

    def cell(self, n: int, spans: tuple[Span, ...] = ()) -> Cell:
        """Line ``n``, cut into ``spans`` if given."""
        line = self.lines[n]
        if spans:
            return Cell(n + 1, spans, line.path, line.row)
        cell = self._whole[n]
        if cell is None:
            cell = Cell(n + 1, (Span(visible_line(line.text)),), line.path, line.row)
            self._whole[n] = cell
        return cell

    def cell_like(self, m: int, other: _Side, n: int) -> Cell:
        """Line ``m``; the cell of the other side's line ``n`` if that is the very same."""
        is_same = m == n and self.lines[m] is other.lines[n]
        return other.cell(n) if is_same else self.cell(m)


class _RecentSides:
    """The sides of the last few left trees: variants of a template are compared with it in turn.

    Trees never change, and one that is kept here keeps its identity.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._sides: tuple[tuple[Json, _Side], ...] = ()

    def of(self, tree: Json) -> _Side:
        for known, side in self._sides:
            if known is tree:
                return side
        side = _Side.of(tree)
        self._sides = ((tree, side), *self._sides[: self._size - 1])
        return side


_RECENT = _RecentSides(8)


def diff_text(
    before: Json,
    after: Json,
    *,
    before_blame: Blame | None = None,
    after_blame: Blame | None = None,
) -> TextDiff:
    """The diff of two trees, nothing folded.

    ``after_blame`` knows how ``after`` came out of its template. Give ``before_blame`` too where
    ``before`` is another variant and no template: then a row carries the causes of both sides.
    """
    left = _RECENT.of(before)
    right = left.beside(Counterparts(before, after))
    rows = list(_rows(left, right))
    return TextDiff(tuple(_blamed(_moves_named(rows, left, right), before_blame, after_blame)))


def unified(diff: TextDiff) -> tuple[Line, ...]:
    """The rows one below the other: of each run of changes what went first, then what came."""
    lines: list[Line] = []
    arrivals: list[Line] = []
    for row in diff.rows:
        if row.kind in ("context", "fold"):
            lines += arrivals
            arrivals = []
        if row.kind == "fold":
            lines.append(Line("fold", None, None, (), folded=row.folded))
        elif row.kind == "context" and row.left and row.right:
            cell = row.right
            lines.append(Line("context", row.left.number, cell.number, cell.spans, cell.path))
        else:
            lines += _halves(row, "removed")
            arrivals += _halves(row, "added")
    return (*lines, *arrivals)


def _halves(row: Row, kind: Literal["added", "removed"]) -> Iterator[Line]:
    cell = row.left if kind == "removed" else row.right
    if cell:
        left, right = (cell.number, None) if kind == "removed" else (None, cell.number)
        yield Line(kind, left, right, cell.spans, cell.path, row.causes, row.is_moved)


def _place(counterparts: Counterparts, path: Path) -> Hashable:
    """A right line's place in terms of the left tree, or one that no left line has."""
    left = counterparts.of(path)
    return ("new", path) if left is None else left


def _rows(left: _Side, right: _Side) -> Iterator[Row]:
    for tag, i, i_end, j, j_end in opcodes(left.signs, right.signs):
        if tag == "equal":
            for n, m in zip(range(i, i_end), range(j, j_end), strict=True):
                yield Row("context", left.cell(n), right.cell_like(m, left, n))
        else:
            yield from _changed_rows(left, right, (i, i_end), (j, j_end))


def _changed_rows(
    left: _Side, right: _Side, span: tuple[int, int], other: tuple[int, int]
) -> Iterator[Row]:
    for tag, i, i_end, j, j_end in opcodes(left.hints(*span), right.hints(*other)):
        ns = range(span[0] + i, span[0] + i_end)
        ms = range(other[0] + j, other[0] + j_end)
        if tag == "equal":
            for n, m in zip(ns, ms, strict=True):
                yield _pair(left, right, n, m)
        else:
            yield from (Row("removed", left=left.cell(n)) for n in ns)
            yield from (Row("added", right=right.cell(m)) for m in ms)


def _pair(left: _Side, right: _Side, n: int, m: int) -> Row:
    if left.lines[n].text == right.lines[m].text:
        return Row("context", left.cell(n), right.cell(m))
    spans = word_spans(left.lines[n].text, right.lines[m].text)
    return Row("changed", left.cell(n, spans[0]), right.cell(m, spans[1]))


def _moves_named(rows: list[Row], left: _Side, right: _Side) -> Iterator[Row]:
    """Lines that go at one place and come, letter for letter, at another, marked as moved."""
    signs, others = left.signs, right.signs
    gone = {signs[row.left.number - 1] for row in rows if row.kind == "removed" and row.left}
    come = {others[row.right.number - 1] for row in rows if row.kind == "added" and row.right}
    both = gone & come
    for row in rows:
        sign: Hashable = None
        if row.kind == "removed" and row.left:
            sign = signs[row.left.number - 1]
        elif row.kind == "added" and row.right:
            sign = others[row.right.number - 1]
        yield Row(row.kind, row.left, row.right, is_moved=True) if sign in both else row


def _blamed(
    rows: Iterator[Row], before_blame: Blame | None, after_blame: Blame | None
) -> Iterator[Row]:
    for row in rows:
        if row.kind == "context":
            yield row
            continue
        causes = [*_causes(row, after_blame), *_causes(row, before_blame, swapped=True)]
        unique = tuple(dict.fromkeys(causes))
        yield Row(row.kind, row.left, row.right, unique, row.is_moved)


def _causes(row: Row, blame: Blame | None, swapped: bool = False) -> tuple[Cause, ...]:
    """Causes of a row out of a blame whose result is the right side, or the left if swapped."""
    if blame is None:
        return ()
    result, template = (row.left, row.right) if swapped else (row.right, row.left)
    if result:
        return blame.after(result.path, result.row)
    return blame.before(template.path, template.row) if template and not swapped else ()
