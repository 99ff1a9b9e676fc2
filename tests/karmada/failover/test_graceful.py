from __future__ import annotations

from workbench.karmada.failover.graceful import assess, is_assessed
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.timestamps import format_time
from workbench.model.tree import Json, Object

NOW = 1_000_000.0


def task(age: float | None = 10, **more: Json) -> Object:
    stamp = {} if age is None else {"creationTimestamp": format_time(NOW - age)}
    return {"fromCluster": "a", "purgeMode": "Gracefully", **stamp, **more}


def binding(*tasks: Object, health: str = "Unhealthy", observed: int = 2) -> Object:
    return {
        "metadata": {"generation": 2},
        "spec": {"clusters": [{"name": "b"}], "gracefulEvictionTasks": list(tasks)},
        "status": {
            "schedulerObservedGeneration": observed,
            "aggregatedStatus": [{"clusterName": "b", "health": health}],
        },
    }


def test_a_new_task_is_stamped_and_timed() -> None:
    result = assess(binding(task(None), health="Healthy"), NOW, V1_18_2)
    assert result.tasks[0]["creationTimestamp"] == format_time(NOW)
    assert result.requeue_after_seconds == 600
    assert result.verdicts[0].kind == "stamped"


def test_a_task_ends_when_the_replacement_is_healthy() -> None:
    result = assess(binding(task(), health="Healthy"), NOW, V1_18_2)
    assert (result.tasks, result.dropped) == ([], ("a",))
    assert result.verdicts[0].subject == "status.aggregatedStatus"


def test_health_counts_only_once_the_scheduler_saw_the_binding() -> None:
    unseen = binding(task(), health="Healthy", observed=1)
    result = assess(unseen, NOW, V1_18_2)
    assert result.verdicts[0].subject == "status.schedulerObservedGeneration"
    assert is_assessed(unseen, V1_18_2)
    assert not is_assessed(unseen, V1_12_0)


def test_a_timeout_needs_strictly_more_than_the_grace_period() -> None:
    at_the_limit = assess(binding(task(60, gracePeriodSeconds=60)), NOW, V1_18_2)
    assert at_the_limit.dropped == ()
    beyond = assess(binding(task(61, gracePeriodSeconds=60)), NOW, V1_18_2)
    assert beyond.dropped == ("a",)
    assert beyond.verdicts[0].subject == "gracePeriodSeconds"


def test_without_targets_everything_counts_as_healthy() -> None:
    empty = binding(task())
    empty["spec"]["clusters"] = []
    assert assess(empty, NOW, V1_18_2).dropped == ("a",)


def test_a_held_task_waits_for_a_person_and_for_nothing_else() -> None:
    held = assess(binding(task(9999, suppressDeletion=True), health="Healthy"), NOW, V1_18_2)
    assert (held.dropped, held.requeue_after_seconds) == ((), 0)
    released = assess(binding(task(1, suppressDeletion=False)), NOW, V1_18_2)
    assert released.dropped == ("a",)


def test_a_grace_period_leaks_into_the_next_tasks_timing_in_the_older_version() -> None:
    tasks = (task(0, gracePeriodSeconds=30), task(0))
    tasks[0]["suppressDeletion"] = None
    assert assess(binding(*tasks), NOW, V1_12_0).requeue_after_seconds == 30
    reordered = (task(0, gracePeriodSeconds=900), task(0))
    assert assess(binding(*reordered), NOW, V1_18_2).requeue_after_seconds == 600
    assert assess(binding(*reordered), NOW, V1_12_0).requeue_after_seconds == 900


def test_a_binding_that_is_being_deleted_is_left_alone() -> None:
    leaving = binding(task(9999))
    leaving["metadata"]["deletionTimestamp"] = format_time(NOW)
    assert assess(leaving, NOW, V1_18_2).tasks == leaving["spec"]["gracefulEvictionTasks"]
