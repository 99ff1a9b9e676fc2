"""What the rooms of the notebook share: reading a source, and choices that don't flicker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from workbench.fleets.files import load
from workbench.karmada.profile import PROFILES, Profile, find_profile
from workbench.model.errors import UsageError
from workbench.model.snapshot import Snapshot

Source = str | Path | Sequence[str | Path] | Snapshot


def snapshot_of(source: Source) -> Snapshot:
    """The fleet at a path, ``sample:NAME`` or several of them; a snapshot is one already."""
    if isinstance(source, Snapshot):
        return source
    return load(paths_of(source))


def paths_of(source: str | Path | Sequence[str | Path]) -> list[str | Path]:
    """A path, or several of them, as a list."""
    return [source] if isinstance(source, (str, Path)) else list(source)


def profile_of(karmada: str) -> Profile:
    """The profile of a version. Raises :class:`UsageError` for one that isn't known."""
    try:
        return find_profile(karmada)
    except KeyError:
        known = ", ".join(PROFILES)
        raise UsageError(f"no Karmada version {karmada!r}", hint=f"known: {known}") from None


def choose(control: ipw.Dropdown, options: list[tuple[str, Any]], value: Any) -> None:
    """New options and value; the browser hears of it only if something differs."""
    if list(control.options) != options:
        control.options = options
    if control.value != value:
        control.value = value
