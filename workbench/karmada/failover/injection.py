"""Preserved labels on the new copy: ``injectReservedLabelState``.

Follows pkg/controllers/binding/common.go; the versions differ in the purge modes that count.
Labels stand in the manifest only as long as the task stands in the binding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.bindings import bound_clusters
from workbench.karmada.failover.conditions import Condition, first_blocking, gate
from workbench.karmada.failover.eviction import items, section, texts
from workbench.karmada.overrides.accessors import labels_of
from workbench.karmada.profile import Profile
from workbench.model.tree import Json, Object


@dataclass(frozen=True, slots=True)
class Injection:
    """Whether one cluster's manifest gets labels.

    Attributes:
        cluster: the target cluster.
        labels: what is added; empty if a condition blocks or nothing was preserved.
        gate: the feature gate, asked before the five conditions.
        conditions: the five conditions, in Karmada's order; those after a blocking one are
            judged all the same.
    """

    cluster: str
    labels: dict[str, str]
    gate: Condition
    conditions: tuple[Condition, ...]

    @property
    def blocking(self) -> Condition | None:
        """The first condition that stands in the way, the gate included."""
        return first_blocking((self.gate, *self.conditions))


def _named(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "none"


def _one_target(targets: Sequence[Object]) -> Condition:
    names = [target.get("name", "") for target in targets]
    return Condition("spec.clusters", "one target cluster", _named(names), len(targets) <= 1)


def _a_task(tasks: Sequence[Object]) -> Condition:
    wanted = "an eviction in progress"
    found = f"{len(tasks)} task{'' if len(tasks) == 1 else 's'}" if tasks else "none"
    return Condition("spec.gracefulEvictionTasks", wanted, found, bool(tasks))


def _direct_purge(task: Object, profile: Profile) -> Condition:
    mode = task.get("purgeMode") or ""
    wanted = " or ".join(sorted(profile.direct_purge_modes))
    return Condition(
        "purgeMode of the last task", wanted, mode or "unset", mode in profile.direct_purge_modes
    )


def _new_cluster(task: Object, cluster: str) -> Condition:
    before = texts(task, "clustersBeforeFailover")
    return Condition(
        "clustersBeforeFailover of the last task", f"without {cluster}", _named(before),
        cluster not in before,
    )


def _some_state(task: Object) -> Condition:
    state = section(task, "preservedLabelState")
    return Condition(
        "preservedLabelState of the last task", "at least one label", _named(sorted(state)),
        bool(state),
    )


def plan_injection(spec: Object, cluster: str, gate_is_open: bool, profile: Profile) -> Injection:
    """What the manifest for ``cluster`` gets, and why; ``spec`` is the binding's spec."""
    tasks = items(spec, "gracefulEvictionTasks")
    last = tasks[-1] if tasks else {}
    conditions = (
        _one_target(bound_clusters(spec)),
        _a_task(tasks),
        _direct_purge(last, profile),
        _new_cluster(last, cluster),
        _some_state(last),
    )
    injection_gate = gate("StatefulFailoverInjection", gate_is_open)
    blocked = first_blocking((injection_gate, *conditions)) is not None
    labels = {} if blocked else dict(section(last, "preservedLabelState"))
    return Injection(cluster, labels, injection_gate, conditions)


def inject(manifest: Object, labels: dict[str, str], profile: Profile) -> Object:
    """The manifest with the labels on it; the same object if there are none to add."""
    if not labels:
        return manifest
    metadata: Json = section(manifest, "metadata")
    merged = {**labels_of(manifest, profile), **labels}
    return {**manifest, "metadata": {**metadata, "labels": merged}}
