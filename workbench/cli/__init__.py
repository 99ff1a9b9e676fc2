"""The command line: ``workbench VERB``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from workbench.cli.messages import complain
from workbench.cli.output import OutputError, writing
from workbench.model.errors import WorkbenchError

_BROKEN = 70
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Never a traceback, unless WORKBENCH_DEBUG is set."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        with writing():
            sys.stdout.flush()
        return code
    except WorkbenchError as error:
        complain(error)
        if isinstance(error, OutputError):
            _forget_stdout()
        return error.exit_code
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if os.environ.get("WORKBENCH_DEBUG"):
            raise
        complain(
            f"this is a mistake in the workbench: {type(error).__name__} "
            "(please report it; with WORKBENCH_DEBUG=1 it shows where)"
        )
        return _BROKEN


def _run(argv: Sequence[str]) -> int:
    from workbench.cli.arguments import parse

    options = parse(argv)
    return int(options.run(options))


def _forget_stdout() -> None:
    """Nobody reads, or nothing can be written: nothing more is, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
