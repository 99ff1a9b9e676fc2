"""The characters of a YAML text, as Karmada's YAML reader walks over them.

Source: readerc.go and scannerc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from workbench.karmada.overrides.json_document import PatchError

BREAKS: Final = "\r\n\x85\u2028\u2029"
BLANKS: Final = frozenset(" \t")
BLANK_OR_END: Final = frozenset(" \t\0" + BREAKS)
BREAK_OR_END: Final = frozenset("\0" + BREAKS)

_BOM = "\ufeff"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_REST_OF_LINE = re.compile(f"[^\0{BREAKS}]*")
# The reader decodes its input in pieces of this many bytes.
_CHUNK = 512
# How far the scanner looks ahead.
_LOOKAHEAD = 4


class Source:
    """A position in a YAML text, and what the scanner's rules ask about it.

    Attributes:
        text: the text, NUL characters behind its end.
        pos: position in ``text``, in characters.
        line: line, counted from 0.
        indent: column of the innermost block collection; -1 outside of any.
        flow_level: how many brackets and braces are open.
    """

    def __init__(self, text: str) -> None:
        body = text.removeprefix(_BOM) or "\n"
        self.limit = _readable_length(body, len(text) - len(body) if text else 0)
        self.text = body + "\0" * (_LOOKAHEAD + 4)
        self.pos = 0
        self.line = 0
        self.line_start = 0
        self.indent = -1
        self.flow_level = 0

    @property
    def column(self) -> int:
        return self.pos - self.line_start

    @property
    def char(self) -> str:
        return self.text[self.pos]

    def fail(self, problem: str) -> NoReturn:
        """Refuse the text here. Raises :class:`PatchError`."""
        self.check_readable()
        raise error_at(problem, self.line + 1 if self.line else 0)

    def check_readable(self, lookahead: int = 1) -> None:
        """Raise :class:`PatchError` if the scanner has reached characters that YAML forbids."""
        if self.pos + lookahead > self.limit:
            raise error_at("control characters are not allowed", 0)

    def is_break(self, ahead: int = 0) -> bool:
        return self.text[self.pos + ahead] in BREAKS

    def is_document_indicator(self) -> bool:
        """Whether ``---`` or ``...`` stands here as a line's first word."""
        return (
            self.column == 0
            and self.text.startswith(("---", "..."), self.pos)
            and self.text[self.pos + 3] in BLANK_OR_END
        )

    def take(self, pattern: re.Pattern[str]) -> str:
        """What ``pattern`` matches here; the pattern must not cross a line."""
        match = pattern.match(self.text, self.pos)
        if match is None:
            return ""
        self.pos = match.end()
        return match.group()

    def take_break(self) -> str:
        """One line break, as it counts in a scalar: a line feed, or U+2028 or U+2029."""
        match = _LINE_BREAK.match(self.text, self.pos)
        if match is None:
            return ""
        self.pos = self.line_start = match.end()
        self.line += 1
        found = match.group()
        return found if found in "\u2028\u2029" else "\n"

    def skip_blanks_and_comment(self) -> None:
        while self.char in BLANKS:
            self.pos += 1
        if self.char == "#":
            self.take(_REST_OF_LINE)

    def skip_comment(self) -> None:
        if self.char == "#":
            self.take(_REST_OF_LINE)


def error_at(problem: str, line: int) -> PatchError:
    """The reader's error; it names no line for the first one (``line`` 0)."""
    return PatchError(f"yaml: line {line}: {problem}" if line else f"yaml: {problem}")


def _readable_length(body: str, bom: int) -> int:
    """How many characters the scanner may ask for before the reader finds a forbidden one."""
    match = _FORBIDDEN.search(body)
    if match is None:
        return len(body) + _CHUNK
    data = body.encode("utf-8", "surrogatepass")
    bad = len(body[: match.start()].encode("utf-8", "surrogatepass"))
    start, end = 0, _CHUNK - 3 * bom
    while end <= bad:
        while data[end] & 0xC0 == 0x80:
            end -= 1
        start, end = end, end + _CHUNK
    return len(data[:start].decode("utf-8", "surrogatepass"))
