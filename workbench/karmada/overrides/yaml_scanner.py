"""Tokens of a YAML text, one after the other.

Source: scannerc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2. A key is
known as one only when its ``:`` is found; until then what follows waits in the queue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from workbench.karmada.overrides import yaml_scalar_text, yaml_tag_text
from workbench.karmada.overrides.yaml_source import BLANK_OR_END, Source

_MAX_DEPTH = 10_000
_MAX_KEY = 1024
_SPACES = re.compile(" *")
_SPACES_AND_TABS = re.compile("[ \t]*")
_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`") | BLANK_OR_END


class Kind(Enum):
    STREAM_END = auto()
    VERSION = auto()
    TAG_DIRECTIVE = auto()
    DOCUMENT_START = auto()
    DOCUMENT_END = auto()
    BLOCK_SEQUENCE = auto()
    BLOCK_MAPPING = auto()
    BLOCK_END = auto()
    FLOW_SEQUENCE = auto()
    FLOW_SEQUENCE_END = auto()
    FLOW_MAPPING = auto()
    FLOW_MAPPING_END = auto()
    FLOW_ENTRY = auto()
    BLOCK_ENTRY = auto()
    KEY = auto()
    VALUE = auto()
    ALIAS = auto()
    ANCHOR = auto()
    TAG = auto()
    SCALAR = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its line (from 0) and text; ``suffix`` of tags, ``is_plain`` of scalars."""

    kind: Kind
    line: int
    text: str = ""
    suffix: str = ""
    is_plain: bool = False


@dataclass(slots=True)
class _SimpleKey:
    """A token that becomes a key if a ``:`` follows soon enough."""

    is_possible: bool = False
    is_required: bool = False
    number: int = 0
    pos: int = 0
    line: int = 0
    column: int = 0


class Scanner(Source):
    """The tokens of a text, made as they are asked for. Everything may raise PatchError."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._queue: list[Token] = []
        self._taken = 0
        self._indents: list[int] = []
        self._keys = [_SimpleKey()]
        self._level_of: dict[int, int] = {}
        self._allows_key = True

    def peek(self) -> Token:
        """The next token, which stays."""
        while self._needs_more():
            self._fetch()
        return self._queue[0]

    def next(self) -> Token:
        """The next token, taken."""
        token = self.peek()
        self._taken += 1
        del self._queue[0]
        return token

    def _needs_more(self) -> bool:
        if not self._queue:
            return True
        level = self._level_of.get(self._taken, len(self._keys))
        return level < len(self._keys) and self._is_still_possible(self._keys[level])

    def _add(self, kind: Kind, text: str = "", *, width: int = 0) -> None:
        self._queue.append(Token(kind, self.line, text))
        self.pos += width

    def _fetch(self) -> None:
        self.check_readable()
        self._skip_to_token()
        self._close_blocks(self.column)
        self.check_readable(4)
        char = self.char
        if char == "\0":
            self._fetch_end()
        elif self.column == 0 and char == "%":
            self._fetch_directive()
        elif self.is_document_indicator():
            self._fetch_document_indicator(char)
        else:
            self._fetch_content(char)
        self.check_readable()

    def _fetch_content(self, char: str) -> None:
        is_alone = self.text[self.pos + 1] in BLANK_OR_END
        if char in "[{":
            self._open_flow(Kind.FLOW_SEQUENCE if char == "[" else Kind.FLOW_MAPPING)
        elif char in "]}":
            self._close_flow(Kind.FLOW_SEQUENCE_END if char == "]" else Kind.FLOW_MAPPING_END)
        elif char == ",":
            self._forget_key()
            self._allows_key = True
            self._add(Kind.FLOW_ENTRY, width=1)
        elif char == "-" and is_alone:
            self._fetch_entry()
        elif char == "?" and (self.flow_level or is_alone):
            self._fetch_explicit_key()
        elif char == ":" and (self.flow_level or is_alone):
            self._fetch_value()
        else:
            self._fetch_node(char, is_alone)

    def _fetch_node(self, char: str, is_alone: bool) -> None:
        if char in "*&":
            self._remember_key()
            kind = Kind.ALIAS if char == "*" else Kind.ANCHOR
            self._add_at(self.line, kind, yaml_tag_text.anchor(self))
        elif char == "!":
            self._remember_key()
            line = self.line
            handle, suffix = yaml_tag_text.tag(self)
            self._queue.append(Token(Kind.TAG, line, handle, suffix))
        elif char in "|>" and not self.flow_level:
            self._forget_key()
            self._allows_key = True
            self._add_at(self.line, Kind.SCALAR, yaml_scalar_text.block(self))
        elif char in "'\"":
            self._remember_key()
            self._add_at(self.line, Kind.SCALAR, yaml_scalar_text.quoted(self))
        else:
            self._fetch_plain(char, is_alone)

    def _add_at(self, line: int, kind: Kind, text: str) -> None:
        self._queue.append(Token(kind, line, text))

    def _fetch_plain(self, char: str, is_alone: bool) -> None:
        if char in _NOT_PLAIN:
            starts = char == "-" or (char in "?:" and not self.flow_level)
            if is_alone or not starts:
                self.fail("found character that cannot start any token")
        self._remember_key()
        line = self.line
        text, is_broken = yaml_scalar_text.plain(self)
        self._allows_key = self._allows_key or is_broken
        self._queue.append(Token(Kind.SCALAR, line, text, is_plain=True))

    def _skip_to_token(self) -> None:
        while True:
            if self.column == 0 and self.text[0] == "\ufeff":
                self.pos += 1
            takes_tabs = self.flow_level > 0 or not self._allows_key
            self.take(_SPACES_AND_TABS if takes_tabs else _SPACES)
            self.skip_comment()
            if not self.is_break():
                return
            self.take_break()
            if not self.flow_level:
                self._allows_key = True

    # -- keys

    def _is_still_possible(self, key: _SimpleKey) -> bool:
        if not key.is_possible:
            return False
        if key.line < self.line or key.pos + _MAX_KEY < self.pos:
            if key.is_required:
                self.fail("could not find expected ':'")
            key.is_possible = False
        return key.is_possible

    def _remember_key(self) -> None:
        """The token to come may be a key; the one after it may not."""
        if self._allows_key:
            self._forget_key()
            number = self._taken + len(self._queue)
            is_required = not self.flow_level and self.indent == self.column
            self._keys[-1] = _SimpleKey(True, is_required, number, self.pos, self.line, self.column)
            self._level_of[number] = len(self._keys) - 1
        self._allows_key = False

    def _forget_key(self) -> None:
        key = self._keys[-1]
        if not key.is_possible:
            return
        if key.is_required:
            self.fail("could not find expected ':'")
        key.is_possible = False
        self._level_of.pop(key.number, None)

    # -- structure

    def _open_block(self, column: int, kind: Kind, line: int, number: int = -1) -> None:
        if self.flow_level or self.indent >= column:
            return
        self._indents.append(self.indent)
        self.indent = column
        if len(self._indents) > _MAX_DEPTH:
            self.fail(f"exceeded max depth of {_MAX_DEPTH}")
        self._insert(number, Token(kind, line))

    def _insert(self, number: int, token: Token) -> None:
        """Put a token before the one of that number; last where that one has gone already."""
        at = number - self._taken
        self._queue.insert(at if at >= 0 else len(self._queue), token)

    def _close_blocks(self, column: int) -> None:
        while not self.flow_level and self.indent > column:
            self._add(Kind.BLOCK_END)
            self.indent = self._indents.pop()

    def _open_flow(self, kind: Kind) -> None:
        self._remember_key()
        self._keys.append(_SimpleKey(number=self._taken + len(self._queue)))
        self.flow_level += 1
        if self.flow_level > _MAX_DEPTH:
            self.fail(f"exceeded max depth of {_MAX_DEPTH}")
        self._allows_key = True
        self._add(kind, width=1)

    def _close_flow(self, kind: Kind) -> None:
        self._forget_key()
        if self.flow_level:
            self.flow_level -= 1
            self._level_of.pop(self._keys.pop().number, None)
        self._allows_key = False
        self._add(kind, width=1)

    def _fetch_entry(self) -> None:
        if not self.flow_level:
            if not self._allows_key:
                self.fail("block sequence entries are not allowed in this context")
            self._open_block(self.column, Kind.BLOCK_SEQUENCE, self.line)
        self._forget_key()
        self._allows_key = True
        self._add(Kind.BLOCK_ENTRY, width=1)

    def _fetch_explicit_key(self) -> None:
        if not self.flow_level:
            if not self._allows_key:
                self.fail("mapping keys are not allowed in this context")
            self._open_block(self.column, Kind.BLOCK_MAPPING, self.line)
        self._forget_key()
        self._allows_key = not self.flow_level
        self._add(Kind.KEY, width=1)

    def _fetch_value(self) -> None:
        key = self._keys[-1]
        if self._is_still_possible(key):
            self._insert(key.number, Token(Kind.KEY, key.line))
            self._open_block(key.column, Kind.BLOCK_MAPPING, key.line, key.number)
            key.is_possible = False
            self._level_of.pop(key.number, None)
            self._allows_key = False
        else:
            if not self.flow_level:
                if not self._allows_key:
                    self.fail("mapping values are not allowed in this context")
                self._open_block(self.column, Kind.BLOCK_MAPPING, self.line)
            self._allows_key = not self.flow_level
        self._add(Kind.VALUE, width=1)

    def _fetch_end(self) -> None:
        if self.column:
            self.line += 1
            self.line_start = self.pos
        self._end_blocks()
        self._add(Kind.STREAM_END)

    def _fetch_document_indicator(self, char: str) -> None:
        self._end_blocks()
        self._add(Kind.DOCUMENT_START if char == "-" else Kind.DOCUMENT_END, width=3)

    def _fetch_directive(self) -> None:
        self._end_blocks()
        line = self.line
        name, handle, value = yaml_tag_text.directive(self)
        kind = Kind.VERSION if name == "YAML" else Kind.TAG_DIRECTIVE
        self._queue.append(Token(kind, line, handle, value))

    def _end_blocks(self) -> None:
        self._close_blocks(-1)
        self._forget_key()
        self._allows_key = False
