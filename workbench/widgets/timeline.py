"""The timeline of a failover as one anywidget: bars on one axis, and where play stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from workbench.session.failover.views import TimelineView

_HERE = Path(__file__).parent


class Timeline(anywidget.AnyWidget):
    """Draws a :class:`TimelineView`; text goes in as text, never as HTML.

    Attributes:
        run: the rows as JSON values, set by :meth:`show`; times in simulated seconds.
        time: where play stands, simulated seconds; moving it draws no row anew.
    """

    _esm = _HERE / "timeline.js"
    _css = _HERE / "timeline.css"
    run: traitlets.Dict[str, Any] = traitlets.Dict(
        default_value={"title": "", "note": "", "warnings": [], "rows": [], "last": 1.0}
    ).tag(sync=True)
    time = traitlets.Float(0.0).tag(sync=True)

    def show(self, view: TimelineView, time: float) -> None:
        """Draw ``view``, with play at ``time``."""
        run = {"title": f"SIMULATED  {view.title}", "note": view.note,
               "warnings": list(view.warnings), "rows": list(_rows(view)), "last": view.axis_end}
        with self.hold_sync():
            self.run, self.time = run, time


def _rows(view: TimelineView) -> Iterator[dict[str, Any]]:
    for phase in view.phases:
        for bar in phase.bars:
            yield {"name": phase.phase, "kind": phase.phase.partition(" ")[0], "begin": bar.begin,
                   "end": bar.end, "open": bar.is_open, "length": bar.length, "text": bar.text,
                   "by": bar.decided_by}
    for window in view.windows:
        yield {"name": window.name, "kind": window.kind, "begin": window.begin,
               "end": window.end, "open": window.is_open,
               "length": window.length, "text": f"⚠ {window.text}", "by": ""}
