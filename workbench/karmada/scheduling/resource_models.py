"""Capacity by resource models: nodes sorted into grades, each counted at its minimum size.

Follows ``getMaximumReplicasBasedOnResourceModels`` of pkg/estimator/client/general.go; v1.12.0
starts at the lowest grade that fits, v1.18.2 packs pods on nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.errors import SchedulerPanic
from workbench.karmada.scheduling.int_sizes import int64, quotient
from workbench.karmada.scheduling.pods import maps_in, text_at
from workbench.karmada.scheduling.request import whole
from workbench.karmada.scheduling.requirements import amount_of, is_counted
from workbench.model.quantity import Quantity, parse_quantity
from workbench.model.tree import Object

T = TypeVar("T")

PODS_PER_NODE = 110
_MAX_INT64 = 2**63 - 1
_MAX_INT32 = 2**31 - 1


def replicas_by_models(
    cluster: Object, requests: Mapping[str, Quantity], profile: Profile
) -> int | None:
    """Replicas that fit by the cluster's models; ``None`` where they can't be used.

    Raises :class:`SchedulerPanic` where the code of the version crashes.
    """
    if profile.models_pack_nodes:
        return _packed(cluster, requests)
    return _from_lowest_grade(cluster, requests)


def node_sizes(cluster: Object) -> list[tuple[int, dict[str, int]]] | None:
    """``(nodes, amounts of one)`` per grade, ascending; ``None`` without usable models."""
    sizes: dict[int, dict[str, int]] = {}
    for model in maps_in(cluster, "spec", "resourceModels"):
        amounts = _minimums(model)
        sizes[whole(model.get("grade"))] = {
            name: amount_of(name, amount) for name, amount in amounts.items() if is_counted(name)
        }
    counts: dict[int, int] = {}
    for modeling in maps_in(cluster, "status", "resourceSummary", "allocatableModelings"):
        grade, count = whole(modeling.get("grade")), whole(modeling.get("count"))
        if count < 0:
            return None
        counts[grade] = counts.get(grade, 0) + count
    if not sizes:
        return None
    return [(counts[grade], sizes[grade]) for grade in sorted(sizes) if counts.get(grade)]


def _minimums(model: Object) -> dict[str, Quantity]:
    return {
        text_at(item, "name"): parse_quantity("0" if item.get("min") is None else item["min"])
        for item in maps_in(model, "ranges")
    }


def fitting(node: Mapping[str, int], requests: Mapping[str, int]) -> int:
    """Pods that fit on an empty node of this size, the limit on pods left aside."""
    return min(
        (node.get(name, 0) // amount for name, amount in requests.items()), default=_MAX_INT64
    )


def packed_requests(requests: Mapping[str, Quantity]) -> dict[str, int]:
    """What packing looks at: counted resources other than pods."""
    amounts = {name: amount_of(name, amount) for name, amount in requests.items()}
    return {n: a for n, a in amounts.items() if a > 0 and n != "pods" and is_counted(n)}


def _packed(cluster: Object, requests: Mapping[str, Quantity]) -> int | None:
    nodes = node_sizes(cluster)
    if nodes is None:
        return None
    one = packed_requests(requests)
    total = sum(count * min(PODS_PER_NODE, fitting(size, one)) for count, size in nodes)
    return min(total, _MAX_INT32)


def _from_lowest_grade(cluster: Object, requests: Mapping[str, Quantity]) -> int | None:
    models = [_minimums(model) for model in maps_in(cluster, "spec", "resourceModels")]
    columns: dict[str, list[Quantity]] = {}
    for model in models:
        for name, amount in model.items():
            columns.setdefault(name, []).append(amount)
    lowest = 0
    for name, request in requests.items():
        if name not in columns:
            return None
        grade = next((i for i, least in enumerate(columns[name]) if least >= request), None)
        if grade is None:
            return 0
        lowest = max(lowest, grade)
    return _summed(cluster, range(lowest, len(models)), columns, requests)


def _summed(
    cluster: Object,
    grades: range,
    columns: Mapping[str, list[Quantity]],
    requests: Mapping[str, Quantity],
) -> int:
    modelings = maps_in(cluster, "status", "resourceSummary", "allocatableModelings")
    total = 0
    for grade in grades:
        count = whole(_indexed(modelings, grade).get("count"))
        if count:
            total = int64(total + int64(count * _on_one_node(grade, columns, requests)))
    return total


def _on_one_node(
    grade: int, columns: Mapping[str, list[Quantity]], requests: Mapping[str, Quantity]
) -> int:
    """Pods on a node of this grade: one at least, without bound where nothing is requested."""
    best = _MAX_INT64
    for name, request in requests.items():
        least = _indexed(columns[name], grade)
        best = min(best, quotient(amount_of(name, least), amount_of(name, request)))
    return best or 1


def _indexed(items: list[T], index: int) -> T:
    if index >= len(items):
        raise SchedulerPanic(
            f"runtime error: index out of range [{index}] with length {len(items)}"
        )
    return items[index]
