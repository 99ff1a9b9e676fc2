from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest

from tests.lint.fleets import deployment, policy, preview_of
from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.lint.finding import Finding
from workbench.lint.formats import FORMATS, Format, Report, render
from workbench.lint.rules import RULES, lint
from workbench.model.errors import InputError, Place
from workbench.model.snapshot import Item

HAZARDS = lint(Preview(load(["sample:hazards"]), LATEST))
NASTY = "evil\x1b[31m\u202e</failure>\x00\ufffe&\"'\n::error::"


def report(*findings: Finding, **more: object) -> Report:
    return Report("fleet", LATEST.version, findings, **more)  # type: ignore[arg-type]


def nasty_report() -> Report:
    item = Item.of({"apiVersion": "v1", "kind": NASTY, "metadata": {"name": NASTY}})
    problem = InputError(NASTY, place=Place(NASTY, 3, 1), hint=NASTY)
    finding = Finding("H9", "warning", "message", item, ("spec", NASTY), item.id, (NASTY,), None,
                      NASTY, (item.id,))
    return Report(NASTY, LATEST.version, (finding,), (problem,))


def test_text_says_place_severity_rule_message_and_what_to_do() -> None:
    text = render(report(*HAZARDS), "text")
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if " H7 " in line)
    assert lines[at].startswith("  sample:hazards/H07-registry-glued.yaml:")
    assert "  error    H7  OverridePolicy h07/mirror overrideRules[0]" in lines[at]
    assert lines[at + 1] == "      hint: use operator replace with the whole registry"
    assert lines[at + 2].startswith("      fix:  write replace instead of add")
    assert lines[-1].endswith("in fleet (Karmada v1.18.2)")


def test_text_explains_each_rule_that_fired_once_when_asked() -> None:
    text = render(report(*HAZARDS), "text", explain=True)
    fired = {finding.rule for finding in HAZARDS}
    assert len(fired) > 30
    for rule in RULES:
        assert text.count(f"\n{rule.id}: {rule.title}\n") == (rule.id in fired)


def test_a_clean_fleet_says_so() -> None:
    assert render(report(), "text") == "nothing found in fleet (Karmada v1.18.2)\n"
    assert ElementTree.fromstring(render(report(), "junit")).get("tests") == "1"
    assert json.loads(render(report(), "sarif"))["runs"][0]["results"] == []


def test_json_holds_what_its_contract_names() -> None:
    tree = json.loads(render(report(*HAZARDS), "json"))
    assert (tree["format"], tree["version"]) == ("workbench-lint", 1)
    assert sum(tree["summary"].values()) == len(tree["findings"]) == len(HAZARDS)
    first = next(one for one in tree["findings"] if one["rule"] == "H12")
    assert first["line"] > 1
    assert first["column"] > 0
    assert first["blame"]["kind"] == "OverridePolicy"
    assert first["path"].startswith("/spec/overrideRules/0/overriders/plaintext/0")
    assert first["objects"][0] == {
        "apiVersion": "apps/v1", "kind": "Deployment", "namespace": "h12-map", "name": "web",
    }
    assert first["clusters"] == ["member1"]
    assert first["fix"]["target"] == first["blame"]


def test_sarif_names_every_rule_and_points_into_files() -> None:
    tree = json.loads(render(report(*HAZARDS), "sarif"))
    assert tree["version"] == "2.1.0"
    run = tree["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        assert ":" not in physical["artifactLocation"]["uri"]
    prints = [one["partialFingerprints"]["blame/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_junit_counts_what_fails_and_passes_what_is_good_to_know() -> None:
    root = ElementTree.fromstring(render(report(*HAZARDS), "junit"))
    cases = root.findall("./testsuite/testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    assert root.get("failures") == str(len(failed))
    assert len(cases) == len(HAZARDS)
    infos = [finding for finding in HAZARDS if finding.severity == "info"]
    assert len(cases) - len(failed) == len(infos) > 0


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_neither_break_a_format_nor_reach_a_terminal(form: Format) -> None:
    text = render(nasty_report(), form, explain=True)
    assert not set(text) & {"\x1b", "\u202e", "\x00"}
    assert not any(line.startswith("::error::") for line in text.splitlines())
    if form == "junit":
        assert "\ufffe" not in text
        assert ElementTree.fromstring(text).get("errors") == "1"
    elif form != "text":
        json.loads(text)


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_tells_what_is_in_a_secret(form: Format) -> None:
    secret = """
apiVersion: v1
kind: Secret
metadata: {name: login, namespace: shop}
stringData: {app.yaml: "password: hunter2hunter\\npin: 0644\\nlevel: x\\n"}
"""
    overriders = (
        "{fieldOverrider: [{fieldPath: /stringData/app.yaml, yaml: [{subPath: /level, "
        "operator: replace, value: topsecretvalue}]}, {fieldPath: /stringData/app.yaml, yaml: "
        "[{subPath: /none/there, operator: replace, value: topsecretvalue}]}]}"
    )
    findings = lint(preview_of(secret + policy(overriders, kind="Secret")))
    assert {"override-fails"} <= {finding.rule for finding in findings}
    text = render(report(*findings), form, explain=True)
    assert "hunter2" not in text
    assert "topsecret" not in text
    assert "0644" not in text


def test_a_fleet_that_was_not_read_whole_says_so_in_every_format() -> None:
    problem = InputError("broken YAML", place=Place("a.yaml", 3, 1), hint="close the quote")
    broken = report(problems=(problem,))
    assert render(broken, "text").startswith("a.yaml:3:1: error: broken YAML\n")
    assert "1 thing not read" in render(broken, "text")
    assert json.loads(render(broken, "json"))["problems"][0]["line"] == 3
    invocation = json.loads(render(broken, "sarif"))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert 'errors="1"' in render(broken, "junit")


def test_messages_fold_equal_findings_and_count_clusters() -> None:
    one = deployment('[{name: web, image: "r.example/web:1"}]')
    add = policy("{argsOverrider: [{containerName: app, operator: add, value: [x]}]}")
    (finding,) = [f for f in lint(preview_of(one + add)) if f.rule == "H9"]
    assert finding.message == (
        "OverridePolicy shop/policy overrideRules[0].argsOverrider[0].containerName: there is no "
        'container "app", so nothing changes (Deployment shop/web, in member1, member2)'
    )
