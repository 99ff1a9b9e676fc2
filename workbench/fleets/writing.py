"""Writing a whole file: the old one stays until the new one is complete."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workbench.model.errors import UnreachableError, UsageError, WorkbenchError
from workbench.model.text import visible_line

_PRIVATE = 0o600
# What is wrong with the path. All else is the disk's fault.
_WRONG_PATH = {
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES,
    errno.EPERM, errno.EROFS, errno.EINVAL,
}


def replace_file(
    path: Path, text: str | Iterable[str], *, is_private: bool = False, is_new: bool = False
) -> None:
    """Put ``text`` into the file at ``path``, new or not; with ``is_new``, never over another.

    A device, a pipe, a folder, a read-only file and the file that holds this program's own output
    are never put out of the way. ``is_private`` keeps the file to its owner, whatever it was.
    Raises :class:`UsageError` for a path that can't be written, :class:`UnreachableError` for a
    disk that is full or broken.
    """
    try:
        real = path.resolve()
        why = "exists already" if is_new and os.path.lexists(path) else _in_the_way(real)
        if why:
            raise UsageError(f"not written: {visible_line(str(path))} {why}",
                             hint="choose another name")
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                for piece in [text] if isinstance(text, str) else text:
                    file.write(piece.encode("utf-8", "backslashreplace"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(_PRIVATE if is_private else _mode(real))
            Path(name).replace(real)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle
        raise _refusal(path, error) from None


def typed_path(text: str) -> Path:
    """The path that somebody typed where no shell reads it: ``~`` is their home."""
    path = Path(text.strip())
    with suppress(RuntimeError):  # nobody knows where that is
        return path.expanduser()
    return path


def _in_the_way(real: Path) -> str:
    if not real.exists():
        return ""
    if not real.is_file():
        return "is no regular file"
    if _is_output(real):
        return "is where the output goes"
    if not (real.stat().st_mode & 0o222 and os.access(real, os.W_OK)):
        return "is read-only"
    return ""


def _is_output(real: Path) -> bool:
    """Whether standard output or standard error goes to this file."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            if os.path.samestat(real.stat(), os.fstat(stream.fileno())):
                return True
    return False


def _refusal(path: Path, error: Exception) -> WorkbenchError:
    why = getattr(error, "strerror", None) or visible_line(str(error))
    message = f"not written: {visible_line(str(path))}: {why}"
    if getattr(error, "errno", errno.EINVAL) in _WRONG_PATH:
        return UsageError(message, hint="is there such a folder, and is it writable?")
    return UnreachableError(message, hint="make room, or choose a file on another disk")


def _mode(path: Path) -> int:
    """An existing file keeps its permissions; a new one gets the usual ones."""
    if path.is_file():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
