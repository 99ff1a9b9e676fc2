"""``--namespace`` does what ``kubectl -n`` does to objects that were written without one."""

from __future__ import annotations

from typing import Any

from workbench.fleets.namespaces import with_namespace
from workbench.model.snapshot import Item, Snapshot


def thing(kind: str, namespace: str = "") -> dict[str, Any]:
    metadata = {"name": "x", **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": "v1", "kind": kind, "metadata": metadata}


def test_only_namespaced_objects_without_a_namespace_move() -> None:
    crd = {**thing("CustomResourceDefinition"),
           "spec": {"scope": "Cluster", "names": {"kind": "Planet"}}}
    trees = [thing("ConfigMap"), thing("Secret", "own"), thing("Namespace"), thing("Cluster"),
             thing("OverridePolicy"), thing("ClusterOverridePolicy"), crd, thing("Planet"),
             thing("FederatedResourceQuota")]
    fleet = Snapshot("x", tuple(map(Item.of, trees)))
    moved = {i.id.kind: i.id.namespace for i in with_namespace(fleet, "shop").items}
    assert moved == {"ConfigMap": "shop", "Secret": "own", "Namespace": "", "Cluster": "",
                     "OverridePolicy": "shop", "ClusterOverridePolicy": "",
                     "CustomResourceDefinition": "", "Planet": "", "FederatedResourceQuota": "shop"}
    assert fleet.items[0].object["metadata"] == {"name": "x"}
