"""What the scheduler reads of a binding and of its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.model.tree import Json, Object

COMPONENTS_GATE = "MultiplePodTemplatesScheduling"

Strategy = Literal["Duplicated", "StaticWeight", "DynamicWeight", "Aggregated", ""]


@dataclass(frozen=True, slots=True)
class Options:
    """How the scheduler is run.

    Attributes:
        gates: feature gates that are set; others have the release's default.
        propagates_empty_workloads: flag ``--enable-empty-workload-propagation``.
        general_estimator: the built-in estimator, from ``status.resourceSummary``, is on.
        bindings: bindings of the fleet, for workload affinity groups (gate WorkloadAffinity).
        other_estimates: free replicas by cluster from a second estimator; a cluster that is
            missing, or -1, means no answer.
    """

    gates: Mapping[str, bool] = field(default_factory=dict)
    propagates_empty_workloads: bool = False
    general_estimator: bool = True
    other_estimates: Mapping[str, int] = field(default_factory=dict)
    bindings: tuple[Object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A ResourceBinding or ClusterResourceBinding, as the scheduler sees it.

    Attributes:
        placement: ``spec.placement``.
        replicas: pods in all clusters together.
        requirements: what one pod needs; ``None`` if nothing is said.
        components: pod templates of a workload of several, with their replicas.
        previous: ``(cluster, replicas)`` of the last result, in order.
        assigned: the same by name; the first entry counts.
        evicted: clusters named in a graceful eviction task.
        affinity_name: the ``clusterAffinities`` group that is being tried.
        is_fresh: a new division is asked for, whatever runs where.
        uid: of the template; decides ties.
        binding: the object that all this was read from.
    """

    api_version: str
    kind: str
    uid: str
    placement: Object
    replicas: int
    requirements: Object | None
    components: tuple[Object, ...]
    previous: tuple[tuple[str, int], ...]
    assigned: Mapping[str, int]
    evicted: frozenset[str]
    affinity_name: str
    is_fresh: bool
    binding: Object

    @classmethod
    def of(cls, binding: Object, profile: Profile) -> Request:
        """Read a binding; fields that ``profile`` does not know are passed over."""
        spec, status = map_at(binding, "spec"), map_at(binding, "status")
        previous = _previous(spec)
        return cls(
            api_version=text_at(spec, "resource", "apiVersion"),
            kind=text_at(spec, "resource", "kind"),
            uid=text_at(spec, "resource", "uid"),
            placement=map_at(spec, "placement"),
            replicas=whole(spec.get("replicas")),
            requirements=_map_or_none(spec.get("replicaRequirements")),
            components=tuple(maps_in(spec, "components")) if profile.knows_components else (),
            previous=previous,
            assigned=dict(reversed(previous)),
            evicted=frozenset(
                text_at(task, "fromCluster") for task in maps_in(spec, "gracefulEvictionTasks")
            ),
            affinity_name=text_at(status, "schedulerObservingAffinityName"),
            is_fresh=wants_fresh(spec, status),
            binding=binding,
        )

    @property
    def strategy(self) -> Strategy:
        """How replicas are divided; empty for a combination that Karmada does not know."""
        scheduling = self.placement.get("replicaScheduling")
        if scheduling is None:
            return "Duplicated"
        kind = text_at(scheduling, "replicaSchedulingType")
        if kind == "Duplicated":
            return "Duplicated"
        preference = text_at(scheduling, "replicaDivisionPreference")
        if kind != "Divided" or preference not in ("Aggregated", "Weighted"):
            return ""
        if preference == "Aggregated":
            return "Aggregated"
        dynamic = text_at(scheduling, "weightPreference", "dynamicWeight")
        return "DynamicWeight" if dynamic else "StaticWeight"

    @property
    def is_duplicated(self) -> bool:
        return self.strategy == "Duplicated"

    @property
    def is_workload(self) -> bool:
        """Whether overflow affinities apply and a Divided placement may stay as it is."""
        return self.replicas > 0 or self.requirements is not None or bool(self.components)

    def affinity_term(self) -> Object | None:
        """The group of ``clusterAffinities`` being tried; ``None`` if there is none."""
        if self.placement.get("clusterAffinity") is not None:
            return None
        for term in maps_in(self.placement, "clusterAffinities"):
            if text_at(term, "affinityName") == self.affinity_name:
                return term
        return None

    def schedules_components(self, options: Options) -> bool:
        """Whether the pod templates are placed as one set, into exactly one cluster."""
        if not self.components or not options.gates.get(COMPONENTS_GATE):
            return False
        return any(
            text_at(c, "spreadByField") == "cluster"
            and whole(c.get("minGroups")) == whole(c.get("maxGroups")) == 1
            for c in maps_in(self.placement, "spreadConstraints")
        )


def wants_fresh(spec: Object, status: Object) -> bool:
    """Whether a rescheduling was asked for after the last one (pkg/util/binding.go)."""
    asked, done = _time(spec.get("rescheduleTriggeredAt")), _time(status.get("lastScheduledTime"))
    return asked is not None and done is not None and asked > done


def whole(value: Json) -> int:
    """An integer field; 0 where it is missing or no integer."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _previous(spec: Object) -> tuple[tuple[str, int], ...]:
    return tuple(
        (text_at(target, "name"), whole(target.get("replicas")))
        for target in maps_in(spec, "clusters")
    )


def _map_or_none(value: Json) -> Object | None:
    return value if isinstance(value, dict) else None


def _time(value: Json) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
