"""One command from its words to its exit code, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from workbench.cli.messages import complain, forget
from workbench.cli.output import OutputError, writing
from workbench.model.errors import UnreachableError, WorkbenchError

INTERRUPTED = 130
_BROKEN = 70
# Without its terminal, or told to end by whoever started it.
_ENDINGS = ("SIGTERM", "SIGHUP")
_SIGNALLED = 128


def run(argv: Sequence[str] | None) -> int:
    """Run one command; its exit code."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    try:
        with _ended_by_signals():
            code = _run(sys.argv[1:] if argv is None else argv)
            with writing():
                sys.stdout.flush()
            return code
    except WorkbenchError as error:
        if isinstance(error, OutputError):
            forget(sys.stdout)
        complain(error)
        return error.exit_code
    except BrokenPipeError:
        forget(sys.stdout)
        return 0
    except KeyboardInterrupt:
        forget(sys.stdout)
        return INTERRUPTED
    except MemoryError:
        complain("there is not enough memory for this")
        return UnreachableError.exit_code
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
def _ended_by_signals() -> Iterator[None]:
    """What was begun is tidied up as at Ctrl-C. A second signal ends it at once."""
    taken: list[signal.Signals] = []

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        forget(sys.stdout)  # who reads it may be gone, or never read on
        raise SystemExit(_SIGNALLED + number)

    is_ours = threading.current_thread() is threading.main_thread()
    for name in _ENDINGS if is_ours else ():
        one = getattr(signal, name, None)  # Windows has no SIGHUP
        if one is not None and signal.getsignal(one) is signal.SIG_DFL:
            signal.signal(one, end)
            taken.append(one)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
