"""Workloads that want to share clusters, or to keep apart, by a label (alpha, since v1.17).

Follows the plugins workloadaffinity and workloadantiaffinity of pkg/scheduler/framework and
``getWorkloadAffinityGroups`` of pkg/detector/detector.go (v1.18.2, gate WorkloadAffinity).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.karmada.scheduling.decision import Refusal
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.model.tree import Object

WORKLOAD_AFFINITY_GATE = "WorkloadAffinity"
_TERMS = {"affinity": "affinityGroup", "antiAffinity": "antiAffinityGroup"}


def group_names(template: Object, placement: Object) -> Object:
    """``spec.workloadAffinityGroups`` of a template's binding; empty without any group."""
    labels = map_at(template, "metadata", "labels")
    groups = {}
    for term, field in _TERMS.items():
        key = text_at(placement, "workloadAffinity", term, "groupByLabelKey")
        if key in labels:
            groups[field] = f"{key}={labels[key]}"
    return groups


@dataclass(frozen=True, slots=True)
class _Peer:
    """Another binding of the group: its name, and where it runs."""

    name: str
    clusters: frozenset[str]


class WorkloadGroups:
    """What the groups of one binding demand of a cluster that is no target yet."""

    def __init__(self, binding: Object, bindings: Iterable[Object]) -> None:
        spec = map_at(binding, "spec")
        groups = map_at(spec, "workloadAffinityGroups")
        self._group = text_at(groups, "affinityGroup")
        self._anti_group = text_at(groups, "antiAffinityGroup")
        others = list(bindings) if self._group or self._anti_group else []
        namespace = text_at(spec, "resource", "namespace")
        name = f"{text_at(spec, 'resource', 'name')}-{text_at(spec, 'resource', 'kind')}"
        own = (namespace, name.replace(":", ".").lower())
        self._together = list(_peers(others, own, "affinityGroup", self._group))
        self._apart = list(_peers(others, own, "antiAffinityGroup", self._anti_group))

    def refusals(self, cluster: str) -> Iterator[Refusal]:
        """Why the groups keep the workload away from ``cluster``."""
        for peer in self._together:
            if peer.clusters and cluster not in peer.clusters:
                yield Refusal(
                    "WorkloadAffinity",
                    "ResourceBinding with the same affinity group does not target this cluster",
                    f"{peer.name} is of the same group {self._group} and does not run there",
                )
                break
        for peer in self._apart:
            if cluster in peer.clusters:
                yield Refusal(
                    "WorkloadAntiAffinity",
                    "cluster already has workload with the same anti-affinity group",
                    f"{peer.name} is of the same group {self._anti_group} and runs there",
                )
                break


def _peers(
    bindings: list[Object], own: tuple[str, str], field: str, group: str
) -> Iterator[_Peer]:
    for binding in bindings:
        name = text_at(binding, "metadata", "name")
        namespace = text_at(binding, "metadata", "namespace")
        if not group or namespace != own[0] or name == own[1]:
            continue
        if text_at(binding, "spec", "workloadAffinityGroups", field) == group:
            clusters = frozenset(text_at(t, "name") for t in maps_in(binding, "spec", "clusters"))
            yield _Peer(name, clusters)
