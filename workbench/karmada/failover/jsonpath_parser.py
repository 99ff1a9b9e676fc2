"""Reading a JSONPath template as client-go does (util/jsonpath/parser.go, v0.31 to v0.35).

The dialect has its own corners: text outside braces stands for itself, double quotes are no key,
a filter can't hold a filter, and a backslash hides the next character of a name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from workbench.karmada.failover.go_print import rune
from workbench.karmada.failover.go_quotes import unquoted
from workbench.karmada.failover.jsonpath_nodes import (
    Descent,
    Field,
    Filter,
    Group,
    Identifier,
    Items,
    Literal,
    Node,
    Text,
    Union,
    Wildcard,
)

_DICT_KEY = re.compile(r"'([^']*)'")
_SLICE = re.compile(r"(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?")
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=]+)(.+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_MIN_INT, _MAX_INT = -(2**63), 2**63 - 1
_END = ""


class JSONPathSyntaxError(ValueError):
    """A template that does not parse; the text is client-go's."""


def _is_letter_or_digit(char: str) -> bool:
    return char == "_" or (char != _END and unicodedata.category(char)[0] == "L") or _is_digit(char)


def _is_digit(char: str) -> bool:
    return char != _END and unicodedata.category(char) == "Nd"


def _ends_name(char: str) -> bool:
    return char == _END or char in " \t\r\n.,[]$@{}"


def _integer(text: str) -> int | None:
    """The text as a 64-bit integer, or ``None`` where Go's Atoi refuses."""
    if not _INTEGER.fullmatch(text) or len(text.lstrip("+-0")) > 19:
        return None
    value = int(text)
    return value if _MIN_INT <= value <= _MAX_INT else None


def _number(text: str) -> int | float:
    whole = _integer(text)
    if whole is not None:
        return whole
    if _FLOAT.fullmatch(text):
        value = float(text)
        if abs(value) != float("inf"):
            return value
    raise JSONPathSyntaxError(f"cannot parse number {text}")


@dataclass(slots=True)
class _Parser:
    """One pass over a template; ``at`` is the next character to read."""

    text: str
    at: int = 0

    def template(self) -> tuple[Node, ...]:
        root: list[Node] = []
        while self.at < len(self.text):
            brace = self.text.find("{", self.at)
            end = brace if brace >= 0 else len(self.text)
            if end > self.at:
                root.append(Text(self.text[self.at : end]))
            self.at = end + 1
            if brace >= 0:
                root.append(Group(tuple(self._action())))
        return tuple(root)

    def _next(self) -> str:
        """The next character, or the empty text at the end (which is never passed)."""
        char = self.text[self.at : self.at + 1]
        self.at += len(char)
        return char

    def _action(self) -> list[Node]:
        nodes: list[Node] = []
        while not self.text.startswith("}", self.at):
            if self.text.startswith("[?(", self.at):
                nodes.append(self._filter())
            elif self.text.startswith("..", self.at):
                self._descent(nodes)
            else:
                self._step(nodes)
        self.at += 1
        return nodes

    def _step(self, nodes: list[Node]) -> None:
        start = self.at
        char = self._next()
        if char in (_END, "\r", "\n"):
            raise JSONPathSyntaxError("unclosed action")
        if char in " @$":
            return
        if char == "[":
            nodes.extend(self._brackets(start))
        elif char in "\"'":
            nodes.append(self._quote(start, char))
        elif char == ".":
            nodes.append(self._field())
        elif char in "+-" or _is_digit(char):
            nodes.append(self._literal(start))
        elif _is_letter_or_digit(char):
            nodes.append(self._identifier(start))
        else:
            raise JSONPathSyntaxError(f"unrecognized character in action: {rune(char)}")

    def _descent(self, nodes: list[Node]) -> None:
        if nodes and isinstance(nodes[-1], Descent):
            raise JSONPathSyntaxError("invalid multiple recursive descent")
        self.at += 2
        nodes.append(Descent())
        if _is_letter_or_digit(self.text[self.at : self.at + 1]):
            nodes.append(self._field())

    def _field(self) -> Node:
        start = self.at
        while not _ends_name(char := self.text[self.at : self.at + 1]):
            self.at = min(self.at + (2 if char == "\\" else 1), len(self.text))
        name = self.text[start : self.at]
        return Wildcard() if name == "*" else Field(name.replace("\\", ""))

    def _identifier(self, start: int) -> Node:
        while not _ends_name(self.text[self.at : self.at + 1]):
            self.at += 1
        word = self.text[start : self.at]
        return Literal(word == "true") if word in ("true", "false") else Identifier(word)

    def _literal(self, start: int) -> Node:
        while (char := self.text[self.at : self.at + 1]) == "." or _is_digit(char):
            self.at += 1
        return Literal(_number(self.text[start : self.at]))

    def _quote(self, start: int, quote: str) -> Node:
        while True:
            char = self._next()
            if char in (_END, "\n"):
                raise JSONPathSyntaxError("unterminated quoted string")
            if char == quote and self.text[self.at - 2] != "\\":
                break
        quoted = self.text[start : self.at]
        try:
            return Text(unquoted(quoted))
        except ValueError:
            message = f"unquote string {quoted} error invalid syntax"
            raise JSONPathSyntaxError(message) from None

    def _brackets(self, start: int) -> list[Node]:
        while (char := self._next()) != "]":
            if char in (_END, "\n"):
                raise JSONPathSyntaxError("unterminated array")
        inside = self.text[start + 1 : self.at - 1]
        if inside == "*":
            inside = ":"
        parts = inside.split(",")
        if len(parts) > 1:
            return [Union(tuple(_parse_action(f"[{part.strip(' ')}]") for part in parts))]
        key = _DICT_KEY.fullmatch(inside)
        if key:
            return list(_parse_action(f".{key[1]}"))
        return [_items(inside)]

    def _filter(self) -> Node:
        start = self.at + 3
        self.at = start
        self._skip_to_end_of_filter()
        inside = self.text[start : self.at - 2]
        parts = _COMPARISON.fullmatch(inside)
        if parts is None:
            return Filter(_parse_action(inside), (), "exists")
        return Filter(_parse_action(parts[1]), _parse_action(parts[3]), parts[2])

    def _skip_to_end_of_filter(self) -> None:
        """Move past ``)]``. Only the first quoted text of a filter hides a closing bracket."""
        quote = ""
        closed = False
        while True:
            char = self._next()
            if char in (_END, "\n"):
                raise JSONPathSyntaxError("unterminated filter")
            if char in "\"'":
                if not quote:
                    quote = char
                elif char == quote and self.text[self.at - 2] != "\\":
                    closed = True
            elif char == ")" and bool(quote) == closed:
                break
        if self._next() != "]":
            raise JSONPathSyntaxError("unclosed array expect ]")


def _items(inside: str) -> Items:
    parts = _SLICE.fullmatch(inside)
    if parts is None:
        raise JSONPathSyntaxError(f"invalid array index {inside}")
    first, second, third = parts.groups(default="")
    start = _bound(first)
    if not second:
        return Items(start, (start or 0) + 1, _bound(third[1:]), derived=True)
    return Items(start, _bound(second[1:]), _bound(third[1:]), derived=False)


def _bound(text: str) -> int | None:
    if not text:
        return None
    value = _integer(text)
    if value is None:
        raise JSONPathSyntaxError(f"array index {text} is not a number")
    return value


def _parse_action(inside: str) -> tuple[Node, ...]:
    """Text as if it stood between braces; what follows a closing brace in it is dropped."""
    first = parse(f"{{{inside}}}")[0]
    assert isinstance(first, Group)
    return first.nodes


def parse(text: str) -> tuple[Node, ...]:
    """The nodes of a template. Raises :class:`JSONPathSyntaxError`."""
    return _Parser(text).template()
