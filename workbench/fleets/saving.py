"""Writing one edited document back into its file, and nothing else of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workbench.fleets.objects import Written
from workbench.model.errors import InputError, Place, UsageError
from workbench.model.snapshot import Source


def replace_document(source: Source, text: str) -> Place:
    """Put ``text`` where ``source`` stands; where it was written. All or nothing.

    Raises :class:`UsageError` if the object does not stand alone in a document of a file that
    can be written, or if the file has changed since it was read.
    """
    if not isinstance(source, Written) or source.base:
        raise UsageError(
            "not saved: this policy is no document of its own in a file",
            hint="copy it (y) and put it into a file of the fleet",
        )
    document = source.document
    path = Path(document.file)
    if not path.is_file():
        raise UsageError(
            f"not saved: {document.file} is no file here",
            hint="samples and standard input can't be written; copy the policy (y) instead",
        )
    whole = _text_of(path)
    start = _offset(whole, document.line)
    if whole[start : start + len(document.text)] != document.text:
        raise UsageError(
            f"not saved: {document.file} has changed since it was read",
            hint="copy the policy (y), open the fleet again, then edit it there",
        )
    rest = whole[start + len(document.text) :]
    fresh = text if not rest or text.endswith("\n") else f"{text}\n"
    _write(path, whole[:start] + fresh + rest)
    return document.place()


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise InputError(f"can't read it: {error.strerror}", place=Place(str(path))) from None
    except UnicodeDecodeError:
        raise UsageError(
            f"not saved: {path} is not UTF-8", hint="convert the file to UTF-8 first"
        ) from None


def _offset(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1 if "\n" in text[at:] else len(text)
    return at


def _write(path: Path, text: str) -> None:
    """Write beside the file, then swap: a crash leaves either the old or the new."""
    real = path.resolve()
    ends = b"\r\n" if b"\r\n" in real.read_bytes()[:4096] else b"\n"
    try:
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode().replace(b"\n", ends))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(real.stat().st_mode & 0o7777)
            Path(name).replace(real)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"not saved: {path}: {error.strerror}", hint="is the folder writable, the disk full?"
        ) from None
