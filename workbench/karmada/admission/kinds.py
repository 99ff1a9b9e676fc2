"""The kinds of policy, and the type of each in one version."""

from __future__ import annotations

from functools import lru_cache

from workbench.karmada.admission.common_types import CLUSTER_AFFINITY, METADATA
from workbench.karmada.admission.override_types import override_spec
from workbench.karmada.admission.propagation_types import propagation_spec
from workbench.karmada.admission.schema import (
    TEXT,
    TEXT_LIST,
    Field,
    Items,
    Struct,
    required,
    struct,
)
from workbench.karmada.profile import Profile

API_VERSION = "policy.karmada.io/v1alpha1"

OVERRIDE_KINDS = ("OverridePolicy", "ClusterOverridePolicy")
PROPAGATION_KINDS = ("PropagationPolicy", "ClusterPropagationPolicy")
TAINT_KIND = "ClusterTaintPolicy"
POLICY_KINDS = (*OVERRIDE_KINDS, *PROPAGATION_KINDS, TAINT_KIND)

NAMESPACED_KINDS = ("OverridePolicy", "PropagationPolicy")
MUTATED_KINDS = ("OverridePolicy", *PROPAGATION_KINDS)
"""Kinds that a mutating webhook reads into Go types and writes back."""


def is_served(kind: str, profile: Profile) -> bool:
    """Whether the API server of this version knows ``kind``."""
    return kind in POLICY_KINDS and (kind != TAINT_KIND or profile.serves_cluster_taint_policies)


def taint_spec() -> Struct:
    """``spec`` of a ClusterTaintPolicy (clustertaint_types.go and CRD of v1.18.2)."""
    condition = struct(
        conditionType=required(TEXT),
        operator=required(TEXT),
        statusValues=required(TEXT_LIST),
    )
    taint = struct(key=required(TEXT), value=TEXT, effect=required(TEXT))
    return struct(
        targetClusters=CLUSTER_AFFINITY,
        addOnConditions=Items(condition),
        removeOnConditions=Items(condition),
        taints=required(Items(taint, least=1)),
    )


@lru_cache(maxsize=32)
def policy_type(kind: str, profile: Profile) -> Struct:
    """The whole object of ``kind``, one of :data:`POLICY_KINDS`, in this version."""
    if kind in OVERRIDE_KINDS:
        spec = override_spec(profile)
    elif kind in PROPAGATION_KINDS:
        spec = propagation_spec(profile)
    else:
        spec = taint_spec()
    return struct(
        apiVersion=TEXT,
        kind=TEXT,
        metadata=Field(METADATA, go="always"),
        spec=required(spec),
    )
