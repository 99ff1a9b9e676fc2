"""One line on standard error that says how far long work has come; on a terminal only."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from workbench.cli.messages import tell
from workbench.cli.output import is_terminal

_PATIENCE_SECONDS = 0.5
_PAUSE_SECONDS = 0.1


class Progress:
    """Shown after half a second; gone when the work ends. Call it with counts."""

    def __init__(self, verb: str, noun: str) -> None:
        self._words = verb, noun
        self._is_wanted = is_terminal(sys.stderr)
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self._is_shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_shown:
            tell("\r\x1b[2K")

    def __call__(self, done: int, total: int) -> None:
        if not self._is_wanted or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE_SECONDS
        self._is_shown = True
        verb, noun = self._words
        tell(f"\r\x1b[2K{verb} {noun} {done} of {total}")
