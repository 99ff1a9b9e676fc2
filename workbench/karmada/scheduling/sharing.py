"""Sharing whole replicas by weight.

Since v1.16 by Webster's method (pkg/util/helper/webstermethod.go), before that whole parts
with the leftovers to the heaviest (``Dispenser`` of pkg/util/helper/binding.go).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.int_sizes import quotient

FNV_OFFSET, FNV_PRIME = 0x811C9DC5, 0x01000193


@dataclass(frozen=True, slots=True)
class Weight:
    """What one cluster brings to the sharing.

    ``last`` is what it had in the last result, where that breaks ties between equal weights.
    """

    cluster: str
    weight: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who got how many, in Karmada's order.

    ``tossed``: clusters between which Karmada itself tosses a coin for single replicas.
    """

    given: Mapping[str, int]
    tossed: tuple[str, ...] = ()


def share(replicas: int, weights: list[Weight], uid: str, profile: Profile) -> Sharing:
    """``replicas`` shared by ``weights``; nobody gets anything where all weights are 0."""
    if sum(weight.weight for weight in weights) == 0:
        return Sharing({})
    if profile.shares_by_quotient:
        votes = {weight.cluster: weight.weight for weight in weights}
        return Sharing(webster(replicas, votes, descending=_ties_descend(uid)))
    return _by_whole_parts(replicas, weights)


def _ties_descend(uid: str) -> bool:
    """Whether equal claims go to the greater name first: by the template's uid."""
    return bool(uid) and fnv1a_32(uid) % 2 == 1


def fnv1a_32(text: str) -> int:
    """FNV-1a, 32 bits, of the UTF-8 text."""
    state = FNV_OFFSET
    for byte in text.encode():
        state = (state ^ byte) * FNV_PRIME & 0xFFFFFFFF
    return state


def webster(seats: int, votes: Mapping[str, int], *, descending: bool = False) -> dict[str, int]:
    """Seats one at a time to the greatest ``votes / (2 · seats + 1)``; result sorted by name.

    Equal claims: fewer seats first, then by name.
    """
    names = sorted(votes, reverse=descending)
    given = _head_start(seats, votes)
    queue = [
        (-votes[name] / (2 * given[name] + 1), given[name], rank) for rank, name in enumerate(names)
    ]
    heapq.heapify(queue)
    for _ in range(seats - sum(given.values())):
        _, count, rank = queue[0]
        name = names[rank]
        given[name] = count + 1
        heapq.heapreplace(queue, (-votes[name] / (2 * count + 3), count + 1, rank))
    return dict(sorted(given.items()))


def _head_start(seats: int, votes: Mapping[str, int]) -> dict[str, int]:
    """Seats that are certain: those whose claim beats a threshold that few enough beat.

    Seats go out in the order of their claims, so all claims above any threshold come first,
    in whatever order; counting them saves one step per seat.
    """
    given = dict.fromkeys(votes, 0)
    spare = seats - len(votes)
    if spare <= 0 or min(votes.values()) < 0:
        return given
    threshold = sum(votes.values()) / (2 * spare)
    for name, count in votes.items():
        sure = max(int((count / threshold - 1) / 2) - 1, 0)
        while count / (2 * sure + 1) > threshold:
            sure += 1
        given[name] = sure
    return given if sum(given.values()) <= seats else dict.fromkeys(votes, 0)


def _by_whole_parts(replicas: int, weights: list[Weight]) -> Sharing:
    """Everyone the whole part, leftovers one each from the heaviest on; a coin decides ties."""
    total = sum(weight.weight for weight in weights)
    ordered = _tossed_once(sorted(weights, key=_rank))
    given = {w.cluster: quotient(w.weight * replicas, total) for w in ordered}
    left = replicas - sum(given.values())
    for weight in ordered[: max(left, 0)]:
        given[weight.cluster] += 1
    return Sharing(given, _at_the_cut(ordered, left))


def _at_the_cut(ordered: list[Weight], left: int) -> tuple[str, ...]:
    """Clusters that nothing but a coin tells apart, where only some of them get a leftover."""
    if not 0 < left < len(ordered):
        return ()
    cut = _rank(ordered[left - 1])
    if cut != _rank(ordered[left]):
        return ()
    return tuple(weight.cluster for weight in ordered if _rank(weight) == cut)


def _rank(weight: Weight) -> tuple[int, int]:
    return -weight.weight, -weight.last


def _tossed_once(ordered: list[Weight]) -> list[Weight]:
    """Equals in one of the orders that Karmada's coin makes most likely.

    Its insertion sort tosses for each newcomer whether it passes its left neighbour. No
    other order is likelier than leaving all in place, or all but the first two.
    """
    result: list[Weight] = []
    for _, equals in groupby(ordered, key=_rank):
        first, *others = equals
        result += [*others[:1], first, *others[1:]]
    return result
