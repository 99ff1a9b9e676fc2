"""Notebook widgets: the rooms of the terminal app, in ipywidgets and one anywidget a picture."""

from workbench.widgets.override_preview import OverridePreview

__all__ = ["OverridePreview"]
