"""Resource selectors that select nothing: misspelt, of another version, of another namespace."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from workbench.karmada.overrides.compiled import CompiledPolicy
from workbench.karmada.overrides.matching import SelectorVerdict, judge_selector
from workbench.lint.amendments import changed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection
from workbench.lint.rule import Rule, Sighting
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Path, replaced

_PARTS = ("labelSelector", "name", "namespace", "kind", "apiVersion")
"""The nearer to a match the earlier: what fits up to its labels is nearest."""


def _dead_selectors(
    inspection: Inspection, item: Item
) -> Iterator[tuple[int, Json, CompiledPolicy]]:
    """Selectors of a policy that select no object of the fleet."""
    policy = inspection.compiled_of(item)
    for index, selector in enumerate(policy.selectors if policy else ()):
        judged = (
            judge_selector(template.object, selector, inspection.profile)
            for template in inspection.preview.templates
            if _is_in_reach(policy, template)
        )
        if policy and not any(verdict.priority for verdict in judged):
            yield index, selector, policy


def _is_in_reach(policy: CompiledPolicy | None, template: Item) -> bool:
    ref = policy.ref if policy else None
    return ref is None or ref.is_cluster_scoped or ref.namespace == template.id.namespace


def _other_version(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for index, selector, policy in _dead_selectors(inspection, item):
        found = _of_another_version(inspection, selector, policy)
        if not found:
            continue
        path = ("spec", "resourceSelectors", index, "apiVersion")
        wanted, actual = selector.get("apiVersion") or "", found[0].id.api_version
        what = (
            f'"{wanted}" selects nothing: the {found[0].id.kind} is there as {actual}, and '
            "versions are compared as texts"
        )
        for template in found:
            yield Sighting(
                item, path, what, template.id, advice=f"write {actual}",
                fix=partial(changed, f"write apiVersion {actual}", item, path, actual),
            )


def _of_another_version(
    inspection: Inspection, selector: Json, policy: CompiledPolicy
) -> list[Item]:
    """Objects that the selector would select, were it not for its apiVersion."""
    found = []
    for template in inspection.preview.templates:
        if not _is_in_reach(policy, template):
            continue
        twin = {**selector, "apiVersion": template.id.api_version}
        if judge_selector(template.object, twin, inspection.profile).priority:
            found.append(template)
    return found


def _selects_nothing(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    if not inspection.preview.templates:
        return
    dead = [
        (index, selector, policy)
        for index, selector, policy in _dead_selectors(inspection, item)
        if not _of_another_version(inspection, selector, policy)
    ]
    for index, selector, policy in dead:
        is_whole = len(dead) == len(policy.selectors)
        path: Path = ("spec", "resourceSelectors", index)
        near = _nearest(inspection, selector, policy)
        reason = f"; {near[0].id}, for one: {near[1].reason}" if near else ""
        what = f"selects nothing{', so the policy is never applied' if is_whole else ''}{reason}"
        yield Sighting(
            item, path, what,
            advice="compare with what the fleet holds; an OverridePolicy reaches its own "
            "namespace alone",
            severity=None if is_whole else "info",
            fix=partial(_mended, inspection, item, path, selector, policy),
        )


def _nearest(
    inspection: Inspection, selector: Json, policy: CompiledPolicy
) -> tuple[Item, SelectorVerdict] | None:
    """The object that fits furthest, of the kind asked for."""
    rows = [
        (template, judge_selector(template.object, selector, inspection.profile))
        for template in inspection.preview.templates
        if _is_in_reach(policy, template)
    ]
    near = [row for row in rows if row[1].part in ("labelSelector", "name", "namespace")]
    return min(near, key=lambda row: _PARTS.index(row[1].part), default=None)


def _mended(
    inspection: Inspection, item: Item, path: Path, selector: Json, policy: CompiledPolicy
) -> Fix | None:
    """The one part that is misspelt, written as the fleet has it."""
    for part in ("name", "kind"):
        wanted = selector.get(part) or ""
        values = {
            value
            for template in inspection.preview.templates
            if _is_in_reach(policy, template)
            for value in [template.id.name if part == "name" else template.id.kind]
            if judge_selector(
                template.object, replaced(selector, (part,), value), inspection.profile
            ).priority
        }
        near = get_close_matches(wanted.lower(), [value.lower() for value in values], 1)
        for value in sorted(values):
            if near and value.lower() == near[0] and wanted:
                return changed(f"write {value} for {wanted}", item, (*path, part), value)
    return None


RULES = (
    Rule(
        "other-version", "warning", "A selector names another version of the kind",
        "apiVersion and kind of a resource selector are compared as texts with those of the "
        "template. apps/v1beta1 does not select what is there as apps/v1.",
        check_policy=_other_version,
    ),
    Rule(
        "selects-nothing", "warning", "A policy selects nothing",
        "No object of the fleet is selected: a name, kind, namespace or label does not fit, or "
        "the labelSelector is invalid, which matches nothing and is no error.",
        check_policy=_selects_nothing,
    ),
)
