"""Karmada Workbench: preview, rehearse and carry out what Karmada's policies do.

Everything a notebook needs is importable from here and loaded when first used:
``from workbench import OverridePreview``.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_LAZY = {
    "FailoverPreview": "workbench.widgets",
    "OverridePreview": "workbench.widgets",
    "PlacementPreview": "workbench.widgets",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
