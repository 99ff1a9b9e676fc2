from __future__ import annotations

from workbench.karmada.failover.injection import inject, plan_injection
from workbench.karmada.failover.purge import purges_in_the_way, surviving_clusters
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.tree import Json, Object


def spec(mode: str = "Directly", clusters: tuple[str, ...] = ("b",), **task: Json) -> Object:
    state = {"preservedLabelState": {"k": "v"}, "clustersBeforeFailover": ["a"]}
    return {
        "clusters": [{"name": name} for name in clusters],
        "gracefulEvictionTasks": [{"fromCluster": "a", "purgeMode": mode, **state, **task}],
    }


def test_all_five_conditions_hold_for_a_direct_failover() -> None:
    plan = plan_injection(spec(), "b", True, V1_18_2)
    assert plan.labels == {"k": "v"}
    assert [condition.holds for condition in plan.conditions] == [True] * 5
    assert plan.blocking is None


def test_a_closed_gate_blocks_before_the_conditions_are_asked() -> None:
    plan = plan_injection(spec(), "b", False, V1_18_2)
    assert plan.labels == {}
    assert plan.blocking is plan.gate


def test_the_blocking_condition_is_named() -> None:
    cases = {
        "spec.clusters": spec(clusters=("b", "c")),
        "purgeMode of the last task": spec("Gracefully"),
        "clustersBeforeFailover of the last task": spec(clustersBeforeFailover=["a", "b"]),
        "preservedLabelState of the last task": spec(preservedLabelState={}),
        "spec.gracefulEvictionTasks": {"clusters": [{"name": "b"}]},
    }
    for subject, blocked in cases.items():
        plan = plan_injection(blocked, "b", True, V1_18_2)
        assert plan.blocking is not None
        assert plan.blocking.subject == subject


def test_directly_means_nothing_to_the_older_version() -> None:
    assert plan_injection(spec(), "b", True, V1_12_0).labels == {}
    assert plan_injection(spec("Immediately"), "b", True, V1_12_0).labels == {"k": "v"}


def test_injecting_leaves_the_template_alone() -> None:
    template: Object = {"metadata": {"labels": {"app": "web"}}}
    assert inject(template, {"k": "v"}, V1_18_2)["metadata"]["labels"] == {"app": "web", "k": "v"}
    assert template == {"metadata": {"labels": {"app": "web"}}}
    assert inject(template, {}, V1_18_2) is template


def test_a_direct_purge_drops_the_old_work_and_waits_for_it() -> None:
    assert surviving_clusters(spec(), V1_18_2) == ["b"]
    assert surviving_clusters(spec("Gracefully"), V1_18_2) == ["b", "a"]
    assert purges_in_the_way(spec(), ["a", "b"], V1_18_2) == ["a"]
    assert purges_in_the_way(spec("Gracefully"), ["a", "b"], V1_18_2) == []
    assert purges_in_the_way(spec("Immediately"), ["a", "b"], V1_12_0) == []
