"""Small fleets for tests of placement, as YAML."""

from __future__ import annotations

from typing import Any

from workbench.fleets.objects import read_objects
from workbench.karmada.placement import Placement
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot


def cluster(name: str, *, cpu: str = "", apis: bool = False, more: str = "", **labels: str) -> str:
    """A cluster; with ``cpu`` free it reports resources, with ``apis`` that it serves apps/v1."""
    status = []
    if cpu:
        allocatable = f"{{cpu: '{cpu}', memory: 1000Gi, pods: '1000'}}"
        status.append(f"resourceSummary: {{allocatable: {allocatable}}}")
    if apis:
        status.append("apiEnablements: [{groupVersion: apps/v1, resources: [{kind: Deployment}]}]")
    listed = ", ".join(f"{key}: {value}" for key, value in labels.items())
    return f"""
---
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {{name: {name}, labels: {{{listed}}}}}
spec: {{{more}}}
status: {{{', '.join(status)}}}
"""


def policy(placement: str, *, name: str = "pp", more: str = "", kinds: str = "Deployment") -> str:
    """A PropagationPolicy of namespace shop for all objects of some kinds."""
    versions = {"Deployment": "apps/v1", "StatefulSet": "apps/v1"}
    selectors = ", ".join(
        f"{{apiVersion: {versions.get(kind, 'v1')}, kind: {kind}}}" for kind in kinds.split()
    )
    return f"""
---
apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata: {{name: {name}, namespace: shop}}
spec:
  resourceSelectors: [{selectors}]
  placement: {{{placement}}}
  {more}
"""


def deployment(name: str = "web", *, replicas: int = 2, spec: str = "", labels: str = "") -> str:
    pod = f"{{containers: [{{name: c, resources: {{requests: {{cpu: '1'}}}}}}], {spec}}}"
    return f"""
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop, labels: {{{labels}}}}}
spec: {{replicas: {replicas}, template: {{spec: {pod}}}}}
"""


def config_map(name: str = "settings") -> str:
    return f"""
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: shop}}
"""


DYNAMIC = (
    "replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted, "
    "weightPreference: {dynamicWeight: AvailableReplicas}}"
)


def static(**weights: int) -> str:
    """Divided by static weights, one rule a cluster."""
    rules = ", ".join(
        f"{{targetCluster: {{clusterNames: [{name}]}}, weight: {weight}}}"
        for name, weight in weights.items()
    )
    return (
        "replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted, "
        f"weightPreference: {{staticWeightList: [{rules}]}}}}"
    )


class Fleet:
    """A fleet of YAML texts, what it places, and what a change makes of that."""

    def __init__(self, *texts: str, profile: Profile = LATEST) -> None:
        found = read_objects("".join(texts), "fleet.yaml")
        assert not found.problems
        self.snapshot = Snapshot("fleet", tuple(found.items))
        self.preview = Preview(self.snapshot, profile)

    @property
    def placement(self) -> Placement:
        return self.preview.placement

    def item(self, name: str) -> Item:
        return next(item for item in self.preview.templates if item.id.name == name)

    def placed(self, name: str = "web") -> Any:
        return self.placement.of(self.item(name))

    def after(self, *texts: str, gone: tuple[str, ...] = ()) -> Fleet:
        """The fleet with objects put in, and those with a name in ``gone`` taken out."""
        found = read_objects("".join(texts), "edit.yaml") if texts else None
        items = found.items if found else []
        ids: list[ObjectId] = [i.id for i in self.snapshot.items if i.id.name in gone]
        fresh = Fleet()
        fresh.snapshot = self.snapshot.replacing(items, ids)
        fresh.preview = Preview(fresh.snapshot, self.preview.profile, before=self.preview)
        return fresh
