"""What goes to standard error: one line for each thing that is wrong."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from workbench.model.text import shortened, visible_line

# Longer than any name or path that means something; whoever typed it knows the rest.
_LONG_WORD = re.compile(r"(\S{400})\S{100,}")
_LONGEST = 2000


def complain(message: object) -> None:
    """One line on standard error, safe to print; endless words and lists are cut."""
    line = shortened(_LONG_WORD.sub(r"\1…", visible_line(str(message))), _LONGEST)
    tell(f"workbench: {line}\n")


def tell(text: str) -> None:
    """Write to standard error; that it is closed, full or gone changes no exit code."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        forget(sys.stderr)


def forget(stream: TextIO) -> None:
    """Nobody reads, or nothing can be written: nothing more is, not even at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
