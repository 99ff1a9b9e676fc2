"""Which eviction tasks stay and which end: one pass of the graceful-eviction controllers.

Follows pkg/controllers/gracefuleviction/{evictiontask,rb_graceful_eviction_controller}.go. A task
that ends lets the old copy go. Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.profile import Profile
from workbench.model.timestamps import format_time, parse_time
from workbench.model.tree import Object

DEFAULT_TIMEOUT_SECONDS = 600.0
"""``--graceful-eviction-timeout`` as released."""


@dataclass(frozen=True, slots=True)
class TaskVerdict:
    """What happens to one task.

    Attributes:
        cluster: where the old copy is.
        kind: ``stamped`` (new, gets its creation time), ``kept`` or ``dropped``.
        subject: the field or flag that decided.
        because: why, in words.
        ends_at: when it times out; ``None`` if it never does by itself.
    """

    cluster: str
    kind: Literal["stamped", "kept", "dropped"]
    subject: str
    because: str
    ends_at: float | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One pass.

    Attributes:
        tasks: ``spec.gracefulEvictionTasks`` afterwards.
        dropped: clusters whose task ended, in order.
        requeue_after_seconds: when the controller wants to look again; 0 means not by itself.
        verdicts: one per task, in order; empty if the binding was not looked at.
    """

    tasks: list[Object]
    dropped: tuple[str, ...] = ()
    requeue_after_seconds: float = 0.0
    verdicts: tuple[TaskVerdict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pass:
    binding: Object
    now: float
    timeout: float
    profile: Profile

    def verdict(self, task: Object) -> TaskVerdict:
        cluster = task.get("fromCluster", "")
        created = parse_time(task.get("creationTimestamp"))
        grace = task.get("gracePeriodSeconds")
        subject = "--graceful-eviction-timeout" if grace is None else "gracePeriodSeconds"
        limit = self.timeout if grace is None else float(grace)
        suppress = task.get("suppressDeletion")
        if created is None:
            ends = None if suppress is not None else self.now + limit
            return TaskVerdict(
                cluster, "stamped", "creationTimestamp", "the task is new, its time starts", ends
            )
        if suppress is not None:
            return _suppressed(cluster, bool(suppress))
        ends_at = created + limit
        if self.now > ends_at:
            because = f"older than {limit:g} s"
            return TaskVerdict(cluster, "dropped", subject, because, ends_at)
        blocker = self._replacement_missing()
        if blocker is None:
            return TaskVerdict(
                cluster, "dropped", "status.aggregatedStatus",
                "every target cluster is healthy", ends_at,
            )
        return TaskVerdict(cluster, "kept", *blocker, ends_at)

    def _replacement_missing(self) -> tuple[str, str] | None:
        """The field and the reason that keep tasks waiting, or ``None`` if all is well."""
        if self.profile.eviction_ends_after_scheduling and not scheduler_is_done(self.binding):
            return (
                "status.schedulerObservedGeneration",
                "the scheduler has not seen this generation of the binding yet",
            )
        observed: dict[str, str] = {}
        for item in items(section(self.binding, "status"), "aggregatedStatus"):
            observed.setdefault(item.get("clusterName", ""), item.get("health", ""))
        for target in items(section(self.binding, "spec"), "clusters"):
            name = target.get("name", "")
            health = observed.get(name)
            if health != "Healthy":
                found = "has no status yet" if health is None else f"is {health or 'not judged'}"
                return "status.aggregatedStatus", f"{name} {found}"
        return None


def _suppressed(cluster: str, is_held: bool) -> TaskVerdict:
    if is_held:
        because = "the old copy stays until somebody sets this to false"
        return TaskVerdict(cluster, "kept", "suppressDeletion", because)
    because = "somebody confirmed that the old copy may go"
    return TaskVerdict(cluster, "dropped", "suppressDeletion", because)


def scheduler_is_done(binding: Object) -> bool:
    """Whether the scheduler observed the binding's present generation."""
    observed = section(binding, "status").get("schedulerObservedGeneration") or 0
    return bool(observed == (section(binding, "metadata").get("generation") or 0))


def is_assessed(binding: Object, profile: Profile) -> bool:
    """Whether an event of the binding starts a pass at all."""
    if not items(section(binding, "spec"), "gracefulEvictionTasks"):
        return False
    return not profile.eviction_skips_unscheduled or scheduler_is_done(binding)


def _requeue_after(
    tasks: Sequence[Object], created: Sequence[float], run: _Pass
) -> float:
    timeout = run.timeout
    waits: list[float] = []
    for task, start in zip(tasks, created, strict=True):
        if task.get("suppressDeletion") is not None:
            continue
        grace = task.get("gracePeriodSeconds")
        if grace is not None:
            timeout = float(grace)
        elif not run.profile.grace_period_leaks:
            timeout = run.timeout
        waits.append(start + timeout - run.now)
    return max(min(waits, default=0.0), 0.0)


def assess(
    binding: Object,
    now: float,
    profile: Profile,
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
) -> Assessment:
    """One pass over the tasks of a binding (RB or CRB) at ``now``.

    A binding that is being deleted is left alone. Whether an event would start the pass is
    :func:`is_assessed`.
    """
    tasks = items(section(binding, "spec"), "gracefulEvictionTasks")
    if section(binding, "metadata").get("deletionTimestamp"):
        return Assessment(list(tasks))
    run = _Pass(binding, now, timeout_seconds, profile)
    verdicts = tuple(run.verdict(task) for task in tasks)
    kept: list[Object] = []
    created: list[float] = []
    for task, verdict in zip(tasks, verdicts, strict=True):
        if verdict.kind == "stamped":
            kept.append({**task, "creationTimestamp": format_time(now)})
            created.append(now)
        elif verdict.kind == "kept":
            kept.append(task)
            created.append(parse_time(task.get("creationTimestamp")) or 0.0)
    dropped = tuple(verdict.cluster for verdict in verdicts if verdict.kind == "dropped")
    return Assessment(kept, dropped, _requeue_after(kept, created, run), verdicts)
