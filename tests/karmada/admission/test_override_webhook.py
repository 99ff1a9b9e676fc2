from __future__ import annotations

import pytest

from tests.karmada.admission.policies import DEPLOYMENT, faults, overriding, policy
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import PROFILES, V1_12_0, V1_18_2, Profile
from workbench.model.tree import Json

RULE = "spec.overrideRules[0].overriders"
BOTH = pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))


def patching(**item: Json) -> list[Json]:
    return [{"fieldPath": "/data/x", **item}]


@BOTH
def test_fields_that_rules_replaced_can_t_stand_beside_rules(profile: Profile) -> None:
    image = {"component": "Tag", "operator": "remove"}
    posted = policy(
        "ClusterOverridePolicy", resourceSelectors=[DEPLOYMENT], overrideRules=[],
        targetCluster={}, overriders={"imageOverrider": [image]},
    )
    assert faults(admit(posted, profile)) == [
        ("conflict", "spec.targetCluster"), ("conflict", "spec.overriders"),
    ]


@BOTH
def test_empty_rules_of_a_namespaced_policy_are_gone_before_they_conflict(profile: Profile) -> None:
    posted = policy("OverridePolicy", overrideRules=[], targetCluster={})
    assert admit(posted, profile).admitted


@BOTH
def test_field_overriders_beside_rules_are_overlooked(profile: Profile) -> None:
    overriders = {"fieldOverrider": patching(json=[{"subPath": "/a", "operator": "remove"}])}
    posted = policy("OverridePolicy", overrideRules=[{"overriders": {}}], overriders=overriders)
    assert admit(posted, profile).admitted


@BOTH
def test_cluster_fields_are_provider_region_and_zone_in_or_not_in(profile: Profile) -> None:
    expressions = [
        {"key": "country", "operator": "In"},
        {"key": "zone", "operator": "Exists"},
        {"key": "zone", "operator": "NotIn"},
    ]
    posted = overriding()
    target = {"fieldSelector": {"matchExpressions": expressions}}
    posted["spec"]["overrideRules"][0]["targetCluster"] = target
    answer = admit(posted, profile)
    assert {field for _, field in faults(answer)} == {
        "spec.overrideRules[0].targetCluster.fieldSelector"
    }
    assert [complaint.path[-2:] for complaint in answer.complaints] == [(0, "key"), (1, "operator")]


@BOTH
def test_json_pointers_are_empty_or_begin_with_a_slash(profile: Profile) -> None:
    operation = {"subPath": "a", "operator": "remove"}
    image = {"component": "Tag", "operator": "remove", "predicate": {"path": "spec/image"}}
    posted = overriding(
        imageOverrider=[image], fieldOverrider=[{"fieldPath": "data", "yaml": [operation]}]
    )
    assert faults(admit(posted, profile)) == [
        ("value", f"{RULE}.imageOverrider[0].predicate.path"),
        ("value", f"{RULE}.fieldOverrider[0].fieldPath"),
        ("value", f"{RULE}.fieldOverrider[0].yaml[0].subPath"),
    ]
    image["predicate"] = {"path": ""}
    assert admit(overriding(imageOverrider=[image]), profile).admitted


@BOTH
def test_plaintext_paths_are_not_judged(profile: Profile) -> None:
    posted = overriding(plaintext=[{"path": "spec", "operator": "remove", "value": 1}])
    assert admit(posted, profile).admitted


@BOTH
@pytest.mark.parametrize(
    ("operator", "value", "fine"),
    [
        ("add", {"value": ""}, True), ("add", {"value": None}, False), ("replace", {}, False),
        ("remove", {}, True), ("remove", {"value": None}, True), ("remove", {"value": 0}, False),
    ],
)
def test_field_operations_have_a_value_unless_they_remove(
    operator: str, value: Json, fine: bool, profile: Profile
) -> None:
    operation = {"subPath": "/a", "operator": operator, **value}
    answer = admit(overriding(fieldOverrider=patching(json=[operation])), profile)
    assert answer.admitted == fine
    assert faults(answer) in ([], [("value", f"{RULE}.fieldOverrider[0].json[0].value")])


def test_a_field_overrider_needs_operations_since_a_later_version() -> None:
    assert admit(overriding(fieldOverrider=patching()), V1_12_0).admitted
    answer = admit(overriding(fieldOverrider=patching()), V1_18_2)
    assert faults(answer) == [("required", f"{RULE}.fieldOverrider[0]")]


def test_json_and_yaml_exclude_each_other() -> None:
    operation = [{"subPath": "/a", "operator": "remove"}]
    answer = admit(overriding(fieldOverrider=patching(json=operation, yaml=operation)), V1_12_0)
    assert faults(answer) == [("conflict", f"{RULE}.fieldOverrider[0]")]


def test_another_namespace_is_refused_since_a_later_version() -> None:
    posted = policy("OverridePolicy", resourceSelectors=[{**DEPLOYMENT, "namespace": "other"}])
    assert admit(posted, V1_12_0).admitted
    assert faults(admit(posted, V1_18_2)) == [("value", "spec.resourceSelectors[0].namespace")]
