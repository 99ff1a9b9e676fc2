"""What happens next: events in the order of their times, and of their arrival at equal times."""

from __future__ import annotations

import heapq
from collections.abc import Callable


class Entry:
    """Something due at a time. ``is_background`` marks retries that need a change elsewhere."""

    __slots__ = ("action", "is_background", "is_cancelled", "time")

    def __init__(self, time: float, action: Callable[[], None], is_background: bool) -> None:
        self.time = time
        self.action = action
        self.is_background = is_background
        self.is_cancelled = False


class EventQueue:
    """Deterministic: no two entries ever compare equal."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Entry]] = []
        self._count = 0
        self.foreground = 0

    def add(
        self, time: float, action: Callable[[], None], *, is_background: bool = False
    ) -> Entry:
        """Have ``action`` called at ``time`` (seconds since the start)."""
        entry = Entry(time, action, is_background)
        self._count += 1
        heapq.heappush(self._heap, (time, self._count, entry))
        self.foreground += not is_background
        return entry

    def cancel(self, entry: Entry) -> None:
        """Forget an entry that has not been taken."""
        if not entry.is_cancelled:
            entry.is_cancelled = True
            self.foreground -= not entry.is_background

    def take(self, until: float) -> Entry | None:
        """The next entry, if it is due by ``until``."""
        while self._heap and self._heap[0][0] <= until:
            entry = heapq.heappop(self._heap)[2]
            if not entry.is_cancelled:
                entry.is_cancelled = True
                self.foreground -= not entry.is_background
                return entry
        return None

    def next_time(self) -> float | None:
        """When the next entry is due; ``None`` if there is none."""
        while self._heap and self._heap[0][2].is_cancelled:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None
