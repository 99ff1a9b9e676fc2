"""A diff as lines of text, unified or side by side, causes at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from workbench.diff.text import Cell, Line, Row
from workbench.diff.words import Span
from workbench.karmada.overrides.outcome import Cause
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.views import DiffView, Role, Text

Spans = tuple[Text, ...]

_INDENT = "    "
_ROLES: dict[str, tuple[Role, Role]] = {
    "added": ("added", "added word"), "removed": ("removed", "removed word"),
}
_PLAIN: tuple[Role, Role] = ("", "")
_NARROWEST = 16


def diff_lines(diff: DiffView, width: int) -> Iterator[Spans]:
    """The lines of a diff; they fit ``width`` columns where the text itself does."""
    if diff.layout == "split":
        yield from _split(diff, width)
        return
    arrived = {line.causes for line in diff.lines if line.kind == "added"}
    for line in diff.lines:
        # What was replaced has the causes of what replaced it: said once, at the new line.
        is_said = line.kind == "removed" and line.causes in arrived
        yield _unified(line, () if is_said else line.causes, width)


def _unified(line: Line, causes: Sequence[Cause], width: int) -> Spans:
    if line.kind == "fold":
        return _fold(line.folded)
    roles = _ROLES.get(line.kind, _PLAIN)
    spans = (Text(f"{_INDENT}{line.marker} ", roles[0]), *_texts(line.spans, roles))
    used = len(_INDENT) + 2 + cell_len(line.text)
    return (*spans, *_cause(causes, width - used))


def _fold(lines: int) -> Spans:
    return (Text(f"{_INDENT}… {count(lines, 'line')}", "muted"),)


def _texts(spans: Sequence[Span], roles: tuple[Role, Role]) -> Iterator[Text]:
    for span in spans:
        yield Text(span.text, roles[span.emphasised])


def _cause(causes: Sequence[Cause], room: int) -> Spans:
    """The causes, pushed to the right edge of ``room`` columns if they fit."""
    if not causes:
        return ()
    text = visible_line("← " + ", ".join(map(str, causes)))
    return (Text(" " * max(room - cell_len(text), 2)), Text(text, "cause"))


def _split(diff: DiffView, width: int) -> Iterator[Spans]:
    half = max((width - 9) // 2, _NARROWEST)
    left = set_cell_size(diff.left_title, half)
    yield (Text(f"{_INDENT}  {left} │ {diff.right_title}", "muted"),)
    for row in diff.rows:
        if row.kind == "fold":
            yield _fold(row.folded)
        else:
            yield from _row(row, half, width)


def _row(row: Row, half: int, width: int) -> Iterator[Spans]:
    is_context = row.kind == "context"
    yield (
        Text(f"{_INDENT}{row.marker} "),
        *_side(row.left, half, _PLAIN if is_context else _ROLES["removed"]),
        Text(" │ "),
        *_side(row.right, half, _PLAIN if is_context else _ROLES["added"]),
    )
    if row.causes:
        yield _cause(row.causes, width)


def _side(cell: Cell | None, half: int, roles: tuple[Role, Role]) -> Iterator[Text]:
    """Exactly ``half`` columns of one side; an ellipsis stands for what does not fit."""
    if cell is None:
        yield Text(" " * half)
        return
    room = half if cell_len(cell.text) <= half else half - 1
    for text in _texts(cell.spans, roles):
        size = cell_len(text.text)
        yield text if size <= room else Text(set_cell_size(text.text, room), text.role)
        room -= min(size, room)
    yield Text("…" if cell_len(cell.text) > half else " " * room)
