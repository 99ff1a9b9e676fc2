"""Cluster affinity: which clusters a rule or a placement means.

Follows ``ClusterMatches`` of pkg/util/selector.go and ``NodeSelectorRequirementsAsSelector``
of pkg/util/lifted/nodeaffinity.go (v1.12.0 and v1.18.2; they differ in ``zone In``).
"""

from __future__ import annotations

from workbench.karmada.profile import Profile
from workbench.model.selectors import (
    InvalidSelectorError,
    describe_requirement,
    describe_selector,
    matches_labels,
    requirement,
)
from workbench.model.tree import Json, Object, lookup, replaced


def canonical_cluster(cluster: Object) -> Object:
    """A Cluster as the API server keeps it: the old ``spec.zone`` moved into ``spec.zones``.

    Follows ``MutateCluster`` of pkg/apis/cluster/mutation/mutation.go: only where ``zones``
    is empty. The tree that is passed in stays as it is.
    """
    zone = lookup(cluster, "spec", "zone")
    if not zone or not isinstance(zone, str) or lookup(cluster, "spec", "zones"):
        return cluster
    return replaced(cluster, ("spec", "zones"), [zone])  # type: ignore[no-any-return]


def matches_affinity(cluster: Object, affinity: Json | None, profile: Profile) -> bool:
    """Whether ``affinity`` (a ClusterAffinity, or ``None`` for "all") accepts ``cluster``."""
    return not explain_affinity(cluster, affinity, profile)


def explain_affinity(cluster: Object, affinity: Json | None, profile: Profile) -> str:
    """Why ``affinity`` refuses ``cluster``: the first part that fails; empty if accepted."""
    if not affinity:
        return ""
    name = _text(cluster, "metadata", "name")
    if name in (affinity.get("exclude") or ()):
        return f"exclude names {name}"
    names = affinity.get("clusterNames") or ()
    return (
        _label_refusal(cluster, affinity.get("labelSelector"))
        or _field_refusal(cluster, affinity.get("fieldSelector"), profile)
        or (f"clusterNames do not name {name}" if names and name not in names else "")
    )


def _text(tree: Json, *path: str) -> str:
    value = lookup(tree, *path)
    return value if isinstance(value, str) else ""


def cluster_labels(cluster: Object) -> dict[str, str]:
    """Labels of a typed Cluster object: a null value is the empty text."""
    labels = lookup(cluster, "metadata", "labels")
    if not isinstance(labels, dict):
        return {}
    return {key: value if isinstance(value, str) else "" for key, value in labels.items()}


def _label_refusal(cluster: Object, selector: Json | None) -> str:
    if selector is None:
        return ""
    try:
        if matches_labels(selector, cluster_labels(cluster)):
            return ""
    except InvalidSelectorError as error:
        return f"labelSelector is invalid and matches nothing: {error}"
    return f"labels do not match {describe_selector(selector)}"


def _field_refusal(cluster: Object, selector: Json | None, profile: Profile) -> str:
    expressions = (selector or {}).get("matchExpressions") or ()
    zones = _zones(cluster)
    others = []
    for item in expressions:
        if item.get("key") != "zone":
            others.append(item)
        elif not _matches_zones(item, zones, profile):
            return f"zones [{', '.join(zones)}] do not match {describe_requirement(item)}"
    return _fields_refusal(cluster, others)


def _zones(cluster: Object) -> list[str]:
    zones = lookup(cluster, "spec", "zones")
    return [zone for zone in zones if isinstance(zone, str)] if isinstance(zones, list) else []


def _matches_zones(item: Json, zones: list[str], profile: Profile) -> bool:
    """One expression on ``zone``: plain text comparison, no label syntax."""
    listed = [zone in (item.get("values") or ()) for zone in zones]
    match item.get("operator"):
        case "In":
            return bool(zones) and (any(listed) if profile.zone_in_any else all(listed))
        case "NotIn":
            return not any(listed)
        case "Exists":
            return bool(zones)
        case "DoesNotExist":
            return not zones
        case _:
            return False


def _fields_refusal(cluster: Object, expressions: list[Json]) -> str:
    """All keys but ``zone``, as one selector over provider and region: one bad part spoils it."""
    if not expressions:
        return ""
    fields = {key: _text(cluster, "spec", key) for key in ("provider", "region")}
    present = {key: value for key, value in fields.items() if value}
    failed = ""
    for item in expressions:
        try:
            if not _matches_field(item, present):
                failed = failed or f"fields do not match {describe_requirement(item)}"
        except InvalidSelectorError as error:
            return f"fieldSelector is invalid and matches nothing: {error}"
    return failed


def _matches_field(item: Json, fields: dict[str, str]) -> bool:
    key, operator = item.get("key") or "", item.get("operator") or ""
    return requirement(fields, key, operator, item.get("values") or [], numeric=True)
