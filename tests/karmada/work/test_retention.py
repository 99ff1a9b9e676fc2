from __future__ import annotations

import pytest

from workbench.karmada.work.retention import lies_in, retained_places
from workbench.model.tree import Path


def test_finalizers_and_owners_stay_for_every_kind() -> None:
    assert retained_places({"apiVersion": "example.io/v1", "kind": "Any"}) == (
        ("metadata", "finalizers"), ("metadata", "ownerReferences"),
    )


def test_rules_belong_to_a_version_of_a_kind() -> None:
    assert ("spec", "volumes") in retained_places({"apiVersion": "v1", "kind": "Pod"})
    assert ("spec", "volumes") not in retained_places({"apiVersion": "v2", "kind": "Pod"})


@pytest.mark.parametrize(("value", "stays"), [("true", True), ("false", False), ("True", False)])
def test_replicas_of_a_deployment_stay_by_a_label(value: str, stays: bool) -> None:
    labels = {"resourcetemplate.karmada.io/retain-replicas": value}
    tree = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": labels}}
    assert (("spec", "replicas") in retained_places(tree)) is stays


@pytest.mark.parametrize(
    ("path", "lies"),
    [
        (("spec", "containers", 3, "volumeMounts", 0), True),
        (("spec", "containers", 3, "volumeMounts"), True),
        (("spec", "containers", 3, "image"), False),
        (("spec", "containers"), False),
    ],
)
def test_a_star_stands_for_any_item(path: Path, lies: bool) -> None:
    assert lies_in(path, ("spec", "containers", "*", "volumeMounts")) is lies
