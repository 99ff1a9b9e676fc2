"""Scalars of a YAML text: plain, quoted and block.

Source: scannerc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2. It differs
from libyaml 0.2.5: ``?`` ends a plain scalar in flow context, ``{a:}`` holds the scalar ``a:``,
``\\/`` is no escape and ``\\'`` is one.
"""

from __future__ import annotations

import re

from workbench.karmada.overrides.yaml_source import BLANKS, BREAK_OR_END, BREAKS, Source

_SPACE = f" \t\0{BREAKS}"
_PLAIN_BLOCK = re.compile(f"(?:[^:{_SPACE}]|:(?![{_SPACE}]))*")
_PLAIN_FLOW = re.compile(f"(?:[^:,?\\[\\]{{}}{_SPACE}]|:(?![{_SPACE}]))*")
_SINGLE = re.compile(f"(?:[^'{_SPACE}]|'')*")
_DOUBLE = re.compile(f'[^"\\\\{_SPACE}]*')
_LINE = re.compile(f"[^\0{BREAKS}]*")
_HEX = re.compile(r"[0-9a-fA-F]*", re.ASCII)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "'": "'", "\\": "\\", "N": "\x85",
    "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_CODES = {"x": 2, "u": 4, "U": 8}


class _Gap:
    """White space between two pieces of a scalar: blanks, or line breaks that fold."""

    __slots__ = ("blanks", "breaks", "first")

    def __init__(self, escaped: bool = False) -> None:
        self.blanks = ""
        self.first = ""
        # Breaks after the first; an escaped break opens the gap and leaves no trace itself.
        self.breaks: list[str] | None = [] if escaped else None

    @property
    def is_folded(self) -> bool:
        return self.breaks is not None

    def read(self, source: Source) -> None:
        """One blank or line break."""
        if source.char in BLANKS:
            if self.breaks is None:
                self.blanks += source.char
            source.pos += 1
            return
        found = source.take_break()
        if self.breaks is None:
            self.blanks, self.first, self.breaks = "", found, []
        else:
            self.breaks.append(found)

    def text(self) -> str:
        """What the gap counts in the scalar."""
        if self.breaks is None:
            return self.blanks
        rest = "".join(self.breaks)
        return (rest or " ") if self.first == "\n" else self.first + rest


def plain(source: Source) -> tuple[str, bool]:
    """A plain scalar, and whether line breaks follow it. Raises PatchError."""
    pattern = _PLAIN_FLOW if source.flow_level else _PLAIN_BLOCK
    pieces: list[str] = []
    gap = _Gap()
    while not source.is_document_indicator() and source.char != "#":
        found = source.take(pattern)
        if found:
            pieces += gap.text(), found
            gap = _Gap()
        if source.char not in BLANKS and not source.is_break():
            break
        _read_plain_gap(source, gap)
        if source.flow_level == 0 and source.column < source.indent + 1:
            break
    return "".join(pieces), gap.is_folded


def _read_plain_gap(source: Source, gap: _Gap) -> None:
    while source.char in BLANKS or source.is_break():
        if gap.is_folded and source.char == "\t" and source.column < source.indent + 1:
            source.fail("found a tab character that violates indentation")
        gap.read(source)


def quoted(source: Source) -> str:
    """A scalar in single or double quotes. Raises PatchError."""
    quote = source.char
    source.pos += 1
    pieces: list[str] = []
    while True:
        if source.is_document_indicator():
            source.fail("found unexpected document indicator")
        if source.char == "\0":
            source.fail("found unexpected end of stream")
        is_continued = _read_words(source, quote, pieces)
        if source.char == quote:
            source.pos += 1
            return "".join(pieces)
        gap = _Gap(escaped=is_continued)
        while source.char in BLANKS or source.is_break():
            gap.read(source)
        pieces.append(gap.text())


def _read_words(source: Source, quote: str, pieces: list[str]) -> bool:
    """Text up to white space or the closing quote; whether an escaped line break ended it."""
    if quote == "'":
        pieces.append(source.take(_SINGLE).replace("''", "'"))
        return False
    while True:
        pieces.append(source.take(_DOUBLE))
        if source.char != "\\":
            return False
        if source.is_break(1):
            source.pos += 1
            source.take_break()
            return True
        pieces.append(_escaped(source))


def _escaped(source: Source) -> str:
    letter = source.text[source.pos + 1]
    if letter in _ESCAPES:
        source.pos += 2
        return _ESCAPES[letter]
    if letter not in _CODES:
        source.fail("found unknown escape character")
    source.pos += 2
    length = _CODES[letter]
    digits = source.text[source.pos : source.pos + length]
    if len(digits) < length or not _HEX.fullmatch(digits):
        source.fail("did not find expected hexdecimal number")
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        source.fail("found invalid Unicode character escape code")
    source.pos += length
    return chr(code)


def block(source: Source) -> str:
    """A literal (``|``) or folded (``>``) scalar. Raises PatchError."""
    is_literal = source.char == "|"
    source.pos += 1
    chomping, increment = _read_header(source)
    indent = max(source.indent, 0) + increment if increment else 0
    indent, trailing = _read_block_breaks(source, indent)
    text, last_break, was_blank = "", "", False
    while source.column == indent and source.char != "\0":
        is_blank = source.char in BLANKS
        if not is_literal and not was_blank and not is_blank and last_break == "\n":
            text += "" if trailing else " "
        else:
            text += last_break
        text += trailing + source.take(_LINE)
        was_blank, last_break = is_blank, source.take_break()
        _, trailing = _read_block_breaks(source, indent)
    if chomping != "-":
        text += last_break
    return text + trailing if chomping == "+" else text


def _read_header(source: Source) -> tuple[str, int]:
    """Chomping (``+``, ``-`` or nothing) and indentation (0: find out) of a block scalar."""
    chomping, increment = "", 0
    if source.char in "+-":
        chomping = source.char
        source.pos += 1
        increment = _read_increment(source)
    else:
        increment = _read_increment(source)
        if increment and source.char in "+-":
            chomping = source.char
            source.pos += 1
    source.skip_blanks_and_comment()
    if source.char not in BREAK_OR_END:
        source.fail("did not find expected comment or line break")
    source.take_break()
    return chomping, increment


def _read_increment(source: Source) -> int:
    if source.char not in "0123456789":
        return 0
    if source.char == "0":
        source.fail("found an indentation indicator equal to 0")
    source.pos += 1
    return int(source.text[source.pos - 1])


def _read_block_breaks(source: Source, indent: int) -> tuple[int, str]:
    """Empty lines and indentation: the indentation (found out if it was 0), the breaks."""
    breaks, deepest = "", 0
    while True:
        while (indent == 0 or source.column < indent) and source.char == " ":
            source.pos += 1
        deepest = max(deepest, source.column)
        if (indent == 0 or source.column < indent) and source.char == "\t":
            source.fail("found a tab character where an indentation space is expected")
        if not source.is_break():
            return indent or max(deepest, source.indent + 1, 1), breaks
        breaks += source.take_break()
