"""A file's bytes as text, and its text as the documents it holds."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from workbench.model.errors import InputError, Place

# The longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where zero bytes stand around a first ASCII character, as YAML 1.2 (5.2) lists it.
_BARE_FORMS = (
    (b"\0\0\0.", "utf-32-be"),
    (b".\0\0\0", "utf-32-le"),
    (b"\0.", "utf-16-be"),
    (b".\0", "utf-16-le"),
)
_MARKER = re.compile(r"^\ufeff?(---|\.\.\.)(?=[ \t\n]|\Z)", re.MULTILINE)
_TEXT = re.compile(r"^(?![ \t]*(?:#|$))", re.MULTILINE)
_FIRST = re.compile(r"^(?!---|[ \t]*(?:#|$)|%)[ \t]*", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CONTENT = re.compile(r"^(?![ \t]*(?:#|$)|%)", re.MULTILINE)


def decode(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32, with or without byte order mark.

    Line ends become ``\\n``. Raises :class:`InputError` for what is no text.
    """
    encoding = _encoding(data)
    if encoding.startswith("utf-8") and b"\0" in data:
        raise InputError(
            "not a text file", place=Place(file),
            hint="only YAML and JSON are read; unpack archives and leave binaries out",
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(data, error, encoding, file) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def _encoding(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    head = bytes(0 if byte == 0 else ord(".") for byte in data[:4])
    for form, encoding in _BARE_FORMS:
        if head.startswith(form):
            return encoding
    return "utf-8"


def _no_text(data: bytes, error: UnicodeDecodeError, encoding: str, file: str) -> InputError:
    before = data[: error.start].decode(encoding, "replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return InputError(
        f"byte 0x{data[error.start]:02x} is not valid {encoding.removesuffix('-sig').upper()}",
        place=Place(file, line, column), hint="save the file as UTF-8",
    )


def split(text: str) -> Iterator[tuple[int, str]]:
    """The documents of a stream as ``(first line, text)``; lines count from 1.

    A marker at the start of a line ends a document whatever stands before it, so one broken
    document can't reach into the next. Parts without content are left out.
    """
    begin, line = 0, 1
    for marker in _MARKER.finditer(text):
        part = text[begin : marker.start()]
        if marker[1] == "---" and _is_prologue(part):
            continue
        if _TEXT.search(part):
            yield line, part.lstrip("\ufeff")
        end = marker.start() if marker[1] == "---" else _next_line(text, marker.end())
        line += text.count("\n", begin, end)
        begin = end
    if _TEXT.search(text, begin):
        yield line, text[begin:].lstrip("\ufeff")


def _is_prologue(part: str) -> bool:
    """Directives (``%YAML 1.1``) belong to the document that follows them."""
    return bool(_DIRECTIVE.search(part)) and not _CONTENT.search(part)


def _next_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1


def first_content(text: str) -> tuple[int, int] | None:
    """Line and column, from 0, where a document's own text begins below marker and comments.

    ``None`` where it begins on the line of the marker.
    """
    match = _FIRST.search(text)
    if match is None or match.end() == len(text):
        return None
    return text.count("\n", 0, match.start()), match.end() - match.start()
