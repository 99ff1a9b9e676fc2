"""Clusters for a fleet that holds none: made up from what the policies' targets ask for.

Policies in a repository mostly come without Cluster objects. Each target then gets a cluster
that fits it, so that every rule is tried on every object that it selects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.karmada.preview import Preview
from workbench.lint.pointers import entries_at
from workbench.model.selectors import describe_requirement, describe_selector
from workbench.model.snapshot import CLUSTER_GROUP, Item, NoSource
from workbench.model.tree import Json, Object, lookup

ANY_CLUSTER = "any cluster"


def with_imagined_clusters(preview: Preview) -> Preview:
    """The same fleet with made-up clusters, each of which gets every object."""
    targets = [rule.target for policy in preview.index.policies for rule in policy.rules]
    made = {ANY_CLUSTER: _cluster(ANY_CLUSTER, {})}
    for target in filter(None, targets):
        for name in _names(target):
            made.setdefault(name, _cluster(name, target))
    snapshot = preview.snapshot.replacing(
        Item.of(cluster, NoSource("(made up)")) for cluster in made.values()
    )
    return Preview(snapshot, preview.profile, everywhere=True)


def _names(target: Json) -> Iterator[str]:
    """Every cluster that a target names, or a description of those that it means."""
    yield from entries_at(target, "clusterNames")
    yield from entries_at(target, "exclude")
    if not target.get("clusterNames"):
        yield _description(target)


def _description(target: Json) -> str:
    labels = lookup(target, "labelSelector")
    parts = [describe_selector(labels)] if isinstance(labels, dict) and labels else []
    parts += map(describe_requirement, entries_at(target, "fieldSelector", "matchExpressions"))
    return f"{ANY_CLUSTER} with {', '.join(parts)}" if parts else ANY_CLUSTER


def _cluster(name: str, target: Json) -> Object:
    """A cluster that fits a target as far as one can tell: the first value of every choice."""
    labels = dict(lookup(target, "labelSelector", "matchLabels") or {})
    labels.update(_wanted(entries_at(target, "labelSelector", "matchExpressions")))
    fields = dict(_wanted(entries_at(target, "fieldSelector", "matchExpressions")))
    zones = [fields.pop("zone")] if "zone" in fields else []
    return {
        "apiVersion": f"{CLUSTER_GROUP}/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, "labels": labels},
        "spec": {**fields, "zones": zones},
    }


def _wanted(expressions: Iterable[Json]) -> Iterator[tuple[str, str]]:
    for entry in expressions:
        values = entries_at(entry, "values")
        if entry.get("operator") == "In" and values:
            yield entry.get("key") or "", values[0]
        elif entry.get("operator") == "Exists":
            yield entry.get("key") or "", ""
