"""Why something is as it is: a value, and the field or flag that decided it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.tree import Json


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer and what it rests on.

    Attributes:
        about: what was decided, e.g. ``suspendDispatching`` or ``request``.
        value: the answer.
        by: the field, label or annotation that decided, e.g. ``binding spec.conflictResolution``.
        note: more words, where the field alone does not explain it.
    """

    about: str
    value: Json
    by: str
    note: str = ""

    def __str__(self) -> str:
        words = f" ({self.note})" if self.note else ""
        return f"{self.about} = {self.value}: by {self.by}{words}"
