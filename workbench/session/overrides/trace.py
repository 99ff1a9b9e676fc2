"""The trace as rows: policy by policy, rule by rule, item by item, and why the rest did nothing."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.affinity import explain_affinity
from workbench.karmada.overrides.compiled import CompiledPolicy, CompiledRule
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import Change, Step
from workbench.karmada.preview import Preview
from workbench.model.go_json import encode
from workbench.model.snapshot import Item
from workbench.model.text import shortened, visible_line
from workbench.model.tree import MISSING, Json
from workbench.session.overrides.policies import policy_rows
from workbench.session.views import PolicyRow, Text, TraceRow


def trace_rows(preview: Preview, template: Item, variant: Variant) -> tuple[TraceRow, ...]:
    """Every policy, applied ones first and in order, with what each did for this variant."""
    rows: list[TraceRow] = []
    for row in policy_rows(preview, template, None):
        rows += _policy(preview, row, variant)
    if variant.outcome.kind == "unreached":
        rows.insert(0, TraceRow(0, "✗", (Text(visible_line(variant.outcome.message), "error"),)))
    return tuple(rows)


def _policy(preview: Preview, row: PolicyRow, variant: Variant) -> Iterator[TraceRow]:
    ref = row.ref
    applied = any(policy == ref for policy, _ in variant.outcome.applied)
    failed = variant.outcome.cause is not None and variant.outcome.cause.policy == ref
    mark = "✗" if failed else "✓" if applied else "–"
    # Of a policy that runs in other clusters, its rules say why they don't mean this one.
    note = "" if applied or failed or row.order else row.note
    title = Text(visible_line(str(ref)), "name")
    yield TraceRow(0, mark, (title, Text(f"  {note}" if note else "", "muted")))
    policy = next((p for p in preview.index.policies if p.ref == ref), None)
    if policy is not None and row.order:
        for rule in policy.rules:
            yield from _rule(preview, policy, rule, variant)


def _rule(
    preview: Preview, policy: CompiledPolicy, rule: CompiledRule, variant: Variant
) -> Iterator[TraceRow]:
    name = f"rule[{rule.index}]" if rule.index >= 0 else "spec.overriders"
    mine = (policy.ref, rule.index)
    steps = [s for s in variant.outcome.steps if (s.cause.policy, s.cause.rule) == mine]
    applied = mine in variant.outcome.applied
    failed = any(step.error for step in steps)
    if not applied and not failed:
        yield TraceRow(1, "–", (Text(name), Text(f"  {_why(preview, rule, variant)}", "muted")))
        return
    yield TraceRow(1, "✗" if failed else "✓", (Text(name),))
    for step in steps:
        yield from _step(step)


def _why(preview: Preview, rule: CompiledRule, variant: Variant) -> str:
    cluster = preview.clusters.get(variant.clusters[0]) if variant.clusters else None
    if cluster is None:
        return "not reached"
    reason = explain_affinity(cluster, rule.target, preview.profile)
    of = f"{variant.clusters[0]}: " if reason and len(variant.clusters) > 1 else ""
    return visible_line(f"{of}{reason}" if reason else "not reached")


def _step(step: Step) -> Iterator[TraceRow]:
    item = Text(f"{step.cause.overrider}[{step.cause.index}]")
    if step.error:
        yield TraceRow(2, "✗", (item, Text(f"  {visible_line(step.error)}", "error")))
    elif not step.changes:
        note = step.note or "changes nothing"
        yield TraceRow(2, "·", (item, Text(f"  {visible_line(note)}", "warning")))
    else:
        yield TraceRow(2, "✓", (item,))
        for change in step.changes:
            yield TraceRow(3, "~", _change(change))


def _change(change: Change) -> tuple[Text, ...]:
    return (
        Text(visible_line(str(change)) or "/", "key"),
        Text("  "),
        Text(short_value(change.before), "removed"),
        Text(" → "),
        Text(short_value(change.after), "added"),
    )


def short_value(value: Json, width: int = 60) -> str:
    """A value on one line, cut to ``width`` characters."""
    if value is MISSING:
        return "(nothing)"
    text = value if isinstance(value, str) else encode(value)
    return shortened(visible_line(text), width)
