"""What all controllers share: keys that wait, each once, and retries with growing pauses."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from workbench.simulator.queue import Entry

if TYPE_CHECKING:
    from workbench.simulator.world import World

K = TypeVar("K", bound=Hashable)

JUST_AFTER = 0.001
"""Karmada's timers fire a moment late; exactly at a deadline some passes would hang."""


class Controller(Generic[K]):
    """A reconciler with its queue. Subclasses subscribe to the store and reconcile one key."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = world.store
        self.settings = world.settings
        self.profile = world.profile
        self._due: dict[K, Entry] = {}
        self._failures: dict[K, int] = {}
        self._hop = world.settings.watch_seconds

    def reconcile(self, key: K) -> None:
        """Bring one key up to date."""
        raise NotImplementedError

    def changed(self, key: K) -> None:
        """Something about the key changed: look at it as soon as the change has arrived."""
        self.look_after(key, self._hop)

    def look_after(self, key: K, seconds: float, *, is_background: bool = False) -> None:
        """Look at a key in so many seconds; an earlier look that is due anyway stays."""
        time = self.world.clock.elapsed + seconds
        waiting = self._due.get(key)
        if waiting is not None:
            if waiting.time <= time:
                return
            self.world.queue.cancel(waiting)
        self._due[key] = self.world.queue.add(
            time, lambda: self._take(key), is_background=is_background
        )

    def _take(self, key: K) -> None:
        del self._due[key]
        self.reconcile(key)

    def failed(self, key: K) -> None:
        """Try again after a pause that doubles from failure to failure."""
        count = self._failures.get(key, 0)
        self._failures[key] = count + 1
        self.look_after(key, self.retry_seconds(count), is_background=True)

    def retry_seconds(self, failures: int) -> float:
        """The pause after a failure that so many came before."""
        pause = self.settings.retry_base_seconds * 2.0 ** min(failures, 60)
        return min(pause, self.settings.retry_limit_seconds)

    def succeeded(self, key: K) -> None:
        """The next failure starts with the shortest pause again."""
        self._failures.pop(key, None)
