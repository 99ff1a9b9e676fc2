"""Where a command's words go: standard output, coloured on a terminal only, in any encoding."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from workbench.model.errors import UnreachableError

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.session.views import Text

_PLAIN_WIDTH = 100
_MOST_DIGITS = 6
_BATCH = 1 << 16
_STYLES = {
    "name": "bold", "key": "cyan", "muted": "bright_black", "ok": "green", "warning": "yellow",
    "error": "bold red", "added": "green", "removed": "red", "cause": "magenta", "title": "bold",
    "added word": "bold green underline", "removed word": "bold red underline",
}
_ASCII = {
    "✗": "x", "✓": "+", "⚠": "!", "·": "-", "…": "...", "←": "<-", "→": "->", "│": "|",
    "‹": "<", "›": ">", "–": "-", "▸": ">",
}


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    piece = error.object[error.start : error.end]
    return "".join(_ASCII.get(c) or f"\\u{ord(c):04x}" for c in piece), error.end


codecs.register_error("workbench.ascii", _spelled)


class OutputError(UnreachableError):
    """What was to be written can't be: the disk is full, say."""


@contextmanager
def writing() -> Iterator[None]:
    """Turns what the system says of a stream into :class:`OutputError`.

    A reader that leaves is no error, and stays a ``BrokenPipeError``.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"the output can't be written: {error.strerror or error}") from None


class Output:
    """Standard output.

    Attributes:
        is_terminal: whether a person looks at it.
        has_colour: on a terminal, unless NO_COLOR is set.
        width: columns.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream: TextIO = stream or sys.stdout
        self.is_terminal = is_terminal(self._stream)
        self.has_colour = (
            self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )
        self.width = self._columns()
        self._console: Console | None = None

    def _columns(self) -> int:
        asked = os.environ.get("COLUMNS", "")
        if asked.isdecimal() and len(asked) <= _MOST_DIGITS and int(asked) > 0:
            return int(asked)
        return shutil.get_terminal_size().columns if self.is_terminal else _PLAIN_WIDTH

    def write(self, pieces: Iterable[str]) -> None:
        """Text for programs: always UTF-8."""
        self._reconfigure(encoding="utf-8", errors="replace")
        for batch in _batches(pieces):
            with writing():
                self._stream.write(batch)

    def lines(self, lines: Iterable[tuple[Text, ...]]) -> None:
        """Text for people: signs that the encoding lacks are spelled in ASCII."""
        self._reconfigure(errors="workbench.ascii")
        for spans in lines:
            with writing():
                if self.has_colour:
                    self._coloured(spans)
                else:
                    self._stream.write(_one_line(spans).rstrip() + "\n")

    def _reconfigure(self, **settings: str) -> None:
        if hasattr(self._stream, "reconfigure"):
            self._stream.reconfigure(**settings)

    def _coloured(self, spans: tuple[Text, ...]) -> None:
        from rich.console import Console
        from rich.text import Text as RichText

        if self._console is None:
            self._console = Console(file=self._stream, highlight=False, markup=False, emoji=False)
        line = RichText.assemble(*(
            (span.text.replace("\n", "\\n"), _STYLES.get(span.role, "")) for span in spans
        ))
        line.rstrip()
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _one_line(spans: tuple[Text, ...]) -> str:
    """Their text. No name may begin a line that looks like one of the report's own."""
    return "".join(span.text for span in spans).replace("\n", "\\n")


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces: a call to write for every result would take a second."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BATCH:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at ``stream``; a closed or missing one is no terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False
