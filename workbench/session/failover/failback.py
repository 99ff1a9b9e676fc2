"""Coming home: Karmada never does it by itself, so here is the plan that would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.model.yaml_writer import write_yaml
from workbench.session.failover.views import PlanStep
from workbench.simulator.fleet import PreparedFleet


def failback_plan(
    fleet: PreparedFleet, workloads: Sequence[ObjectId]
) -> tuple[PlanStep, ...]:
    """What to do, in order, after a lost cluster is back; for workloads that moved or all."""
    return tuple(_steps(fleet, [w for w in workloads if w in fleet.bindings]))


def rebalancer(workloads: Sequence[ObjectId]) -> Object:
    """A WorkloadRebalancer that has these workloads divided afresh."""
    listed = [
        {"apiVersion": key.api_version, "kind": key.kind, "name": key.name,
         **({"namespace": key.namespace} if key.namespace else {})}
        for key in workloads
    ]
    return {
        "apiVersion": "apps.karmada.io/v1alpha1",
        "kind": "WorkloadRebalancer",
        "metadata": {"name": "failback"},
        "spec": {"ttlSecondsAfterFinished": 3600, "workloads": listed},
    }


def _steps(fleet: PreparedFleet, workloads: list[ObjectId]) -> Iterator[PlanStep]:
    yield PlanStep(
        "Wait until the cluster is ready, and its old copies are gone",
        "The condition Ready is True after --cluster-success-threshold; Works that wait to be "
        "deleted go within --rate-limiter-max-delay (some 17 minutes) after that.",
    )
    yield PlanStep(
        "See that its taints are gone",
        "not-ready and unreachable go by themselves; a ClusterTaintPolicy takes its own off only "
        "by removeOnConditions, and what somebody added by hand stays.",
    )
    yield PlanStep(
        "See that no eviction task is left",
        "A cluster in spec.gracefulEvictionTasks is no candidate; with purge mode Never set "
        "suppressDeletion: false first.",
    )
    if workloads:
        yield PlanStep(
            "Apply a WorkloadRebalancer",
            "Replicas are divided afresh, old and new clusters alike; copies that lose their "
            "place are deleted at once, without an eviction task. Workloads held to one cluster "
            "by spread constraints may stay where they are: equal scores are decided by room "
            "and name.",
            write_yaml(rebalancer(workloads)),
        )
    grouped = [w for w in workloads if _has_groups(fleet, w)]
    if grouped:
        names = ", ".join(f"{w.kind}/{w.path}" for w in grouped[:10])
        yield PlanStep(
            "Send workloads with ordered affinity groups back by hand",
            f"A rebalancer stays in the group that is in use: {names}. Change the placement's "
            "group in use, or clear status.schedulerObservingAffinityName of the binding.",
        )
    yield PlanStep(
        "Simulate it first",
        "workbench failover … --lose CLUSTER,for=10m --rebalance ALL,at=1h",
    )


def _has_groups(fleet: PreparedFleet, workload: ObjectId) -> bool:
    placement = map_at(fleet.bindings[workload], "spec", "placement")
    return len(maps_in(placement, "clusterAffinities")) > 1
