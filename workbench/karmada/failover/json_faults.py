"""What Go's ``encoding/json`` says of a text that is no JSON (encoding/json/scanner.go)."""

from __future__ import annotations

import re

from workbench.model.go_text import quoted

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING_PART = re.compile(r'[^"\\\x00-\x1f]*')
_HEX = re.compile(r"[0-9a-fA-F]{0,4}")
_DIGITS = re.compile(r"[0-9]*")
_TAKES_NO_SPACE = re.compile("numeric|escape|in literal")
_LITERALS = {"t": "true", "f": "false", "n": "null"}
_MAX_DEPTH = 10_000


class _Fault(Exception):
    pass


def _shown(char: str) -> str:
    """A byte in single quotes; of a longer character only the first byte is seen."""
    if char == "'":
        return "'\\''"
    byte = chr(char.encode("utf-8", "surrogatepass")[0])
    return "'\"'" if byte == '"' else f"'{quoted(byte)[1:-1]}'"


class _Scanner:
    """Reads one JSON value after another; ``open`` holds the brackets that are not closed yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.open: list[str] = []

    def _fail(self, where: str) -> None:
        # At the end Go tries a space: whoever can't take one complains of it.
        char = self._peek() or " "
        if self.at >= len(self.text) and not _TAKES_NO_SPACE.search(where):
            raise _Fault("unexpected end of JSON input")
        raise _Fault(f"invalid character {_shown(char)} {where}")

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None  # every pattern here matches the empty text
        self.at = match.end()
        return match.group()

    def _expect(self, chars: str, where: str) -> str:
        char = self._peek()
        if not char or char not in chars:
            self._fail(where)
        self.at += 1
        return char

    def document(self) -> None:
        self._value()
        while self.open:
            self._after_value()
        self._skip(_SPACE)
        if self._peek():
            self._fail("after top-level value")

    def _value(self) -> None:
        """A plain value, or the way down into a container as far as its first plain value."""
        while True:
            self._skip(_SPACE)
            char = self._peek()
            if not char or char not in "{[":
                return self._plain(char)
            self.at += 1
            self.open.append(char)
            if len(self.open) > _MAX_DEPTH:
                raise _Fault("exceeded max depth")
            self._skip(_SPACE)
            if self._peek() == {"{": "}", "[": "]"}[char]:
                self.at += 1
                self.open.pop()
                return None
            if char == "{":
                self._key()

    def _key(self) -> None:
        self._skip(_SPACE)
        self._expect('"', "looking for beginning of object key string")
        self._string()
        self._skip(_SPACE)
        self._expect(":", "after object key")

    def _after_value(self) -> None:
        self._skip(_SPACE)
        if self.open[-1] == "{":
            closed = self._expect(",}", "after object key:value pair") == "}"
        else:
            closed = self._expect(",]", "after array element") == "]"
        if closed:
            self.open.pop()
            return
        if self.open[-1] == "{":
            self._key()
        self._value()

    def _plain(self, char: str) -> None:
        if char and char in "-0123456789":
            return self._number()
        self._expect('"tfn', "looking for beginning of value")
        if char == '"':
            return self._string()
        for wanted in _LITERALS[char][1:]:
            self._expect(wanted, f"in literal {_LITERALS[char]} (expecting '{wanted}')")
        return None

    def _string(self) -> None:
        self._skip(_STRING_PART)
        while self._expect('"\\', "in string literal") != '"':
            escape = self._expect('bfnrt\\/"u', "in string escape code")
            if escape == "u" and len(self._skip(_HEX)) < 4:
                self._fail("in \\u hexadecimal character escape")
            self._skip(_STRING_PART)

    def _number(self) -> None:
        if self._peek() == "-":
            self.at += 1
        if self._expect("0123456789", "in numeric literal") != "0":
            self._skip(_DIGITS)
        if self._peek() == ".":
            self.at += 1
            self._expect("0123456789", "after decimal point in numeric literal")
            self._skip(_DIGITS)
        if self._peek() in ("e", "E"):
            self.at += 1
            if self._peek() in ("+", "-"):
                self.at += 1
            self._expect("0123456789", "in exponent of numeric literal")
            self._skip(_DIGITS)


def syntax_fault(text: str) -> str:
    """Go's complaint about a text, or the empty text if Go takes it."""
    try:
        _Scanner(text).document()
    except _Fault as fault:
        return str(fault)
    return ""
