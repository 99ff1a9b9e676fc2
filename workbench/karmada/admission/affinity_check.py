"""Checks that override rules and placements share.

Follows ``ValidateClusterAffinity``, ``ValidatePolicyFieldSelector`` and
``validateResourceSelectors`` of pkg/util/validation/validation.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.model.tree import Object, Path

CLUSTER_FIELDS = ("provider", "region", "zone")
FIELD_OPERATORS = ("In", "NotIn")


def affinity_complaints(affinity: Object | None, path: Path) -> Iterator[Complaint]:
    """Field selectors that ask for another field or operator than there is.

    Karmada stops at the first and names the whole selector; every one is told here.
    """
    selector = (affinity or {}).get("fieldSelector") or {}
    field = (*path, "fieldSelector")
    for index, item in enumerate(selector.get("matchExpressions") or ()):
        place = (*field, "matchExpressions", index)
        if item["key"] not in CLUSTER_FIELDS:
            message = f"clusters have no field {shown(item['key'])}; use provider, region or zone"
            yield complaint("value", (*place, "key"), message, field)
        if item["operator"] not in FIELD_OPERATORS:
            message = f"operator {shown(item['operator'])} is for labels; use In or NotIn"
            yield complaint("value", (*place, "operator"), message, field)


def namespace_complaints(spec: Object, namespace: str) -> Iterator[Complaint]:
    """Resource selectors of a namespaced policy that reach into another namespace."""
    for index, selector in enumerate(spec.get("resourceSelectors") or ()):
        chosen = selector.get("namespace", "")
        if chosen != namespace:
            message = (
                f"{shown(chosen)} is not the policy's own namespace {shown(namespace)}; leave "
                "it out, or write a cluster-scoped policy"
            )
            yield complaint("value", ("spec", "resourceSelectors", index, "namespace"), message)
