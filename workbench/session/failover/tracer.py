"""The state tracer: a workload's state, station by station, and what keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.failover.conditions import Condition
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.failover.restore import (
    RestorePoint,
    admission_policy,
    admission_version,
    default_restore_point,
    kyverno_policy,
    plural_in,
    retention_customization,
)
from workbench.karmada.failover.state import ExtractedRule, PreservationRule
from workbench.karmada.failover.state_trace import (
    StateTrace,
    Surroundings,
    Trigger,
    retention_scripts,
    trace_state,
)
from workbench.karmada.scheduling.pods import text_at
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.pointer import field_path
from workbench.model.text import shortened, visible_line
from workbench.model.tree import MISSING, Object
from workbench.model.yaml_writer import write_documents, write_yaml
from workbench.session.failover import wording
from workbench.session.failover.views import Remedy, TracerRow, TracerView
from workbench.session.views import Role
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings
from workbench.simulator.what_if import binding_with

_ILLEGAL = "at most 63 letters, digits, '-', '_' and '.', letters or digits at both ends"


def tracer_view(
    fleet: PreparedFleet,
    workload: ObjectId,
    settings: Settings,
    *,
    source: str = "",
    target: str = "",
    trigger: Trigger = "application",
    customizations: tuple[Object, ...] = (),
) -> TracerView:
    """The state of a workload on its way.

    Args:
        source: where it runs; its first cluster if empty.
        target: where it goes; another cluster of its placement if empty.
        trigger: which failover moves it.
        customizations: ResourceInterpreterCustomizations of the fleet.

    Raises :class:`UsageError` for clusters that make no sense.
    """
    source, target = _route(fleet, workload, source, target)
    binding = binding_with(fleet.bindings[workload], settings, fleet.profile)
    manifest = _manifest(fleet, workload, binding, target)
    point = _restore_point(binding, manifest, trigger)
    around = Surroundings(
        settings.gates, settings.taint_options, fleet.profile, point,
        retention_scripts(customizations, manifest),
    )
    trace = trace_state(binding, manifest, source, target, trigger, around)
    return TracerView(
        f"{wording.label(workload)}: {source} to {target}, failover.{trigger}",
        *_verdict(trace), tuple(_rows(trace)),
        tuple(_remedies(manifest, point, fleet.clusters[target])) if point else (),
        _is_assumed(fleet, workload, source),
    )


def _route(
    fleet: PreparedFleet, workload: ObjectId, source: str, target: str
) -> tuple[str, str]:
    runs_in = [
        t.get("name") or "" for t in items(section(fleet.bindings[workload], "spec"), "clusters")
    ]
    if not runs_in:
        raise UsageError(f"{workload} runs in no cluster")
    source = source or runs_in[0]
    if source not in runs_in:
        raise UsageError(f"{workload} is not in {visible_line(source)}",
                         hint=f"it runs in {', '.join(runs_in)}")
    others = [name for name in sorted(fleet.clusters) if name not in runs_in]
    target = fleet.find_cluster(target) if target else next(iter(others), "")
    if not target or target == source:
        raise UsageError(f"{workload} has no other cluster to go to", hint="name one")
    return source, target


def _manifest(
    fleet: PreparedFleet, workload: ObjectId, binding: Object, target: str
) -> Object:
    """What the target would get after overrides; the template where an override fails."""
    moved = {**binding, "spec": {**binding["spec"], "clusters": [{"name": target}]}}
    for variant in fleet.renderings.of(workload, moved):
        if target in variant.clusters and variant.outcome.object is not None:
            return variant.outcome.object
    return fleet.templates[workload]


def _restore_point(binding: Object, manifest: Object, trigger: Trigger) -> RestorePoint | None:
    failover = section(section(binding, "spec"), "failover")
    for which in (trigger, "application", "cluster"):
        rules = PreservationRule.all_of(section(failover, which).get("statePreservation"))
        if rules:
            return default_restore_point(manifest, rules[0].alias_label_name)
    return None


def _is_assumed(fleet: PreparedFleet, workload: ObjectId, source: str) -> bool:
    """Whether the status is made up, because the fleet does not hold one."""
    return any(
        copy.workload == workload and copy.cluster == source and copy.status is MISSING
        for copy in fleet.copies
    )


def _verdict(trace: StateTrace) -> tuple[str, Role]:
    if trace.blocking is not None:
        return f"the state does not arrive: {_condition_text(trace.blocking)}", "error"
    if trace.illegal:
        return ("the new copy is never created: the member refuses the label "
                f"{', '.join(trace.illegal)}"), "error"
    if any(not loss.protected_by for loss in trace.losses):
        return "the state arrives, and is taken away again once the new copy is healthy", "warning"
    return "the state arrives and stays", "ok"


def _condition_text(condition: Condition) -> str:
    return f"{condition.subject} is {condition.found}, has to be {condition.wanted}"


def _rows(trace: StateTrace) -> Iterator[TracerRow]:
    for rule in trace.rules:
        yield from _rule_rows(rule)
    conditions = (*trace.eviction, trace.injection.gate, *trace.injection.conditions)
    for condition in conditions:
        mark, role = ("✓", "ok") if condition.holds else ("✗", "error")
        text = f"{condition.found} (has to be: {condition.wanted})"
        yield TracerRow("condition", mark, visible_line(text), condition.subject,
                        role)  # type: ignore[arg-type]
    yield from _admission_rows(trace)
    yield from _sync_rows(trace)


def _rule_rows(rule: ExtractedRule) -> Iterator[TracerRow]:
    path, found = rule.rule.json_path, rule.extraction
    by = "statePreservation.rules[].jsonPath"
    if found.kind != "value":
        yield TracerRow("path", "✗", visible_line(f"{path}: {found.message}"), by, "error")
        return
    note = "; another run may give another" if found.varies else ""
    shown = shortened(visible_line(found.value), 80) or "empty"
    yield TracerRow("path", "✓", visible_line(path), by, "ok")
    yield TracerRow("value", "·", f"{shown}{note}", "status.aggregatedStatus[].status",
                    "warning" if found.varies else "")
    name = rule.rule.alias_label_name
    if found.is_legal_label:
        yield TracerRow("label", "✓", visible_line(f"{name}={found.value}"), "aliasLabelName", "ok")
    else:
        yield TracerRow("label", "✗", visible_line(f"{name}: no label value: {_ILLEGAL}"),
                        "aliasLabelName", "error")


def _admission_rows(trace: StateTrace) -> Iterator[TracerRow]:
    point = trace.restore
    if point is None:
        return
    value = trace.labels.get(point.label)
    where = field_path(point.path)
    if value is None:
        yield TracerRow("admission", "✗", f"no label, so a rule there leaves {where} alone",
                        "admission of the new cluster", "error")
    else:
        text = f"a rule there can set {where}: {point.value(value)}"
        yield TracerRow("admission", "·", visible_line(text), "admission of the new cluster", "")
        if point.caution:
            yield TracerRow("admission", "⚠", point.caution, "admission of the new cluster",
                            "warning")


def _sync_rows(trace: StateTrace) -> Iterator[TracerRow]:
    for loss in trace.losses:
        where, by = field_path(loss.path), "the task ends: the Work is built without the label"
        if loss.protected_by:
            text = f"{where} stays: customization {loss.protected_by} names it"
            yield TracerRow("sync", "✓", visible_line(text), "retention", "ok")
        else:
            gone = "is taken away" if loss.after is MISSING else "is overwritten"
            yield TracerRow("sync", "✗", visible_line(f"{where} {gone} by the next sync"), by,
                            "error")


def _remedies(manifest: Object, point: RestorePoint, cluster: Object) -> Iterator[Remedy]:
    yield Remedy("retention", "keep label and field at later syncs", "Karmada",
                 write_yaml(retention_customization(manifest, point)))
    yield Remedy("kyverno", "set the field from the label (Kyverno)", "every member",
                 write_yaml(kyverno_policy(manifest, point)), point.caution)
    version = admission_version(text_at(cluster, "status", "kubernetesVersion"))
    if version:
        plural = plural_in(cluster, manifest)
        caution = "" if plural else "the resource's plural name is a guess; check it"
        yield Remedy(
            "admission policy", "the same without Kyverno (MutatingAdmissionPolicy)",
            "every member", write_documents(admission_policy(manifest, point, plural, version)),
            caution,
        )
