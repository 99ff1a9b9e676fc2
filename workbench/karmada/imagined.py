"""Clusters for a fleet that holds none: made up from what the policies' targets ask for.

Policies in a repository mostly come without Cluster objects. Each target then gets a cluster
that fits it, so that every rule is tried on every object that it selects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.karmada.overrides.matching import PolicyIndex
from workbench.model.selectors import describe_requirement, describe_selector
from workbench.model.snapshot import CLUSTER_GROUP
from workbench.model.tree import Json, Object, lookup

ANY_CLUSTER = "any cluster"


def imagined_clusters(index: PolicyIndex, bound: Iterable[str] = ()) -> dict[str, Object]:
    """Made-up clusters by name: any, one for each target, and those that bindings name."""
    targets = [rule.target for policy in index.policies for rule in policy.rules]
    made = {ANY_CLUSTER: _cluster(ANY_CLUSTER, {})}
    for target in filter(None, targets):
        for name in _names(target):
            made.setdefault(name, _cluster(name, target))
    for name in bound:
        made.setdefault(name, _cluster(name, {}))
    return made


def _names(target: Json) -> Iterator[str]:
    """Every cluster that a target names, or a description of those that it means."""
    yield from _entries(target, "clusterNames")
    yield from _entries(target, "exclude")
    if not target.get("clusterNames"):
        yield _description(target)


def _entries(tree: Json, *path: str) -> list[Json]:
    found = lookup(tree, *path)
    return found if isinstance(found, list) else []


def _description(target: Json) -> str:
    labels = lookup(target, "labelSelector")
    parts = [describe_selector(labels)] if isinstance(labels, dict) and labels else []
    parts += map(describe_requirement, _entries(target, "fieldSelector", "matchExpressions"))
    return f"{ANY_CLUSTER} with {', '.join(parts)}" if parts else ANY_CLUSTER


def _cluster(name: str, target: Json) -> Object:
    """A cluster that fits a target as far as one can tell: the first value of every choice."""
    labels = dict(lookup(target, "labelSelector", "matchLabels") or {})
    labels.update(_wanted(_entries(target, "labelSelector", "matchExpressions")))
    fields = dict(_wanted(_entries(target, "fieldSelector", "matchExpressions")))
    zones = [fields.pop("zone")] if "zone" in fields else []
    return {
        "apiVersion": f"{CLUSTER_GROUP}/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, "labels": labels},
        "spec": {**fields, "zones": zones},
    }


def _wanted(expressions: Iterable[Json]) -> Iterator[tuple[str, str]]:
    for entry in expressions:
        values = _entries(entry, "values")
        if entry.get("operator") == "In" and values:
            yield entry.get("key") or "", values[0]
        elif entry.get("operator") == "Exists":
            yield entry.get("key") or "", ""
