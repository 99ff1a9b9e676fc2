from __future__ import annotations

import pytest

from workbench.karmada.overrides.compiled import compile_policy
from workbench.karmada.overrides.matching import PolicyIndex, judge_policy, judge_selector
from workbench.karmada.profile import LATEST, V1_12_0, V1_18_2
from workbench.model.tree import Json, Object

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment"}


def web(labels: Json = None) -> Object:
    metadata = {"name": "web", "namespace": "shop", "labels": labels or {"app": "web"}}
    return {**DEPLOYMENT, "metadata": metadata}


def policy(name: str, *selectors: Object) -> Object:
    spec = {"resourceSelectors": list(selectors)}
    return {"metadata": {"name": name, "namespace": "shop"}, "spec": spec}


@pytest.mark.parametrize(
    ("selector", "priority", "part"),
    [
        (DEPLOYMENT, 1, ""),
        ({**DEPLOYMENT, "labelSelector": {}}, 2, ""),
        ({**DEPLOYMENT, "labelSelector": None}, 1, ""),
        ({**DEPLOYMENT, "name": "web", "labelSelector": {"matchLabels": {"app": "x"}}}, 3, ""),
        ({**DEPLOYMENT, "name": "other", "labelSelector": {}}, 0, "name"),
        ({**DEPLOYMENT, "namespace": "other"}, 0, "namespace"),
        ({**DEPLOYMENT, "labelSelector": {"matchLabels": {"app": "x"}}}, 0, "labelSelector"),
        ({"apiVersion": "apps/v1", "kind": "deployment"}, 0, "kind"),
        ({"kind": "Deployment"}, 0, "apiVersion"),
    ],
)
def test_a_selector_gives_a_priority_or_the_part_that_fails(
    selector: Object, priority: int, part: str
) -> None:
    verdict = judge_selector(web(), selector, LATEST)
    assert (verdict.priority, verdict.part) == (priority, part)
    assert bool(verdict.reason) == (priority == 0)


def test_the_reason_says_what_is_and_what_was_wanted() -> None:
    verdict = judge_selector(web(), {"apiVersion": "apps/v1", "kind": "Job"}, LATEST)
    assert verdict.reason == "kind is Deployment, not Job"


def test_less_specific_policies_go_first_and_names_by_their_bytes() -> None:
    by_name, by_labels = {**DEPLOYMENT, "name": "web"}, {**DEPLOYMENT, "labelSelector": {}}
    policies = [
        policy("a", by_name), policy("b", by_labels), policy("c"), policy("C", DEPLOYMENT),
        policy("a1"), policy("a-1"), policy("x", {"apiVersion": "v1", "kind": "Pod"}),
    ]  # fmt: skip
    index = PolicyIndex([], policies, LATEST)
    found = [match.ref.name for match in index.of_namespace("shop").matching(web())]
    assert found == ["C", "a-1", "a1", "c", "b", "a"]


def test_the_best_selector_counts() -> None:
    compiled = compile_policy(
        "OverridePolicy", policy("p", DEPLOYMENT, {**DEPLOYMENT, "name": "web"}), LATEST
    )
    verdict = judge_policy(web(), compiled, LATEST)
    assert (verdict.priority, [v.priority for v in verdict.selectors]) == (3, [1, 3])


def test_a_null_label_is_empty_or_spoils_all_labels() -> None:
    selector = {**DEPLOYMENT, "labelSelector": {"matchLabels": {"app": "web"}}}
    tree = web({"app": "web", "n": None})
    assert judge_selector(tree, selector, V1_18_2).priority == 2
    assert judge_selector(tree, selector, V1_12_0).priority == 0


def test_policies_of_other_namespaces_are_never_asked() -> None:
    index = PolicyIndex([], [policy("p")], LATEST)
    assert index.of_namespace("other").matching(web()) == []
    assert index.of_namespace("").matching(web()) == []


def test_answers_follow_the_object_that_is_asked_about() -> None:
    index = PolicyIndex([], [policy("p", {**DEPLOYMENT, "name": "web"})], LATEST)
    policies = index.of_namespace("shop")
    other = {**DEPLOYMENT, "metadata": {"name": "other", "namespace": "shop"}}
    assert [len(policies.matching(tree)) for tree in (web(), other, web())] == [1, 0, 1]


def test_nulls_inside_a_selector_read_as_gos_empty_values() -> None:
    requirement = {"key": None, "operator": "In", "values": [None]}
    odd = {**DEPLOYMENT, "name": None, "labelSelector": {"matchExpressions": [requirement]}}
    index = PolicyIndex([], [policy("p", odd), policy("q", {**DEPLOYMENT, "name": None})], LATEST)
    assert [match.ref.name for match in index.of_namespace("shop").matching(web())] == ["q"]
