"""What one pass of a controller answers."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.identity import ObjectId


@dataclass(frozen=True, slots=True)
class Event:
    """A Kubernetes event that a controller sends.

    Attributes:
        about: the object that it hangs on.
        type: ``Normal`` or ``Warning``.
        reason: one word, e.g. ``SyncWorkFailed``.
        message: the text.
    """

    about: ObjectId
    type: str
    reason: str
    message: str

    def __str__(self) -> str:
        return f"{self.type} {self.reason} {self.message}"


@dataclass(frozen=True, slots=True)
class Pass:
    """The answer to one key of a controller's queue; what it wrote is in the store.

    Attributes:
        error: the controller tries again, later each time. Empty if it succeeded.
        panic: Go's text where it panicked.
        requeue_after_seconds: it wants to be called again then.
        events: warnings that it sent.
    """

    error: str = ""
    panic: str = ""
    requeue_after_seconds: float | None = None
    events: tuple[Event, ...] = ()


def warning(about: ObjectId, reason: str, message: str) -> Event:
    return Event(about, "Warning", reason, message)
