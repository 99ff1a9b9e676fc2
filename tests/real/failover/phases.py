"""From marks to the phases of each move: which mark ends each, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.real.failover.marks import Mark

_ENDINGS = (("schedule", ("scheduled", "no cluster fits")), ("apply", ("created",)),
            ("healthy", ("healthy",)))


@dataclass(frozen=True, slots=True)
class Length:
    """How long one phase of one move took.

    Attributes:
        move: the object, and the cluster that it leaves.
        phase: as the simulator names it. Tolerating and evicting are one here, ``evict``:
            nothing on Karmada's API marks the moment between them.
        seconds: from the end of the phase before.
    """

    move: str
    phase: str
    seconds: float


def lengths_of(
    marks: Sequence[Mark], faults: Sequence[float], subjects: Sequence[str]
) -> list[Length]:
    """The phases of each eviction of the first subject, and of what follows it.

    Args:
        faults: when something was done, in seconds; phases that wait for it begin there.
    """
    main, *followers = subjects
    evictions = [mark for mark in marks if mark.what == "evicted" and mark.subject == main]
    lengths: list[Length] = []
    for index, eviction in enumerate(evictions):
        later = evictions[index + 1 :]
        end = later[0].time if later else math.inf
        story = _Move(marks, faults, eviction, end)
        lengths += story.phases()
        for follower in followers:
            lengths += story.following(follower)
    return lengths


@dataclass(frozen=True, slots=True)
class _Move:
    marks: Sequence[Mark]
    faults: Sequence[float]
    eviction: Mark
    end: float

    def phases(self) -> Iterator[Length]:
        source, name = self.eviction.cluster, self.eviction.subject
        move = f"{name} leaves {source}"
        begin = max((t for t in self.faults if t <= self.eviction.time), default=0.0)
        noticed = [
            m.time for m in self.marks if m.phase == "detect" and m.cluster == source
            and m.subject in ("", name) and begin <= m.time <= self.eviction.time
        ]
        time = max(noticed, default=begin)
        yield Length(move, "detect", time - begin)
        yield Length(move, "evict", self.eviction.time - time)
        time = self.eviction.time
        for phase, whats in _ENDINGS:
            found = [m for m in self._own(name) if m.what in whats and m.cluster != source]
            if not found:
                break
            yield Length(move, phase, found[0].time - time)
            time = found[0].time
        yield from self._clean_up(move, name, time)

    def following(self, name: str) -> Iterator[Length]:
        """Of an object that follows, from the eviction on."""
        for phase, what in (("apply", "created"), ("clean up", "deleted")):
            found = [m for m in self._own(name) if m.what == what]
            if found:
                yield Length(f"{name} follows", phase, found[0].time - self.eviction.time)

    def _clean_up(self, move: str, name: str, time: float) -> Iterator[Length]:
        """Up to the last thing that goes; from where the fault that it waits for ends."""
        gone = [m.time for m in self._own(name) if m.phase == "clean up"]
        if gone:
            last = max(gone)
            begin = max([time, *(fault for fault in self.faults if fault <= last)])
            yield Length(move, "clean up", max(last - begin, 0.0))

    def _own(self, name: str) -> list[Mark]:
        return [
            mark for mark in self.marks
            if mark.subject == name and self.eviction.time <= mark.time < self.end
        ]
