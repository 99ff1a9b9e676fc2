"""The layout of the YAML text that Karmada writes.

Sources: encode.go and emitterc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and
v1.18.2. A list inside a mapping keeps the mapping's column.
"""

from __future__ import annotations

from enum import Enum, auto

from workbench.karmada.overrides.yaml_order import is_stable, ordered
from workbench.karmada.overrides.yaml_style import (
    Style,
    fits_simple_key,
    folded,
    inline,
    literal,
    style_of,
)
from workbench.model.go_text import format_general
from workbench.model.tree import Json, Object


class Where(Enum):
    """What a value stands behind."""

    NOTHING = auto()
    KEY = auto()
    MARK = auto()
    """A dash, or the ``?`` or ``:`` of a long key: a collection starts on the same line."""


class Writer:
    """Writes one document. ``unstable`` says where Karmada's own order of keys is random."""

    def __init__(self) -> None:
        self.unstable: list[str] = []
        self._parts: list[str] = []
        self._column = 0

    def document(self, tree: Json) -> str:
        """The text of a tree whose numbers are as the YAML reader resolves them."""
        self._value(tree, 0, Where.NOTHING)
        if self._column:
            self._parts.append("\n")
        return "".join(self._parts)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        line = text.rpartition("\n")
        self._column = len(line[2]) if line[1] else self._column + len(text)

    def _new_line(self, indent: int) -> None:
        self._put(("\n" if self._column else "") + " " * indent)

    def _value(self, value: Json, indent: int, where: Where) -> None:
        """A value that stands in a collection whose keys or dashes are at ``indent``."""
        if value and isinstance(value, (dict, list)):
            self._collection(value, indent, where)
            return
        if where is not Where.NOTHING:
            self._put(" ")
        if isinstance(value, str):
            self._string(value, indent + 2)
        else:
            self._put(_word(value))

    def _collection(self, value: Json, indent: int, where: Where) -> None:
        is_list = isinstance(value, list)
        if where is Where.MARK:
            self._put(" ")
        is_deeper = where is Where.MARK or (where is Where.KEY and not is_list)
        inner = indent + 2 if is_deeper else indent
        if is_list:
            self._list(value, inner, is_inline=where is Where.MARK)
        else:
            self._mapping(value, inner, is_inline=where is Where.MARK)

    def _list(self, items: list[Json], indent: int, *, is_inline: bool) -> None:
        for item in items:
            if not is_inline:
                self._new_line(indent)
            is_inline = False
            self._put("-")
            self._value(item, indent, Where.MARK)

    def _mapping(self, members: Object, indent: int, *, is_inline: bool) -> None:
        keys = ordered(members)
        if not is_stable(keys):
            self.unstable.append(f"the order of the keys {', '.join(keys)} is random")
        for key in keys:
            if not is_inline:
                self._new_line(indent)
            is_inline = False
            if fits_simple_key(key):
                self._put(inline(key, style_of(key)) + ":")
                self._value(members[key], indent, Where.KEY)
            else:
                self._put("?")
                self._value(key, indent, Where.MARK)
                self._new_line(indent)
                self._put(":")
                self._value(members[key], indent, Where.MARK)

    def _string(self, text: str, indent: int) -> None:
        style = style_of(text)
        if style is not Style.LITERAL:
            self._put(folded(text, style, self._column, indent))
            return
        self._put(literal(text, indent))
        if text[-1] in "\u2028\u2029":
            self._column = 0


def _word(value: Json) -> str:
    """Everything that is no string and holds nothing."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_general(value)
    return "{}" if value == {} else "[]" if value == [] else str(value)
