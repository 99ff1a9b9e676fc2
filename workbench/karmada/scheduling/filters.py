"""The scheduler's filter plugins: which clusters may take a binding, and why not.

Follows pkg/scheduler/framework/plugins and ``findClustersThatFit`` of
pkg/scheduler/core/generic_scheduler.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.affinity import explain_affinity
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.decision import Refusal
from workbench.karmada.scheduling.pods import maps_in, text_at
from workbench.karmada.scheduling.request import Request
from workbench.karmada.scheduling.tolerations import SCHEDULING_EFFECTS, taint_text, untolerated
from workbench.model.tree import Json, Object, lookup


class Filters:
    """The filters for one binding; what does not depend on the cluster is read once."""

    def __init__(self, request: Request, profile: Profile) -> None:
        self._request = request
        self._profile = profile
        self._affinities = _active_affinities(request, profile)
        self._tolerations = list(maps_in(request.placement, "clusterTolerations"))
        self._spread = [
            text_at(constraint, "spreadByField")
            for constraint in maps_in(request.placement, "spreadConstraints")
        ]

    def refusals(self, cluster: Object, name: str) -> tuple[Refusal, ...]:
        """Every filter that refuses ``cluster``, each asked alone."""
        return tuple(self._refusals(cluster, name))

    def _refusals(self, cluster: Object, name: str) -> Iterator[Refusal]:
        if self._profile.scheduler_skips_deleting_clusters and _is_deleting(cluster):
            yield Refusal("(deleting)", "cluster has a deletionTimestamp", "it is being deleted")
        is_target = name in self._request.assigned
        if not (is_target and self._keeps_target(cluster)):
            yield from self._missing_api(cluster)
        if self._affinities:
            yield from self._affinity_mismatch(cluster)
        if name in self._request.evicted:
            yield Refusal(
                "ClusterEviction",
                "cluster(s) is in the process of eviction",
                "a graceful eviction task moves the workload away from it",
            )
        yield from self._missing_property(cluster)
        if not is_target:
            yield from self._taint(cluster)

    def _keeps_target(self, cluster: Object) -> bool:
        """Whether a current target passes without the API; lists may be read incompletely."""
        if self._profile.target_needs_no_api:
            return True
        return not any(
            condition.get("type") == "CompleteAPIEnablements" and condition.get("status") == "True"
            for condition in maps_in(cluster, "status", "conditions")
        )

    def _missing_api(self, cluster: Object) -> Iterator[Refusal]:
        version, kind = self._request.api_version, self._request.kind
        if not offers_api(cluster, version, kind):
            yield Refusal(
                "APIEnablement",
                "cluster(s) did not have the API resource",
                f"its list of APIs has no {kind} in {version}",
            )

    def _affinity_mismatch(self, cluster: Object) -> Iterator[Refusal]:
        first = ""
        for affinity in self._affinities:
            because = explain_affinity(cluster, affinity, self._profile)
            if not because:
                return
            first = first or because
        reason = "cluster(s) did not match the placement cluster affinity constraint"
        yield Refusal("ClusterAffinity", reason, first)

    def _missing_property(self, cluster: Object) -> Iterator[Refusal]:
        names = {"provider": "provider", "region": "region", "zone": "zones"}
        for field in self._spread:
            name = names.get(field)
            if name and not lookup(cluster, "spec", name):
                yield Refusal(
                    "SpreadConstraint",
                    f"cluster(s) did not have {name} property",
                    f"the placement spreads by {field} and its spec.{name} is empty",
                )
                return

    def _taint(self, cluster: Object) -> Iterator[Refusal]:
        taints = maps_in(cluster, "spec", "taints")
        taint = untolerated(taints, self._tolerations, SCHEDULING_EFFECTS)
        if taint is not None:
            text = taint_text(taint)
            yield Refusal(
                "TaintToleration",
                f"cluster(s) had untolerated taint {{{text}}}",
                f"no toleration accepts its taint {text}",
            )


def _is_deleting(cluster: Object) -> bool:
    return bool(lookup(cluster, "metadata", "deletionTimestamp"))


def offers_api(cluster: Object, api_version: str, kind: str) -> bool:
    """Whether ``status.apiEnablements`` lists the kind."""
    for group in maps_in(cluster, "status", "apiEnablements"):
        if group.get("groupVersion") == api_version and any(
            resource.get("kind") == kind for resource in maps_in(group, "resources")
        ):
            return True
    return False


def _active_affinities(request: Request, profile: Profile) -> list[Json]:
    """Affinities of which one must accept a cluster; none at all accepts every cluster."""
    if (inline := request.placement.get("clusterAffinity")) is not None:
        return [inline]
    term = request.affinity_term()
    if term is None:
        return []
    overflow = request.is_workload and profile.knows_overflow_affinities
    return [term, *(maps_in(term, "overflowAffinities") if overflow else ())]
