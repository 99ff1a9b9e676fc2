"""How Karmada's YAML writer quotes a string, and how it breaks long ones.

Sources: encode.go and emitterc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and
v1.18.2.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from workbench.karmada.overrides.yaml_source import BREAKS
from workbench.model.scalars import is_plain_string

WIDTH: Final = 80

_SPECIAL = re.compile("[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_BREAK = re.compile(f"[{BREAKS}]")
_BREAK_THEN_SPACE = re.compile(f"[{BREAKS}] ")
_SPACE_THEN_BREAK = re.compile(f" [{BREAKS}]")
_INDICATOR = re.compile(
    r"---|\.\.\.|[#,\[\]{}&*!|>'\"%@`]|[?:-](?:[ \t]|\Z)|.*(?::(?:[ \t]|\Z)| #)", re.DOTALL
)
_LINE_START = re.compile(f"(?<![^{BREAKS}])(?=[^{BREAKS}])")
_ESCAPED = re.compile(f'{_SPECIAL.pattern}|[{BREAKS}"\\\\]')
_SHORT = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r",
    "\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


class Style(Enum):
    PLAIN = auto()
    SINGLE = auto()
    DOUBLE = auto()
    LITERAL = auto()


@lru_cache(maxsize=4096)
def style_of(text: str) -> Style:
    """The style that the writer settles on for a string."""
    if _SPECIAL.search(text) or _SPACE_THEN_BREAK.search(text):
        return Style.DOUBLE
    if "\n" in text:
        return Style.DOUBLE if text.endswith(" ") else Style.LITERAL
    if not is_plain_string(text):
        return Style.DOUBLE
    if text != text.strip(" ") or _BREAK.search(text) or _INDICATOR.match(text):
        return Style.DOUBLE if _BREAK_THEN_SPACE.search(text) else Style.SINGLE
    return Style.PLAIN


def fits_simple_key(text: str) -> bool:
    """Whether a key needs no ``?``: one line of at most 128 bytes."""
    return len(text.encode("utf-8", "surrogatepass")) <= 128 and not _BREAK.search(text)


def literal(text: str, indent: int) -> str:
    """A ``|`` block, header and all; it ends with the text's own line breaks."""
    hint = "2" if text[0] in " " + BREAKS else ""
    if text[-1] not in BREAKS:
        chomping = "-"
    else:
        chomping = "+" if len(text) == 1 or text[-2] in BREAKS else ""
    return f"|{hint}{chomping}\n" + _LINE_START.sub(" " * indent, text)


def escaped(text: str) -> str:
    """The inside of double quotes, unbroken."""
    if text.startswith("\ufeff"):
        # The writer asks whether the text starts with a byte order mark, at every character.
        return "".join(map(_escape, text))
    return _ESCAPED.sub(lambda match: _escape(match.group()), text)


def _escape(char: str) -> str:
    if char in _SHORT:
        return "\\" + _SHORT[char]
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def quote_marks(style: Style) -> str:
    return {Style.SINGLE: "'", Style.DOUBLE: '"'}.get(style, "")


def inline(text: str, style: Style) -> str:
    """A string on one line, with its quotes."""
    mark = quote_marks(style)
    if style is Style.SINGLE:
        text = text.replace("'", "''")
    elif style is Style.DOUBLE:
        text = escaped(text)
    return mark + text + mark


_GAPS = re.compile("( +|[\u2028\u2029])")


def folded(text: str, style: Style, column: int, indent: int) -> str:
    """As :func:`inline`, broken at spaces beyond column 80; ``column`` is where it starts."""
    whole = inline(text, style)
    if column + len(whole) <= WIDTH + 1 and not _BREAK.search(whole):
        return whole
    mark = quote_marks(style)
    words = _GAPS.split(whole[len(mark) : len(whole) - len(mark)])
    line = _Line(column + len(mark), indent, style)
    line.put(words[0])
    for index in range(1, len(words), 2):
        gap, word = words[index], words[index + 1]
        is_first = index == 1 and not words[0]
        is_last = index == len(words) - 2 and not word
        line.put_gap(gap, may_break=not is_first and (not is_last or len(gap) > 1))
        line.put(word)
    return f"{mark}{line}{mark}"


class _Line:
    """The inside of a string that is being broken into lines."""

    def __init__(self, column: int, indent: int, style: Style) -> None:
        self._column = column
        self._indent = " " * indent
        self._style = style
        self._parts: list[str] = []
        self._is_new = False

    def put(self, word: str) -> None:
        if word and self._is_new:
            word = self._indent + word
            self._is_new = False
        self._parts.append(word)
        self._column += len(word)

    def put_gap(self, gap: str, *, may_break: bool) -> None:
        """Spaces, or a line break that the string has itself."""
        if gap[0] != " ":
            self._parts.append(gap)
            self._column, self._is_new = 0, True
        elif may_break and self._column > WIDTH and self._is_breakable(gap):
            # Further spaces would be lost at the start of a line, but for the backslash.
            rest = "\\" + gap[1:] if len(gap) > 1 else ""
            self._parts += "\n", self._indent, rest
            self._column = len(self._indent) + len(rest)
        else:
            self._parts.append(gap)
            self._column += len(gap)

    def _is_breakable(self, gap: str) -> bool:
        return len(gap) == 1 or self._style is Style.DOUBLE

    def __str__(self) -> str:
        return "".join(self._parts)
