"""The scheduler's filter plugins: which clusters may take a binding, and why not.

Follows pkg/scheduler/framework/plugins and ``findClustersThatFit`` of
pkg/scheduler/core/generic_scheduler.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.failover.tolerations import Toleration
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.clusters import ClusterList, Facts
from workbench.karmada.scheduling.decision import Refusal
from workbench.karmada.scheduling.pods import maps_in, text_at
from workbench.karmada.scheduling.request import Options, Request
from workbench.karmada.scheduling.workload_groups import WORKLOAD_AFFINITY_GATE, WorkloadGroups
from workbench.model.tree import Json, lookup

_EVICTED = Refusal(
    "ClusterEviction",
    "cluster(s) is in the process of eviction",
    "a graceful eviction task moves the workload away from it",
)


class Filters:
    """The filters for one binding. Answers that do not depend on it are shared by its fleet."""

    def __init__(self, request: Request, clusters: ClusterList, options: Options) -> None:
        profile = clusters.profile
        self._request = request
        self._profile = profile
        self._affinities = _active_affinities(request, profile)
        self._by_affinity = [clusters.refusals_by(affinity) for affinity in self._affinities]
        self._listed = maps_in(request.placement, "clusterTolerations")
        self._tolerations = [Toleration.of(item.get) for item in self._listed]
        self._spread = [
            text_at(constraint, "spreadByField")
            for constraint in maps_in(request.placement, "spreadConstraints")
        ]
        self._usual = clusters.answers("filters", self.question(), self._refusals)
        self._groups: WorkloadGroups | None = None
        if options.gates.get(WORKLOAD_AFFINITY_GATE) and profile.knows_workload_affinity:
            self._groups = WorkloadGroups(request.binding, options.bindings)

    @property
    def has_groups(self) -> bool:
        """Whether workload affinity groups have a say."""
        return self._groups is not None

    def question(self) -> Json:
        """Everything that :meth:`usual` depends on beside the cluster."""
        kind = [self._request.api_version, self._request.kind]
        return [kind, self._affinities, self._listed, self._spread]

    def usual(self, facts: Facts) -> tuple[Refusal, ...]:
        """As :meth:`refusals`, for a binding that runs nowhere and is evicted from nowhere."""
        return self._usual.of(facts)

    def refusals(self, facts: Facts) -> tuple[Refusal, ...]:
        """Every filter that refuses the cluster, each asked alone."""
        if facts.name in self._request.assigned:
            refusals = tuple(self._of_target(facts))
        else:
            refusals = self._usual.of(facts)
            if self._groups is not None:
                refusals += tuple(self._groups.refusals(facts.name))
        if facts.name in self._request.evicted:
            refusals += (_EVICTED,)
        return refusals

    def _refusals(self, facts: Facts) -> tuple[Refusal, ...]:
        """For a cluster that is no target yet."""
        return (
            *self._deleting(facts),
            *self._missing_api(facts),
            *self._affinity_mismatch(facts),
            *self._missing_property(facts),
            *self._taint(facts),
        )

    def _of_target(self, facts: Facts) -> Iterator[Refusal]:
        """For a current target: taints are no reason, and mostly the API is none either."""
        yield from self._deleting(facts)
        if not self._profile.target_needs_no_api and facts.lists_all_apis:
            yield from self._missing_api(facts)
        yield from self._affinity_mismatch(facts)
        yield from self._missing_property(facts)

    def _deleting(self, facts: Facts) -> Iterator[Refusal]:
        if self._profile.scheduler_skips_deleting_clusters and facts.is_deleting:
            yield Refusal("(deleting)", "cluster has a deletionTimestamp", "it is being deleted")

    def _missing_api(self, facts: Facts) -> Iterator[Refusal]:
        version, kind = self._request.api_version, self._request.kind
        if not facts.offers(version, kind):
            yield Refusal(
                "APIEnablement",
                "cluster(s) did not have the API resource",
                f"its list of APIs has no {kind} in {version}",
            )

    def _affinity_mismatch(self, facts: Facts) -> Iterator[Refusal]:
        reasons = [answers.of(facts) for answers in self._by_affinity]
        if reasons and all(reasons):
            reason = "cluster(s) did not match the placement cluster affinity constraint"
            yield Refusal("ClusterAffinity", reason, reasons[0])

    def _missing_property(self, facts: Facts) -> Iterator[Refusal]:
        names = {"provider": "provider", "region": "region", "zone": "zones"}
        for field in self._spread:
            name = names.get(field)
            if name and not lookup(facts.tree, "spec", name):
                yield Refusal(
                    "SpreadConstraint",
                    f"cluster(s) did not have {name} property",
                    f"the placement spreads by {field} and its spec.{name} is empty",
                )
                return

    def _taint(self, facts: Facts) -> Iterator[Refusal]:
        for taint in facts.taints:
            if not any(toleration.tolerates(taint) for toleration in self._tolerations):
                yield Refusal(
                    "TaintToleration",
                    f"cluster(s) had untolerated taint {{{taint}}}",
                    f"no toleration accepts its taint {taint}",
                )
                return


def _active_affinities(request: Request, profile: Profile) -> list[Json]:
    """Affinities of which one must accept a cluster; none at all accepts every cluster."""
    if (inline := request.placement.get("clusterAffinity")) is not None:
        return [inline]
    term = request.affinity_term()
    if term is None:
        return []
    overflow = request.is_workload and profile.knows_overflow_affinities
    return [term, *(maps_in(term, "overflowAffinities") if overflow else ())]
