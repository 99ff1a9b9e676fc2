"""Texts in single or double quotes, read as client-go does.

Follows ``UnquoteExtend`` (util/jsonpath/parser.go) and ``UnquoteChar`` (Go's strconv/quote.go).
"""

from __future__ import annotations

import re

from workbench.karmada.failover.go_print import go_text

_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\",
}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}


def unquoted(text: str) -> str:
    """A quoted text without quotes and escapes. Raises ``ValueError`` where Go refuses."""
    quote, inside = text[0], text[1:-1]
    data = bytearray()
    at = 0
    while at < len(inside):
        char = inside[at]
        if char == quote:
            raise ValueError
        if char != "\\":
            data += char.encode("utf-8", "surrogateescape")
            at += 1
        else:
            piece, at = _escaped(inside, at + 1, quote)
            data += piece
    return go_text(bytes(data))


def _escaped(text: str, at: int, quote: str) -> tuple[bytes, int]:
    """The bytes of the escape that begins at ``at``, and where it ends."""
    letter = text[at : at + 1]
    if letter in _HEX_DIGITS:
        width = _HEX_DIGITS[letter]
        digits = text[at + 1 : at + 1 + width]
        if not re.fullmatch(f"[0-9A-Fa-f]{{{width}}}", digits):
            raise ValueError
        code = int(digits, 16)
        if letter == "x":
            return bytes([code]), at + 1 + width
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise ValueError
        return chr(code).encode(), at + 1 + width
    if letter and letter in "01234567":
        digits = text[at : at + 3]
        if not re.fullmatch("[0-7]{3}", digits) or int(digits, 8) > 255:
            raise ValueError
        return bytes([int(digits, 8)]), at + 3
    if letter in _ESCAPES:
        return _ESCAPES[letter].encode(), at + 1
    if letter == quote:
        return quote.encode(), at + 1
    raise ValueError
