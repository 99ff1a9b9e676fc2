"""The command line: ``workbench VERB``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import NoReturn

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
        with _ending_in_order():
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


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """SIGTERM ends what goes on as an error would: screens, processes and files are tidied up."""
    if current_thread() is not main_thread():
        yield
        return

    def end(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    # None: a handler that was not set from Python.
    before = signal.signal(signal.SIGTERM, end) or signal.SIG_DFL
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _forget_stdout() -> None:
    """Nobody reads, or nothing can be written: nothing more is, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
