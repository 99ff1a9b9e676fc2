"""Every rule on a fleet where it fires, on its clean twin where it does not, and after its fix."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("kubernetes_validate")
pytest.importorskip("jsonschema_rs")

from tests.lint.fleets import mended
from workbench.fleets.files import load
from workbench.karmada.admission.server import admit
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.lint import placements, propagation
from workbench.lint.finding import Finding
from workbench.lint.inspection import POLICY_KINDS
from workbench.lint.rules import RULES as ALL_RULES
from workbench.lint.rules import find_rule, lint, lint_object, lint_policy

HAZARDS = Path(__file__).parents[2] / "sample_clusters" / "hazards"
CLEAN = Path(__file__).parent / "clean"
FILES = sorted(path.name for path in HAZARDS.glob("*.yaml") if path.name != "clusters.yaml")
# Rules about placement have a fleet of their own: one propagation policy changes all targets.
RULES = tuple(
    rule for rule in ALL_RULES if rule not in (*placements.RULES, *propagation.RULES)
)
NO_MECHANICAL_FIX = {
    "H1", "H8", "H11", "H13", "H16", "admission", "collateral", "no-cluster", "no-effect",
    "override-fails", "overlap", "varying-result", "blanked-field",
    "member-refuses",
}  # fmt: skip


def rule_of(file: str) -> str:
    """The rule that a file is about: ``H04-init-containers.yaml`` is about H4."""
    if file[0] == "H":
        return f"H{int(file[1:3])}"
    return max((rule.id for rule in RULES if file.startswith(rule.id)), key=len)


def preview(file: Path, profile: Profile = LATEST) -> Preview:
    snapshot = load([HAZARDS / "clusters.yaml", file])
    assert not snapshot.problems
    return Preview(snapshot, profile)


def found(preview: Preview, rule: str) -> list[Finding]:
    return [finding for finding in lint(preview, schemas=True) if finding.rule == rule]


@pytest.mark.parametrize("file", FILES)
def test_a_hazard_is_found_with_its_line_and_words(file: str) -> None:
    findings = found(preview(HAZARDS / file), rule_of(file))
    assert findings
    for finding in findings:
        assert finding.place.file.endswith(file)
        assert finding.place.line > 1
        assert finding.item is not None
        assert str(finding.item.id) in finding.message
        assert "\n" not in finding.message
        assert finding.advice or finding.fix


@pytest.mark.parametrize("file", FILES)
def test_the_same_thing_done_right_is_not_blamed(file: str) -> None:
    assert lint(preview(CLEAN / file), schemas=True) == ()


@pytest.mark.parametrize("file", FILES)
def test_a_fix_mends_the_finding_and_is_admitted(file: str) -> None:
    before = preview(HAZARDS / file)
    for finding in found(before, rule_of(file)):
        if finding.fix is None:
            continue
        after = mended(before, finding)
        left = found(after, finding.rule)
        assert finding.message not in {one.message for one in left}
        assert len(left) < len(found(before, finding.rule))
        if finding.fix.target.kind in POLICY_KINDS:
            assert admit(finding.fix.after, LATEST).admitted


def test_a_fix_leaves_the_fleet_that_it_came_from_alone() -> None:
    for file in FILES:
        once = preview(HAZARDS / file)
        objects = [item.object for item in once.snapshot.items]
        copies = [item.object for item in preview(HAZARDS / file).snapshot.items]
        lint(once)
        assert objects == copies


@pytest.mark.parametrize("rule", sorted({rule.id for rule in RULES} - NO_MECHANICAL_FIX))
def test_a_rule_with_a_mechanical_way_out_offers_it(rule: str) -> None:
    files = [file for file in FILES if rule_of(file) == rule]
    findings = [one for file in files for one in found(preview(HAZARDS / file), rule)]
    assert any(finding.fix for finding in findings)


def test_the_hazards_hold_a_case_for_every_rule_and_lint_finds_them_all_at_once() -> None:
    ids = {rule.id for rule in RULES}
    assert {rule_of(file) for file in FILES} == ids
    snapshot = load([HAZARDS])
    assert not snapshot.problems
    assert {finding.rule for finding in lint(Preview(snapshot, LATEST), schemas=True)} == ids


@pytest.mark.parametrize("version", PROFILES)
@pytest.mark.parametrize("sample", ["capacity", "shop", "config", "flink", "adopt"])
def test_nothing_is_found_in_the_clean_samples(sample: str, version: str) -> None:
    assert lint(Preview(load([f"sample:{sample}"]), PROFILES[version]), schemas=True) == ()


def test_findings_come_worst_first_and_then_by_place() -> None:
    findings = lint(Preview(load([HAZARDS]), LATEST))
    ranks = [{"error": 0, "warning": 1, "info": 2}[finding.severity] for finding in findings]
    assert ranks == sorted(ranks)
    errors = [(f.place.file, f.place.line) for f in findings if f.severity == "error"]
    assert errors == sorted(errors)


def test_an_object_and_a_policy_can_be_judged_alone() -> None:
    whole = Preview(load([HAZARDS]), LATEST)
    web = next(i for i in whole.templates if i.id.path == "h04/web")
    mirror = next(i for i in whole.snapshot.override_policies if i.id.path == "h04/mirror")
    assert [finding.rule for finding in lint_object(whole, web)] == ["H4"]
    assert [finding.rule for finding in lint_policy(whole, mirror)] == ["H4"]


def test_every_rule_explains_itself() -> None:
    for rule in ALL_RULES:
        assert find_rule(rule.id) is rule
        assert len(rule.explanation) > 60
        assert rule.title[0].isupper() or rule.title.startswith(("imageOverrider", "plaintext",
                                                                 "fieldOverrider"))
        checks = (rule.check_run, rule.check_object, rule.check_policy)
        assert sum(check is not None for check in checks) == 1
    assert len({rule.id for rule in ALL_RULES}) == len(ALL_RULES)
