"""Finding the files of a fleet and reading their bytes, whatever stands in the way."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbench.model.errors import InputError, Place
from workbench.model.text import visible_line

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A file beyond this is refused: it would take gigabytes as objects."""

SUFFIXES = (".yaml", ".yml", ".json")


def shown(path: Path | str) -> str:
    """A path as it may be shown in a terminal."""
    try:
        return visible_line(os.fsencode(path).decode("utf-8", "replace"))
    except UnicodeError:
        return visible_line(str(path))


def find(folder: Path, _above: tuple[Path, ...] = ()) -> Iterator[Path | InputError]:
    """The ``.yaml``, ``.yml`` and ``.json`` files of a folder and those in it, by name.

    Hidden files and folders are passed over. Links are followed, except back up; what can't
    be looked into is yielded as an error.
    """
    try:
        real = folder.resolve(strict=True)
        if real in _above:
            yield InputError(
                "a link that leads back to a folder above it", place=Place(shown(folder)),
                hint="remove the link; the rest of the folder was read",
            )
            return
        names = sorted(entry.name for entry in folder.iterdir())
    except (OSError, RuntimeError) as error:
        yield unreadable(folder, error)
        return
    for name in names:
        if not name.startswith("."):
            yield from _entry(folder / name, (*_above, real))


def _entry(path: Path, above: tuple[Path, ...]) -> Iterator[Path | InputError]:
    is_wanted = path.name.lower().endswith(SUFFIXES)
    try:
        path.stat()
    except (OSError, RuntimeError) as error:
        if is_wanted or path.is_symlink():
            yield unreadable(path, error)
        return
    if path.is_dir():
        yield from find(path, above)
    elif is_wanted and path.is_file():
        yield path


def read_bytes(path: Path) -> bytes:
    """All of a file. Raises :class:`InputError` if it can't be read or is too large."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _too_large(shown(path), path.stat().st_size)
        with path.open("rb") as stream:
            return read_stream(stream, shown(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise unreadable(path, error) from None


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """All of a stream. Raises :class:`InputError` if it fails or goes on for too long."""
    try:
        data = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"can't be read: {error}", place=Place(name)) from None
    if len(data) > MAX_FILE_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str, size: int = 0) -> InputError:
    known = f" ({size >> 20} MB)" if size else ""
    return InputError(
        f"larger than {MAX_FILE_BYTES >> 20} MB{known}", place=Place(name),
        hint="split it into several files, e.g. one per namespace",
    )


def unreadable(path: Path, error: Exception) -> InputError:
    """Why a path can't be read; for one that does not exist, with the name nearest to it."""
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return InputError("a link to nothing", place=Place(shown(path)))
        return InputError("no such file or folder", place=Place(shown(path)), hint=_near(path))
    if isinstance(error, OSError):
        return InputError(
            f"can't be read: {(error.strerror or str(error)).lower()}", place=Place(shown(path))
        )
    return InputError(f"can't be read: {visible_line(str(error))}", place=Place(shown(path)))


def _near(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    near = difflib.get_close_matches(path.name, names, 1)
    return f"did you mean {shown(path.parent / near[0])}?" if near else ""
