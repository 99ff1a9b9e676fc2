"""Every rule about placement on a fleet where it fires, and on its clean twin where it doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES
from workbench.lint import placements, propagation
from workbench.lint.finding import Finding
from workbench.lint.rules import lint, lint_policy

HAZARDS = Path(__file__).parents[2] / "sample_clusters" / "hazards-placement"
CLEAN = Path(__file__).parent / "clean_placement"
FILES = sorted(path.name for path in HAZARDS.glob("*.yaml") if path.name != "clusters.yaml")
RULES = (*placements.RULES, *propagation.RULES)


def rule_of(file: str) -> str:
    return max((rule.id for rule in RULES if file.startswith(rule.id)), key=len)


def preview(file: Path) -> Preview:
    snapshot = load([HAZARDS / "clusters.yaml", file])
    assert not snapshot.problems
    return Preview(snapshot, LATEST)


def found(file: str) -> list[Finding]:
    return [one for one in lint(preview(HAZARDS / file)) if one.rule == rule_of(file)]


@pytest.mark.parametrize("file", FILES)
def test_a_hazard_is_found_with_its_line_and_words(file: str) -> None:
    assert found(file)
    for finding in found(file):
        assert finding.place.file.endswith(file)
        assert finding.place.line > 1
        assert finding.item is not None and str(finding.item.id) in finding.message
        assert "\n" not in finding.message
        assert finding.advice


@pytest.mark.parametrize("file", FILES)
def test_the_same_thing_done_right_is_not_blamed(file: str) -> None:
    assert lint(preview(CLEAN / file)) == ()


def test_the_hazards_hold_a_case_for_every_rule_and_lint_finds_them_all_at_once() -> None:
    ids = {rule.id for rule in RULES}
    assert {rule_of(file) for file in FILES} == ids
    snapshot = load([HAZARDS])
    for profile in PROFILES.values():
        assert {finding.rule for finding in lint(Preview(snapshot, profile))} == ids


def test_words_name_the_cluster_the_policy_and_the_reason() -> None:
    messages = {file: found(file)[0].message for file in FILES}
    assert messages["untolerated-taint.yaml"] == (
        "PropagationPolicy untolerated-taint/web placement: batch1 is left out: no toleration "
        "accepts its taint dedicated=batch:NoSchedule (Deployment untolerated-taint/web, in batch1)"
    )
    assert messages["claims-nothing-shadowed.yaml"].endswith(
        "every object that it selects belongs to PropagationPolicy claims-nothing-shadowed/web "
        "(selects by kind alone, web by name)"
    )
    assert "no cluster fits" in messages["no-fit.yaml"]
    assert "ConfigMap left-behind/settings stays behind" in messages["left-behind.yaml"]


def test_a_taint_on_a_cluster_that_is_not_named_is_good_to_know_and_no_more() -> None:
    text = (HAZARDS / "untolerated-taint.yaml").read_text()
    assert found("untolerated-taint.yaml")[0].severity == "warning"
    everywhere = text.replace("clusterNames: [member1, batch1]", "{}")
    from tests.lint.fleets import snapshot_of

    clusters = (HAZARDS / "clusters.yaml").read_text()
    (finding,) = lint(Preview(snapshot_of(f"{clusters}---\n{everywhere}"), LATEST))
    assert (finding.rule, finding.severity) == ("untolerated-taint", "info")


def test_a_fleet_without_propagation_policies_is_not_blamed_for_placement() -> None:
    from tests.lint.fleets import deployment, preview_of

    assert lint(preview_of(deployment("[{name: web, image: 'web:1'}]"))) == ()


def test_a_propagation_policy_can_be_judged_alone() -> None:
    whole = preview(HAZARDS / "claims-nothing.yaml")
    item = next(i for i in whole.snapshot.propagation_policies if i.id.name == "other")
    assert [finding.rule for finding in lint_policy(whole, item)] == ["claims-nothing"]
