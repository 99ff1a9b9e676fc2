"""The lists of the room: objects, policies, problems, and what a what-if changes."""

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
    WhatIfView,
)
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import wrapped

_SEVERITY_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}


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
    """Policies in order of application, then those that don't apply, with the reason."""

    BORDER_TITLE = "POLICIES, in order"
    right_first = True

    def show_policies(self, rows: Sequence[PolicyRow]) -> None:
        self.policies = rows
        lines = [_policy_line(item, row) for item, row in enumerate(rows)]
        self.show(lines, next((at for at, row in enumerate(rows) if row.selected), -1))


def _policy_line(item: int, row: PolicyRow) -> Row:
    edited = (Text("*", "warning"),) if row.is_edited else ()
    name = f"{row.ref}"
    if not row.order:
        return Row(item, (Text("  – ", "muted"), Text(name, "muted"), *edited,
                          Text(f"  {row.note}", "muted")))
    tail = (Text(f"✗{row.failed}", "error"),) if row.failed else (Text(f"✓{row.clusters}", "ok"),)
    note = (Text(f"  {row.note}", "error" if row.failed else "muted"),) if row.note else ()
    return Row(item, (Text(f"{row.order:>3} "), Text(name, "name"), *edited, *note), tail)


class ProblemList(Rows):
    """What is wrong, worst first; the problem under the cursor is shown whole."""

    BORDER_TITLE = "PROBLEMS"
    right_first = True

    problems: Sequence[ProblemRow] = ()

    def show_problems(self, rows: Sequence[ProblemRow], *, is_looking: bool) -> None:
        """``is_looking``: hazards have not been looked for yet."""
        self.problems = rows
        chosen = next((at for at, row in enumerate(rows) if row.selected), self.cursor)
        self._lay_out(min(chosen, len(rows) - 1), is_looking)
        self.border_title = f"PROBLEMS ({len(rows)}{', still looking…' if is_looking else ''})"

    def _lay_out(self, cursor: int, is_looking: bool = False) -> None:
        lines: list[Row] = []
        for item, row in enumerate(self.problems):
            lines += self._problem(item, row, item == cursor and self.has_focus)
        if not self.problems:
            word = "looking for hazards…" if is_looking else "nothing wrong that the rules know of"
            lines = [Row(-1, (Text(word, "muted"),))]
        self.show(lines, cursor)

    def _problem(self, item: int, row: ProblemRow, is_open: bool) -> Iterator[Row]:
        role = _SEVERITY_ROLES[row.severity]
        mark = SEVERITY_MARKS[row.severity]
        head = (Text(f"{mark} ", role), Text(row.id, role)) if row.id != mark else (
            Text(mark, role),)
        fix = (Text("[f] fix", "key"),) if row.has_fix else ()
        if not is_open:
            place = (Text(f"  {row.place}", "muted"),) if row.place else ()
            yield Row(item, (*head, Text(f" {row.text}"), *place), fix)
            return
        whole = f"{row.text}  {row.place}" if row.place else row.text
        indent = sum(len(part.text) for part in head) + 1
        lines = self._wrapped(whole, indent + (8 if fix else 0)) or [""]
        yield Row(item, (*head, Text(f" {lines[0]}")), fix)
        for line in lines[1:]:
            yield Row(item, (Text(" " * indent + line),))
        for line in self._wrapped(row.hint, indent + 2):
            yield Row(item, (Text(" " * indent + "→ " + line, "ok"),))

    def _wrapped(self, text: str, indent: int) -> list[str]:
        return wrapped(text, self.view_width - indent - 2)

    def point(self, item: int) -> None:
        super().point(item)
        self._lay_out(item)

    def on_focus(self) -> None:
        self._lay_out(max(self.cursor, 0) if self.problems else -1)

    def on_blur(self) -> None:
        self._lay_out(self.cursor)

    def on_resize(self) -> None:
        self._lay_out(self.cursor)


class WhatIfList(Rows):
    """What the edits change, the worst first."""

    BORDER_TITLE = "WHAT IF"

    def show_what_if(self, view: WhatIfView) -> None:
        lines = [Row(0, (Text(view.title, "name"),))]
        for item, (severity, text) in enumerate(view.lines, 1):
            role = _SEVERITY_ROLES[severity]
            lines.append(Row(item, (Text(f"{SEVERITY_MARKS[severity]} ", role), Text(text))))
        self.show(lines)
