from __future__ import annotations

from workbench.karmada.overrides.folding import RuleTargets, preview
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.stages import Stage
from workbench.karmada.profile import LATEST
from workbench.model.tree import Json, Object

FLEET = [{"metadata": {"name": f"m{n}"}} for n in range(4)]
WEB: Object = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"replicas": 1},
}


def scaling(name: str, value: Json, cluster: str) -> Object:
    patch = {"operator": "replace", "path": "/spec/replicas", "value": value}
    rule = {"targetCluster": {"clusterNames": [cluster]}, "overriders": {"plaintext": [patch]}}
    return {
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
            "overrideRules": [rule],
        },
    }


def test_a_rule_is_applied_once_to_one_stage_of_an_object() -> None:
    rule = PolicyIndex([], [scaling("a", 2, "m0")], LATEST).policies[0].rules[0]
    first = Stage.first(WEB, LATEST)
    assert first.after(rule) is first.after(rule)


def test_a_rule_that_fails_ends_in_its_outcome() -> None:
    policy = scaling("a", 2, "m0")
    policy["spec"]["overrideRules"][0]["overriders"]["plaintext"][0]["path"] = "/spec/gone"
    rule = PolicyIndex([], [policy], LATEST).policies[0].rules[0]
    end = Stage.first(WEB, LATEST).after(rule)
    assert isinstance(end, Outcome)
    assert end.kind == "error"


def test_outcomes_that_an_edit_does_not_touch_are_the_same_objects_as_before() -> None:
    stays, goes, comes = scaling("a", 2, "m0"), scaling("b", 3, "m1"), scaling("b", 4, "m1")
    index = PolicyIndex([], [stays, goes], LATEST)
    before = RuleTargets(index, FLEET, keeps_stages=True)
    old = {v.clusters: v.outcome for v in preview(WEB, before)}
    edited = PolicyIndex([], [stays, comes], LATEST, index.policies)
    new = {v.clusters: v.outcome for v in preview(WEB, RuleTargets(edited, FLEET, before))}
    assert new[("m0",)] is old[("m0",)]
    assert new[("m2", "m3")] is old[("m2", "m3")]
    assert new[("m1",)].object != old[("m1",)].object
