"""A fleet from files: folders in any layout, single files, standard input, samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workbench.fleets import folders
from workbench.fleets.objects import Found, read_objects
from workbench.fleets.samples import PREFIX, sample
from workbench.model.documents import decode
from workbench.model.errors import InputError, Place, UsageError, WorkbenchError
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line

STDIN = "-"
_STDIN_NAME = "(stdin)"
_MEMBERS = "members"

Progress = Callable[[int, int], None]
"""Told after each file: how many were read, and of how many."""


@dataclass(frozen=True, slots=True)
class _Input:
    """A file to read: its path (``None`` is standard input), its name, and how it was met."""

    path: Path | None
    name: str
    member: str = ""
    is_asked_for: bool = True


def load(
    paths: Sequence[str | Path],
    stdin: BinaryIO | None = None,
    *,
    progress: Progress | None = None,
) -> Snapshot:
    """The fleet that ``paths`` hold together. Raises nothing: see ``Snapshot.problems``.

    Args:
        paths: files, folders (read with all that is in them, hidden ones left out), ``-`` for
            standard input, ``sample:NAME`` for a sample fleet. Below a folder
            ``members/NAME`` stand objects that were found in the member cluster NAME.
        stdin: where ``-`` reads from.
        progress: told after each file.
    """
    inputs: list[_Input] = []
    problems: list[WorkbenchError] = []
    for path in dict.fromkeys(map(str, paths)):
        for found in _inputs(path):
            if isinstance(found, _Input):
                inputs.append(found)
            else:
                problems.append(found)
    inputs = _once_each(inputs)
    items: list[Item] = []
    for done, one in enumerate(inputs, 1):
        read = _read(one, stdin)
        items += read.items
        problems += read.problems
        if progress:
            progress(done, len(inputs))
    name = ", ".join(visible_line(str(path)) for path in paths)
    if not items and not problems:
        problems.append(_nothing(name))
    kept, repeated = _unique(items)
    return Snapshot(name, tuple(kept), (*problems, *repeated))


def _inputs(path: str) -> Iterator[_Input | WorkbenchError]:
    if path == STDIN:
        yield _Input(None, _STDIN_NAME)
    elif not path:
        yield UsageError("an empty path", hint="is a variable not set?")
    elif path.startswith(PREFIX):
        try:
            known = sample(path)
        except WorkbenchError as error:
            yield error
            return
        yield from _folder(known.folder, path)
    else:
        yield from _path(Path(path))


def _path(path: Path) -> Iterator[_Input | WorkbenchError]:
    try:
        path.stat()
    except (OSError, RuntimeError, ValueError) as error:
        yield folders.unreadable(path, error)
        return
    if path.is_dir():
        yield from _folder(path, str(path))
    else:
        yield _Input(path, folders.shown(path))


def _folder(folder: Path, name: str) -> Iterator[_Input | WorkbenchError]:
    for found in folders.find(folder):
        if isinstance(found, WorkbenchError):
            yield found
            continue
        below = found.relative_to(folder)
        steps = (folder.name, *below.parts[:-1])
        at = steps.index(_MEMBERS) + 1 if _MEMBERS in steps else len(steps)
        member = steps[at] if at < len(steps) else ""
        yield _Input(found, folders.shown(Path(name) / below), member, is_asked_for=False)


def _once_each(inputs: list[_Input]) -> list[_Input]:
    """A file that was met twice, e.g. through a link, is read once; asked for beats met."""
    first: dict[Path | None, _Input] = {}
    for one in inputs:
        real = one.path.resolve() if one.path and not one.path.is_fifo() else one.path
        if real not in first or (one.is_asked_for and not first[real].is_asked_for):
            first[real] = one
    return list(first.values())


def _read(one: _Input, stdin: BinaryIO | None) -> Found:
    try:
        if one.path:
            data = folders.read_bytes(one.path)
        elif stdin:
            data = folders.read_stream(stdin, one.name)
        else:
            raise InputError("nothing to read", place=Place(one.name), hint="pipe YAML into it")
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            raise InputError("empty", place=Place(one.name), hint="did the program before fail?"
                             if one.path is None else "fill the file or remove it")
        text = decode(data, one.name)
    except InputError as error:
        return Found(problems=[error])
    found = read_objects(
        text, one.name, member=one.member, skip_foreign=not one.is_asked_for
    )
    if one.is_asked_for and not found.documents:
        found.problems.append(_nothing(one.name))
    return found


def _nothing(name: str) -> InputError:
    return InputError(
        "no Kubernetes object here", place=Place(name),
        hint=f"only {', '.join(folders.SUFFIXES)} files are read",
    )


def _unique(items: list[Item]) -> tuple[list[Item], list[InputError]]:
    """The first of each identity; later ones are problems that name both places."""
    first: dict[tuple[str, ...], Item] = {}
    problems = []
    for item in items:
        who = item.id
        key = (item.member, who.group, who.kind, who.namespace, who.name)
        if key in first:
            problems.append(InputError(
                f"{visible_line(str(who))} is already defined at {first[key].source.place()}",
                place=item.source.place(), hint="keep one of the two; the first was used",
            ))
        else:
            first[key] = item
    return list(first.values()), problems
