from __future__ import annotations

from typing import Any

import pytest

from tests.karmada.scheduling.fleet import DYNAMIC, binding, cluster
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.scheduling.decision import Verdict
from workbench.karmada.scheduling.request import Options
from workbench.karmada.scheduling.schedule import schedule
from workbench.model.quantity import InvalidQuantityError
from workbench.model.tree import Object

MODELS = [
    {"grade": 0, "ranges": [{"name": "cpu", "min": "0"}, {"name": "memory", "min": "0"}]},
    {"grade": 1, "ranges": [{"name": "cpu", "min": "2"}, {"name": "memory", "min": "4Gi"}]},
]


def summary(models: list[Object] | None = None, **parts: Any) -> Object:
    tree = cluster("a", resourceModels=models or [])
    tree["status"]["resourceSummary"] = parts
    return tree


def judged(tree: Object, requests: Object, profile: Any = V1_18_2) -> Verdict:
    request = binding(1, DYNAMIC, replicaRequirements={"resourceRequest": requests})
    return schedule([tree], request, profile).verdicts[0]


def test_amounts_round_up_to_whole_units_before_they_are_divided() -> None:
    tree = summary(allocatable={"pods": "100", "cpu": "1", "memory": "4"})
    assert judged(tree, {"cpu": "100u"}).available == 100
    assert judged(tree, {"memory": "1500m"}).available == 2


def test_the_scarcest_resource_bounds_and_is_named() -> None:
    tree = summary(
        allocatable={"pods": "100", "cpu": "4", "memory": "8Gi"}, allocated={"cpu": "1500m"}
    )
    verdict = judged(tree, {"cpu": "500m", "memory": "1Gi"})
    assert (verdict.available, verdict.capacity_note) == (5, "cpu: 2500m free")


def test_a_resource_that_is_not_listed_leaves_no_room() -> None:
    verdict = judged(summary(allocatable={"pods": "9"}), {"cpu": "1"})
    assert (verdict.available, verdict.capacity_note) == (0, "cpu: none listed")


def test_pods_bound_everything() -> None:
    tree = summary(allocatable={"pods": "10", "cpu": "100"}, allocating={"pods": "7"})
    assert judged(tree, {"cpu": "1"}).available == 3


def test_a_cluster_without_a_summary_has_no_room() -> None:
    tree = cluster("a")
    del tree["status"]["resourceSummary"]
    assert judged(tree, {"cpu": "1"}).available == 0


def test_models_pack_pods_on_nodes_or_count_from_the_lowest_grade_that_fits() -> None:
    counts = [{"grade": 0, "count": 5}, {"grade": 1, "count": 3}]
    tree = summary(MODELS, allocatable={"pods": "500"}, allocatableModelings=counts)
    assert judged(tree, {"cpu": "500m", "memory": "1Gi"}).available == 12
    assert judged(tree, {"cpu": "500m", "memory": "1Gi"}, V1_12_0).available == 12
    assert judged(tree, {"cpu": "3"}).available == 0
    assert judged(tree, {"gpu.example.com/card": "1"}, V1_12_0).available == 0


def test_the_older_scheduler_crashes_on_a_list_of_models_that_is_too_short() -> None:
    tree = summary(
        MODELS, allocatable={"pods": "500"}, allocatableModelings=[{"grade": 0, "count": 5}]
    )
    request = binding(1, DYNAMIC, replicaRequirements={"resourceRequest": {"cpu": "1"}})
    decision = schedule([tree], request, V1_12_0)
    assert decision.failure is not None
    assert decision.failure.message == "runtime error: index out of range [1] with length 1"
    assert decision.feasible == ("a",)


def test_a_workload_of_several_templates_needs_room_for_whole_sets() -> None:
    components = [
        {"name": "jm", "replicas": 1, "replicaRequirements": {"resourceRequest": {"cpu": "1"}}},
        {"name": "tm", "replicas": 2, "replicaRequirements": {"resourceRequest": {"cpu": "2"}}},
    ]
    limit = {"spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}]}
    request = binding(0, DYNAMIC, placement=limit, components=components)
    tree = summary(allocatable={"pods": "20", "cpu": "16"})
    gate = Options(gates={"MultiplePodTemplatesScheduling": True})
    assert schedule([tree], request, V1_18_2, gate).verdicts[0].available == 3
    counts = [{"grade": 1, "count": 4}]
    packed = summary(MODELS, allocatable={"pods": "20", "cpu": "16"}, allocatableModelings=counts)
    assert schedule([packed], request, V1_18_2, gate).verdicts[0].available == 1


def test_an_amount_that_is_no_quantity_is_an_error_a_person_can_read() -> None:
    with pytest.raises(InvalidQuantityError, match="quantities must match"):
        judged(summary(allocatable={"pods": "many"}), {"cpu": "1"})
