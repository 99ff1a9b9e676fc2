"""Which eviction tasks are kept or dropped: ``graceful.jsonl``."""

from __future__ import annotations

from math import isclose
from typing import Any

from workbench.karmada.failover.graceful import assess
from workbench.karmada.profile import Profile

CLOCK_START = 946_684_800.0
"""The recorded clock's zero, 2000-01-01T00:00:00Z, in seconds since 1970."""


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape."""
    binding = line["binding"]
    if line["deleting"]:
        metadata = {**binding["metadata"], "deletionTimestamp": "2000-01-01T00:00:00Z"}
        binding = {**binding, "metadata": metadata}
    got = assess(binding, CLOCK_START + line["now"], profile, line["timeoutSeconds"])
    return {
        "gracefulEvictionTasks": got.tasks,
        "dropped": list(got.dropped),
        "requeueAfterSeconds": got.requeue_after_seconds,
        "successEvents": 2 * len(got.dropped),
    }


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality; unset fields may be spelled out, times may differ by a float's last digits."""
    return (
        [filled(task) for task in expected["gracefulEvictionTasks"]]
        == [filled(task) for task in got["gracefulEvictionTasks"]]
        and expected["dropped"] == got["dropped"]
        and expected["successEvents"] == got["successEvents"]
        and isclose(
            expected["requeueAfterSeconds"], got["requeueAfterSeconds"], rel_tol=0, abs_tol=5e-7
        )
    )


def filled(task: dict[str, Any]) -> dict[str, Any]:
    """A task without fields that hold their zero value."""
    return {key: value for key, value in task.items() if value not in ("", None, {}, [])}
