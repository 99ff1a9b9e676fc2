"""Go's ``encoding/json``: the text it writes and the tree that apimachinery reads.

Sources: encoding/json/encode.go (Go 1.24 and later) and apimachinery's
pkg/util/json/json.go, the same in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal

from workbench.model.tree import Json

_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile("[\"\\\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]")
# What Python's encoder, written in C, leaves as it is and Go escapes: never outside texts.
_HTML = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
# A float after a key or in a list, as Python writes it; some texts look like one, too.
_MAYBE_FLOAT = re.compile(r'(?:^|":|[\[,])-?[0-9]+[.e]')
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True,
    separators=(",", ":"),
)
_MIN, _MAX = -(2**63), 2**63 - 1


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def quote(text: str) -> str:
    """A Go JSON string literal: HTML characters escaped, other characters raw UTF-8."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def format_float(value: float) -> str:
    """A float64 as Go's JSON writes it: shortest digits, exponent below 1e-6 and from 1e21 on.

    Raises ``ValueError`` for infinities and NaN, which JSON can't hold.
    """
    if not math.isfinite(value):
        raise ValueError(f"json: unsupported value: {value}")
    size = abs(value)
    if size != 0 and not 1e-6 <= size < 1e21:
        mantissa, _, exponent = repr(value).partition("e")
        if not exponent:
            mantissa, _, exponent = f"{Decimal(repr(value)):e}".partition("e")
        sign = "-" if exponent.startswith("-") else "+"
        digits = exponent.lstrip("+-").lstrip("0")
        return f"{mantissa.removesuffix('.0')}e{sign}{digits}"
    text = repr(value)
    if "e" in text:
        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


def encode(value: Json) -> str:
    """Canonical Go JSON text of a tree: keys sorted by UTF-8 bytes, no white space.

    Raises ``ValueError`` for infinities and NaN.
    """
    try:
        text = _ENCODER.encode(value)
    except ValueError:
        return _encode(value)
    if _MAYBE_FLOAT.search(text):
        return _encode(value)
    return _HTML.sub(_escape, text)


def _encode(value: Json) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format_float(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{quote(k)}:{_encode(value[k])}" for k in sorted(value)) + "}"
    return "[" + ",".join(map(_encode, value)) + "]"


def number(literal: str) -> int | float:
    """A JSON number literal as apimachinery's decoder reads it.

    Integer if it has no fraction or exponent and fits int64, else float64.
    Raises ``ValueError`` for a literal beyond float64.
    """
    if "." not in literal and "e" not in literal and "E" not in literal:
        whole = int(literal)
        if _MIN <= whole <= _MAX:
            return whole
    value = float(literal)
    if math.isinf(value):
        raise ValueError(f"json: cannot unmarshal number {literal} into Go value of type float64")
    return value


def normalize_number(value: int | float) -> int | float:
    """A number after one trip through Go's JSON: ``1.0`` is 1, integers beyond int64 are floats."""
    if isinstance(value, float):
        if math.isfinite(value):
            return number(format_float(value))
        return value
    return value if _MIN <= value <= _MAX else float(value)


def normalize(value: Json) -> Json:
    """A tree as it comes back from one trip through Go's JSON; unchanged parts are shared."""
    if isinstance(value, dict):
        fresh = {k: normalize(v) for k, v in value.items()}
        return value if all(fresh[k] is value[k] for k in fresh) else fresh
    if isinstance(value, list):
        items = [normalize(v) for v in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return normalize_number(value)
    return value


def decode(text: str) -> Json:
    """The tree that Go reads from JSON text. Raises ``ValueError`` where Go refuses."""

    def refuse(literal: str) -> float:
        raise ValueError(f"invalid character in {literal}")

    return json.loads(text, parse_int=number, parse_float=number, parse_constant=refuse)
