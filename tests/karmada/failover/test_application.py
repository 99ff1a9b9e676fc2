from __future__ import annotations

from workbench.karmada.failover.application import FailoverPass, reconcile
from workbench.karmada.failover.application_timers import Timers
from workbench.karmada.failover.conditions import Gates, first_blocking
from workbench.karmada.profile import V1_18_2
from workbench.model.tree import Json, Object

STATEFUL = Gates(stateful_failover_injection=True)


def binding(health: str = "Unhealthy", status: Json = None, **application: Json) -> Object:
    return {
        "spec": {
            "resource": {"apiVersion": "apps/v1", "kind": "Deployment"},
            "propagateDeps": True,
            "clusters": [{"name": "a", "replicas": 2}, {"name": "b", "replicas": 1}],
            "failover": {
                "application": {
                    "decisionConditions": {"tolerationSeconds": 2},
                    "purgeMode": "Directly",
                    **application,
                }
            },
        },
        "status": {"aggregatedStatus": [{"clusterName": "a", "health": health, "status": status}]},
    }


def run(
    tree: Object | None, now: float, timers: Timers | None = None, gates: Gates | None = None
) -> FailoverPass:
    return reconcile(
        tree, timers, now, has_health_rule=True, gates=gates or Gates(), profile=V1_18_2
    )


def test_the_first_unhealthy_sighting_starts_a_timer() -> None:
    done = run(binding(), 5)
    assert (done.timers, done.requeue_after_seconds) == ({"a": 5}, 2)
    assert done.verdicts[0].kind == "timer started"
    assert done.verdicts[0].due_at == 7


def test_at_exactly_the_tolerance_nothing_happens_and_nothing_is_planned() -> None:
    done = run(binding(), 7, {"a": 5})
    assert (done.tasks, done.requeue_after_seconds, done.timers) == ([], 0, {"a": 5})


def test_beyond_the_tolerance_the_cluster_becomes_a_task() -> None:
    done = run(binding(), 7.1, {"a": 5})
    assert done.clusters == [{"name": "b", "replicas": 1}]
    assert done.tasks[0]["fromCluster"] == "a"
    assert done.tasks[0]["replicas"] == 2
    assert done.timers == {}


def test_any_recovery_clears_the_timer() -> None:
    for health in ("Healthy", "Unknown"):
        done = run(binding(health), 6, {"a": 5})
        assert done.timers == {}
        assert done.verdicts[0].kind == "cleared"


def test_a_binding_that_does_not_qualify_says_which_condition_blocks() -> None:
    inert = binding()
    inert["spec"]["propagateDeps"] = False
    done = run(inert, 9, {"a": 5})
    assert (done.kind, done.timers) == ("ignored", None)
    blocking = first_blocking(done.conditions)
    assert blocking is not None
    assert blocking.subject == "spec.propagateDeps"


def test_state_travels_in_the_task_with_the_clusters_before() -> None:
    rules = {"rules": [{"aliasLabelName": "job", "jsonPath": "{.id}"}]}
    done = run(binding(status={"id": "x"}, statePreservation=rules), 9, {"a": 5}, STATEFUL)
    assert done.tasks[0]["preservedLabelState"] == {"job": "x"}
    assert done.tasks[0]["clustersBeforeFailover"] == ["a", "b"]


def test_a_cluster_without_status_blocks_the_pass_and_keeps_the_timers() -> None:
    rules = {"rules": [{"aliasLabelName": "job", "jsonPath": "{.id}"}]}
    done = run(binding(statePreservation=rules), 9, {"a": 5}, STATEFUL)
    assert done.kind == "error"
    assert len(done.clusters) == 2
    assert done.timers == {"a": 5}


def test_never_holds_the_old_copy_until_a_person_agrees() -> None:
    done = run(binding(purgeMode="Never"), 9, {"a": 5})
    assert done.tasks[0]["suppressDeletion"] is True


def test_graceful_modes_need_their_gate() -> None:
    closed = Gates(graceful_eviction=False)
    done = run(binding(purgeMode="Gracefully", gracePeriodSeconds=60), 9, {"a": 5}, closed)
    assert "GracefulEviction" in done.message
    done = run(binding(purgeMode="Gracefully", gracePeriodSeconds=60), 9, {"a": 5})
    assert done.tasks[0]["gracePeriodSeconds"] == 60


def test_a_missing_tolerance_panics_once_something_is_unhealthy() -> None:
    assert run(binding(decisionConditions={}), 0).kind == "panic"
    assert run(binding("Healthy", decisionConditions={}), 0).kind == "done"


def test_a_deleted_binding_loses_its_timers() -> None:
    assert run(None, 9, {"a": 5}).timers is None
