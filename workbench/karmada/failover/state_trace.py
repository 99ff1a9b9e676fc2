"""State on its way to the new cluster: extracted, a label, injected, used, and gone again.

Every step is one of Karmada's own rules (``state``, ``injection``, ``work.retention``); this
module plays them one after the other for one workload, from one cluster to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workbench.karmada.failover.application import PRODUCERS, REASON
from workbench.karmada.failover.conditions import Condition, Gates, first_blocking, gate
from workbench.karmada.failover.eviction import TaskOptions, evict, items, section
from workbench.karmada.failover.injection import Injection, inject, plan_injection
from workbench.karmada.failover.restore import RestorePoint, restored
from workbench.karmada.failover.state import (
    ExtractedRule,
    PreservationRule,
    extract,
    reflected_status,
)
from workbench.karmada.failover.taints import PRODUCER as TAINT_PRODUCER
from workbench.karmada.failover.taints import REASON as TAINT_REASON
from workbench.karmada.failover.taints import TaintOptions, purge_mode
from workbench.karmada.profile import Profile
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.keys import MANAGED_LABELS
from workbench.karmada.work.retention import with_member_fields, with_member_metadata
from workbench.model.selectors import is_label_value
from workbench.model.tree import MISSING, Json, Object, Path, changes, lookup

Trigger = Literal["application", "cluster"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of the new copy that the next sync takes away or overwrites.

    Attributes:
        path: where.
        before: what stood there.
        after: what stands there then; ``MISSING`` for nothing.
        protected_by: the retention rule that keeps it after all; empty without one.
    """

    path: Path
    before: Json
    after: Json
    protected_by: str = ""


@dataclass(frozen=True, slots=True)
class StateTrace:
    """What becomes of a workload's state when it moves.

    Attributes:
        trigger: which failover: of the application, or of the cluster.
        source, target: from where to where.
        status: the reflected status that rules read; ``MISSING`` if there is none.
        rules: each rule and what it gives, all of them, also after one that fails.
        eviction: what must hold for an eviction that keeps state.
        injection: the gate and the five conditions for labels on the new copy.
        labels: what the new copy carries.
        illegal: labels among them that the member refuses: the new copy is never created.
        created: the object as the member stores it, after admission there.
        restore: what a rule in the member makes of the label; ``None`` if there is no such rule.
        losses: what the next sync takes away, once the new copy is healthy.
    """

    trigger: Trigger
    source: str
    target: str
    status: Json
    rules: tuple[ExtractedRule, ...]
    eviction: tuple[Condition, ...]
    injection: Injection
    labels: dict[str, str]
    illegal: tuple[str, ...]
    created: Object
    restore: RestorePoint | None
    losses: tuple[Loss, ...]

    @property
    def blocking(self) -> Condition | None:
        """The first condition that keeps state from arriving; ``None`` if it does arrive."""
        return first_blocking((*self.eviction, self.injection.gate, *self.injection.conditions))

    @property
    def arrives(self) -> bool:
        """Whether the new copy is created with the state on it."""
        return self.blocking is None and bool(self.labels) and not self.illegal


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the trace needs beside the workload.

    Attributes:
        gates, options: how karmada-controller-manager runs.
        restore: what a rule in the members makes of the label.
        retentions: kept fields of ResourceInterpreterCustomizations, as ``(name, script)``.
    """

    gates: Gates
    options: TaintOptions
    profile: Profile
    restore: RestorePoint | None = None
    retentions: Sequence[tuple[str, str]] = ()


def trace_state(
    binding: Object,
    manifest: Object,
    source: str,
    target: str,
    trigger: Trigger,
    around: Surroundings,
) -> StateTrace:
    """Follow the state of a workload from ``source`` to ``target``.

    Args:
        binding: its ResourceBinding with ``status.aggregatedStatus``; ``spec.clusters`` names
            ``source``. Nothing is changed in it.
        manifest: what the new cluster is to get, after overrides, before labels.
        trigger: which of the two failovers moves it.
    """
    status, rules = _read(binding, source, trigger, around)
    kept = {r.rule.alias_label_name: r.extraction.value for r in rules}
    is_kept = first_blocking(_eviction_conditions(rules, status, trigger, around)) is None
    after = _after(binding, source, target, trigger, kept if is_kept else {}, around)
    return trace_passage(binding, after, manifest, source, target, trigger, around)


def _read(
    binding: Object, source: str, trigger: Trigger, around: Surroundings
) -> tuple[Json, tuple[ExtractedRule, ...]]:
    """The status that rules read, and what each makes of it."""
    behavior = section(section(section(binding, "spec"), "failover"), trigger)
    status = reflected_status(items(section(binding, "status"), "aggregatedStatus"), source)
    read = {} if status is MISSING else status
    return status, tuple(
        ExtractedRule(rule, extract(read, rule.json_path, around.profile))
        for rule in PreservationRule.all_of(behavior.get("statePreservation"))
    )


def trace_passage(
    binding: Object,
    after: Object,
    manifest: Object,
    source: str,
    target: str,
    trigger: Trigger,
    around: Surroundings,
) -> StateTrace:
    """As :func:`trace_state`, where it is known what came of the eviction.

    Args:
        binding: as the eviction found it.
        after: the binding's spec from which the Work of ``target`` was built.
    """
    profile = around.profile
    status, rules = _read(binding, source, trigger, around)
    eviction = _eviction_conditions(rules, status, trigger, around)
    gate_is_open = around.gates.stateful_failover_injection
    plan = plan_injection(after, target, gate_is_open, profile)
    illegal = tuple(n for n, value in plan.labels.items() if not is_label_value(value))
    created = _created(manifest, plan.labels, around)
    return StateTrace(
        trigger, source, target, status, rules, eviction, plan, plan.labels, illegal, created,
        around.restore, _losses(manifest, created, around),
    )


def _eviction_conditions(
    rules: Sequence[ExtractedRule], status: Json, trigger: Trigger, around: Surroundings
) -> tuple[Condition, ...]:
    """What an eviction that keeps state asks for, in order."""
    place = f"failover.{trigger}.statePreservation"
    known = trigger == "application" or around.profile.knows_cluster_failover
    failing = next((r for r in rules if r.extraction.kind != "value"), None)
    failed = "" if failing is None else failing.extraction.message
    conditions = [
        Condition(place, "known to this version", "yes" if known else "no", known),
        Condition(f"{place}.rules", "at least one", f"{len(rules)}", bool(rules)),
        gate("StatefulFailoverInjection", around.gates.stateful_failover_injection),
        Condition("status.aggregatedStatus", "a status of the old copy",
                  "none" if status is MISSING else "one", status is not MISSING),
        Condition(f"{place}.rules[].jsonPath", "a value for each", failed or "values",
                  failing is None),
    ]
    return tuple(conditions)


def _after(
    binding: Object,
    source: str,
    target: str,
    trigger: Trigger,
    labels: dict[str, str],
    around: Surroundings,
) -> Object:
    """The binding's spec after the eviction and the scheduling to ``target``."""
    spec = section(binding, "spec")
    clusters = items(spec, "clusters")
    if trigger == "application":
        scope = "Namespaced" if section(binding, "metadata").get("namespace") else "Cluster"
        mode = section(section(spec, "failover"), "application").get("purgeMode") or ""
        task = TaskOptions(mode, REASON, PRODUCERS[scope], preserved_label_state=labels)
        names = [cluster.get("name", "") for cluster in clusters]
        task = replace(task, clusters_before_failover=names) if labels else task
    else:
        mode = purge_mode(binding, around.gates, around.options, around.profile)
        task = TaskOptions(mode, TAINT_REASON, TAINT_PRODUCER, preserved_label_state=labels)
    left, tasks = evict(clusters, items(spec, "gracefulEvictionTasks"), source, task)
    names = [cluster.get("name", "") for cluster in left]
    targets = left if target in names else [*left, {"name": target}]
    return {**spec, "clusters": targets, "gracefulEvictionTasks": tasks}


def _created(manifest: Object, labels: dict[str, str], around: Surroundings) -> Object:
    """The object in the member: labels, Karmada's record of them, and what admission adds."""
    tree = inject(manifest, labels, around.profile)
    own = sorted(section(section(tree, "metadata"), "labels"))
    metadata = section(tree, "metadata")
    annotations = {**section(metadata, "annotations"), MANAGED_LABELS: ",".join(own)}
    tree = {**tree, "metadata": {**metadata, "annotations": annotations}}
    return restored(tree, around.restore) if around.restore else tree


def _losses(manifest: Object, created: Object, around: Surroundings) -> tuple[Loss, ...]:
    """What the sync after the task's end changes in the member's object."""
    desired = _created(manifest, {}, replace(around, restore=None))
    try:
        synced = with_member_metadata(desired, created, around.profile)
        synced = with_member_fields(synced, created, around.profile).object
    except WorkError:
        return ()
    return tuple(
        Loss(path, before, after, _protection(path, around))
        for change in changes(created, synced)
        for path, before, after in _leaves(*change)
        if path != ("metadata", "annotations", MANAGED_LABELS)
    )


def _leaves(path: Path, before: Json, after: Json) -> Iterator[tuple[Path, Json, Json]]:
    """A map that goes as a whole, field by field."""
    if after is MISSING and isinstance(before, dict) and before:
        for key, value in before.items():
            yield from _leaves((*path, key), value, MISSING)
    else:
        yield path, before, after


def _protection(path: Path, around: Surroundings) -> str:
    """The customization whose script names the field. Scripts are not run, only read."""
    last = str(path[-1]) if path else ""
    return next((name for name, script in around.retentions if last and last in script), "")


def retention_scripts(customizations: Sequence[Object], manifest: Object) -> list[tuple[str, str]]:
    """``(name, script)`` of the ResourceInterpreterCustomizations that keep fields of a kind."""
    kind = (manifest.get("apiVersion"), manifest.get("kind"))
    found = []
    for tree in customizations:
        target = lookup(tree, "spec", "target") or {}
        script = lookup(tree, "spec", "customizations", "retention", "luaScript")
        if (target.get("apiVersion"), target.get("kind")) == kind and isinstance(script, str):
            found.append((str(lookup(tree, "metadata", "name") or ""), script))
    return found
