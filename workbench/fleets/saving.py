"""Writing one edited document back into its file, and nothing else of it."""

from __future__ import annotations

from pathlib import Path

from workbench.fleets.objects import Written, read_objects
from workbench.fleets.writing import replace_file
from workbench.model.errors import InputError, Place, UsageError
from workbench.model.snapshot import Item, Snapshot

_BY_HAND = "copy it (y) and put it into a file of the fleet"


def save(
    fleet: Snapshot, item: Item, replaces: Item | None, beside: Item | None
) -> tuple[Place, Snapshot]:
    """Put an object's text into the file of the one that it replaces, all or nothing.

    An object that replaces none gets a file of its own, in the folder of ``beside``. Answers
    where it stands now, and the fleet as it reads after that. Raises :class:`UsageError` if the
    object does not stand alone in a document of a file that can be written, or if the file has
    changed since it was read.
    """
    if replaces is None:
        path = _new_file(item, beside)
        before = ""
    else:
        path = _file_of(replaces)
        before = _text_of(path)
    fresh = _replaced(before, replaces, item.source.text)
    _write(path, fresh)
    found = read_objects(fresh, str(path), member=item.member).items
    place = next((i.source.place() for i in found if i.id == item.id), Place(str(path)))
    others = [i for i in fleet.items if not _stands_in(i, str(path))]
    return place, Snapshot(fleet.name, (*others, *found), fleet.problems)


def _stands_in(item: Item, file: str) -> bool:
    return isinstance(item.source, Written) and item.source.document.file == file


def _file_of(item: Item) -> Path:
    """The file in which an object is a document of its own."""
    source = item.source
    if not isinstance(source, Written) or source.base:
        raise UsageError(f"not saved: {item.id} is no document of its own in a file", hint=_BY_HAND)
    path = Path(source.document.file)
    if not path.is_file():
        raise UsageError(
            f"not saved: {source.document.file} is no file here",
            hint="samples and standard input can't be written; copy the text (y) instead",
        )
    return path


def _new_file(item: Item, beside: Item | None) -> Path:
    """A file that is not there yet, named after the object, in the folder of ``beside``."""
    source = beside.source if beside else None
    folder = Path(source.document.file).parent if isinstance(source, Written) else None
    if folder is None or not Path(source.document.file).is_file():  # type: ignore[union-attr]
        raise UsageError(f"not saved: there is no folder for the new {item.id}", hint=_BY_HAND)
    stem = "".join(c if c.isalnum() or c in "-." else "-" for c in item.id.name) or "policy"
    for suffix in ("", *(f"-{n}" for n in range(2, 100))):
        if not (path := folder / f"{stem}{suffix}.yaml").exists():
            return path
    raise UsageError(f"not saved: {folder} has a hundred files {stem}.yaml", hint=_BY_HAND)


def _replaced(whole: str, replaces: Item | None, text: str) -> str:
    if replaces is None:
        return text if text.endswith("\n") else f"{text}\n"
    document = replaces.source.document  # type: ignore[attr-defined]
    start = _offset(whole, document.line)
    if not whole.startswith(document.text, start):
        # Lines above may have come or gone; the document itself must be as it was.
        start = whole.find(document.text)
    if start < 0:
        raise UsageError(
            f"not saved: {document.file} has changed since it was read",
            hint="copy the policy (y), open the fleet again, then edit it there",
        )
    rest = whole[start + len(document.text) :]
    fresh = text if not rest or text.endswith("\n") else f"{text}\n"
    return whole[:start] + fresh + rest


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
    """Into the file, with the line ends that it has."""
    has_crlf = path.is_file() and b"\r\n" in path.read_bytes()[:4096]
    replace_file(path, text.replace("\n", "\r\n") if has_crlf else text)
