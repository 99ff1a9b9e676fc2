from __future__ import annotations

from typing import Any

from tests.karmada.scheduling.fleet import DYNAMIC, binding, cluster
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.karmada.scheduling.binding_pass import Pass, run_pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.model.tree import Object

NOW = "2026-02-01T00:00:00Z"
GROUPS = {
    "clusterAffinities": [
        {"affinityName": "one", "clusterNames": ["a"]},
        {"affinityName": "two", "clusterNames": ["b"]},
    ]
}


def run(clusters: list[Object], tree: Object, profile: Profile = V1_18_2) -> Pass:
    return run_pass(ClusterList(clusters, profile), tree, NOW)


def names(tree: Object) -> list[str]:
    return [target["name"] for target in tree["spec"].get("clusters", [])]


def test_the_first_affinity_group_that_works_is_kept_and_never_left_for_an_earlier_one() -> None:
    first = run([cluster("b")], binding(2, placement=GROUPS))
    assert [attempt.affinity_name for attempt in first.attempts] == ["one", "two"]
    assert first.binding["status"]["schedulerObservingAffinityName"] == "two"
    again = run([cluster("a"), cluster("b")], first.binding)
    assert names(again.binding) == ["b"]
    assert not again.is_patched


def test_when_no_group_fits_the_placement_is_emptied() -> None:
    placed = run([cluster("a")], binding(2, placement=GROUPS)).binding
    result = run([cluster("c")], placed)
    assert result.failure is not None
    assert result.failure.empties_placement
    assert names(result.binding) == []
    assert result.binding["status"]["conditions"][0]["reason"] == "NoClusterFit"


def test_too_little_room_leaves_the_placement_as_it_is() -> None:
    placed = run([cluster("a", 4)], binding(2, DYNAMIC)).binding
    placed["spec"]["replicas"] = 9
    result = run([cluster("a", 4)], placed)
    assert result.failure is not None
    assert result.why == "the replicas changed"
    assert names(result.binding) == ["a"]
    assert result.events == ("Warning ScheduleBindingFailed",) * 2


def test_a_divided_binding_that_nothing_touches_is_left_alone() -> None:
    placed = run([cluster("a")], binding(2, DYNAMIC)).binding
    result = run([cluster("a"), cluster("b")], placed)
    assert result.why == ""
    assert result.attempts == ()
    assert result.binding is placed


def test_only_the_group_in_use_counts_as_a_changed_placement() -> None:
    placed = run([cluster("a"), cluster("b")], binding(2, DYNAMIC, placement=GROUPS)).binding
    one, two = GROUPS["clusterAffinities"]
    assert run([cluster("a")], _placed(placed, [one, {**two, "exclude": ["x"]}])).why == ""
    changed = run([cluster("a")], _placed(placed, [{**one, "exclude": ["x"]}, two]))
    assert changed.why == "the placement changed"


def _placed(tree: Object, terms: list[Any]) -> Object:
    placement = {**tree["spec"]["placement"], "clusterAffinities": terms}
    return {**tree, "spec": {**tree["spec"], "placement": placement}}


def test_a_target_that_is_being_deleted_moves_the_workload_only_in_newer_versions() -> None:
    placed = run([cluster("a")], binding(2, DYNAMIC)).binding
    going = cluster("a")
    going["metadata"]["deletionTimestamp"] = NOW
    moved = run([going, cluster("b")], placed)
    assert moved.why == "a target cluster is being deleted"
    assert names(moved.binding) == ["b"]
    assert run([going, cluster("b")], placed, V1_12_0).why == ""
