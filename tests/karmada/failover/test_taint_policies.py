"""ClusterTaintPolicies: which conditions match, and who has the last word."""

from __future__ import annotations

from workbench.karmada.failover.taint_policies import apply_policies, matched_conditions
from workbench.karmada.profile import V1_18_2
from workbench.model.tree import Object

STAMP = "2026-01-01T00:00:00Z"


def cluster(taints: list[Object] | None = None, **conditions: str) -> Object:
    listed = [{"type": name, "status": status} for name, status in conditions.items()]
    return {"metadata": {"name": "m1"}, "spec": {"taints": taints or []},
            "status": {"conditions": listed}}


def wants(kind: str, operator: str, *values: str) -> Object:
    return {"conditionType": kind, "operator": operator, "statusValues": list(values)}


def policy(name: str = "p", age: str = "", **spec: object) -> Object:
    return {"metadata": {"name": name, "creationTimestamp": age},
            "spec": {"taints": [{"key": "k", "effect": "NoExecute"}], **spec}}


READY_IS_NOT = [wants("Ready", "NotIn", "True")]
READY_IS = [wants("Ready", "In", "True")]


def test_conditions_of_a_list_all_have_to_match() -> None:
    both = [*READY_IS_NOT, wants("Drill", "In", "True")]
    assert matched_conditions(cluster(Ready="False", Drill="True"), both)
    assert not matched_conditions(cluster(Ready="False", Drill="False"), both)


def test_a_condition_that_the_cluster_lacks_never_matches() -> None:
    assert not matched_conditions(cluster(), READY_IS_NOT)
    assert not matched_conditions(cluster(), READY_IS)


def test_an_empty_list_and_an_unknown_operator_never_match() -> None:
    assert not matched_conditions(cluster(Ready="True"), [])
    assert not matched_conditions(cluster(Ready="True"), [wants("Ready", "Exists")])


def test_a_taint_is_added_with_its_time_and_only_once() -> None:
    add = policy(addOnConditions=READY_IS_NOT)
    taints, changes = apply_policies(cluster(Ready="False"), [add, add], STAMP, V1_18_2)
    assert taints == [{"key": "k", "effect": "NoExecute", "timeAdded": STAMP}]
    assert [(c.taint, c.is_added) for c in changes] == [("k:NoExecute", True)]


def test_inside_a_policy_removing_comes_after_adding() -> None:
    always = policy(addOnConditions=READY_IS, removeOnConditions=READY_IS)
    assert apply_policies(cluster(Ready="True"), [always], STAMP, V1_18_2)[0] == []


def test_the_youngest_policy_has_the_last_word() -> None:
    adds = policy("adds", "2026-01-02T00:00:00Z", addOnConditions=READY_IS)
    removes = policy("removes", "2026-01-01T00:00:00Z", removeOnConditions=READY_IS)
    assert apply_policies(cluster(Ready="True"), [adds, removes], STAMP, V1_18_2)[0]


def test_a_policy_for_other_clusters_does_nothing() -> None:
    other = policy(addOnConditions=READY_IS, targetClusters={"clusterNames": ["m2"]})
    assert apply_policies(cluster(Ready="True"), [other], STAMP, V1_18_2) == ([], ())
