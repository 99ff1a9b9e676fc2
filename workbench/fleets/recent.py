"""What was opened before, newest first; kept for this user alone, never in the way.

A missing, damaged or read-only state folder means an empty list, not an error.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from workbench.fleets.samples import PREFIX
from workbench.fleets.writing import replace_file
from workbench.model.errors import WorkbenchError

_LONGEST = 10
_FILE = "recent.json"


def state_folder() -> Path:
    """Where this user's state is kept, by the XDG base directory rules."""
    given = os.environ.get("XDG_STATE_HOME", "")
    # A relative path must be ignored, says the specification.
    home = Path(given) if given and Path(given).is_absolute() else _home() / ".local" / "state"
    return home / "karmada-workbench"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def opened_before(folder: Path | None = None) -> tuple[str, ...]:
    """Paths and sample names, newest first; those that are gone are left out."""
    return tuple(path for path in _read(folder or state_folder()) if _is_there(path))


def remember(path: str, folder: Path | None = None) -> None:
    """Puts a path (made absolute) or ``sample:NAME`` at the top of the list."""
    place = folder or state_folder()
    with suppress(OSError, ValueError, WorkbenchError):
        name = path if path.startswith(PREFIX) else str(Path(path).absolute())
        names = [name, *(other for other in _read(place) if other != name)]
        _write(place, names[:_LONGEST])


def _read(folder: Path) -> list[str]:
    try:
        names = json.loads((folder / _FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    if not isinstance(names, list):
        return []
    return [name for name in names if isinstance(name, str)][:_LONGEST]


def _write(folder: Path, names: list[str]) -> None:
    """All or nothing, and readable by the owner alone: paths tell what somebody works on."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(folder / _FILE, json.dumps(names), is_private=True)


def _is_there(path: str) -> bool:
    with suppress(OSError, ValueError):
        return path.startswith(PREFIX) or Path(path).exists()
    return False
