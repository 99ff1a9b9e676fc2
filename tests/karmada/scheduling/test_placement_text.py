from __future__ import annotations

import pytest

from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.scheduling.placement_text import (
    placement_text,
    read_placement,
    typed_placement,
)
from workbench.model.errors import InputError


def test_a_placement_is_written_in_the_order_of_the_go_type_without_empty_fields() -> None:
    placement = {
        "replicaScheduling": {
            "weightPreference": {
                "staticWeightList": [{"weight": 2, "targetCluster": {"clusterNames": ["a<b"]}}]
            },
            "replicaSchedulingType": "Divided",
        },
        "spreadConstraints": [{"minGroups": 1, "maxGroups": 0, "spreadByField": "cluster"}],
        "clusterTolerations": [],
        "clusterAffinity": {},
    }
    assert placement_text(typed_placement(placement, V1_18_2)) == (
        '{"clusterAffinity":{},"spreadConstraints":[{"spreadByField":"cluster","minGroups":1}],'
        '"replicaScheduling":{"replicaSchedulingType":"Divided","weightPreference":'
        '{"staticWeightList":[{"targetCluster":{"clusterNames":["a\\u003cb"]},"weight":2}]}}}'
    )


def test_zero_values_are_as_good_as_absent_but_an_empty_list_is_not() -> None:
    absent = typed_placement({"spreadConstraints": [{"minGroups": 1}]}, V1_18_2)
    zero = {"spreadConstraints": [{"minGroups": 1, "maxGroups": 0, "spreadByLabel": ""}]}
    assert typed_placement(zero, V1_18_2) == absent
    assert typed_placement({"clusterTolerations": []}, V1_18_2) != typed_placement({}, V1_18_2)


def test_fields_that_a_version_does_not_know_are_passed_over() -> None:
    placement = {"clusterAffinities": [{"affinityName": "x", "overflowAffinities": []}]}
    assert typed_placement(placement, V1_12_0)["clusterAffinities"][0] == {
        "affinityName": "x",
        "labelSelector": None,
        "fieldSelector": None,
        "clusterNames": None,
        "exclude": None,
    }


@pytest.mark.parametrize("text", ["", "{", "[]", '{"spreadConstraints": 5}'])
def test_an_annotation_that_go_can_t_decode_reads_as_nothing(text: str) -> None:
    assert read_placement(text, V1_18_2) is None


def test_a_placement_of_a_wrong_type_is_an_error_a_person_can_read() -> None:
    with pytest.raises(InputError, match="placement"):
        typed_placement({"clusterAffinities": "all"}, V1_18_2)
