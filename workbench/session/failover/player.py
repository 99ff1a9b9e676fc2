"""Playing a timeline: where it stands, how fast it goes. Real time comes in as an argument."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from workbench.session.failover.actions import SPEEDS
from workbench.session.failover.views import PlayerView
from workbench.session.failover.wording import clock


class Player:
    """A position on a time axis with marks.

    Attributes:
        time: seconds since the start, simulated.
        end: where the axis ends.
        is_playing: whether ``advance`` moves it.
    """

    def __init__(self) -> None:
        self.time = 0.0
        self.end = 0.0
        self.is_playing = False
        self._marks: tuple[float, ...] = ()
        self._speed = SPEEDS.index(60)

    def load(self, marks: Sequence[float], end: float, *, at_end: bool) -> None:
        """Put another run under it; the position stays where it can."""
        self._marks = tuple(sorted(set(marks)))
        self.end = end
        self.time = end if at_end else min(self.time, end)

    @property
    def speed(self) -> int:
        """Simulated seconds a second."""
        return SPEEDS[self._speed]

    def faster(self) -> None:
        self._speed = min(self._speed + 1, len(SPEEDS) - 1)

    def slower(self) -> None:
        self._speed = max(self._speed - 1, 0)

    def toggle(self) -> None:
        """Play or pause; at the end, play from the start."""
        self.is_playing = not self.is_playing
        if self.is_playing and self.time >= self.end:
            self.time = 0.0

    def advance(self, seconds: float) -> bool:
        """Real time went on; whether the position moved. Stops at the end."""
        if not self.is_playing or seconds <= 0:
            return False
        self.seek(self.time + seconds * self.speed)
        self.is_playing = self.time < self.end
        return True

    def seek(self, time: float) -> None:
        self.time = min(max(time, 0.0), self.end)

    def step(self) -> None:
        """To the next mark, or the end."""
        self.is_playing = False
        index = bisect_right(self._marks, self.time)
        self.seek(self._marks[index] if index < len(self._marks) else self.end)

    def step_back(self) -> None:
        """To the mark before, or the start."""
        self.is_playing = False
        index = bisect_left(self._marks, self.time) - 1
        self.seek(self._marks[index] if index >= 0 else 0.0)

    @property
    def can_go_on(self) -> bool:
        return self.time < self.end

    @property
    def view(self) -> PlayerView:
        return PlayerView(self.time, self.end, self.speed, self.is_playing, clock(self.time),
                          self._marks)
