"""Policies as one object meets them: order of application, clusters, and why not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.karmada.overrides.compiled import CompiledPolicy
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.matching import judge_policy
from workbench.karmada.overrides.outcome import PolicyRef
from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.showing import Showing
from workbench.session.views import PolicyRow

API_VERSION = "policy.karmada.io/v1alpha1"


def id_of(ref: PolicyRef) -> ObjectId:
    """Identity of the policy's object."""
    return ObjectId(ref.kind, ref.namespace, ref.name, API_VERSION)


def ref_of(identity: ObjectId) -> PolicyRef:
    return PolicyRef(identity.kind, identity.namespace, identity.name)


def policy_rows(
    preview: Preview,
    template: Item | None,
    selected: PolicyRef | None,
    edited: Collection[ObjectId] = (),
) -> tuple[PolicyRow, ...]:
    """Policies that apply, in order of application; then those that don't, by name.

    Policies of other namespaces can't mean the object: they are left out unless they are
    selected or being tried.
    """
    variants = preview.variants(template) if template else ()
    applying = _in_order(preview, template, variants)
    rows = [
        _applying_row(preview, ref, place, variants, selected, edited)
        for place, ref in enumerate(applying, 1)
    ]
    for policy in preview.index.policies:
        is_edited = id_of(policy.ref) in edited
        is_wanted = is_edited or policy.ref == selected or _is_near(policy, template)
        if policy.ref not in applying and is_wanted:
            note = _why_not(preview, template, policy)
            rows.append(PolicyRow(policy.ref, 0, 0, 0, note, policy.ref == selected, is_edited))
    return tuple(rows)


def _is_near(policy: CompiledPolicy, template: Item | None) -> bool:
    if template is None or policy.ref.is_cluster_scoped:
        return True
    return policy.ref.namespace == template.id.namespace


def _in_order(
    preview: Preview, template: Item | None, variants: Sequence[Variant]
) -> list[PolicyRef]:
    """Policies that ran in any variant, in Karmada's order of application.

    The order of each variant holds; between policies that no variant runs together, it is
    scope, then exactness, then name.
    """
    runs = [_run_order(variant) for variant in variants]
    left = list(dict.fromkeys(ref for run in runs for ref in run))
    rank = _ranks(preview, template)
    found: list[PolicyRef] = []
    while left:
        free = [ref for ref in left if not _waits(ref, runs, left)] or left
        first = min(free, key=lambda ref: (not ref.is_cluster_scoped, rank.get(ref, 0), ref.name))
        left.remove(first)
        found.append(first)
    return found


def _run_order(variant: Variant) -> list[PolicyRef]:
    refs = [ref for ref, _ in variant.outcome.applied]
    if variant.outcome.cause:
        refs.append(variant.outcome.cause.policy)
    return list(dict.fromkeys(refs))


def _waits(ref: PolicyRef, runs: Sequence[Sequence[PolicyRef]], left: Sequence[PolicyRef]) -> bool:
    """Whether a policy that is still left runs before ``ref`` somewhere."""
    return any(ref in run and any(r in left for r in run[: run.index(ref)]) for run in runs)


def _ranks(preview: Preview, template: Item | None) -> dict[PolicyRef, int]:
    if template is None:
        return {}
    return {
        policy.ref: judge_policy(template.object, policy, preview.profile).priority
        for policy in preview.index.policies
    }


def _applying_row(
    preview: Preview,
    ref: PolicyRef,
    place: int,
    variants: Sequence[Variant],
    selected: PolicyRef | None,
    edited: Collection[ObjectId],
) -> PolicyRow:
    failing = [v for v in variants if v.outcome.cause and v.outcome.cause.policy == ref]
    failed = sum(len(v.clusters) for v in failing)
    applied = [v for v in variants if any(r == ref for r, _ in v.outcome.applied)]
    clusters = sum(len(v.clusters) for v in applied if v not in failing) + failed
    changed = sum(
        len(v.clusters)
        for v in applied
        if any(s.changes and s.cause.policy == ref for s in v.outcome.steps)
    )
    note = Showing(preview).variant(failing[0]).outcome.message if failing else ""
    if not failing and not changed:
        note = "applies, changes nothing"
    return PolicyRow(ref, place, clusters, failed, visible_line(note), ref == selected,
                     id_of(ref) in edited)


def _why_not(preview: Preview, template: Item | None, policy: CompiledPolicy) -> str:
    if template is None:
        return ""
    if not policy.ref.is_cluster_scoped and policy.ref.namespace != template.id.namespace:
        return visible_line(f"is in namespace {policy.ref.namespace}")
    verdict = judge_policy(template.object, policy, preview.profile)
    if not verdict.priority:
        reasons = dict.fromkeys(s.reason for s in verdict.selectors)
        return visible_line("; ".join(reasons))
    if not preview.targets(template).clusters:
        return "the object goes nowhere"
    return "no rule means one of the object's clusters"
