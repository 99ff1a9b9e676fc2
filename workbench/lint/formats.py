"""Findings written out: text for people, JSON, SARIF and JUnit for programs. Pure functions.

The JSON is a contract. ``version`` is raised when a field goes or changes its meaning; fields
may be added without that::

    {"format": "workbench-lint", "version": 1, "fleet": text, "karmada": text,
     "summary": {"error": n, "warning": n, "info": n},
     "findings": [{"rule", "severity", "title", "message", "advice",
                   "file", "line", "column",       # line and column count from 1, 0 is unknown
                   "blame": {"apiVersion", "kind", "namespace", "name"} | null,
                   "path": JSON pointer into the blamed object,
                   "objects": [identity, ...], "clusters": [name, ...],
                   "fix": {"title", "target": identity} | null}],
     "problems": [{"message", "hint", "file", "line", "column"}]}

``problems`` is what could not be read. Findings are in order: the worst first, then by place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, TypeAlias

from workbench.lint.finding import SEVERITIES, Finding
from workbench.lint.junit import junit
from workbench.lint.rules import find_rule
from workbench.lint.sarif import sarif
from workbench.model.errors import Place, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.text import visible, visible_line

Format: TypeAlias = Literal["text", "json", "sarif", "junit"]
JSON_VERSION = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What a lint run has to say.

    Attributes:
        fleet: name of the fleet.
        karmada: Karmada version, e.g. ``v1.18.2``.
        findings: in order.
        problems: what could not be read.
    """

    fleet: str
    karmada: str
    findings: tuple[Finding, ...]
    problems: tuple[WorkbenchError, ...] = ()


def render(report: Report, form: Format, *, explain: bool = False) -> str:
    """The report in one of :data:`FORMATS`, ending in a line feed.

    ``explain`` adds to the text what each rule that fired is about.
    """
    if form == "text":
        return text(report, explain=explain)
    return _RENDERERS[form](report)


def text(report: Report, *, explain: bool = False) -> str:
    """Grouped by file: ``file:line:col  severity  id  message``, then what to do."""
    ordered = sorted(report.findings, key=lambda f: (f.place.file, f.place.line, f.place.column))
    lines = [line for problem in report.problems for line in _problem_lines(problem)]
    for file, group in groupby(ordered, key=lambda finding: finding.place.file):
        lines += [visible_line(file), *_file_lines(list(group)), ""]
    if explain:
        lines += [line for rule in _fired(report.findings) for line in _explanation(rule)]
    return "\n".join([*lines, summary(report)]) + "\n"


def _problem_lines(problem: WorkbenchError) -> Iterator[str]:
    where = f"{problem.place}: " if problem.place else ""
    yield visible_line(f"{where}error: {problem.message}")
    if problem.hint:
        yield visible_line(f"    hint: {problem.hint}")
    yield ""


def _file_lines(findings: Sequence[Finding]) -> Iterator[str]:
    width = max(len(finding.rule) for finding in findings)
    for finding in findings:
        where = visible_line(str(finding.place))
        yield f"  {where}  {finding.severity:7}  {finding.rule:{width}}  {finding.message}"
        if finding.advice:
            yield f"      hint: {visible_line(finding.advice)}"
        if finding.fix:
            title, target = visible_line(finding.fix.title), visible_line(str(finding.fix.target))
            yield f"      fix:  {title} ({target})"


def _explanation(rule: str) -> Iterator[str]:
    known = find_rule(rule)
    yield f"{known.id}: {known.title}"
    yield f"    {visible(known.explanation)}"
    yield ""


def _fired(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def summary(report: Report) -> str:
    """One line: ``3 errors, 1 warning in sample:shop (Karmada v1.18.2)``."""
    counted = [(severity, _count(report, severity)) for severity in SEVERITIES]
    words = [_plural(count, severity) for severity, count in counted if count]
    unread = len(report.problems)
    if unread:
        words.append(f"{unread} {'thing' if unread == 1 else 'things'} not read")
    found = ", ".join(words) or "nothing found"
    return visible_line(f"{found} in {report.fleet} (Karmada {report.karmada})")


def _plural(count: int, severity: str) -> str:
    return f"{count} {severity}{'s' if count != 1 and severity != 'info' else ''}"


def _count(report: Report, severity: str) -> int:
    return sum(finding.severity == severity for finding in report.findings)


def as_json(report: Report) -> str:
    """The report as JSON, see the module's text."""
    tree = {
        "format": "workbench-lint",
        "version": JSON_VERSION,
        "fleet": visible_line(report.fleet),
        "karmada": report.karmada,
        "summary": {severity: _count(report, severity) for severity in SEVERITIES},
        "findings": [_finding(finding) for finding in report.findings],
        "problems": [
            {
                "message": visible_line(problem.message),
                "hint": visible_line(problem.hint),
                **_place(problem.place or Place("")),
            }
            for problem in report.problems
        ],
    }
    return json.dumps(tree, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "title": find_rule(finding.rule).title,
        "message": finding.message,
        "advice": visible_line(finding.advice),
        **_place(finding.place),
        "blame": _identity(finding.item.id) if finding.item else None,
        "path": visible_line(pointer(finding.path)),
        "objects": [_identity(item) for item in finding.objects],
        "clusters": [visible_line(name) for name in finding.clusters],
        "fix": fix and {"title": visible_line(fix.title), "target": _identity(fix.target)},
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": visible_line(place.file), "line": place.line, "column": place.column}


def _identity(item: ObjectId) -> dict[str, str]:
    parts = {
        "apiVersion": item.api_version, "kind": item.kind, "namespace": item.namespace,
        "name": item.name,
    }
    return {key: visible_line(value) for key, value in parts.items()}


_RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "sarif": lambda report: sarif(report.findings, report.problems),
    "junit": lambda report: junit(report.fleet, report.findings, report.problems),
}
FORMATS: tuple[Format, ...] = ("text", "json", "sarif", "junit")
