"""A sheet (diff, result, trace, grid) as one anywidget: rows drawn by a small ES module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from workbench.session.sheet import Sheet

_HERE = Path(__file__).parent


class SheetView(anywidget.AnyWidget):
    """Draws a :class:`Sheet`; text goes in as text, never as HTML.

    Attributes:
        sheet: the rows as plain lists, set by :meth:`show`.
        title, notes: what stands above the rows.
        selected: position of the row that the reader clicked; -1 for none.
    """

    _esm = _HERE / "sheet_view.js"
    _css = _HERE / "sheet_view.css"
    title = traitlets.Unicode("").tag(sync=True)
    notes = traitlets.List(traitlets.List()).tag(sync=True)
    sheet: traitlets.Dict[str, Any] = traitlets.Dict(default_value={"columns": [], "rows": []}).tag(
        sync=True
    )
    selected = traitlets.Int(-1).tag(sync=True)

    def show(self, title: str, sheet: Sheet, notes: tuple[tuple[str, str], ...] = ()) -> None:
        """Draw ``sheet``; one message to the browser."""
        with self.hold_sync():
            self.title = title
            self.notes = [list(note) for note in notes]
            self.sheet = as_plain(sheet)
            self.selected = -1


def as_plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON values: rows are ``[kind, [[[text, role], …], …]]``."""
    rows = [
        [row.kind, [[[piece.text, piece.role] for piece in cell] for cell in row.cells]]
        for row in sheet.rows
    ]
    return {"columns": list(sheet.columns), "rows": rows}
