"""What goes to standard error: one line for each thing that is wrong."""

from __future__ import annotations

import sys

from workbench.model.text import visible_line


def complain(message: object) -> None:
    """One line on standard error, safe to print."""
    if sys.stderr is not None:
        print(f"workbench: {visible_line(str(message))}", file=sys.stderr)
