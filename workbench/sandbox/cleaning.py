"""Removing what sandboxes leave on the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from .build import kwok_recipe, stack_recipe
from .folders import cache_folder, state_folder
from .removal import take_down
from .stack import STACKS
from .state import find


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What :func:`clean` removed.

    Attributes:
        sandboxes: names of those that were not running, or of all.
        builds: names of folders in the cache.
        freed_bytes: of the builds.
    """

    sandboxes: tuple[str, ...]
    builds: tuple[str, ...]
    freed_bytes: int


def clean(*, everything: bool = False) -> Cleaned:
    """Removes sandboxes that don't run, and builds that this version has no use for.

    Args:
        everything: also sandboxes that run, and all builds; the next start builds anew.
            Go's own caches are Go's: ``go clean -cache -modcache``.
    """
    gone = tuple(name for name in _names() if everything or not _runs(name))
    for name in gone:
        take_down(name)
    builds = tuple(_builds(everything))
    freed = sum(_size(folder) for folder in builds)
    for folder in builds:
        shutil.rmtree(folder, ignore_errors=True)
    return Cleaned(gone, tuple(folder.name for folder in builds), freed)


def _names() -> list[str]:
    root = state_folder()
    return sorted(entry.name for entry in root.iterdir() if entry.is_dir()) if root.is_dir() else []


def _runs(name: str) -> bool:
    state = find(name)
    return state is not None and any(record.alive for record in state.processes.values())


def _builds(everything: bool) -> list[Path]:
    root = cache_folder()
    needed = {kwok_recipe().key, *(stack_recipe(stack).key for stack in STACKS)}
    present = sorted(root.iterdir()) if root.is_dir() else []
    unneeded = [entry for entry in present if everything or entry.name not in needed]
    return [entry for entry in unneeded if entry.is_dir()]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
