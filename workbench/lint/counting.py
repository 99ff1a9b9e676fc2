"""From sightings to findings: equal ones counted, put into words, sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.karmada.admission.server import admit
from workbench.lint.finding import SEVERITIES, Finding, Fix
from workbench.lint.inspection import POLICY_KINDS, Inspection
from workbench.lint.rule import Rule, Sighting
from workbench.model.identity import ObjectId
from workbench.model.pointer import field_path
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Path

_LONGEST_MESSAGE = 600
_FEW = 3


def findings(
    seen: Iterable[tuple[Rule, Sighting]], inspection: Inspection
) -> tuple[Finding, ...]:
    """Findings from sightings, the worst first, then by place."""
    groups: dict[object, list[Sighting]] = {}
    rules: dict[object, Rule] = {}
    for rule, sighting in seen:
        key = (rule.id, sighting.item.id, sighting.path, sighting.what, sighting.severity)
        groups.setdefault(key, []).append(sighting)
        rules[key] = rule
    made = [_finding(rules[key], group, inspection) for key, group in groups.items()]
    return tuple(sorted(_kept(made, rules.values()), key=_sort_key))


def _sort_key(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    severity = SEVERITIES.index(finding.severity)
    return (severity, place.file, place.line, place.column, finding.rule, finding.message)


def _finding(rule: Rule, group: Sequence[Sighting], inspection: Inspection) -> Finding:
    first = group[0]
    objects = tuple(dict.fromkeys(s.object for s in group if s.object))
    clusters = tuple(dict.fromkeys(name for s in group for name in s.clusters))
    return Finding(
        rule.id,
        first.severity or rule.severity,
        _message(first, objects, clusters),
        first.item,
        first.path,
        objects[0] if objects else None,
        clusters,
        _fix(first, inspection),
        visible_line(first.advice),
        objects,
    )


def _message(
    sighting: Sighting, objects: Sequence[ObjectId], clusters: Sequence[str]
) -> str:
    field = short_field(sighting.path)
    who = f"{sighting.item.id} {field}" if field else str(sighting.item.id)
    where = ", ".join(part for part in (_named(objects), _counted(clusters)) if part)
    what = shortened(sighting.what, _LONGEST_MESSAGE)
    return visible_line(f"{who}: {what}{f' ({where})' if where else ''}")


def short_field(path: Path) -> str:
    """A place in a policy without the words that stand in every one."""
    text = field_path(path)
    return re.sub(r"\.overriders(?=\.)", "", text.removeprefix("spec."), count=1)


def _named(objects: Sequence[ObjectId]) -> str:
    if not objects:
        return ""
    more = len(objects) - 1
    others = f" and {more} more {'object' if more == 1 else 'objects'}" if more else ""
    return f"{objects[0]}{others}"


def _counted(clusters: Sequence[str]) -> str:
    if not clusters:
        return ""
    if len(clusters) > _FEW:
        return f"in {len(clusters)} clusters"
    return f"in {', '.join(clusters)}"


def _fix(sighting: Sighting, inspection: Inspection) -> Fix | None:
    """The fix, unless an API server would refuse more of the policy than before."""
    fix = sighting.fix() if sighting.fix else None
    if fix is None or fix.target.kind not in POLICY_KINDS:
        return fix
    before = inspection.preview.admissions.get(fix.target)
    after = admit(fix.after, inspection.profile)
    if after.admitted or (before and len(after.complaints) < len(before.complaints)):
        return fix
    return None


def _kept(made: Sequence[Finding], rules: Iterable[Rule]) -> Iterator[Finding]:
    yields = {rule.id: rule.yields_to for rule in rules}
    for finding in made:
        stronger = yields[finding.rule]
        if not any(other.rule in stronger and _covers(finding, other) for other in made):
            yield finding


def _covers(finding: Finding, other: Finding) -> bool:
    """Whether ``other`` blames the same place, one inside it or around it, for the same objects."""
    if other.item is None or finding.item is None or other.item.id != finding.item.id:
        return False
    if other.objects and not set(finding.objects) <= set(other.objects):
        return False
    size = min(len(other.path), len(finding.path))
    return size > 1 and other.path[:size] == finding.path[:size]
