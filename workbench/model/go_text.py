"""How Go's ``strconv`` and ``fmt`` write values, for messages and output that quote them.

Sources: strconv/quote.go, strconv/ftoa.go, strconv/atoi.go (Go 1.24 and later).
"""

from __future__ import annotations

import math
import re
import struct
import unicodedata
from decimal import Decimal

from workbench.model.tree import Json

_SHORT = {
    '"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f",
    "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
}  # fmt: skip
_HARMLESS = re.compile(r"[ !#-\[\]-~]*", re.ASCII)
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_MIN, _MAX = -(2**63), 2**63 - 1
# More digits than any 64-bit number has.
_LONGEST = 20
_TYPE_NAMES: dict[type, str] = {
    type(None): "<nil>", bool: "bool", str: "string", int: "int64", float: "float64",
    dict: "map[string]interface {}", list: "[]interface {}",
}  # fmt: skip


def quoted(text: str) -> str:
    """A Go string literal, as ``%q`` prints it: printable characters stay as they are."""
    if _HARMLESS.fullmatch(text):
        return f'"{text}"'
    return '"' + "".join(map(_quoted_character, text)) + '"'


def _quoted_character(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if char == " " or unicodedata.category(char)[0] in "LMNPS":
        return char
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def format_general(value: float, bits: int = 64) -> str:
    """A float as ``%g`` prints it: shortest digits, an exponent below 1e-4 and from 1e6 on.

    ``bits`` 32 rounds to a 32-bit float first. Infinities are ``+Inf`` and ``-Inf``.
    """
    if bits == 32:
        value = _single(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    shortest = _shortest_single(value) if bits == 32 else repr(value)
    sign, digits, exponent = Decimal(shortest).normalize().as_tuple()
    figures = "".join(map(str, digits))
    power = len(figures) - 1 + int(exponent)
    if -4 <= power < 6:
        return f"{Decimal(shortest).normalize():f}"
    mantissa = figures[0] + (f".{figures[1:]}" if len(figures) > 1 else "")
    return f"{'-' if sign else ''}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _single(value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _shortest_single(value: float) -> str:
    for digits in range(9):
        text = f"{value:.{digits}e}"
        if _single(float(text)) == value:
            return text
    return repr(value)


def parse_integer(text: str) -> int | str:
    """What ``strconv.Atoi`` makes of ``text``: the number, or the text of its error."""
    if not _INTEGER.fullmatch(text):
        return f"strconv.Atoi: parsing {quoted(text)}: invalid syntax"
    digits = text.lstrip("+-").lstrip("0")
    number = int(digits or "0") if len(digits) <= _LONGEST else _MAX + 2
    number = -number if text[0] == "-" else number
    if not _MIN <= number <= _MAX:
        return f"strconv.Atoi: parsing {quoted(text)}: value out of range"
    return number


def format_value(value: Json) -> str:
    """A decoded JSON value as ``%v`` prints it: ``map[a:1 b:[x <nil>]]``, texts raw."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_general(value)
    if isinstance(value, dict):
        return f"map[{' '.join(f'{key}:{format_value(value[key])}' for key in sorted(value))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(format_value, value))}]"
    return str(value)


def type_name(value: Json) -> str:
    """The Go type of a decoded JSON value, as ``%T`` prints it."""
    return _TYPE_NAMES[type(value)]
