"""Which toleration bears which taint: ``ToleratesTaint`` as Karmada calls it.

Follows k8s.io/api/core/v1/toleration.go with the comparing operators switched off, and
``GetMatchingTolerations`` and ``GetMinTolerationTime`` (pkg/util/helper/taint.go).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.model.timestamps import parse_time
from workbench.model.tree import Json, Object

_NANOSECONDS = 10**9
_DURATIONS = 2**64
LONGEST_DURATION_SECONDS = (_DURATIONS // 2 - 1) / _NANOSECONDS
"""The longest time that Go's ``Duration`` holds, some 292 years."""


@dataclass(frozen=True, slots=True)
class Taint:
    """A taint of a cluster; ``added_at`` is seconds since 1970, ``None`` where it is not set."""

    key: str
    value: str
    effect: str
    added_at: float | None = None

    @classmethod
    def of(cls, tree: Object) -> Taint:
        """A taint from its object form (an item of the Cluster's ``spec.taints``)."""
        added_at = parse_time(tree.get("timeAdded"))
        return cls(
            tree.get("key") or "", tree.get("value") or "", tree.get("effect") or "", added_at
        )

    def __str__(self) -> str:
        return f"{self.key}{'=' + self.value if self.value else ''}:{self.effect}"


@dataclass(frozen=True, slots=True)
class Toleration:
    """A toleration; empty parts match anything, ``seconds`` ``None`` means forever."""

    key: str = ""
    operator: str = ""
    value: str = ""
    effect: str = ""
    seconds: int | None = None

    @classmethod
    def of(cls, part: Callable[[str], Json]) -> Toleration:
        """A toleration from a function that gives a field's value, ``None`` if it is absent."""
        return cls(
            part("key") or "", part("operator") or "", part("value") or "", part("effect") or "",
            part("tolerationSeconds"),
        )

    def tolerates(self, taint: Taint) -> bool:
        """Whether it bears the taint. Without an operator the values must be equal."""
        if self.effect and self.effect != taint.effect:
            return False
        if self.key and self.key != taint.key:
            return False
        if self.operator in ("", "Equal"):
            return self.value == taint.value
        return self.operator == "Exists"

    @property
    def duration_seconds(self) -> float | None:
        """How long it bears a taint, with the wrap-around of Go's 64-bit nanoseconds."""
        if self.seconds is None:
            return None
        half = _DURATIONS // 2
        wrapped = (self.seconds * _NANOSECONDS + half) % _DURATIONS - half
        return wrapped / _NANOSECONDS


@dataclass(frozen=True, slots=True)
class Match:
    """A taint and the first toleration, in list order, that bears it (``None``: none does)."""

    taint: Taint
    toleration: Toleration | None


def no_execute_taints(taints: Sequence[Object]) -> list[Taint]:
    """The taints that evict, from the Cluster's ``spec.taints``."""
    return [Taint.of(taint) for taint in taints if taint.get("effect") == "NoExecute"]


def match_taints(taints: Sequence[Taint], tolerations: Sequence[Toleration]) -> list[Match]:
    """For each taint the first toleration that bears it. Later ones are never looked at."""
    return [
        Match(taint, next((t for t in tolerations if t.tolerates(taint)), None))
        for taint in taints
    ]


def tolerated_until(matches: Sequence[Match]) -> float | None:
    """When the first matched toleration runs out, in seconds since 1970; ``None`` is never.

    Each matched toleration counts for every taint that it bears, also where an earlier one took
    precedence. Taints without ``timeAdded`` never run out.
    """
    ends: list[float] = []
    for used in (match.toleration for match in matches):
        lasts = used.duration_seconds if used else None
        if used is None or lasts is None:
            continue
        ends += [
            match.taint.added_at + lasts
            for match in matches
            if match.taint.added_at is not None and used.tolerates(match.taint)
        ]
    return min(ends, default=None)
