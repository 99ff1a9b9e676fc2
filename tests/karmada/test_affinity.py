from __future__ import annotations

import pytest

from workbench.karmada.affinity import canonical_cluster, explain_affinity, matches_affinity
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.tree import Json, Object


def cluster(name: str = "m1", labels: Json = None, **spec: Json) -> Object:
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": spec}


def fields(key: str, operator: str, *values: str) -> Object:
    expression = {"key": key, "operator": operator, "values": list(values)}
    return {"fieldSelector": {"matchExpressions": [expression]}}


@pytest.mark.parametrize("affinity", [None, {}, {"labelSelector": {}}, {"fieldSelector": {}}])
def test_an_empty_affinity_accepts_every_cluster(affinity: Json) -> None:
    assert matches_affinity(cluster(), affinity, V1_18_2)


def test_exclude_beats_cluster_names() -> None:
    affinity = {"exclude": ["m1"], "clusterNames": ["m1"]}
    assert explain_affinity(cluster(), affinity, V1_18_2) == "exclude names m1"


def test_one_shared_zone_is_enough_only_in_newer_versions() -> None:
    two_zones = cluster(zones=["z1", "z2"])
    assert matches_affinity(two_zones, fields("zone", "In", "z1"), V1_18_2)
    assert not matches_affinity(two_zones, fields("zone", "In", "z1"), V1_12_0)


@pytest.mark.parametrize(
    ("affinity", "accepted"),
    [
        (fields("provider", "NotIn", "aws"), True),
        (fields("provider", "In", ""), False),
        (fields("unknown", "DoesNotExist"), True),
        (fields("unknown", "Exists"), False),
        (fields("region", "NotIn", "a b"), False),
        (fields("region", "Gt", "3"), True),
        (fields("zone", "NotIn", "z1"), True),
        (fields("zone", "In", "z1"), False),
        (fields("zone", "Gt", "1"), False),
    ],
)
def test_fields_that_a_cluster_lacks_behave_like_absent_labels(
    affinity: Object, accepted: bool
) -> None:
    assert matches_affinity(cluster(region="7"), affinity, V1_18_2) is accepted


def test_a_provider_that_is_no_label_value_never_matches() -> None:
    refused = explain_affinity(
        cluster(provider="my cloud"), fields("provider", "In", "my cloud"), V1_18_2
    )
    assert refused.startswith("fieldSelector is invalid and matches nothing")


def test_zones_are_compared_as_plain_text() -> None:
    assert matches_affinity(cluster(zones=["z 1"]), fields("zone", "In", "z 1"), V1_18_2)


def test_the_reason_names_the_part_that_fails() -> None:
    affinity = {"labelSelector": {"matchLabels": {"env": "prod"}}, "clusterNames": ["m2"]}
    assert explain_affinity(cluster(), affinity, V1_18_2) == "labels do not match env=prod"
    staging = cluster(labels={"env": "prod"})
    assert explain_affinity(staging, affinity, V1_18_2) == "clusterNames do not name m1"


def test_the_old_zone_moves_into_zones_and_the_input_stays() -> None:
    old = cluster(zone="z1")
    assert canonical_cluster(old)["spec"]["zones"] == ["z1"]
    assert "zones" not in old["spec"]
    newer = cluster(zone="z1", zones=["z2"])
    assert canonical_cluster(newer) is newer
