"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a pull request."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from workbench import __version__
from workbench.lint.finding import Finding
from workbench.lint.rule import Rule
from workbench.lint.rules import RULES
from workbench.model.errors import Place, WorkbenchError
from workbench.model.pointer import pointer
from workbench.model.text import visible_line

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_WORDS = re.compile(r"[A-Za-z0-9]+")


def sarif(findings: Sequence[Finding], problems: Sequence[WorkbenchError] = ()) -> str:
    """One SARIF run: every rule with its help, every finding with file and region.

    What could not be read is told as notifications, and the run as not successful.
    """
    run = {
        "tool": {
            "driver": {
                "name": "workbench",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not problems,
                "toolExecutionNotifications": [_notification(problem) for problem in problems],
            }
        ],
        "results": [_result(finding) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word[:1].upper() + word[1:] for word in _WORDS.findall(rule.title)),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["karmada", "override-policy"]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    text = finding.message
    if finding.advice:
        text = f"{text}. Hint: {visible_line(finding.advice)}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": next(i for i, rule in enumerate(RULES) if rule.id == finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding)],
        "partialFingerprints": {"blame/v1": _fingerprint(finding)},
    }


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(finding.place)}
    if finding.item:
        name = f"{finding.item.id} {pointer(finding.path)}".strip()
        location["logicalLocations"] = [{"fullyQualifiedName": visible_line(name)}]
    return location


def _physical(place: Place) -> dict[str, Any]:
    """A region must begin at line 1 at least; where no line is known, there is none."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        column = {"startColumn": place.column} if place.column else {}
        physical["region"] = {"startLine": place.line, **column}
    return physical


def _uri(file: str) -> str:
    """A relative reference or a path as a URI; a colon in its first part would be a scheme."""
    text = quote(visible_line(file).replace("\\", "/"), safe="/-._~!$&'()*+,;=@")
    return text.removeprefix("./")


def _fingerprint(finding: Finding) -> str:
    """Stays the same when lines move: the rule, the blamed object and the place in it."""
    who = str(finding.item.id) if finding.item else ""
    parts = "\0".join((finding.rule, who, pointer(finding.path), finding.message))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notification(problem: WorkbenchError) -> dict[str, Any]:
    found: dict[str, Any] = {
        "level": "error",
        "message": {"text": visible_line(problem.message)},
    }
    if problem.place:
        found["locations"] = [{"physicalLocation": _physical(problem.place)}]
    return found
