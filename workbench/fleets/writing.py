"""Writing a whole file: the old one stays until the new one is complete."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workbench.model.errors import UsageError
from workbench.model.text import visible_line


def replace_file(path: Path, text: str) -> None:
    """Put ``text`` into the file at ``path``, new or not.

    A device, a pipe or a folder is never put out of the way. Raises :class:`UsageError`.
    """
    try:
        real = path.resolve()
        if real.exists() and not real.is_file():
            raise UsageError(f"not written: {visible_line(str(path))} is no regular file",
                             hint="name a file")
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(_mode(real))
            Path(name).replace(real)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle
        why = getattr(error, "strerror", None) or visible_line(str(error))
        raise UsageError(
            f"not written: {visible_line(str(path))}: {why}",
            hint="is there such a folder, is it writable, is the disk full?",
        ) from None


def _mode(path: Path) -> int:
    """An existing file keeps its permissions; a new one gets the usual ones."""
    if path.is_file():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
