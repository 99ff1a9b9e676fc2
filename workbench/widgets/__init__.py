"""Notebook widgets: the rooms of the terminal app, in ipywidgets and one anywidget a picture."""

from workbench.widgets.failover_preview import FailoverPreview
from workbench.widgets.override_preview import OverridePreview
from workbench.widgets.placement_preview import PlacementPreview

__all__ = ["FailoverPreview", "OverridePreview", "PlacementPreview"]
