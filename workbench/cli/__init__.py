"""The command line: ``workbench VERB``."""

from __future__ import annotations

from collections.abc import Sequence

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Never a traceback, unless WORKBENCH_DEBUG is set."""
    try:
        # Whoever presses Ctrl-C while modules load is heard too.
        from workbench.cli.running import run

        return run(argv)
    except KeyboardInterrupt:
        return _INTERRUPTED
