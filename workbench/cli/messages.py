"""What goes to standard error: one line for each thing that is wrong."""

from __future__ import annotations

import re
import sys

from workbench.model.text import shortened, visible_line

# Longer than any name or path that means something; whoever typed it knows the rest.
_LONG_WORD = re.compile(r"(\S{400})\S{100,}")
_LONGEST = 2000


def complain(message: object) -> None:
    """One line on standard error, safe to print; endless words and lists are cut."""
    if sys.stderr is not None:
        line = shortened(_LONG_WORD.sub(r"\1…", visible_line(str(message))), _LONGEST)
        print(f"workbench: {line}", file=sys.stderr)
