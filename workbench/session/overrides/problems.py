"""Everything that is wrong, in one list: input, admission, failing clusters, hazards.

One mistake in one item of a policy is one problem, however many objects and clusters it hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.model.tree import Path
from workbench.session.overrides.comparison import count
from workbench.session.overrides.policies import id_of, ref_of
from workbench.session.views import ProblemRow, Severity

if TYPE_CHECKING:
    from workbench.lint.finding import Finding

Key: TypeAlias = tuple[object, ...]
Place: TypeAlias = tuple[ObjectId | None, Path]

_RANK = {"error": 0, "warning": 1, "info": 2}
_NAMED = 12
_RULE_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of the list.

    Attributes:
        key: tells it from the others, also after the list was made anew.
        row: what is shown.
        place: the item of a policy that is to blame, where there is one.
        findings: the hazards that it stands for; the first of them with a fix can be fixed.
    """

    key: Key
    row: ProblemRow
    place: Place = (None, ())
    findings: tuple[Finding, ...] = ()


def problems(
    preview: Preview,
    object_id: ObjectId | None,
    variants: Sequence[Variant],
    findings: Iterable[Finding],
) -> tuple[Problem, ...]:
    """Input, then clusters of the object that fail, then hazards in the order given.

    A failure that a hazard explains is told with the hazard.
    """
    hazards = list(_hazards(findings))
    failing: list[Problem] = []
    for failure in _failures(object_id, variants) if object_id else ():
        at = next((n for n, h in enumerate(hazards) if _explains(h, failure)), -1)
        if at < 0:
            failing.append(failure)
        else:
            hazards[at] = _with(hazards[at], failure)
    return (*_input(preview), *failing, *hazards)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then the rest; otherwise as they were found."""
    return tuple(sorted(findings, key=lambda finding: _RANK[finding.severity]))


def _input(preview: Preview) -> Iterator[Problem]:
    """What could not be read: the fleet is incomplete."""
    for number, problem in enumerate(preview.snapshot.problems):
        place = visible_line(str(problem.place or ""))
        row = ProblemRow("input", "error", visible_line(problem.message), place,
                         hint=visible_line(problem.hint))
        yield Problem(("input", number), row)


# -- clusters that don't get the object


def _failures(object_id: ObjectId, variants: Sequence[Variant]) -> Iterator[Problem]:
    """Failures with Karmada's reason (secrets already masked), one for all that fail alike."""
    alike: dict[Key, list[Variant]] = {}
    for variant in variants:
        outcome = variant.outcome
        if outcome.kind != "object":
            key: Key = (outcome.kind, outcome.cause, "" if outcome.cause else outcome.message)
            alike.setdefault(key, []).append(variant)
    for kind, members in alike.items():
        cause = members[0].outcome.cause
        clusters = tuple(name for variant in members for name in variant.clusters)
        row = ProblemRow("✗", "error", visible_line(_failure(members[0], len(clusters))), "",
                         object_id, details=(named("clusters", clusters),))
        place = (id_of(cause.policy), cause.path) if cause else (None, ())
        yield Problem(("fails", *kind), row, place)


def _failure(variant: Variant, clusters: int) -> str:
    outcome, size = variant.outcome, count(clusters, "cluster")
    who = f"{outcome.cause}: " if outcome.cause else ""
    if outcome.kind == "error":
        keep = "keeps its" if clusters == 1 else "keep their"
        return f"{who}{outcome.message}: {size} {keep} old Work"
    if outcome.kind == "panic":
        return f"{who}the controller would panic: {outcome.message}: {size}"
    return f"{size} not reached: {outcome.message}"


def _explains(hazard: Problem, failure: Problem) -> bool:
    owner = failure.row.object
    is_hit = owner == hazard.row.object or any(owner in f.objects for f in hazard.findings)
    return hazard.row.severity == "error" and is_hit and (
        failure.place[0] is not None and hazard.place == failure.place)


def _with(hazard: Problem, failure: Problem) -> Problem:
    """The hazard, going to the object that fails, with what Karmada says of it."""
    said = visible_line(f"{failure.row.object}: {failure.row.text}")
    details = (said, *failure.row.details, *hazard.row.details)
    return replace(hazard, row=replace(hazard.row, object=failure.row.object, details=details))


# -- hazards


def _hazards(findings: Iterable[Finding]) -> Iterator[Problem]:
    """Findings of one rule about one item of a policy, together."""
    alike: dict[Key, list[Finding]] = {}
    for finding in findings:
        owner = finding.item.id if finding.item else None
        key: Key = (finding.rule, finding.severity, owner, item_of(finding.path))
        alike.setdefault(key, []).append(finding)
    for same, members in alike.items():
        first = members[0]
        owner = first.item.id if first.item else None
        yield Problem(same, _hazard(members), (owner, item_of(first.path)), tuple(members))


def _hazard(members: Sequence[Finding]) -> ProblemRow:
    first = members[0]
    severity: Severity = first.severity
    owner = first.object or (first.item.id if first.item else None)
    place = visible_line(str(first.place)) if first.item else ""
    others = tuple(visible_line(finding.message) for finding in members[1:])
    return ProblemRow(
        first.rule, severity, visible_line(first.message), place, owner,
        has_fix=any(finding.fix for finding in members), hint=visible_line(first.advice),
        count=len(members), details=(*others, *_hit(members)), short=_short(first),
    )


def _short(finding: Finding) -> str:
    """The message without the way into the policy, for one line of a list."""
    owner = finding.item.id if finding.item else None
    head, colon, said = finding.message.partition(": ")
    if owner is None or not colon or not head.startswith(f"{owner} "):
        return ""
    who = str(ref_of(owner)) if owner.kind.endswith("OverridePolicy") else str(owner)
    place = finding.path
    rule = f" rule[{place[2]}]" if "overrideRules" in place and len(place) > _RULE_DEPTH else ""
    return visible_line(f"{who}{rule}: {said}")


def _hit(members: Sequence[Finding]) -> Iterator[str]:
    """Names that the messages only count."""
    objects = dict.fromkeys(o for finding in members for o in finding.objects)
    clusters = dict.fromkeys(c for finding in members for c in finding.clusters)
    if len(objects) > 1:
        yield named("objects", map(str, objects))
    if len(clusters) > 1:
        yield named("clusters", clusters)


def item_of(path: Path) -> Path:
    """The overrider item that a place in a policy belongs to; else the place itself."""
    at = path.index("overriders") + 3 if "overriders" in path else len(path)
    return path[:at]


def named(noun: str, names: Iterable[str]) -> str:
    """``clusters: eu-1, eu-2``; of many, the first and how many more."""
    every = [visible_line(name) for name in names]
    more = len(every) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{noun}: {', '.join(islice(every, _NAMED))}{rest}"
