"""Where Karmada takes things in random order, a seed says in which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from workbench.model.identity import ObjectId


def shuffled(workloads: Iterable[ObjectId], seed: int) -> list[ObjectId]:
    """In the order of names for seed 0; in another, but the same everywhere, for others."""
    ordered = sorted(workloads)
    if seed == 0:
        return ordered

    def rank(workload: ObjectId) -> bytes:
        return hashlib.sha256(f"{seed} {workload}".encode()).digest()

    return sorted(ordered, key=rank)
