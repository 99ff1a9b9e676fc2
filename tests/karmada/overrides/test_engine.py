from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.overrides_engine import actual, agrees, parse
from workbench.karmada.overrides.engine import apply_overrides, missing_cluster
from workbench.karmada.overrides.outcome import PolicyRef, replay
from workbench.karmada.profile import LATEST, PROFILES, V1_12_0, V1_18_2, Profile
from workbench.model.errors import InputError
from workbench.model.tree import Json, Object, same

VECTORS = Path(__file__).parents[2] / "vectors" / "overrides_engine.jsonl.gz"
CLUSTER: Object = {"metadata": {"name": "m1"}}


def recorded() -> Iterator[dict[str, Any]]:
    with gzip.open(VECTORS, "rt", encoding="utf-8") as file:
        yield from map(parse, file)


def deployment(**spec: Json) -> Object:
    containers = [{"name": "web", "image": "nginx:1.0"}]
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
        "spec": {"replicas": 2, "template": {"spec": {"containers": containers}}, **spec},
    }  # fmt: skip


def policy(name: str, *rules: Json, namespace: str = "shop", **spec: Json) -> Object:
    rules = tuple(r if "overriders" in r else {"overriders": r} for r in rules)
    return {
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"overrideRules": list(rules), **spec},
    }


def plaintext(operator: str, path: str, value: Json = None) -> Object:
    return {"plaintext": [{"operator": operator, "path": path, "value": value}]}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_objects_records_and_errors_are_what_karmada_recorded(profile: Profile) -> None:
    for line in recorded():
        expected = line[profile.version]
        expected = line["v1.18.2"] if expected == "same" else expected
        got = actual(line, profile)
        assert agrees(expected, got, line), (line["case"]["id"], expected, got)


def test_the_trace_replays_to_the_object() -> None:
    replayed = 0
    for line in recorded():
        case = line["case"]
        if "mode" in case or "cluster" not in case:
            continue
        outcome = apply_overrides(
            case["template"], case["cluster"], case.get("cops") or [], case.get("ops") or [], LATEST
        )
        if outcome.object is not None and outcome.steps:
            replayed += 1
            steps = outcome.steps
            assert _numbers(replay(case["template"], steps)) == _numbers(outcome.object)
    assert replayed > 100


def _numbers(tree: Json) -> Json:
    """A tree that compares 443.0 equal to 443, and True unequal to 1."""
    if isinstance(tree, dict):
        return {key: _numbers(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return list(map(_numbers, tree))
    return str(tree) if isinstance(tree, bool) else tree


def test_the_template_is_left_as_it_was() -> None:
    template, before = deployment(), deployment()
    apply_overrides(template, CLUSTER, [], [policy("p", plaintext("remove", "/spec"))], LATEST)
    assert same(template, before)


def test_cluster_policies_run_first_whatever_they_select() -> None:
    everything = policy("a", plaintext("replace", "/spec/replicas", 9))
    by_name = policy(
        "z", plaintext("replace", "/spec/replicas", 5),
        resourceSelectors=[{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}],
    )  # fmt: skip
    outcome = apply_overrides(deployment(), CLUSTER, [by_name], [everything], LATEST)
    assert outcome.object and outcome.object["spec"]["replicas"] == 9
    assert [ref.name for ref, _ in outcome.applied] == ["z", "a"]


def test_a_cluster_policy_that_takes_the_namespace_away_ends_the_run() -> None:
    move = policy("move", plaintext("remove", "/metadata/namespace"))
    outcome = apply_overrides(
        deployment(), CLUSTER, [move], [policy("p", plaintext("add", "/x", 1))], LATEST
    )
    assert outcome.applied == ((PolicyRef("ClusterOverridePolicy", "", "move"), 0),)
    assert outcome.applied_overrides is None


def test_an_error_names_the_item_and_leaves_no_object() -> None:
    two = {
        "plaintext": [
            {"operator": "add", "path": "/spec/x", "value": 1},
            {"operator": "remove", "path": "/spec/gone"},
        ]
    }
    outcome = apply_overrides(deployment(), CLUSTER, [], [policy("p", two)], LATEST)
    assert (outcome.kind, outcome.object) == ("error", None)
    assert str(outcome.cause) == "op/p rule[0] plaintext[1]"
    assert outcome.steps[-1].error == outcome.message
    assert outcome.message.startswith("error in remove for path: '/spec/gone'")


def test_an_image_path_beyond_the_list_is_a_panic() -> None:
    item = {
        "predicate": {"path": "/spec/template/spec/containers/7/image"},
        "component": "Tag", "operator": "replace", "value": "2",
    }  # fmt: skip
    outcome = apply_overrides(
        deployment(), CLUSTER, [], [policy("p", {"imageOverrider": [item]})], LATEST
    )
    assert (outcome.kind, outcome.message) == (
        "panic", "runtime error: index out of range [7] with length 1",
    )  # fmt: skip


def test_blanking_the_kind_is_blamed_on_the_item_that_did_it() -> None:
    blank = {"fieldOverrider": [{"fieldPath": "/kind"}]}
    outcome = apply_overrides(deployment(), CLUSTER, [], [policy("p", blank)], LATEST)
    assert outcome.kind == "error"
    assert str(outcome.cause) == "op/p rule[0] fieldOverrider[0]"


def test_every_item_has_a_step_and_says_why_it_changed_nothing() -> None:
    rule = {
        "argsOverrider": [{"containerName": "none", "operator": "add", "value": ["x"]}],
        "labelsOverrider": [{"operator": "replace", "value": {"gone": "1"}}],
        "plaintext": [
            {"operator": "add", "path": "/spec/a", "value": 1},
            {"operator": "replace", "path": "/spec/a", "value": 2},
        ],
    }
    outcome = apply_overrides(deployment(), CLUSTER, [], [policy("p", rule)], LATEST)
    shown = [(step.cause.overrider, len(step.changes), step.note) for step in outcome.steps]
    assert shown == [
        ("argsOverrider", 0, 'no container "none" where Karmada looks'),
        ("labelsOverrider", 0, "no labels to replace"),
        ("plaintext", 1, ""), ("plaintext", 1, ""),
    ]  # fmt: skip


def test_deprecated_overriders_count_only_without_rules() -> None:
    old = policy("p", **plaintext_spec())
    outcome = apply_overrides(deployment(), CLUSTER, [], [old], LATEST)
    assert str(outcome.cause or outcome.steps[0].cause) == "op/p plaintext[0]"
    both = policy("p", plaintext("add", "/y", 1), **plaintext_spec())
    outcome = apply_overrides(deployment(), CLUSTER, [], [both], LATEST)
    assert outcome.object and "y" in outcome.object and "x" not in outcome.object


def plaintext_spec() -> dict[str, Json]:
    return {"overriders": plaintext("add", "/x", 1)}


def test_all_rules_that_mean_the_cluster_apply() -> None:
    rules = [
        {"targetCluster": {"clusterNames": [name]}, "overriders": plaintext("add", f"/{name}", 1)}
        for name in ("m1", "m2")
    ] + [{"overriders": plaintext("add", "/all", 1)}]
    outcome = apply_overrides(deployment(), CLUSTER, [], [policy("p", *rules)], LATEST)
    assert [rule for _, rule in outcome.applied] == [0, 2]


@pytest.mark.parametrize(
    "spec",
    [
        {"overrideRules": "x"}, {"overrideRules": [1]}, [], {"resourceSelectors": [{"kind": 3}]},
        {"overrideRules": [{"overriders": {"plaintext": {"path": "/x"}}}]},
        {"overrideRules": [{"targetCluster": {"clusterNames": "m1"}}]},
    ],
)  # fmt: skip
def test_a_policy_that_no_api_server_stores_is_refused_in_plain_words(spec: Json) -> None:
    broken = {"metadata": {"name": "p", "namespace": "shop"}, "spec": spec}
    with pytest.raises(InputError, match="op/p: spec"):
        apply_overrides(deployment(), CLUSTER, [], [broken], LATEST)


@pytest.mark.parametrize("spec", [None, {}, {"overrideRules": None}, {"overrideRules": [None]}])
def test_an_empty_policy_changes_nothing_and_is_recorded(spec: Json) -> None:
    empty = {"metadata": {"name": "p", "namespace": "shop"}, "spec": spec}
    outcome = apply_overrides(deployment(), CLUSTER, [], [empty], LATEST)
    assert outcome.object == deployment()
    assert outcome.applied_overrides == '[{"policyName":"p","overriders":{}}]'


def test_versions_differ_in_what_a_scalar_root_does() -> None:
    rule = policy("p", plaintext("replace", "", 3))
    newer = apply_overrides(deployment(), CLUSTER, [], [rule], V1_18_2)
    older = apply_overrides(deployment(), CLUSTER, [], [rule], V1_12_0)
    assert (newer.kind, older.kind) == ("error", "object")


def test_a_missing_cluster_is_karmadas_error() -> None:
    assert missing_cluster("m9").message == 'clusters.cluster.karmada.io "m9" not found'
