"""The placement that the scheduler last used, from the binding's annotation.

Follows ``GetAppliedPlacement`` (pkg/util/helper/policy.go) and the types of
pkg/apis/policy/v1alpha1/propagation_types.go. A wrong type anywhere in it spoils the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

from workbench.karmada.failover.go_types import (
    INT,
    INT64,
    STRING,
    ListOf,
    MapOf,
    Scalar,
    Struct,
    Type,
    decoding_fault,
    member,
)
from workbench.karmada.failover.json_faults import syntax_fault
from workbench.karmada.failover.tolerations import Toleration
from workbench.karmada.profile import Profile
from workbench.model.go_json import decode

ANNOTATION = "policy.karmada.io/applied-placement"

_TEXTS = ListOf(STRING)
_EXPRESSION: dict[str, Type] = {
    "key": STRING, "operator": Scalar("string", "v1.Operator"), "values": _TEXTS,
}  # fmt: skip
_AFFINITY: dict[str, Type] = {
    "labelSelector": Struct("LabelSelector", {
        "matchLabels": MapOf(STRING),
        "matchExpressions": ListOf(Struct("LabelSelectorRequirement", _EXPRESSION)),
    }),
    "fieldSelector": Struct("FieldSelector", {
        "matchExpressions": ListOf(Struct("NodeSelectorRequirement", _EXPRESSION)),
    }),
    "clusterNames": _TEXTS,
    "exclude": _TEXTS,
}  # fmt: skip
_TOLERATION = Struct("Toleration", {
    "key": STRING,
    "operator": Scalar("string", "v1.TolerationOperator"),
    "value": STRING,
    "effect": Scalar("string", "v1.TaintEffect"),
    "tolerationSeconds": INT64,
})  # fmt: skip
_SPREAD = Struct("SpreadConstraint", {
    "spreadByField": Scalar("string", "v1alpha1.SpreadFieldValue"),
    "spreadByLabel": STRING,
    "maxGroups": INT,
    "minGroups": INT,
})  # fmt: skip
_STRATEGY = Struct("ReplicaSchedulingStrategy", {
    "replicaSchedulingType": Scalar("string", "v1alpha1.ReplicaSchedulingType"),
    "replicaDivisionPreference": Scalar("string", "v1alpha1.ReplicaDivisionPreference"),
    "weightPreference": Struct("ClusterPreferences", {
        "staticWeightList": ListOf(Struct("StaticClusterWeight", {
            "targetCluster": Struct("ClusterAffinity", _AFFINITY),
            "weight": INT64,
        })),
        "dynamicWeight": Scalar("string", "v1alpha1.DynamicWeightFactor"),
    }),
})  # fmt: skip
_GROUPING = Struct("WorkloadAffinityTerm", {"groupByLabelKey": STRING})


class PlacementError(ValueError):
    """An annotation that Go does not decode; the text is Go's where it is known."""


@lru_cache(maxsize=8)
def placement_type(profile: Profile) -> Struct:
    """``spec.placement`` as the version decodes it."""
    term = Struct("ClusterAffinityTerm", {"affinityName": STRING, **_AFFINITY})
    terms = term
    if profile.knows_overflow_affinities:
        terms = Struct(term.name, {**term.fields, "overflowAffinities": ListOf(term)})
    workload = Struct("WorkloadAffinity", {"affinity": _GROUPING, "antiAffinity": _GROUPING})
    return Struct("Placement", {
        "clusterAffinity": Struct("ClusterAffinity", _AFFINITY),
        "clusterAffinities": ListOf(terms),
        "clusterTolerations": ListOf(_TOLERATION, "v1.Toleration"),
        "spreadConstraints": ListOf(_SPREAD),
        "replicaScheduling": _STRATEGY,
        **({"workloadAffinity": workload} if profile.knows_workload_affinity else {}),
    })  # fmt: skip


def applied_tolerations(
    annotations: Mapping[str, str], profile: Profile
) -> tuple[Toleration, ...] | None:
    """The tolerations in force; ``None`` if the annotation is missing or empty.

    Raises :class:`PlacementError` for an annotation that does not decode.
    """
    text = annotations.get(ANNOTATION) or ""
    return _tolerations_in(text, profile) if text else None


@lru_cache(maxsize=1024)
def _tolerations_in(text: str, profile: Profile) -> tuple[Toleration, ...]:
    """Many bindings share one placement, and so its text."""
    try:
        tree = decode(text)
    except RecursionError:
        raise PlacementError("exceeded max depth") from None
    except ValueError as error:
        raise PlacementError(syntax_fault(text) or str(error)) from None
    fault = decoding_fault(tree, placement_type(profile))
    if fault:
        raise PlacementError(fault)
    listed = member(tree, "clusterTolerations") or ()
    return tuple(Toleration.of(partial(member, item)) for item in listed)
