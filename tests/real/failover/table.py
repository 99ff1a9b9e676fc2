"""A comparison as text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.real.failover.comparison import Comparison, Row
from tests.real.failover.marks import Mark


def lines_of(name: str, karmada: str, comparison: Comparison) -> Iterator[str]:
    """The phases side by side, then whatever differs."""
    good = "as simulated" if comparison.is_good else "DIFFERENT"
    yield f"== {name} on Karmada {karmada}: {good}"
    yield f"   {'':34}{'phase':10}{'simulated':>10}{'observed':>10}"
    for row in comparison.rows:
        far = "  TOO FAR" if not row.is_near else "  a race lost" * row.is_lost_race
        yield f"   {row.move:34}{row.phase:10}{_cell(row.simulated)}{_cell(row.observed)}{far}"
    for text in comparison.close:
        yield f"   within a moment: {text}"
    for text in comparison.swapped:
        yield f"   OTHER ORDER: {text}"
    for text in comparison.unmatched:
        yield f"   {text}"


def both_sides(comparison: Comparison) -> Iterator[str]:
    """Every mark, simulated on the left and observed on the right."""
    left, right = (
        [_mark(mark) for mark in side] for side in (comparison.simulated, comparison.observed)
    )
    for index in range(max(len(left), len(right))):
        one, other = (side[index] if index < len(side) else "" for side in (left, right))
        yield f"   {one:48}{other}"


def markdown_row(name: str, comparison: Comparison) -> str:
    """``| scenario | detect | …``: simulated / observed seconds of the first move."""
    phases = ("detect", "evict", "schedule", "apply", "healthy", "clean up")
    first = comparison.rows[0].move if comparison.rows else ""
    rows: dict[str, Row] = {row.phase: row for row in comparison.rows if row.move == first}
    cells = [_pair(rows.get(phase)) for phase in phases]
    return f"| {name} | {' | '.join(cells)} |"


def _pair(row: Row | None) -> str:
    if row is None:
        return ""
    return " / ".join("-" if v is None else f"{v:.1f}" for v in (row.simulated, row.observed))


def _cell(seconds: float | None) -> str:
    return f"{'-' if seconds is None else f'{seconds:.1f} s':>10}"


def _mark(mark: Mark) -> str:
    return f"{mark.time:6.1f} {mark.name}"
