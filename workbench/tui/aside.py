"""Long work beside the screen: in a thread that neither keys nor leaving ever wait for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any, TypeVar

from textual.screen import Screen

from workbench.model.errors import WorkbenchError

_T = TypeVar("_T")


def aside(
    screen: Screen[Any],
    work: Callable[[], _T],
    done: Callable[[_T], object],
    failed: Callable[[WorkbenchError], object],
) -> None:
    """Do ``work`` in a thread, and ``done`` with its result between two messages of ``screen``.

    Nothing is done with the result if the screen has gone meanwhile. The thread dies with the
    program, so that leaving waits for nothing.
    """

    def run() -> None:
        try:
            result = work()
        except WorkbenchError as error:
            _tell(screen, failed, error)
        except Exception as error:
            _tell(screen, failed, WorkbenchError(
                f"a mistake of the workbench itself: {type(error).__name__}: {error}"
            ))
        else:
            _tell(screen, done, result)

    Thread(target=run, daemon=True).start()


def is_open(screen: Screen[Any]) -> bool:
    """Whether a screen is there to be drawn: it has its parts, and the app is not ending."""
    return screen.is_mounted and screen.is_attached and screen.app.is_running


def _tell(screen: Screen[Any], what: Callable[[Any], object], value: object) -> None:
    def told() -> None:
        if is_open(screen):
            what(value)

    try:
        screen.call_later(told)
    except RuntimeError:
        return  # the app's loop has ended, and the screen with it
