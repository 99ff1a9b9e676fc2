"""Karmada's own kinds, and the API versions that serve them.

Source: the CRDs of charts/karmada/_crds/bases and the aggregated API server's groups
(pkg/apis/cluster, pkg/apis/search), in Karmada v1.12.0 and v1.18.2. ClusterTaintPolicy came
between the two; nothing was taken away.
"""

from __future__ import annotations

import difflib
from typing import Final

_ALPHA: Final = ("v1alpha1",)
SERVED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "policy.karmada.io": {
        "PropagationPolicy": _ALPHA,
        "ClusterPropagationPolicy": _ALPHA,
        "OverridePolicy": _ALPHA,
        "ClusterOverridePolicy": _ALPHA,
        "FederatedResourceQuota": _ALPHA,
        "ClusterTaintPolicy": _ALPHA,
    },
    "cluster.karmada.io": {"Cluster": _ALPHA},
    "work.karmada.io": {
        "Work": _ALPHA,
        "ResourceBinding": ("v1alpha2", "v1alpha1"),
        "ClusterResourceBinding": ("v1alpha2", "v1alpha1"),
    },
    "config.karmada.io": {
        "ResourceInterpreterCustomization": _ALPHA,
        "ResourceInterpreterWebhookConfiguration": _ALPHA,
    },
    "networking.karmada.io": {"MultiClusterService": _ALPHA, "MultiClusterIngress": _ALPHA},
    "autoscaling.karmada.io": {"FederatedHPA": _ALPHA, "CronFederatedHPA": _ALPHA},
    "apps.karmada.io": {"WorkloadRebalancer": _ALPHA},
    "remedy.karmada.io": {"Remedy": _ALPHA},
    "search.karmada.io": {"ResourceRegistry": _ALPHA},
    "operator.karmada.io": {"Karmada": _ALPHA},
}
"""Group, kind, and the versions that serve it, the preferred one first."""

_GROUP_OF: Final = {
    kind: group for group, kinds in SERVED.items() for kind in kinds if kind != "Cluster"
}


def is_own(api_version: str) -> bool:
    """Whether the group is one of Karmada's."""
    return api_version.partition("/")[0] in SERVED


def known(api_version: str, kind: str) -> tuple[str, ...] | None:
    """``None`` if the kind is served as written, or is none of Karmada's business.

    Else what there is instead, as ``apiVersion Kind``; empty if nothing comes near.
    """
    group, _, version = api_version.rpartition("/")
    own = group if group in SERVED else version if version in SERVED else ""
    if not own and (kind not in _GROUP_OF or "karmada" not in api_version):
        return None
    own = own or _GROUP_OF[kind]
    kinds = SERVED[own]
    if kind in kinds:
        if group == own and version in kinds[kind]:
            return None
        return tuple(f"{own}/{served} {kind}" for served in kinds[kind])
    if kind in _GROUP_OF:
        return known(f"{_GROUP_OF[kind]}/", kind)
    near = difflib.get_close_matches(kind, kinds, 1)
    return tuple(f"{own}/{served} {name}" for name in near for served in kinds[name])
