"""Small objects that the tests of Works share."""

from __future__ import annotations

from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.profile import LATEST, Profile
from workbench.karmada.work.works import Sync, sync_works
from workbench.model.tree import Json, Object


def config_map(**metadata: Json) -> Object:
    return {
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "settings", "namespace": "shop", **metadata},
        "data": {"a": "1"},
    }


def deployment(**spec: Json) -> Object:
    container = {"name": "app", "image": "shop:1"}
    template = {"metadata": {"labels": {"app": "cart"}}, "spec": {"containers": [container]}}
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "cart", "namespace": "shop"},
        "spec": {"replicas": 2, "template": template, **spec},
    }


def binding(template: Object, *clusters: str, **spec: Json) -> Object:
    metadata = template["metadata"]
    resource = {"apiVersion": template["apiVersion"], "kind": template["kind"]}
    return {
        "apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
        "metadata": {
            "name": f"{metadata['name']}-{template['kind'].lower()}",
            "namespace": metadata["namespace"],
            "labels": {"resourcebinding.karmada.io/permanent-id": "rb-1"},
        },
        "spec": {
            "resource": {**resource, "name": metadata["name"], "namespace": metadata["namespace"]},
            "clusters": [{"name": name} for name in clusters],
            **spec,
        },
    }


def fleet(*clusters: str, profile: Profile = LATEST) -> RuleTargets:
    trees = [{"kind": "Cluster", "metadata": {"name": name}} for name in clusters]
    return RuleTargets(PolicyIndex((), (), profile), trees)


def works(template: Object, *clusters: str, profile: Profile = LATEST, **spec: Json) -> Sync:
    """The Works of a binding of ``template`` in a fleet of just its clusters."""
    targets = fleet(*clusters, profile=profile)
    return sync_works(template, binding(template, *clusters, **spec), targets, {}, lambda _: "w-1")


def cluster(ready: str = "True", **metadata: Json) -> Object:
    conditions = [{"type": "Ready", "status": ready}]
    return {
        "kind": "Cluster", "metadata": {"name": "east", **metadata},
        "status": {"conditions": conditions},
    }
