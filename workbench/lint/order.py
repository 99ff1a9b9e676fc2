"""Who comes last wins: records, names and fields where the order of policies matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.matching import judge_policy
from workbench.karmada.overrides.outcome import Cause, PolicyRef, Step
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, ref_of
from workbench.lint.pointers import tokens
from workbench.lint.rule import Rule, Sighting
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Object, Path, lookup, replaced

_NUMBERED = re.compile(r"(.*?)([0-9]+)", re.ASCII)


def _by_scope(variant: Variant) -> Iterator[list[PolicyRef]]:
    """Policies applied, in order: the cluster-scoped ones, then the others."""
    refs = dict.fromkeys(ref for ref, _ in variant.outcome.applied)
    for _, group in groupby(refs, key=lambda ref: ref.is_cluster_scoped):
        yield list(group)


def _record_order(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for variant in inspection.preview.variants(item):
        for refs in _by_scope(variant):
            names = [ref.name for ref in refs]
            if variant.outcome.kind != "object" or names == sorted(names):
                continue
            what = (
                f"applied in the order {', '.join(names)}, but the record on the Work says "
                f"{', '.join(sorted(names))}"
            )
            late = next(r for r, name in zip(refs, sorted(names), strict=True) if r.name != name)
            yield Sighting(
                inspection.policy_item(late), ("metadata", "name"), what, item.id,
                variant.clusters, "read the order in the trace; the record is sorted by name",
            )


def _numbered_names(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for variant in inspection.preview.variants(item):
        writes = list(_overwritten(variant, inspection))
        for refs in _by_scope(variant):
            for early, late in _out_of_number(refs):
                if _exactness(inspection, early, variant) != _exactness(inspection, late, variant):
                    continue
                is_felt = any({a.policy, b.policy} == {early, late} for a, b, _ in writes)
                what = f"applied after {early.name}: names go by their characters, not by number"
                yield Sighting(
                    inspection.policy_item(late), ("metadata", "name"),
                    what + (", and wins where both write the same field" if is_felt else ""),
                    item.id, variant.clusters,
                    "give the numbers in such names the same length: op-02 comes before op-10",
                    None if is_felt else "info",
                    partial(_padded, inspection, late, early),
                )


def _out_of_number(refs: list[PolicyRef]) -> Iterator[tuple[PolicyRef, PolicyRef]]:
    """For each policy whose number is too low for its place, the highest before it."""
    highest: dict[str, tuple[int, PolicyRef]] = {}
    for ref in refs:
        match = _NUMBERED.fullmatch(ref.name)
        if not match:
            continue
        stem, number = match[1], int(match[2])
        above = highest.get(stem)
        if above and above[0] > number:
            yield above[1], ref
        else:
            highest[stem] = (number, ref)


def _exactness(inspection: Inspection, ref: PolicyRef, variant: Variant) -> int:
    policy = inspection.compiled[ref]
    return judge_policy(variant.template, policy, inspection.profile).priority


def _padded(inspection: Inspection, ref: PolicyRef, model: PolicyRef) -> Fix | None:
    """The policy under a name whose number is as long as that of ``model``."""
    stem = model.name.rstrip("0123456789")
    digits = ref.name.removeprefix(stem)
    name = stem + digits.zfill(len(model.name) - len(stem))
    item = inspection.policy_item(ref)
    if PolicyRef(ref.kind, ref.namespace, name) in inspection.compiled:
        return None
    return Fix(
        f"rename {ref.name} to {name}", item.id, replaced(item.object, ("metadata", "name"), name)
    )


def _overwritten(
    variant: Variant, inspection: Inspection
) -> Iterator[tuple[Cause, Cause, Path]]:
    """Pairs of items of different policies where the later one undoes what the earlier wrote."""
    written: dict[Path, Cause] = {}
    for step in variant.outcome.steps:
        for change in step.changes:
            size = len(change.path)
            for path, earlier in list(written.items()):
                short = min(size, len(path))
                if path[:short] != change.path[:short] or earlier.policy == step.cause.policy:
                    continue
                if _undoes(inspection, earlier, step, path):
                    yield earlier, step.cause, change.path
            written[change.path] = step.cause


def _undoes(inspection: Inspection, earlier: Cause, step: Step, path: Path) -> bool:
    """Whether a later item replaces the earlier one's work, or only builds on it."""
    first, second = inspection.overrider(earlier), inspection.overrider(step.cause)
    if earlier.overrider != step.cause.overrider:
        return step.cause.overrider == "plaintext"
    match earlier.overrider:
        case "imageOverrider":
            is_same = first.get("component") == second.get("component")
            return is_same and second.get("operator") != "add"
        case "commandOverrider" | "argsOverrider":
            return False
        case "fieldOverrider":
            return any(_meet(one, two) for one in _sub_paths(first) for two in _sub_paths(second))
    return True


def _sub_paths(item: Object) -> list[tuple[str, ...]]:
    entries: Json = item.get("yaml") or item.get("json") or ()
    return [tokens(str(lookup(entry, "subPath"))) for entry in entries]


def _meet(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    size = min(len(one), len(two))
    return one[:size] == two[:size]


def _one_field_twice(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for variant in inspection.preview.variants(item):
        for earlier, later, path in _overwritten(variant, inspection):
            why, is_by_name = _why(inspection, earlier.policy, later.policy, variant)
            if is_by_name and any(_out_of_number([earlier.policy, later.policy])):
                continue  # H18 says it
            winner = inspection.policy_item(later.policy).id
            what = f"{pointer(path)} is overwritten by {winner}: {why}"
            yield Sighting(
                inspection.policy_item(earlier.policy), earlier.path, what, item.id,
                variant.clusters, "let one policy alone write the field, or select more exactly "
                "where another value is meant", None if is_by_name else "info",
            )


def _why(
    inspection: Inspection, loser: PolicyRef, winner: PolicyRef, variant: Variant
) -> tuple[str, bool]:
    """Why ``winner`` is applied later, and whether that hangs on the names alone."""
    if winner.kind != loser.kind:
        return "policies of a namespace are applied after all cluster-scoped ones", False
    first = _exactness(inspection, loser, variant)
    second = _exactness(inspection, winner, variant)
    if first != second:
        return "it selects the object more exactly", False
    return f'both select it as exactly, and "{winner.name}" is the later name', True


def _no_effect(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    """Rules that were applied and changed nothing anywhere."""
    policy = inspection.compiled_of(item)
    if policy is None:
        return
    seen: dict[int, list[tuple[Item, Step, tuple[str, ...]]]] = {}
    for template in inspection.selected(ref_of(item)):
        for run in inspection.runs(template):
            if run.cause.policy == policy.ref:
                seen.setdefault(run.cause.rule, []).append((template, run.step, run.clusters))
    for rule, rows in seen.items():
        if any(step.changes or step.error for _, step, _ in rows):
            continue
        path: Path = ("spec", "overrideRules", rule) if rule >= 0 else ("spec",)
        for template, _, clusters in rows:
            yield Sighting(
                item, path, "applied, and changes nothing", template.id, clusters,
                "the values may be there already; otherwise compare names and paths",
            )


RULES = (
    Rule(
        "H13", "info", "The applied-overrides record is not in order of application",
        "The record on a Work is sorted by policy name. Policies are applied by exactness first "
        "and by name second, so the record's last entry need not be the one that won.",
        check_object=_record_order,
    ),
    Rule(
        "H18", "warning", "Numbered policies are not applied by number",
        "Among policies that select an object equally exactly, the order is that of their names' "
        "bytes: op-10 is applied before op-2, and op-2 wins. Pad the numbers with zeros.",
        check_object=_numbered_names,
    ),
    Rule(
        "overlap", "warning", "Two policies write one field",
        "The policy that is applied later wins: cluster-scoped ones first, then by exactness "
        "(everything, labels, name), then by name. There is no priority field.",
        check_object=_one_field_twice,
    ),
    Rule(
        "no-effect", "info", "A rule matches and changes nothing",
        "The rule is applied and recorded, and every object stays as it was.",
        check_policy=_no_effect, yields_to=("H9", "wrong-kind", "pointer-form"),
    ),
)
