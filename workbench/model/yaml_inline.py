"""YAML values on one line, quoted where any reader could take them for something else."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from workbench.model.scalars import is_plain_string
from workbench.model.tree import Json

_OFTEN = 64

# A letter, digit or harmless sign first; no ': ', no ' #', no blank or colon at the end.
_PLAIN = re.compile(
    r"(?:\w|[/$(]|\.(?=[A-Za-z])|--?(?=[A-Za-z]))(?:[^:#]|:(?=[^\s])|(?<!\s)#)*(?<![\s:])"
)
# Everything that some YAML version calls a number, a date or a time of day, and more.
_NUMERIC = re.compile(r"[-+]?[0-9.][-+0-9_.:,eEtTzZxXoObB ]*|[-+]?0[xX][0-9a-fA-F_]*", re.ASCII)
_WORDS = frozenset(
    ("", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
     ".nan", ".inf")
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def one_line(value: Json) -> str:
    """Any value on one line. Raises ``ValueError`` for infinities and NaN."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text_on_a_line(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"? {_quoted(k)} : {_inner(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inner, value)) + "]"
    return str(value)


def _inner(value: Json) -> str:
    return _quoted(value) if isinstance(value, str) else one_line(value)


def _float(value: float) -> str:
    """With a point and a signed exponent: PyYAML reads ``1e21`` and ``1.0e21`` as text."""
    if not math.isfinite(value):
        raise ValueError(f"{value} can't be written")
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return mantissa
    sign = "" if exponent[0] in "+-" else "+"
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{sign}{exponent}"


def text_on_a_line(text: str) -> str:
    """A text as a key or a value, quoted if it must be. Lone surrogates become U+FFFD."""
    # Keys and short values come again and again, in every object.
    return _short_text(text) if len(text) <= _OFTEN else _written(text)


@lru_cache(maxsize=8192)
def _short_text(text: str) -> str:
    return _written(text)


def _written(text: str) -> str:
    if text.isprintable():
        if _PLAIN.fullmatch(text) and not _is_ambiguous(text):
            return text
        if ('"' in text or "\\" in text) and "'" not in text:
            return f"'{text}'"
    return _quoted(text)


def _is_ambiguous(text: str) -> bool:
    return (
        text.lower() in _WORDS
        or _NUMERIC.fullmatch(text) is not None
        or not is_plain_string(text)
    )


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
