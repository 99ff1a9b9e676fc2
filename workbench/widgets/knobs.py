"""Controls for the values of a policy: a slider for a number, a list for clusters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from workbench.model.tree import Path
from workbench.session.overrides.knobs import Knob

_SHOWN = 6


class KnobPanel:
    """A control for each knob, kept while the same knobs are shown so that sliders don't jump."""

    def __init__(self, turned: Callable[[Path, Any], None]) -> None:
        self.box = ipw.VBox()
        self._turned = turned
        self._shown: tuple[Any, ...] = ()
        self._controls: list[ipw.Widget] = []
        self._is_drawing = False

    def show(self, knobs: tuple[tuple[Knob, tuple[str, ...]], ...]) -> None:
        """Show these knobs, each with the choices that it has (clusters), if any."""
        knobs = knobs[:_SHOWN]
        shape = tuple((knob.path, knob.label, choices) for knob, choices in knobs)
        self._is_drawing = True
        try:
            if shape != self._shown:
                self._shown = shape
                self._controls = [self._control(knob, choices) for knob, choices in knobs]
                self.box.children = self._controls
            for control, (knob, _) in zip(self._controls, knobs, strict=True):
                self._set(control, knob)
        finally:
            self._is_drawing = False

    def _set(self, control: ipw.Widget, knob: Knob) -> None:
        value = tuple(knob.value) if knob.kind == "clusters" else knob.value
        if knob.kind == "integer" and value > control.max:
            control.max = value
        if control.value != value:
            control.value = value

    def _control(self, knob: Knob, choices: tuple[str, ...]) -> ipw.Widget:
        shared = {"description": knob.label, "style": {"description_width": "280px"},
                  "layout": ipw.Layout(width="90%")}
        if knob.kind == "integer":
            low, high = min(0, knob.value * 2), max(10, abs(knob.value) * 3)
            control = ipw.IntSlider(value=knob.value, min=low, max=high, **shared)
        elif knob.kind == "clusters":
            options = tuple(dict.fromkeys((*choices, *knob.value)))
            control = ipw.SelectMultiple(options=options, value=tuple(knob.value),
                                         rows=min(len(options), 5), **shared)
        else:
            control = ipw.Text(value=knob.value, continuous_update=True, **shared)
        control.observe(lambda change: self._changed(knob, change["new"]), "value")
        return control

    def _changed(self, knob: Knob, value: Any) -> None:
        if not self._is_drawing:
            self._turned(knob.path, list(value) if knob.kind == "clusters" else value)
