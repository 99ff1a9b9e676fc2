"""How long each cluster has been unhealthy, and what follows: the timers of application failover.

Follows ``detectFailure`` and ``workloadUnhealthyMap`` of pkg/controllers/applicationfailover.
Times are seconds on any one clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.eviction import is_evicting
from workbench.model.tree import Object

_NOBODY_WAITS = 2**31 - 1

Timers = Mapping[str, float]
"""Cluster to the moment at which it was first seen Unhealthy. Lost when the controller restarts."""


@dataclass(frozen=True, slots=True)
class ClusterVerdict:
    """What one pass decides about one cluster.

    Attributes:
        cluster: the cluster.
        kind: ``timer started``, ``waiting``, ``due`` (tolerance exceeded), ``evicting`` (has a
            task already) or ``cleared`` (seen Healthy or Unknown, or no target any more).
        because: why, in words.
        since: when it was first seen Unhealthy.
        due_at: the moment after which it is evicted.
    """

    cluster: str
    kind: Literal["timer started", "waiting", "due", "evicting", "cleared"]
    because: str
    since: float | None = None
    due_at: float | None = None


def sorted_by_health(
    observed: Sequence[Object], tasks: Sequence[Object]
) -> tuple[list[str], list[str], list[str]]:
    """Names of clusters: Unhealthy without a task, Unhealthy with one, Healthy or Unknown."""
    unhealthy: list[str] = []
    evicting: list[str] = []
    others: list[str] = []
    for item in observed:
        name, health = item.get("clusterName", ""), item.get("health")
        if health == "Unhealthy":
            (evicting if is_evicting(tasks, name) else unhealthy).append(name)
        elif health in ("Healthy", "Unknown"):
            others.append(name)
    return unhealthy, evicting, others


def clear(
    timers: dict[str, float], staying: set[str], others: Sequence[str]
) -> list[ClusterVerdict]:
    """Drop timers that mean nothing any more, and say which."""
    cleared: list[ClusterVerdict] = []
    for cluster in [c for c in timers if c not in staying or c in others]:
        seen = "seen Healthy or Unknown" if cluster in others else "no target cluster any more"
        cleared.append(ClusterVerdict(cluster, "cleared", seen, timers.pop(cluster)))
    return cleared


def judge(
    unhealthy: Iterable[str], timers: dict[str, float], now: float, tolerance: int
) -> tuple[list[ClusterVerdict], int | None]:
    """Verdicts for unhealthy clusters, and when to look again. Starts timers in ``timers``."""
    verdicts: list[ClusterVerdict] = []
    waits: list[int] = []
    for cluster in unhealthy:
        is_new = cluster not in timers
        since = timers.setdefault(cluster, now)
        verdict, wait = _judge_one(cluster, since, now, tolerance, is_new)
        verdicts.append(verdict)
        waits += [] if wait is None else [wait]
    return verdicts, min(waits, default=None)


def _judge_one(
    cluster: str, since: float, now: float, tolerance: int, is_new: bool
) -> tuple[ClusterVerdict, int | None]:
    due = since + tolerance
    if is_new:
        because = f"Unhealthy for the first time; tolerated for {tolerance} s"
        return ClusterVerdict(cluster, "timer started", because, since, due), tolerance
    if now > due:
        because = f"Unhealthy for more than {tolerance} s"
        return ClusterVerdict(cluster, "due", because, since, due), None
    because = f"Unhealthy for {now - since:g} of {tolerance} s"
    return ClusterVerdict(cluster, "waiting", because, since, due), tolerance - int(now - since)


def requeue_after(wait: int | None) -> int:
    """The greatest int32 is how the controller says that nobody waits, so it is no wait."""
    return 0 if wait is None or wait == _NOBODY_WAITS else max(wait, 0)
