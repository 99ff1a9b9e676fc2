"""Findings as JUnit XML: one test case a finding, so that any pipeline can show them."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from workbench.lint.finding import Finding
from workbench.lint.rules import find_rule
from workbench.model.errors import WorkbenchError
from workbench.model.text import visible_line


def junit(
    fleet: str, findings: Sequence[Finding], problems: Sequence[WorkbenchError] = ()
) -> str:
    """One suite: errors and warnings fail, what is good to know passes with a note.

    What could not be read is an error of the run. A fleet without findings is one passed case.
    """
    cases = [_case(finding) for finding in findings] + [_unread(problem) for problem in problems]
    if not cases:
        cases = [f'    <testcase classname="workbench.lint" name={_attribute(fleet)}/>']
    failures = sum(finding.severity != "info" for finding in findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{len(problems)}"'
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites name=\"workbench lint\" {counts}>",
            f"  <testsuite name={_attribute(fleet)} {counts} skipped=\"0\">",
            *cases,
            "  </testsuite>",
            "</testsuites>",
            "",
        )
    )


def _case(finding: Finding) -> str:
    place = finding.place
    who = str(finding.item.id) if finding.item else "fleet"
    line = f' line="{place.line}"' if place.line else ""
    head = (
        f"    <testcase classname={_attribute(f'workbench.lint.{finding.rule}')} "
        f"name={_attribute(f'{who} ({place})')} file={_attribute(place.file)}{line}>"
    )
    body = escape(_text("\n".join(_body(finding))))
    if finding.severity == "info":
        return f"{head}\n      <system-out>{body}</system-out>\n    </testcase>"
    return (
        f"{head}\n      <failure type={_attribute(finding.severity)} "
        f"message={_attribute(finding.message)}>{body}</failure>\n    </testcase>"
    )


def _body(finding: Finding) -> list[str]:
    rows = [f"{finding.place}: {finding.severity} {finding.rule}: {finding.message}"]
    if finding.advice:
        rows.append(f"hint: {finding.advice}")
    if finding.fix:
        rows.append(f"fix: {finding.fix.title} ({finding.fix.target})")
    return [visible_line(row) for row in (*rows, find_rule(finding.rule).explanation)]


def _unread(problem: WorkbenchError) -> str:
    where = str(problem.place or "input")
    return (
        f'    <testcase classname="workbench.input" name={_attribute(where)}>\n'
        f"      <error message={_attribute(problem.message)}>"
        f"{escape(_text(visible_line(problem.hint)))}</error>\n    </testcase>"
    )


def _attribute(text: str) -> str:
    return quoteattr(_text(visible_line(text)))


def _text(text: str) -> str:
    """Without the two code points that XML can't hold and that are harmless elsewhere."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
