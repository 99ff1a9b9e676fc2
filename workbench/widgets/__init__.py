"""Notebook widgets: the rooms of the terminal app, in ipywidgets and one anywidget a picture."""

from workbench.widgets.override_preview import OverridePreview
from workbench.widgets.placement_preview import PlacementPreview

__all__ = ["OverridePreview", "PlacementPreview"]
