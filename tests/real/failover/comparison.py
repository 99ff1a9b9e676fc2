"""Two sides of one scenario: the same marks in the same order, phases about as long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.real.failover.marks import Mark
from tests.real.failover.phases import Length, lengths_of

NEAR_SECONDS = 2.0
NEAR_SHARE = 0.2
MOMENT_SECONDS = 1.0
"""Two controllers that act on the same change do so in either order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One phase on both sides; ``None`` where it did not happen.

    Attributes:
        lost_race_seconds: how much longer it takes where Karmada loses a race with itself.
    """

    move: str
    phase: str
    simulated: float | None
    observed: float | None
    lost_race_seconds: float = 0.0

    @property
    def is_near(self) -> bool:
        """Within 2 seconds, or a fifth of what was observed."""
        if self.simulated is None or self.observed is None:
            return False
        near = max(NEAR_SECONDS, NEAR_SHARE * self.observed)
        return any(
            abs(seconds - self.observed) <= near
            for seconds in (self.simulated, self.simulated + self.lost_race_seconds)
        )

    @property
    def is_lost_race(self) -> bool:
        """Whether it took that much longer, rather than not."""
        if self.simulated is None or self.observed is None:
            return False
        return self.observed - self.simulated > self.lost_race_seconds / 2 > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it.

    Attributes:
        simulated, observed: the marks of both sides.
        rows: phases.
        unmatched: marks of one side alone.
        swapped: pairs in another order, more than a moment apart on a side.
        close: pairs in another order within a moment.
    """

    simulated: tuple[Mark, ...]
    observed: tuple[Mark, ...]
    rows: tuple[Row, ...]
    unmatched: tuple[str, ...]
    swapped: tuple[str, ...]
    close: tuple[str, ...]

    @property
    def far(self) -> tuple[Row, ...]:
        """Phases whose lengths are too far apart."""
        return tuple(row for row in self.rows if not row.is_near)

    @property
    def is_good(self) -> bool:
        return not (self.far or self.unmatched or self.swapped)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: what happened, and when something was done to make it happen."""

    marks: Sequence[Mark]
    faults: Sequence[float]


def compare(
    simulated: Side, observed: Side, subjects: Sequence[str],
    races: Mapping[str, float] | None = None,
) -> Comparison:
    """Both sides against each other; ``subjects`` as for the phases.

    Args:
        races: by phase, seconds that it takes longer where a race is lost.
    """
    one, other = simulated.marks, observed.marks
    swapped, close = _inversions(one, other)
    here, there = (lengths_of(s.marks, s.faults, subjects) for s in (simulated, observed))
    rows = _rows(here, there, races or {})
    return Comparison(
        tuple(one), tuple(other), tuple(rows), tuple(_unmatched(one, other)),
        tuple(swapped), tuple(close),
    )


def _numbered(marks: Sequence[Mark]) -> dict[tuple[str, int], float]:
    """When each mark was; the same mark again is another one."""
    seen: Counter[str] = Counter()
    times = {}
    for mark in marks:
        times[mark.name, seen[mark.name]] = mark.time
        seen[mark.name] += 1
    return times


def _unmatched(simulated: Sequence[Mark], observed: Sequence[Mark]) -> Iterator[str]:
    one, other = _numbered(simulated), _numbered(observed)
    yield from (f"only simulated: {one[key]:.1f} s {key[0]}" for key in one if key not in other)
    yield from (f"only observed: {other[key]:.1f} s {key[0]}" for key in other if key not in one)


def _inversions(
    simulated: Sequence[Mark], observed: Sequence[Mark]
) -> tuple[list[str], list[str]]:
    one, other = _numbered(simulated), _numbered(observed)
    common = [key for key in other if key in one]
    swapped: list[str] = []
    close: list[str] = []
    for index, first in enumerate(common):
        for second in common[index + 1 :]:
            here, there = one[second] - one[first], other[second] - other[first]
            if here >= 0 or there == 0:
                continue
            is_close = -here < MOMENT_SECONDS and there < MOMENT_SECONDS
            (close if is_close else swapped).append(
                f"{first[0]} before {second[0]} by {there:.2f} s; simulated {-here:.2f} s after"
            )
    return swapped, close


def _rows(
    simulated: list[Length], observed: list[Length], races: Mapping[str, float]
) -> Iterator[Row]:
    one, other = (
        {(length.move, length.phase): length.seconds for length in side}
        for side in (simulated, observed)
    )
    for key in dict.fromkeys([*other, *one]):
        yield Row(*key, one.get(key), other.get(key), races.get(key[1], 0.0))
