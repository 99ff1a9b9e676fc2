"""Whether Go's ``time.Parse(time.RFC3339, ...)`` reads a text, and its words if not (Go 1.26)."""

from __future__ import annotations

import calendar
import re

_LAYOUT = "2006-01-02T15:04:05Z07:00"
# Separator before the element, the element, digits (one is enough for hours), range.
_ELEMENTS = (
    ("", "2006", re.compile(rb"[0-9]{4}"), "year", 0, 9999),
    ("-", "01", re.compile(rb"[0-9]{2}"), "month", 1, 12),
    ("-", "02", re.compile(rb"[0-9]{2}"), "day", 0, 99),
    ("T", "15", re.compile(rb"[0-9]{1,2}"), "hour", 0, 23),
    (":", "04", re.compile(rb"[0-9]{2}"), "minute", 0, 59),
    (":", "05", re.compile(rb"[0-9]{2}"), "second", 0, 59),
)
_FRACTION = re.compile(rb"[.,][0-9]+")
_ZONE = re.compile(rb"([+-])([0-9]{2}):([0-9]{2})")
_ZONE_SHAPE = re.compile(rb"...:..", re.DOTALL)


class TimeError(ValueError):
    """``args[0]`` is Go's text."""


def _quote(data: bytes) -> str:
    """Text in an error of package time: anything but printable ASCII byte by byte."""
    shown = []
    for byte in data:
        char = chr(byte)
        if byte < 0x20 or byte >= 0x80:
            shown.append(f"\\x{byte:02x}")
        else:
            shown.append(f"\\{char}" if char in '"\\' else char)
    return f'"{"".join(shown)}"'


def check_rfc3339(text: str) -> None:
    """Raises :class:`TimeError` where Go refuses ``text`` as an RFC 3339 time."""
    whole = text.encode("utf-8", "surrogatepass")
    rest = whole
    found: dict[str, int] = {}
    for separator, element, digits, name, least, most in _ELEMENTS:
        if separator and not rest.startswith(separator.encode()):
            raise _misfit(whole, rest, separator)
        rest = rest[len(separator):]
        if not (match := digits.match(rest)):
            raise _misfit(whole, rest, element)
        found[name] = int(match.group())
        rest = rest[match.end():]
        if not least <= found[name] <= most:
            raise _refusal(whole, f"{name} out of range")
    if match := _FRACTION.match(rest):
        rest = rest[match.end():]
    rest = _after_zone(whole, rest)
    if rest:
        raise _refusal(whole, f"extra text: {_quote(rest)}")
    _check_day(whole, found)


def _misfit(whole: bytes, rest: bytes, element: str) -> TimeError:
    return TimeError(
        f"parsing time {_quote(whole)} as {_quote(_LAYOUT.encode())}: "
        f"cannot parse {_quote(rest)} as {_quote(element.encode())}"
    )


def _refusal(whole: bytes, why: str) -> TimeError:
    return TimeError(f"parsing time {_quote(whole)}: {why}")


def _after_zone(whole: bytes, rest: bytes) -> bytes:
    """What follows the zone. Go lets offsets of 24 hours and 60 minutes pass."""
    if rest.startswith(b"Z"):
        return rest[1:]
    if not _ZONE_SHAPE.match(rest):
        raise _misfit(whole, rest, "Z07:00")
    hours, minutes = rest[1:3], rest[4:6]
    if hours.isdigit() and int(hours) > 24:
        raise _refusal(whole, "time zone offset hour out of range")
    if hours.isdigit() and minutes.isdigit() and int(minutes) > 60:
        raise _refusal(whole, "time zone offset minute out of range")
    if not _ZONE.match(rest):
        raise _misfit(whole, rest, "Z07:00")
    return rest[6:]


def _check_day(whole: bytes, found: dict[str, int]) -> None:
    month, year = found["month"], found["year"]
    leap = calendar.isleap(year)
    days = 29 if month == 2 and leap else (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    if not 1 <= found["day"] <= days:
        raise _refusal(whole, "day out of range")
