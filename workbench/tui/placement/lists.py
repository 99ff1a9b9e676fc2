"""The list of objects with where they go."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from workbench.model.text import visible_line
from workbench.session.placement.views import PlacedRow
from workbench.session.views import Text
from workbench.tui.rows import Row, Rows

_BESIDE = 8  # margin, mark and gaps


class PlacedList(Rows):
    """Objects by namespace; a mark says which of them the what-ifs move or delete."""

    right_first = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.objects: list[PlacedRow] = []

    def show_objects(self, rows: Sequence[PlacedRow], filter_text: str) -> None:
        """Draw these rows, the cursor on the selected one."""
        self.border_title = Content(
            f"OBJECTS / {visible_line(filter_text)}" if filter_text else "OBJECTS"
        )
        self.objects = sorted(rows, key=lambda row: row.id.namespace)
        self._fill()

    def _fill(self) -> None:
        lines: list[Row] = []
        for namespace, members in groupby(enumerate(self.objects), lambda m: m[1].id.namespace):
            title = visible_line(namespace) or "(cluster-wide)"
            lines.append(Row(-1, (Text(title, "title"),)))
            lines += [self._line(item, row) for item, row in members]
        if not lines:
            lines.append(Row(-1, (Text("no object here", "muted"),)))
        chosen = next((at for at, row in enumerate(self.objects) if row.selected), -1)
        self.show(tuple(lines), chosen)

    def _line(self, item: int, row: PlacedRow) -> Row:
        """Pods are left out where there is too little room for the name beside them."""
        needed = len(row.label) + len(row.where) + _BESIDE
        text = row.where.partition(",")[0] if needed > self.view_width else row.where
        where = Text(f" {text}", "warning" if row.where == "nowhere" else "muted")
        mark = Text("✗ ", "error") if row.loses else (
            Text("→ ", "cause") if row.moves else Text("  "))
        return Row(item, (mark, Text(row.label), Text(f"  {row.kind}", "muted")), (where,))

    def on_resize(self) -> None:
        self._fill()
        super().on_resize()
