"""Taking a cluster out of a binding: ``GracefulEvictCluster``.

Follows pkg/apis/work/v1alpha2/binding_types_helper.go, the same in both versions. This one step
is all that either failover controller ever does; everything after it is reaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.model.tree import Json, Object


@dataclass(frozen=True, slots=True)
class TaskOptions:
    """What a controller writes into the task of an eviction; ``None`` leaves a field unset."""

    purge_mode: str
    reason: str
    producer: str
    grace_period_seconds: int | None = None
    suppress_deletion: bool | None = None
    preserved_label_state: dict[str, str] | None = None
    clusters_before_failover: Sequence[str] | None = None

    def task(self, target: Object) -> Object:
        """The ``gracefulEvictionTasks`` item for ``target``, an item of ``spec.clusters``."""
        replicas = target.get("replicas") or 0
        fields: dict[str, Json] = {
            "fromCluster": target.get("name", ""),
            "purgeMode": self.purge_mode or None,
            "replicas": replicas if replicas > 0 else None,
            "reason": self.reason,
            "producer": self.producer,
            "gracePeriodSeconds": self.grace_period_seconds,
            "suppressDeletion": self.suppress_deletion,
            "preservedLabelState": self.preserved_label_state or None,
            "clustersBeforeFailover": list(self.clusters_before_failover or ()) or None,
        }
        return {name: value for name, value in fields.items() if value is not None}


def items(owner: Json, name: str) -> list[Object]:
    """The objects in a list field; an absent or null one is empty, anything else is passed over."""
    value = owner.get(name) if isinstance(owner, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(owner: Json, name: str) -> list[str]:
    """The texts in a list field, as :func:`items`."""
    value = owner.get(name) if isinstance(owner, dict) else None
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def section(owner: Json, name: str) -> Object:
    """A map field (``spec``, ``status``, ``metadata``); an absent or null one is empty."""
    value = owner.get(name) if isinstance(owner, dict) else None
    return value if isinstance(value, dict) else {}


def is_evicting(tasks: Iterable[Object], cluster: str) -> bool:
    """Whether a task for the cluster exists already."""
    return any(task.get("fromCluster", "") == cluster for task in tasks)


def evict(
    clusters: Sequence[Object], tasks: Sequence[Object], name: str, options: TaskOptions
) -> tuple[list[Object], list[Object]]:
    """``spec.clusters`` and ``spec.gracefulEvictionTasks`` after an eviction from ``name``.

    A cluster that is no target is left alone; one that has a task already gets no second.
    """
    position = next((i for i, c in enumerate(clusters) if c.get("name", "") == name), None)
    if position is None:
        return list(clusters), list(tasks)
    kept = [*clusters[:position], *clusters[position + 1 :]]
    if is_evicting(tasks, name):
        return kept, list(tasks)
    return kept, [*tasks, options.task(clusters[position])]
