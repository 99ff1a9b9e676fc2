"""``workbench lint``: hazards in policies."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from textwrap import wrap

from workbench.cli.output import Output
from workbench.cli.reading import read
from workbench.karmada.preview import Preview
from workbench.lint.finding import SEVERITIES, Finding
from workbench.lint.formats import Report, render
from workbench.lint.rule import Rule
from workbench.lint.rules import RULES, lint
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.text import visible, visible_line
from workbench.session.views import Role, Text

_ROLES: dict[str, Role] = {"error": "error", "warning": "warning"}


def run(options: Namespace) -> int:
    """Write what was found, or explain a rule; the exit code."""
    out = Output()
    if options.explain:
        asked = _asked(options.explain)
        out.lines(line for rule in asked for line in _explanation(rule, out.width))
        return 0
    snapshot = read(options.paths, options.namespace)
    findings = lint(Preview(snapshot, options.karmada), schemas=options.schemas)
    report = Report(snapshot.name, options.karmada.version, findings, snapshot.problems)
    written = render(report, options.output)
    if options.output == "text":
        out.lines((Text(line, _role(line)),) for line in written.splitlines())
    else:
        out.write([written])
    if not snapshot.is_complete:
        return WorkbenchError.exit_code
    return int(_is_failed(findings, options.fail_on))


def _is_failed(findings: tuple[Finding, ...], threshold: str | None) -> bool:
    if threshold is None:
        return False
    ranks: dict[str, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    return any(ranks[finding.severity] <= ranks[threshold] for finding in findings)


def _role(line: str) -> Role:
    words = line.split(maxsplit=2)
    is_finding = line.startswith("  ") and len(words) > 1
    return _ROLES.get(words[1], "") if is_finding else ""


def _asked(name: str) -> tuple[Rule, ...]:
    if name.upper() == "ALL":
        return RULES
    found = tuple(rule for rule in RULES if rule.id.upper() == name.upper())
    if not found:
        known = ", ".join(rule.id for rule in RULES)
        raise UsageError(f"there is no rule {visible_line(name)!r}", hint=f"there are {known}")
    return found


def _explanation(rule: Rule, width: int) -> Iterator[tuple[Text, ...]]:
    yield (Text(f"{rule.id}  {rule.title}", "name"), Text(f"  {rule.severity}", "muted"))
    for line in wrap(visible(rule.explanation), width - 4):
        yield (Text(f"    {line}"),)
    yield ()
