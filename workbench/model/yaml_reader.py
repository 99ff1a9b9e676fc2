"""The one door for YAML and JSON: documents with their trees, and a place for every path.

What a document means is what Kubernetes' Go tools read from it. A fault in one document does
not touch the others of its file.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.model import json_places, yaml_nodes
from workbench.model.documents import first_content, split
from workbench.model.errors import InputError, Place
from workbench.model.tree import Json, Path
from workbench.model.yaml_faults import Fault, Spot
from workbench.model.yaml_tree import Tree

_MEANT_AS_JSON = re.compile(r'\s*[\[{]\s*["{\[\]}]')
_TEMPLATE_HINT = "a template: render it first, e.g. helm template … | workbench preview -"


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was read.

    Attributes:
        tree: what it means; never ``None`` (a document without content is no document).
        file: name to show for the file.
        line: line of the file that the text begins on, from 1.
        column: column of the file that the text begins in, from 1.
        text: the document as it was written, line ends as ``\\n``.
        is_json: whether it was read as JSON.
    """

    tree: Json
    file: str
    line: int
    column: int
    text: str
    is_json: bool = False

    def place(self, path: Path = ()) -> Place:
        """Where ``path`` stands in the file; the nearest place above if it does not exist."""
        return _place(self._spot(path), self.file, self.line, self.column)

    def _spot(self, path: Path) -> Spot:
        if not path and (start := first_content(self.text)):
            return Spot(*start)
        find = json_places.find if self.is_json else yaml_nodes.find
        return find(self.text, path)[0]

    def part(self, path: Path) -> str:
        """The text of the value at ``path``, moved to the left margin; empty if there is none."""
        if not path:
            return self.text
        if self.is_json:
            return json_places.part(self.text, path)
        node = yaml_nodes.find(self.text, path)[1]
        if node is None:
            return ""
        start, end = node.start_mark, node.end_mark
        return textwrap.dedent(" " * start.column + self.text[start.index : end.index])


def read(text: str, file: str) -> Iterator[Document | InputError]:
    """Every document of a stream, or the error that stands in its place; reads as it goes."""
    for line, part in split(text):
        yield from _json(part, file, line) if _looks_json(part) else _yaml(part, file, line)


def _looks_json(part: str) -> bool:
    return part.lstrip()[:1] in ("{", "[")


def _yaml(part: str, file: str, line: int) -> Iterator[Document | InputError]:
    try:
        root = yaml_nodes.compose(part)
        tree = Tree().build(root) if root is not None else None
    except Fault as fault:
        yield _error(fault, part, file, line)
        return
    if tree is not None:
        yield Document(tree, file, line, 1, part)


def _json(part: str, file: str, line: int) -> Iterator[Document | InputError]:
    """JSON values one after the other; YAML in brackets is not JSON but may be sound."""
    any_read = False
    try:
        for start, end, tree in json_places.values(part):
            any_read = True
            above, column = json_places.spot_at(part, start)
            yield Document(tree, file, line + above, column + 1, part[start:end], is_json=True)
    except json_places.NotJsonError as fault:
        other = list(_yaml(part, file, line))
        is_sound = not any(isinstance(document, InputError) for document in other)
        if any_read or (_MEANT_AS_JSON.match(part) and not is_sound):
            yield _error(fault, part, file, line)
        else:
            yield from other
    except Fault as fault:
        yield _error(fault, part, file, line)


def _error(fault: Fault, text: str, file: str, line: int) -> InputError:
    message, hint = fault.message, fault.hint
    if fault.earlier:
        lines = line + fault.earlier.line, line + fault.spot.line
        message += f" on lines {lines[0]} and {lines[1]}"
    at = text.split("\n")[fault.spot.line] if fault.spot.line <= text.count("\n") else ""
    if "{{" in at or "{%" in at:
        hint = _TEMPLATE_HINT
    return InputError(message, place=_place(fault.spot, file, line, 1), hint=hint)


def _place(spot: Spot, file: str, line: int, column: int) -> Place:
    """A place in a document that begins at ``line`` and ``column`` of its file."""
    shift = column if spot.line == 0 else 1
    return Place(file, line + spot.line, spot.column + shift)
