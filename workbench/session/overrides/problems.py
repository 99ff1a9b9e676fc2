"""Everything that is wrong, in one list: input, admission, failing clusters, hazards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.views import ProblemRow, Severity

if TYPE_CHECKING:
    from workbench.lint.finding import Finding

_RANK = {"error": 0, "warning": 1, "info": 2}


def input_problems(preview: Preview) -> Iterator[ProblemRow]:
    """What could not be read: the fleet is incomplete."""
    for problem in preview.snapshot.problems:
        place = visible_line(str(problem.place or ""))
        yield ProblemRow("input", "error", visible_line(problem.message), place,
                         hint=visible_line(problem.hint))


def failing_clusters(object_id: ObjectId, variants: Sequence[Variant]) -> Iterator[ProblemRow]:
    """Clusters that don't get the object, with Karmada's reason (secrets already masked)."""
    for variant in variants:
        outcome = variant.outcome
        size = count(len(variant.clusters), "cluster")
        who = f"{outcome.cause}: " if outcome.cause else ""
        if outcome.kind == "error":
            text = f"{who}{outcome.message}: {size} keep their old Work"
        elif outcome.kind == "panic":
            text = f"{who}the controller would panic: {outcome.message}: {size}"
        elif outcome.kind == "unreached":
            text = f"{size} not reached: {outcome.message}"
        else:
            continue
        yield ProblemRow("✗", "error", visible_line(text), "", object_id)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then the rest; otherwise as they were found."""
    return tuple(sorted(findings, key=lambda finding: _RANK[finding.severity]))


def finding_rows(findings: Iterable[Finding]) -> Iterator[ProblemRow]:
    """Hazards, in the order given."""
    for finding in findings:
        severity: Severity = finding.severity
        owner = finding.object or (finding.item.id if finding.item else None)
        place = visible_line(str(finding.place)) if finding.item else ""
        yield ProblemRow(
            finding.rule, severity, visible_line(finding.message), place, owner,
            has_fix=finding.fix is not None, hint=visible_line(finding.advice),
        )
