"""A workload that moves again and again: its rounds in one line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workbench.session.failover import wording
from workbench.simulator.loops import evicted_at
from workbench.simulator.timeline import Move

FOLDED = 2
"""Rounds that are shown where there are more than :data:`MOST`."""
MOST = 4


def shown_moves(moves: Sequence[Move], whole: bool = False) -> tuple[Move, ...]:
    """All moves, or the first ones where they are many."""
    return tuple(moves if whole or len(moves) <= MOST else moves[:FOLDED])


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
