"""Controls for the settings of a simulation: a slider, a tick or a list for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as ipw

from workbench.session.failover.views import KnobRow


class SettingPanel:
    """A control for each setting, kept while the same settings are shown, so that none jumps.

    Args:
        turned: is called with a setting's name and its new value as the user moves a control.
    """

    def __init__(self, turned: Callable[[str, Any], None]) -> None:
        self.box = ipw.VBox()
        self.controls: dict[str, ipw.Widget] = {}
        self._turned = turned
        self._is_drawing = False

    def show(self, knobs: Iterable[KnobRow]) -> None:
        """Show these settings as they stand."""
        rows = tuple(knobs)
        self._is_drawing = True
        try:
            if [row.name for row in rows] != list(self.controls):
                self.controls = {row.name: self._control(row) for row in rows}
                self.box.children = tuple(self.controls.values())
            for row in rows:
                _set(self.controls[row.name], row)
        finally:
            self._is_drawing = False

    def _control(self, row: KnobRow) -> ipw.Widget:
        shared = {"description": row.title, "tooltip": row.source,
                  "style": {"description_width": "420px"}, "layout": ipw.Layout(width="95%")}
        if row.kind == "switch":
            control = ipw.Checkbox(**{**shared, "indent": True})
        elif row.kind == "choice":
            control = ipw.Dropdown(options=row.choices, **shared)
        elif row.kind == "rate":
            control = ipw.FloatSlider(min=row.least, max=row.greatest, step=0.1, **shared)
        else:
            control = ipw.IntSlider(min=int(row.least), max=int(row.greatest), **shared)
        control.observe(lambda change: self._changed(row.name, change["new"]), "value")
        return control

    def _changed(self, name: str, value: Any) -> None:
        if not self._is_drawing:
            self._turned(name, "" if value == "policy" else value)


def _set(control: ipw.Widget, row: KnobRow) -> None:
    """The control shows what the row says; where the policy decides, the label says so."""
    if row.kind == "switch":
        control.value = row.value == "true"
    elif row.kind == "choice":
        control.value = row.value if row.value in row.choices else row.choices[0]
    elif row.number is not None:
        control.max = max(control.max, type(control.max)(row.number))
        control.value = type(control.value)(row.number)
    decides = " (policy decides)" if row.number is None and row.value == "policy" else ""
    control.description = f"{row.title}{decides}"
    control.disabled = not row.is_enabled
