"""YAML that means the same to every reader: Go's parser, PyYAML, and YAML 1.2.

A text stays unquoted only where none of them could take it for anything else. Block style in
the layout that people know from kubectl: lists stand under their key, not further right.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from workbench.model.tree import Json, Object, Path
from workbench.model.yaml_inline import one_line, text_on_a_line

_HEAD = ("apiVersion", "kind", "metadata")
# Longer keys need the '? ' form; parsers give up looking for the ':' after 1,024 characters.
_LONG_KEY = 900


class YamlLine(NamedTuple):
    """A line of YAML.

    Attributes:
        text: without its line feed.
        path: the deepest place that begins or goes on in this line.
        value_column: where the value's own text begins, counted from 0; -1 where only a map or
            list begins below, and in lines that go on with a text.
        row: in a literal block (``|``), which line of the text this is, from 0; else -1.
    """

    text: str
    path: Path = ()
    value_column: int = -1
    row: int = -1

    def covers(self, path: Path) -> bool:
        """Whether this line shows ``path``, a part of it, or the value it lies in."""
        shorter = min(len(path), len(self.path))
        is_leaf = len(self.path) >= len(path) or self.value_column >= 0 or self.row >= 0
        return is_leaf and self.path[:shorter] == path[:shorter]


class YamlText:
    """A tree as the lines of one YAML document.

    Attributes:
        lines: in order; every line knows what it stands for.
    """

    def __init__(self, tree: Json, like: YamlText | None = None) -> None:
        """``like``: the text of a tree that shares subtrees; their lines are taken from it.

        Raises ``ValueError`` for infinities and NaN, which no API server takes.
        """
        self.lines: list[YamlLine] = []
        self._blocks: dict[Path, tuple[Json, int, int]] = {}
        self._like = like
        self._block(tree, (), "", "")
        self._like = None

    def _block(self, value: Json, path: Path, indent: str, before: str) -> None:
        """Lines of a value at ``indent``; the first one begins with ``before``."""
        if not value or not isinstance(value, (dict, list)):
            self._leaf(value, path, indent, before)
        elif not self._copy_block(value, path):
            start = len(self.lines)
            if isinstance(value, dict):
                for key, child in value.items():
                    self._entry(key, child, (*path, key), indent, before)
                    before = indent
            else:
                for index, child in enumerate(value):
                    self._block(child, (*path, index), indent + "  ", before + "- ")
                    before = indent
            self._blocks[path] = value, start, len(self.lines)

    def _copy_block(self, value: Json, path: Path) -> bool:
        """Take the lines of the very same value at the same place, which read the same."""
        if self._like is None:
            return False
        known, start, stop = self._like._blocks.get(path, (None, 0, 0))
        if known is not value:
            return False
        self.lines += self._like.lines[start:stop]
        return True

    def _entry(self, key: str, child: Json, path: Path, indent: str, before: str) -> None:
        name = text_on_a_line(key)
        if len(name) > _LONG_KEY:
            self.lines.append(YamlLine(f"{before}? {name}", path))
            self.lines.append(YamlLine(f"{indent}: {one_line(child)}", path, len(indent) + 2))
        elif child and isinstance(child, (dict, list)):
            self.lines.append(YamlLine(f"{before}{name}:", path))
            indent = indent + "  " if isinstance(child, dict) else indent
            self._block(child, path, indent, indent)
        else:
            self._leaf(child, path, indent, f"{before}{name}: ")

    def _leaf(self, value: Json, path: Path, indent: str, before: str) -> None:
        """A scalar or an empty container; a text of several lines as a block."""
        if not isinstance(value, str) or "\n" not in value or not _fits_a_block(value):
            self.lines.append(YamlLine(before + one_line(value), path, len(before)))
            return
        body = value.rstrip("\n")
        blank = len(value) - len(body)
        sign = "-" if blank == 0 else "" if blank == 1 else "+"
        self.lines.append(YamlLine(f"{before}|{sign}", path, len(before)))
        rows = [*body.split("\n"), *[""] * (blank - 1)]
        self.lines += [
            YamlLine(f"{indent}  {row}" if row else "", path, -1, number)
            for number, row in enumerate(rows)
        ]


def write_yaml(tree: Json, *, head_first: bool = False) -> str:
    """A tree as one YAML document, ending in a line feed; keys in the order they have.

    ``head_first`` moves apiVersion, kind and metadata to the top. Lone surrogates are written
    as U+FFFD. Raises ``ValueError`` for infinities and NaN, which no API server takes.
    """
    if head_first and isinstance(tree, dict):
        tree = _with_head_first(tree)
    return "".join(f"{line.text}\n" for line in YamlText(tree).lines)


def write_documents(trees: Iterable[Json], *, head_first: bool = False) -> str:
    """Several trees as one stream, ``---`` between them."""
    return "---\n".join(write_yaml(tree, head_first=head_first) for tree in trees)


def _with_head_first(tree: Object) -> Object:
    head = {key: tree[key] for key in _HEAD if key in tree}
    return {**head, **tree}


def _fits_a_block(text: str) -> bool:
    lines = text.rstrip("\n").split("\n")
    return (
        bool(lines[0])
        and not lines[0][0].isspace()
        and all(line.replace("\t", " ").isprintable() for line in lines)
        and not any(line and line.isspace() for line in lines)
    )
