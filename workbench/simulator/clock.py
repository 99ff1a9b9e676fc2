"""Simulated time."""

from __future__ import annotations

from workbench.model.timestamps import format_time

DEFAULT_START = 1_767_225_600.0
"""2026-01-01T00:00:00Z, in seconds since 1970."""


class Clock:
    """A clock that goes on only when it is told to.

    Attributes:
        start: when the simulation begins, in seconds since 1970.
        elapsed: seconds since then.
    """

    __slots__ = ("elapsed", "start")

    def __init__(self, start: float = DEFAULT_START) -> None:
        self.start = start
        self.elapsed = 0.0

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.start + self.elapsed

    @property
    def stamp(self) -> str:
        """Now as objects hold it: RFC 3339, whole seconds."""
        return format_time(self.now)
