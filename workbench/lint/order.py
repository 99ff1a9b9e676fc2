"""Who comes last wins: records, names and fields where the order of policies matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import PolicyRef, Step
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, ref_of
from workbench.lint.rule import Rule, Sighting
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.tree import Path, replaced

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
    found: dict[tuple[PolicyRef, PolicyRef], tuple[str, ...]] = {}
    for variant in inspection.preview.variants(item):
        for refs in _by_scope(variant):
            for pair in _out_of_number(refs):
                found[pair] = found.get(pair, ()) + variant.clusters
    for (early, late), clusters in found.items():
        if inspection.exactness(early, item) != inspection.exactness(late, item):
            continue
        is_felt = any(
            {clash.earlier.policy, clash.later.policy} == {early, late}
            for clash in inspection.clashes(item)
        )
        what = f"applied after {early.name}: names go by their characters, not by number"
        yield Sighting(
            inspection.policy_item(late), ("metadata", "name"),
            what + (", and wins where both write the same field" if is_felt else ""),
            item.id, clusters,
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


def _one_field_twice(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for clash in inspection.clashes(item):
        loser, winner = clash.earlier.policy, clash.later.policy
        why, is_by_name = _why(inspection, loser, winner, item)
        if is_by_name and any(_out_of_number([loser, winner])):
            continue  # H18 says it
        what = (
            f"{pointer(clash.path)} is overwritten by {inspection.policy_item(winner).id}: {why}"
        )
        yield Sighting(
            inspection.policy_item(loser), clash.earlier.path, what, item.id, clash.clusters,
            "let one policy alone write the field, or select more exactly where another value "
            "is meant", None if is_by_name else "info",
        )


def _why(
    inspection: Inspection, loser: PolicyRef, winner: PolicyRef, item: Item
) -> tuple[str, bool]:
    """Why ``winner`` is applied later, and whether that hangs on the names alone."""
    if winner.kind != loser.kind:
        return "policies of a namespace are applied after all cluster-scoped ones", False
    if inspection.exactness(loser, item) != inspection.exactness(winner, item):
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
