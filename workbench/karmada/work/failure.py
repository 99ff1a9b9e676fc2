"""How a step of Karmada's controllers fails."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.model.errors import InputError


class WorkError(InputError):
    """An error that a controller returns; the message is Karmada's own. It tries again later."""


class WorkPanic(InputError):
    """The controller panics and is caught: nothing is written. The message is Go's own."""


def aggregated(messages: Iterable[str]) -> str:
    """Several errors in one text, as apimachinery's ``Aggregate``: equal ones count once."""
    texts = list(dict.fromkeys(messages))
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]" if texts else ""
