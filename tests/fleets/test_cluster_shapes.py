"""Clusters whose fields are of another type are problems with a place, not crashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.fleets.files import load


def problems(tmp_path: Path, tree: dict[str, object]) -> list[str]:
    head = {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster"}
    path = tmp_path / "cluster.json"
    path.write_text(json.dumps({**head, "metadata": {"name": "eu"}, **tree}))
    return [problem.message for problem in load([path]).problems]


@pytest.mark.parametrize(("tree", "message"), [
    ({"spec": {"taints": [{"key": 1}]}}, "spec.taints[0].key is a number, not text"),
    ({"spec": {"zones": "a"}}, "spec.zones is text, not a list"),
    ({"status": {"apiEnablements": [{"resources": {}}]}},
     "status.apiEnablements[0].resources is a map, not a list"),
    ({"status": {"resourceSummary": {"allocatable": {"cpu": "many"}}}},
     "status.resourceSummary.allocatable.cpu is text, not a quantity"),
    ({"spec": {"resourceModels": [{"ranges": [{"name": "cpu", "min": []}]}]}},
     "spec.resourceModels[0].ranges[0].min is a list, not a quantity"),
    ({"metadata": {"name": "eu", "labels": {"area": 1}}}, "metadata.labels.area is a number"),
])  # fmt: skip
def test_a_field_of_another_type_is_named(
    tmp_path: Path, tree: dict[str, object], message: str
) -> None:
    (found,) = problems(tmp_path, tree)
    assert message in found


def test_a_cluster_with_nulls_and_numbers_as_quantities_is_sound(tmp_path: Path) -> None:
    assert problems(tmp_path, {
        "spec": {"taints": None, "zones": []},
        "status": {"resourceSummary": {"allocatable": {"cpu": 8, "memory": None}}},
    }) == []
