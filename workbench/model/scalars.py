"""What a plain YAML scalar means to Go: YAML 1.1 as Kubernetes' own tools resolve it.

Source: the resolver of go.yaml.in/yaml/v2 (resolve.go), used by kubectl, the Karmada API server
and the override engine, the same in Karmada v1.12.0 and v1.18.2. PyYAML's resolver differs:
it knows no ``y``/``n``, reads ``1:30`` as a number and ``0o14`` as text.
"""

from __future__ import annotations

import calendar
import math
import re
from typing import Final

from workbench.model.tree import Json

NULL: Final = "!!null"
BOOL: Final = "!!bool"
INT: Final = "!!int"
FLOAT: Final = "!!float"
STR: Final = "!!str"
TIMESTAMP: Final = "!!timestamp"

# Any other first character makes a string.
_MEANINGFUL = frozenset("+-.0123456789yYnNtTfFoO~")

_WORDS: dict[str, tuple[str, Json]] = {
    **dict.fromkeys(("y", "Y"), (BOOL, True)),
    **dict.fromkeys(("yes", "Yes", "YES"), (BOOL, True)),
    **dict.fromkeys(("true", "True", "TRUE"), (BOOL, True)),
    **dict.fromkeys(("on", "On", "ON"), (BOOL, True)),
    **dict.fromkeys(("n", "N"), (BOOL, False)),
    **dict.fromkeys(("no", "No", "NO"), (BOOL, False)),
    **dict.fromkeys(("false", "False", "FALSE"), (BOOL, False)),
    **dict.fromkeys(("off", "Off", "OFF"), (BOOL, False)),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), (NULL, None)),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), (FLOAT, math.nan)),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), (FLOAT, math.inf)),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), (FLOAT, -math.inf)),
}

_DOT_FLOAT = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[oO]?(?P<octal>[0-7]+)"
    r"|0[bB](?P<binary>[01]+)|(?P<decimal>0|[1-9][0-9]*))",
    re.ASCII,
)
# A sign after the prefix passes the resolver's second look at binary numbers.
_SIGNED_BINARY = re.compile(r"0b(?P<sign>[-+])(?P<binary>[01]+)", re.ASCII)
_BASES = {"hex": 16, "octal": 8, "binary": 2, "decimal": 10}
_MAX_INT64, _MAX_UINT64 = 2**63 - 1, 2**64 - 1
# No int64 or uint64 has more digits than this; keeps hostile literals away from int().
_LONGEST = 70

_TIMESTAMP = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt](?=.*(?:Z|[-+][0-9]{2}:[0-9]{2})\Z)|[ ]+)"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?"
    r"(?P<zone>Z|[-+](?P<zone_hour>[0-9]{2}):(?P<zone_minute>[0-9]{2}))?)?",
    re.ASCII,
)
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", re.ASCII)


def resolve(text: str) -> Json:
    """The value of a plain (unquoted, untagged) scalar.

    Integers reach from -2**63 to 2**64 - 1; floats may be infinite or NaN; timestamps stay text.
    """
    if text and text[0] not in _MEANINGFUL:
        return text
    return resolve_tagged(text)[1]


def resolve_tagged(text: str) -> tuple[str, Json]:
    """As :func:`resolve`, with the short tag it resolved to (:data:`INT`, :data:`STR`, ...)."""
    if text and text[0] not in _MEANINGFUL:
        return STR, text
    word = _WORDS.get(text)
    if word:
        return word
    first = text[0]
    if first == ".":
        return _float(text.replace("_", ""), text) if _DOT_FLOAT.fullmatch(text) else (STR, text)
    if first in "+-0123456789":
        return _number(text)
    return STR, text


def is_plain_string(text: str) -> bool:
    """Whether the text, written without quotes, is read back as a string.

    Base-60 numbers are strings to Go, yet it quotes them for the sake of other readers; so
    the answer for them is no.
    """
    return resolve_tagged(text)[0] == STR and not _BASE_60.fullmatch(text)


def _number(text: str) -> tuple[str, Json]:
    if is_timestamp(text):
        return TIMESTAMP, text
    literal = text.replace("_", "") if "_" in text else text
    whole = _integer(literal)
    if whole is not None:
        return INT, whole
    return _float(literal, text) if _FLOAT.fullmatch(literal) else (STR, text)


def _integer(literal: str) -> int | None:
    match = _INTEGER.fullmatch(literal) or _SIGNED_BINARY.fullmatch(literal)
    if match is None:
        return None
    base = match.lastgroup or "decimal"
    digits = match[base].lstrip("0") or "0"
    if len(digits) > _LONGEST:
        return None
    size = int(digits, _BASES[base])
    if not match["sign"]:
        return size if size <= _MAX_UINT64 else None
    if match["sign"] == "-":
        return -size if size <= _MAX_INT64 + 1 else None
    return size if size <= _MAX_INT64 else None


def _float(literal: str, text: str) -> tuple[str, Json]:
    value = float(literal)
    return (STR, text) if math.isinf(value) else (FLOAT, value)


def is_timestamp(text: str) -> bool:
    """Whether the text is one of the four date and time forms that the resolver knows."""
    if text[4:5] != "-":
        return False
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return False
    # A zone needs the letter T before the time.
    if match["zone"] and text[match.end("day")] == " ":
        return False
    return _is_date(match) and _is_time(match)


def _is_date(match: re.Match[str]) -> bool:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return False
    longest = 29 if month == 2 and calendar.isleap(year) else calendar.monthrange(2001, month)[1]
    return 1 <= day <= longest


def _is_time(match: re.Match[str]) -> bool:
    limits = {"hour": 23, "minute": 59, "second": 59, "zone_hour": 24, "zone_minute": 60}
    return all(int(match[part] or 0) <= limit for part, limit in limits.items())
