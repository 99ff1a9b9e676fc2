"""Anchors, tags and directives of a YAML text.

Source: scannerc.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import re

from workbench.karmada.overrides.yaml_source import (
    BLANK_OR_END,
    BLANKS,
    BREAK_OR_END,
    Source,
)

_WORD = re.compile(r"[0-9A-Za-z_-]*", re.ASCII)
_URI = re.compile(r"[0-9A-Za-z_;/?:@&=+$,.!~*'()\[\]-]*", re.ASCII)
_OCTET = re.compile(r"%[0-9a-fA-F]{2}", re.ASCII)
_DIGITS = re.compile(r"[0-9]*", re.ASCII)


def anchor(source: Source) -> str:
    """The name after ``&`` or ``*``. Raises PatchError."""
    source.pos += 1
    name = source.take(_WORD)
    if not name or not (source.char in BLANK_OR_END or source.char in "?:,]}%@`"):
        source.fail("did not find expected alphabetic or numeric character")
    return name


def tag(source: Source) -> tuple[str, str]:
    """Handle and suffix of a tag; no handle where the suffix is the whole tag."""
    if source.text[source.pos + 1] == "<":
        source.pos += 2
        handle, suffix = "", _uri(source)
        if source.char != ">":
            source.fail("did not find the expected '>'")
        source.pos += 1
    else:
        handle, suffix = _short_tag(source)
    if source.char not in BLANK_OR_END:
        source.fail("did not find expected whitespace or line break")
    return handle, suffix


def _short_tag(source: Source) -> tuple[str, str]:
    handle = _handle(source)
    if len(handle) > 1 and handle.endswith("!"):
        return handle, _uri(source)
    suffix = _uri(source, handle)
    return ("!", suffix) if suffix else ("", "!")


def _handle(source: Source, *, is_directive: bool = False) -> str:
    if source.char != "!":
        source.fail("did not find expected '!'")
    source.pos += 1
    handle = "!" + source.take(_WORD)
    if source.char == "!":
        source.pos += 1
        return handle + "!"
    if is_directive and handle != "!":
        source.fail("did not find expected '!'")
    return handle


def _uri(source: Source, head: str = "") -> str:
    start = source.pos
    text = head[1:]
    while True:
        text += source.take(_URI)
        if source.char != "%":
            break
        text += _escaped_character(source)
    if not head and source.pos == start:
        source.fail("did not find expected tag URI")
    return text


def _escaped_character(source: Source) -> str:
    """One character written as ``%`` octets; how many is in the first one."""
    octets = b""
    width = 1
    while len(octets) < width:
        if not _OCTET.match(source.text, source.pos):
            source.fail("did not find URI escaped octet")
        octet = int(source.text[source.pos + 1 : source.pos + 3], 16)
        if octets and octet & 0xC0 != 0x80:
            source.fail("found an incorrect trailing UTF-8 octet")
        if not octets:
            width = _width(octet)
            if not width:
                source.fail("found an incorrect leading UTF-8 octet")
        octets += bytes([octet])
        source.pos += 3
    return octets.decode("utf-8", "replace")


def _width(octet: int) -> int:
    limits = ((0x80, 1), (0xC0, 0), (0xE0, 2), (0xF0, 3), (0xF8, 4))
    return next((width for limit, width in limits if octet < limit), 0)


def directive(source: Source) -> tuple[str, str, str]:
    """A directive's line: ``YAML`` with major and minor, or ``TAG`` with handle and prefix."""
    source.pos += 1
    name = source.take(_WORD)
    if not name:
        source.fail("could not find expected directive name")
    if source.char not in BLANK_OR_END:
        source.fail("found unexpected non-alphabetical character")
    if name == "YAML":
        values = _version(source)
    elif name == "TAG":
        values = _tag_directive(source)
    else:
        source.fail("found unknown directive name")
    source.skip_blanks_and_comment()
    if source.char not in BREAK_OR_END:
        source.fail("did not find expected comment or line break")
    source.take_break()
    return name, *values


def _skip_blanks(source: Source) -> None:
    while source.char in BLANKS:
        source.pos += 1


def _version(source: Source) -> tuple[str, str]:
    _skip_blanks(source)
    major = _version_number(source)
    if source.char != ".":
        source.fail("did not find expected digit or '.' character")
    source.pos += 1
    return major, _version_number(source)


def _version_number(source: Source) -> str:
    digits = source.take(_DIGITS)
    if len(digits) > 2:
        source.fail("found extremely long version number")
    if not digits:
        source.fail("did not find expected version number")
    return str(int(digits))


def _tag_directive(source: Source) -> tuple[str, str]:
    _skip_blanks(source)
    handle = _handle(source, is_directive=True)
    if source.char not in BLANKS:
        source.fail("did not find expected whitespace")
    _skip_blanks(source)
    prefix = _uri(source)
    if source.char not in BLANK_OR_END:
        source.fail("did not find expected whitespace or line break")
    return handle, prefix
