"""Errors that a person can act on: where, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input something stands. Lines and columns count from 1; 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        column = f":{self.column}" if self.column else ""
        return f"{self.file}:{self.line}{column}"


class WorkbenchError(Exception):
    """Base of every error that is shown to a user, never as a traceback.

    Attributes:
        message: what is wrong, one sentence.
        place: file, line and column, or ``None`` where no file is to blame.
        hint: what to do about it; may be empty.
        exit_code: what the command line answers with (2 bad input, 3 could not reach).
    """

    exit_code = 2

    def __init__(self, message: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        todo = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{todo}"


class InputError(WorkbenchError):
    """A file, document or object that can't be used as it stands."""


class UsageError(WorkbenchError):
    """What was asked for does not fit what is there: an unknown cluster, object or option."""


class UnreachableError(WorkbenchError):
    """A cluster, a registry or a program that is needed did not answer."""

    exit_code = 3
