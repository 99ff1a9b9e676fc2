"""A line of text that goes on below where it is longer than the notebook is wide."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Line(anywidget.AnyWidget):
    """Text, whole at any width; it goes in as text, never as HTML.

    Attributes:
        value: what it says; an empty one takes no room.
        is_title: whether it is drawn bold.
    """

    _esm = _HERE / "line.js"
    _css = _HERE / "line.css"
    value = traitlets.Unicode("").tag(sync=True)
    is_title = traitlets.Bool(False).tag(sync=True)
