"""Bindings whose fields are of another type are problems with a place, not crashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.fleets.files import load

BINDING = {
    "apiVersion": "work.karmada.io/v1alpha2",
    "kind": "ResourceBinding",
    "metadata": {"name": "web-deployment", "namespace": "shop"},
}
RESOURCE = {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web"}


def problems(tmp_path: Path, spec: object) -> list[str]:
    path = tmp_path / "binding.json"
    path.write_text(json.dumps({**BINDING, "spec": spec}))
    return [problem.message for problem in load([path]).problems]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"clusters": ["a"]}, "spec.clusters[0] is text, not a map"),
        ({"clusters": [None]}, "spec.clusters[0] is empty, not a map"),
        ({"clusters": {}}, "spec.clusters is a map, not a list"),
        ({"clusters": [{"name": "a", "replicas": []}]},
         "spec.clusters[0].replicas is a list, not a whole number"),
        ({"clusters": [{"name": "a", "replicas": True}]},
         "spec.clusters[0].replicas is true or false, not a whole number"),
        ({"requiredBy": [{"clusters": [1]}]},
         "spec.requiredBy[0].clusters[0] is a number, not a map"),
        ({"resource": "web"}, "spec.resource is text, not a map"),
        ({"placement": {"replicaScheduling": []}},
         "spec.placement.replicaScheduling is a list, not a map"),
    ],
)
def test_a_field_of_another_type_is_a_problem(
    tmp_path: Path, spec: object, message: str
) -> None:
    assert problems(tmp_path, spec) == [message]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        None,
        {"resource": RESOURCE, "clusters": None},
        {"resource": RESOURCE, "replicas": 2, "clusters": [{"name": "a", "replicas": 2}],
         "requiredBy": [{"namespace": "shop", "name": "other", "clusters": [{"name": "b"}]}],
         "suspension": {"dispatching": True}},
    ],
)
def test_what_go_reads_is_read(tmp_path: Path, spec: object) -> None:
    assert problems(tmp_path, spec) == []
