"""Which bindings could have come from an API server."""

from __future__ import annotations

import pytest

from workbench.karmada.failover.binding_types import binding_fault
from workbench.karmada.profile import LATEST
from workbench.model.tree import Object, Path, replaced

GOOD: Object = {
    "metadata": {"name": "web-deployment", "namespace": "shop", "annotations": {"a": "b"}},
    "spec": {
        "resource": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        "replicas": 2,
        "clusters": [{"name": "m1", "replicas": 2}],
        "placement": {"clusterAffinity": {"clusterNames": ["m1"]}},
        "gracefulEvictionTasks": [{"fromCluster": "m2", "preservedLabelState": {"k": "v"}}],
    },
    "status": {"aggregatedStatus": [{"clusterName": "m1", "applied": True, "status": {"x": [1]}}]},
}


def test_an_ordinary_binding_is_fine_whatever_its_reflected_status_is() -> None:
    assert binding_fault(GOOD, LATEST) == ""


@pytest.mark.parametrize(("path", "value"), [
    (("spec",), None), (("spec",), []), (("spec", "clusters"), "m1"),
    (("spec", "clusters", 0), None), (("spec", "clusters", 0, "name"), 1),
    (("spec", "placement", "clusterAffinity", "clusterNames"), [None]),
    (("spec", "placement", "clusterAffinity"), 3), (("spec", "replicas"), "two"),
    (("metadata", "annotations", "a"), None), (("spec", "gracefulEvictionTasks", 0), 1),
    (("status", "aggregatedStatus", 0, "applied"), "yes"),
])
def test_a_field_of_another_type_makes_it_odd(path: Path, value: object) -> None:
    assert binding_fault(replaced(GOOD, path, value), LATEST)
