"""What a saved run is known by; apart from all that it takes to read one."""

from __future__ import annotations

from pathlib import Path

FORMAT = "karmada-workbench failover run"
_SNIFFED_CHARACTERS = 200


def is_run(text: str) -> bool:
    """Whether a file's text looks like a saved run."""
    begin = text[:_SNIFFED_CHARACTERS]
    return begin.lstrip().startswith("{") and FORMAT in begin


def is_run_file(path: Path) -> bool:
    """Whether it begins as a saved run does; what can't be read is none."""
    try:
        if not path.is_file():
            return False
        with path.open(encoding="utf-8", errors="replace") as file:
            return is_run(file.read(_SNIFFED_CHARACTERS))
    except (OSError, ValueError):
        return False
