"""What both sides are reduced to: facts that hold, and the marks that their changes leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from workbench.simulator.timeline import PHASES, Phase


class Fact(NamedTuple):
    """Something that holds for a while.

    Attributes:
        what: a key of the tables below.
        cluster: where; empty if nowhere.
        subject: name of the object; empty for a cluster's own.
    """

    what: str
    cluster: str = ""
    subject: str = ""


Facts = frozenset[Fact]

_BEGINS: dict[str, tuple[Phase, str]] = {
    "not ready": ("detect", "not ready"),
    "tainted": ("detect", "tainted"),
    "unhealthy": ("detect", "unhealthy"),
    "task": ("evict", "evicted"),
    "target": ("schedule", "scheduled"),
    "no cluster": ("schedule", "no cluster fits"),
    "work": ("apply", "Work made"),
    "object": ("apply", "created"),
    "label": ("apply", "label on"),
    "healthy": ("healthy", "healthy"),
}
_ENDS: dict[str, tuple[Phase, str]] = {
    "not ready": ("clean up", "ready again"),
    "task": ("clean up", "task ends"),
    "label": ("clean up", "label off"),
    "object": ("clean up", "deleted"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened once.

    Attributes:
        time: seconds since the first fault.
        phase: that it ends or belongs to.
        what: in a word or two.
    """

    time: float
    phase: Phase
    what: str
    cluster: str = ""
    subject: str = ""

    @property
    def name(self) -> str:
        """The mark without its time."""
        return " ".join(filter(None, (self.subject, self.what, self.cluster)))


def marks_of(moments: Iterable[tuple[float, Facts]], since: float = 0.0) -> list[Mark]:
    """The marks after ``since``, by time; within a moment by phase.

    A copy that is new reports itself unhealthy until it is ready: only one that was healthy before
    becomes unhealthy.
    """
    before: Facts = frozenset()
    once_healthy: set[tuple[str, str]] = set()
    marks = []
    for time, facts in moments:
        for mark in _changes(time, before, facts):
            copy = (mark.subject, mark.cluster)
            is_news = mark.what != "unhealthy" or copy in once_healthy
            if time > since and is_news:
                marks.append(mark)
            if mark.what == "healthy":
                once_healthy.add(copy)
            elif mark.what == "deleted":
                once_healthy.discard(copy)
        before = facts
    return marks


def _changes(time: float, before: Facts, after: Facts) -> list[Mark]:
    changes = [*_named(time, after - before, _BEGINS), *_named(time, before - after, _ENDS)]
    return sorted(changes, key=lambda m: (PHASES.index(m.phase), m.what, m.cluster, m.subject))


def _named(time: float, facts: Facts, table: dict[str, tuple[Phase, str]]) -> Iterator[Mark]:
    for fact in facts:
        if fact.what in table:
            phase, what = table[fact.what]
            yield Mark(round(time, 3), phase, what, fact.cluster, fact.subject)
