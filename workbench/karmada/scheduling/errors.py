"""How a pass of the scheduler ends early. All are caught and become a ``Failure``."""

from __future__ import annotations


class SchedulerPanic(Exception):
    """Karmada's scheduler process would crash here; the argument is Go's text."""


class SelectionError(Exception):
    """No set of clusters satisfies the spread constraints; the argument is Karmada's text."""


class DivisionError(Exception):
    """Replicas can't be divided.

    Attributes:
        message: Karmada's text.
        lacks_capacity: the clusters have too little room; Karmada tries again later.
    """

    def __init__(self, message: str, *, lacks_capacity: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.lacks_capacity = lacks_capacity
