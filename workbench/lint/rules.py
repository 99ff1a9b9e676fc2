"""Every rule there is, and what they find in a fleet, in one object or in one policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.karmada.preview import Preview
from workbench.lint import (
    commands,
    failures,
    image_texts,
    images,
    kinds,
    member_refusals,
    order,
    placements,
    plaintext,
    propagation,
    refusals,
    selectors,
    targets,
    texts,
)
from workbench.lint.counting import findings
from workbench.lint.finding import Finding
from workbench.lint.inspection import POLICY_KINDS, Inspection, inspect
from workbench.lint.rule import Rule, Sighting
from workbench.model.snapshot import Item


def _order(rule: Rule) -> tuple[bool, int, str]:
    """H1 to H18 by number, then words by letter."""
    is_numbered = rule.id[0] == "H" and rule.id[1:].isdigit()
    return (not is_numbered, int(rule.id[1:]) if is_numbered else 0, rule.id)


_FAMILIES = (
    commands, failures, image_texts, images, kinds, member_refusals, order, placements,
    plaintext, propagation, refusals, selectors, targets, texts,
)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=_order)
)


def find_rule(name: str) -> Rule:
    """The rule of that id. Raises ``KeyError`` if there is none."""
    return _BY_ID[name]


def lint(preview: Preview, *, schemas: bool = False) -> tuple[Finding, ...]:
    """What all rules find in the whole fleet: the worst first, then by place.

    With ``schemas``, results are held against those of their members, too. Raises
    :class:`workbench.lint.schemas.SchemasMissingError` if these are not installed.
    """
    inspection = inspect(preview)
    seen = [
        *(pair for item in inspection.policy_items for pair in _of_policy(inspection, item)),
        *(
            pair for item in preview.snapshot.propagation_policies
            for pair in _of_policy(inspection, item)
        ),
        *(
            pair for item in preview.templates
            for pair in _of_object(inspection, item, schemas=schemas)
        ),
    ]
    return findings(seen, inspection)


def lint_object(preview: Preview, item: Item) -> tuple[Finding, ...]:
    """What the rules about objects find in one template, in all of its clusters."""
    inspection = inspect(preview)
    return findings(_of_object(inspection, item), inspection)


def lint_policy(preview: Preview, item: Item) -> tuple[Finding, ...]:
    """What all rules find about one policy."""
    inspection = inspect(preview)
    seen = list(_of_policy(inspection, item))
    is_override = item.id.kind in POLICY_KINDS
    policy = inspection.compiled_of(item) if is_override else None
    for template in inspection.selected(policy.ref) if policy else ():
        seen += [
            (rule, sighting)
            for rule, sighting in _of_object(inspection, template)
            if sighting.item.id == item.id
        ]
    return findings(seen, inspection)


def _of_policy(inspection: Inspection, item: Item) -> Iterator[tuple[Rule, Sighting]]:
    for rule in RULES:
        if rule.check_policy and item.id.kind in rule.kinds:
            for sighting in rule.check_policy(inspection, item):
                yield rule, sighting


def _of_object(
    inspection: Inspection, item: Item, *, schemas: bool = False
) -> Iterator[tuple[Rule, Sighting]]:
    for run in inspection.runs(item):
        for rule in _BY_OVERRIDER.get(run.cause.overrider, ()):
            assert rule.check_run
            for sighting in rule.check_run(inspection, run):
                yield rule, sighting
    for rule in RULES:
        if rule.check_object and (schemas or not rule.needs_schemas):
            for sighting in rule.check_object(inspection, item):
                yield rule, sighting


def _by_overrider(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.overriders:
            found.setdefault(name, []).append(rule)
    return found


_BY_ID = {rule.id: rule for rule in RULES}
_BY_OVERRIDER = _by_overrider(RULES)
