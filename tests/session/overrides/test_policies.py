"""Policies as the list shows them: the order of application holds whatever clusters they skip."""

from __future__ import annotations

from typing import Any

from workbench.karmada.preview import Preview
from workbench.karmada.profile import V1_18_2
from workbench.model.snapshot import Item, Snapshot
from workbench.session.overrides.policies import policy_rows


def cluster(name: str) -> dict[str, Any]:
    return {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
            "metadata": {"name": name}}


def policy(name: str, clusters: list[str], *, kind: str = "OverridePolicy",
           exact: bool = False) -> dict[str, Any]:
    selectors = [{"apiVersion": "v1", "kind": "ConfigMap", "name": "c"}] if exact else []
    rule = {"targetCluster": {"clusterNames": clusters},
            "overriders": {"labelsOverrider": [{"operator": "add", "value": {name: "1"}}]}}
    metadata = {"name": name, **({"namespace": "a"} if kind == "OverridePolicy" else {})}
    return {"apiVersion": "policy.karmada.io/v1alpha1", "kind": kind, "metadata": metadata,
            "spec": {"resourceSelectors": selectors, "overrideRules": [rule]}}


def test_policies_that_no_cluster_runs_together_still_stand_in_karmadas_order() -> None:
    trees = [
        cluster("m1"), cluster("m2"), cluster("m3"),
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "a"}},
        policy("args", ["m1"], exact=True),
        policy("staging", ["m2"]),
        policy("mirror", ["m2", "m3"], kind="ClusterOverridePolicy"),
    ]
    preview = Preview(Snapshot("x", tuple(map(Item.of, trees))), V1_18_2)
    [template] = preview.templates
    rows = policy_rows(preview, template, None)
    assert [row.ref.name for row in rows if row.order] == ["mirror", "staging", "args"]
