"""What the YAML parser complains about, said so that a person can mend it."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from workbench.model.text import visible_line


class Spot(NamedTuple):
    """A place inside one document; line and column count from 0."""

    line: int
    column: int


class Fault(Exception):
    """A fault in one document, before it is known where in which file the document stands.

    Attributes:
        spot: where the fault is.
        message: what is wrong.
        hint: what to do; may be empty.
        earlier: the place that the fault contradicts, for what stands there twice.
    """

    def __init__(
        self, spot: Spot, message: str, hint: str = "", earlier: Spot | None = None
    ) -> None:
        super().__init__(message)
        self.spot = spot
        self.message = message
        self.hint = hint
        self.earlier = earlier


_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
MAX_DEPTH = 128
"""How deep maps and lists may stand in one another."""
TOO_DEEP = (
    f"maps and lists are nested more than {MAX_DEPTH} deep",
    "no Kubernetes object needs that; look for a missing closing bracket",
)
_TAB = ("a tab is used for indentation", "YAML indents with spaces only")
_INDENT_HINT = "check the indentation here and on the line above"
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a ': ' where no key can stand",
        "quote a value that holds ': ', or check the indentation",
    ),
    (
        "block sequence entries are not allowed",
        "a '- ' where no list item can stand",
        "start the list on a line of its own, or quote the value",
    ),
    ("did not find expected '-' indicator", "expected a list item ('- ')", _INDENT_HINT),
    ("did not find expected key", "expected a key", _INDENT_HINT),
    (
        "could not find expected ':'",
        "expected 'key: value'",
        "add the ':' and a space; quote a text that goes over several lines",
    ),
    ("did not find expected ',' or", "expected ',' or the closing bracket", "close the bracket"),
    (
        "found unexpected end of stream",
        "a quoted text or bracket is not closed",
        "add the closing quote or bracket",
    ),
    (
        "found unexpected document indicator",
        "a quoted text is not closed before the document ends",
        "add the closing quote",
    ),
    (
        "alphabetic or numeric character",
        "'*' and '&' need the name of an anchor",
        "quote a value that begins with '*' or '&'",
    ),
    (
        "did not find expected node content",
        "a value is missing, or a bracket is not closed",
        "add the value or the closing bracket",
    ),
    ("found unexpected ':'", "a ':' without a space after it", "put a space after the ':'"),
    ("found undefined alias", "an alias to an anchor that does not exist", "add &NAME above"),
    (
        "did not find expected <document start>",
        "text after the end of the document",
        "indent every top-level key alike; put '---' between documents",
    ),
    ("found unknown escape character", "an unknown escape after '\\'", "write '\\\\', or use '…'"),
    ("tab character that violates indentation", *_TAB),
    ("exceeded maximum nesting", *TOO_DEEP),
    ("incompatible YAML document", "an unknown YAML version", "take the %YAML line out"),
)


def translated(error: YAMLError, text: str) -> Fault:
    """A parser's error on ``text`` as a :class:`Fault`."""
    if isinstance(error, ReaderError) or not isinstance(error, MarkedYAMLError):
        return unreadable_character(text)
    problem = str(error.problem or "broken YAML")
    mark = error.problem_mark or error.context_mark
    if "unexpected end of stream" in problem or "document indicator" in problem:
        mark = error.context_mark or mark
    spot = Spot(mark.line, mark.column) if mark else Spot(0, 0)
    if "cannot start any token" in problem:
        return _bad_token(spot, text)
    for fragment, message, hint in _KNOWN:
        if fragment in problem:
            return Fault(spot, message, hint)
    return Fault(spot, visible_line(problem))


def unreadable_character(text: str) -> Fault:
    """The first character that YAML does not allow, e.g. a bell or an escape sequence."""
    match = _UNREADABLE.search(text)
    if match is None:
        return Fault(Spot(0, 0), "not readable as YAML")
    line = text.count("\n", 0, match.start())
    column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
    return Fault(
        Spot(line, column),
        f"the character U+{ord(match.group()):04X} is not allowed in YAML",
        'take it out, or write it as an escape inside "double quotes"',
    )


def _bad_token(spot: Spot, text: str) -> Fault:
    lines = text.split("\n")
    line = lines[spot.line] if spot.line < len(lines) else ""
    found = line[spot.column : spot.column + 1]
    if found == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return Fault(spot, *_TAB)
    return Fault(
        spot, f"a value can't begin with {visible_line(found)!r}", "put the value in quotes"
    )
