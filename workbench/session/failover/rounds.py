"""A workload that moves again and again: its rounds in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbench.session.failover import wording
from workbench.simulator.loops import evicted_at
from workbench.simulator.timeline import Move, Window

FOLDED = 2
"""Rounds, or windows of a kind, that are shown where there are more than :data:`MOST`."""
MOST = 4


def shown_moves(moves: Sequence[Move], whole: bool = False) -> tuple[Move, ...]:
    """All moves, or the first ones where they are many."""
    return tuple(moves if whole or len(moves) <= MOST else moves[:FOLDED])


def split_windows(
    windows: Sequence[Window], whole: bool = False
) -> tuple[list[Window], list[Window]]:
    """Windows to show, the first ones of a kind of which there are many; and the others."""
    shown: list[Window] = []
    hidden: list[Window] = []
    for number, window in _numbered(windows):
        many = sum(one.kind == window.kind for one in windows) > MOST
        (hidden if many and not whole and number >= FOLDED else shown).append(window)
    return shown, hidden


def _numbered(windows: Sequence[Window]) -> Iterator[tuple[int, Window]]:
    """Each window with how many of its kind come before."""
    seen: Counter[str] = Counter()
    for window in windows:
        yield seen[window.kind], window
        seen[window.kind] += 1


def rounds(moves: Sequence[Move]) -> str:
    """``47 rounds of 2 min 31 s, between eu-1 and eu-2``; empty where there are few."""
    if len(moves) <= MOST:
        return ""
    times = [evicted_at(move) for move in moves]
    pauses = [after - before for before, after in pairwise(times)]
    least, most = min(pauses), max(pauses)
    length = wording.duration(sum(pauses) / len(pauses))
    if most - least > 1.0:
        length = f"{wording.duration(least)} to {wording.duration(most)}"
    return f"{len(moves)} rounds of {length}, {_where(moves)}"


def _where(moves: Sequence[Move]) -> str:
    places = list(dict.fromkeys(name for move in moves for name in (move.source, *move.targets)))
    if len(places) == 1:
        return f"each in {places[0]}"
    return f"between {', '.join(places[:-1])} and {places[-1]}"
