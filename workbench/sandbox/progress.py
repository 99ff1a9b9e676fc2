"""What a long verb tells while it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One piece of news.

    Attributes:
        phase: which part of the work: ``build``, ``certificates``, ``etcd``, …
        message: what happens now, a short phrase.
        fraction: how much of the phase is done, 0 to 1; ``None`` where nobody knows.
    """

    phase: str
    message: str
    fraction: float | None = None


Listener = Callable[[Progress], None]


def silent(_news: Progress) -> None:
    """Listens to nothing."""
