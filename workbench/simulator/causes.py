"""What decides a step: the flag, gate or field, and of several waits in a row the longest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workbench.karmada.failover.eviction import section
from workbench.karmada.failover.taints import PRODUCER as TAINT_PRODUCER
from workbench.karmada.profile import Profile
from workbench.model.tree import Object
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Event

TOLERATION: Final = "failover.application.decisionConditions.tolerationSeconds"
SCENARIO: Final = "the scenario"
HEALTH: Final = "resource interpreter"
REQUEST: Final = "assumed: request to a member"
STARTUP: Final = "assumed: start-up time of pods"
TERMINATION: Final = "assumed: termination of pods"
STATE_GATE: Final = "feature gate StatefulFailoverInjection"

_FIELDS: Final = {
    "clusterTolerations": "placement.clusterTolerations",
    "tolerationSeconds": "placement.clusterTolerations[].tolerationSeconds",
    "gracePeriodSeconds": "failover.application.gracePeriodSeconds",
    "suppressDeletion": "gracefulEvictionTasks[].suppressDeletion",
}


def full_name(subject: str) -> str:
    """A field with the place where people write it."""
    return _FIELDS.get(subject, subject)


def purge_source(task: Object, binding: Object, profile: Profile) -> str:
    """What gave an eviction task its purge mode."""
    if task.get("producer") != TAINT_PRODUCER:
        return "failover.application.purgeMode"
    if not profile.knows_cluster_failover:
        return "feature gate GracefulEviction"
    failover = section(section(binding, "spec"), "failover")
    if failover.get("cluster") is not None:
        return "failover.cluster.purgeMode"
    return "--no-execute-taint-eviction-purge-mode"


def lifetime_source(task: Object) -> str:
    """What ends an eviction task at the latest."""
    if task.get("suppressDeletion") is not None:
        return full_name("suppressDeletion")
    if task.get("gracePeriodSeconds") is None:
        return "--graceful-eviction-timeout"
    return full_name("gracePeriodSeconds")


def retry_flag(pause: float, settings: Settings) -> str:
    """The flag that makes a pause between two attempts as long as it is."""
    is_longest = pause >= settings.retry_limit_seconds
    return "--rate-limiter-max-delay" if is_longest else "--rate-limiter-base-delay"


def longest_wait(
    begin: float, ending: Event, among: Iterable[Event]
) -> tuple[Event | None, Event]:
    """The event with which the longest wait from ``begin`` to ``ending`` began, and its end.

    ``among`` are events, each of which had to come for the next; of equal waits the last counts.
    ``None`` for a wait that began with the span.
    """
    between = [e for e in among if begin <= e.time <= ending.time and e is not ending]
    opening, cause, longest, before = None, ending, -1.0, None
    for event in [*sorted(between, key=lambda e: e.time), ending]:
        wait = event.time - (before.time if before else begin)
        if wait >= longest:
            opening, cause, longest = before, event, wait
        before = event
    return opening, cause
