"""The lists of the room: objects, policies and problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from workbench.model.text import visible_line
from workbench.session.overrides.objects import grouped
from workbench.session.views import (
    SEVERITY_MARKS,
    ObjectRow,
    PolicyRow,
    ProblemRow,
    Role,
    Text,
)
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import width_of, wrapped
from workbench.tui.table import SEVERITY_ROLES


class ObjectList(Rows):
    """Objects by namespace, with their badges."""

    BORDER_TITLE = "OBJECTS"
    right_first = True

    def show_objects(self, rows: Sequence[ObjectRow], filter_text: str) -> None:
        self.border_title = Content(f"OBJECTS / {visible_line(filter_text)}") if (
            filter_text) else self.BORDER_TITLE
        lines: list[Row] = []
        self.objects: list[ObjectRow] = []
        for namespace, members in grouped(rows):
            lines.append(Row(-1, (Text(namespace, "title"),)))
            for row in members:
                lines.append(_object_line(len(self.objects), row))
                self.objects.append(row)
        if not lines:
            word = "no object fits the filter (/)" if filter_text else (
                "the fleet has no object: ctrl+o opens another")
            lines.append(Row(-1, (Text(word, "muted"),)))
        chosen = next((at for at, row in enumerate(self.objects) if row.selected), -1)
        self.show(lines, chosen)


def _object_line(item: int, row: ObjectRow) -> Row:
    name = (Text(f" {row.label}"), Text(f"  {row.kind}", "muted"))
    return Row(item, name, tuple(_badges(row)))


def _badges(row: ObjectRow) -> Iterator[Text]:
    """The badges, each in the colour of what it counts."""
    for word in row.badges.split(" "):
        role: Role = "error" if "✗" in word else "warning" if "⚠" in word else "muted"
        yield Text(f" {word}", role)


class PolicyList(Rows):
    """Policies in order of application, then those that don't apply, with the reason.

    The reason of the selected one is shown whole.
    """

    BORDER_TITLE = "POLICIES, in order"
    right_first = True

    policies: Sequence[PolicyRow] = ()

    def show_policies(self, rows: Sequence[PolicyRow]) -> None:
        self.policies = rows
        lines = [line for item, row in enumerate(rows) for line in self._policy(item, row)]
        if not rows:
            lines = [Row(-1, (Text("the fleet has no override policy", "muted"),))]
        self.show(lines, next((at for at, row in enumerate(rows) if row.selected), -1))

    def _policy(self, item: int, row: PolicyRow) -> Iterator[Row]:
        line = _policy_line(item, row)
        told = f" {row.note}" if row.note else ""
        cut = width_of(line.left) + width_of(line.right) + 4 > self.view_width
        if not (row.selected and told and cut):
            yield line
            return
        role: Role = "error" if row.failed else "muted"
        yield Row(item, line.left[:-1], line.right)
        for text in wrapped(row.note, self.view_width - 6):
            yield Row(item, (Text(f"    {text}", role),))

    def on_resize(self) -> None:
        self.show_policies(self.policies)
        super().on_resize()


def _policy_line(item: int, row: PolicyRow) -> Row:
    edited = (Text("*", "warning"),) if row.is_edited and not row.is_broken else ()
    broken = (Text(" ✗ broken", "error"),) if row.is_broken else ()
    name = f"{row.ref}"
    note = (Text(f"  {row.note}", "error" if row.failed else "muted"),) if row.note else ()
    if not row.order:
        return Row(item, (Text("  – ", "muted"), Text(name, "muted"), *edited, *broken, *note))
    tail = (Text(f"✗{row.failed}", "error"),) if row.failed else (Text(f"✓{row.clusters}", "ok"),)
    head = (Text(f"{row.order:>3} "), Text(name, "name"), *edited, *broken)
    return Row(item, (*head, *note), tail)


class ProblemList(Rows):
    """What is wrong, worst first, a line for each; the chosen one is shown whole."""

    right_first = True

    problems: Sequence[ProblemRow] = ()
    _is_looking = False

    def show_problems(self, rows: Sequence[ProblemRow], *, is_looking: bool) -> None:
        """``is_looking``: hazards have not been looked for yet."""
        self.problems, self._is_looking = rows, is_looking
        chosen = next((at for at, row in enumerate(rows) if row.selected), -1)
        if chosen < 0 and self.has_focus and rows:
            chosen = min(max(self.cursor, 0), len(rows) - 1)
        self._lay_out(chosen)
        looking = ", still looking…" if is_looking else ""
        self.border_title = f"PROBLEMS ({len(rows)}{looking})"

    def _lay_out(self, cursor: int) -> None:
        lines: list[Row] = []
        for item, row in enumerate(self.problems):
            lines += self._whole(item, row) if item == cursor else [self._line(item, row)]
        if not self.problems:
            word = "looking for hazards…" if self._is_looking else (
                "nothing wrong that the rules know of")
            lines = [Row(-1, (Text(word, "muted"),))]
        self.show(lines, cursor)

    def _line(self, item: int, row: ProblemRow) -> Row:
        many = (Text(f"×{row.count} ", "muted"),) if row.count > 1 else ()
        place = (Text(f"  {row.place}", "muted"),) if row.place else ()
        text = Text(f" {row.short or row.text}")
        return Row(item, (*_head(row), text, *place), (*many, *_fix(row)))

    def _whole(self, item: int, row: ProblemRow) -> Iterator[Row]:
        head, fix = _head(row), _fix(row)
        lines = self._wrapped(row.text, width_of(head) + 1 + width_of(fix)) or [""]
        yield Row(item, (*head, Text(f" {lines[0]}")), fix)
        for line in self._wrapped(row.text.removeprefix(lines[0]).strip(), 2):
            yield Row(item, (Text(f"  {line}"),))
        arrow = "→"
        for line in self._wrapped(row.hint, 4):
            yield Row(item, (Text(f"  {arrow} {line}", "ok"),))
            arrow = " "
        for text in (row.place, *row.details):
            for line in self._wrapped(text, 2):
                yield Row(item, (Text(f"  {line}", "muted"),))

    def _wrapped(self, text: str, indent: int) -> list[str]:
        return wrapped(text, self.view_width - indent - 2)

    def point(self, item: int) -> None:
        super().point(item)
        self._lay_out(item)

    def on_focus(self) -> None:
        super().on_focus()
        if self.cursor < 0 and self.problems:
            self.point(0)

    def on_resize(self) -> None:
        self._lay_out(self.cursor)
        super().on_resize()


def _head(row: ProblemRow) -> tuple[Text, ...]:
    role, mark = SEVERITY_ROLES[row.severity], SEVERITY_MARKS[row.severity]
    return (Text(mark, role),) if row.id == mark else (Text(f"{mark} ", role), Text(row.id, role))


def _fix(row: ProblemRow) -> tuple[Text, ...]:
    return (Text("[f] fix", "key"),) if row.has_fix else ()
