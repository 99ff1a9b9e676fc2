"""Reverse authoring: the smallest overrider for a field, and proof that it gives the value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.admission.server import admit
from workbench.karmada.overrides.engine import apply_overrides
from workbench.karmada.profile import PROFILES, V1_18_2
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.tree import MISSING, Path, lookup, replaced, same
from workbench.session.overrides.authoring import Wish, author, read_value, wish_of

WEB: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
    "spec": {
        "replicas": 2,
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {"name": "web", "image": "registry.example/shop/web:1.4", "args": ["--a"],
                     "env": [{"name": "MODE", "value": "slow"}, {"name": "B", "value": "1"}]},
                    {"name": "proxy", "image": "registry.example/proxy:2"},
                ],
                "initContainers": [{"name": "init", "image": "registry.example/init:1"}],
            },
        },
    },
}
SETTINGS: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "settings", "namespace": "shop"},
    "data": {"app.yaml": "# how fast\nspeed: 1\nnested:\n  a/b: x\n", "app.json": '{"a":{"b":1}}'},
}
FIRST = ("spec", "template", "spec", "containers", 0)


def written(current: dict[str, Any], wish: Wish, **more: Any) -> Any:
    return author(current, wish, profile=V1_18_2, **more)


@pytest.mark.parametrize(
    ("path", "value", "overriders"),
    [
        (("spec", "replicas"), 5,
         {"plaintext": [{"path": "/spec/replicas", "operator": "replace", "value": 5}]}),
        (("spec", "paused"), True,
         {"plaintext": [{"path": "/spec/paused", "operator": "add", "value": True}]}),
        (("spec", "replicas"), MISSING,
         {"plaintext": [{"path": "/spec/replicas", "operator": "remove"}]}),
        (("metadata", "labels", "app"), "shop",
         {"labelsOverrider": [{"operator": "replace", "value": {"app": "shop"}}]}),
        (("metadata", "labels", "a.b/c"), "1",
         {"labelsOverrider": [{"operator": "add", "value": {"a.b/c": "1"}}]}),
        (("metadata", "annotations", "note"), "1",
         {"annotationsOverrider": [{"operator": "add", "value": {"note": "1"}}]}),
        ((*FIRST, "args"), ["--a", "--b"],
         {"argsOverrider": [{"containerName": "web", "operator": "add", "value": ["--b"]}]}),
        ((*FIRST, "command"), ["sh"],
         {"commandOverrider": [{"containerName": "web", "operator": "add", "value": ["sh"]}]}),
        ((*FIRST, "image"), "registry.example/shop/web:2",
         {"imageOverrider": [
             {"predicate": {"path": "/spec/template/spec/containers/0/image"},
              "component": "Tag", "operator": "replace", "value": "2"}]}),
        (("spec", "strategy", "rollingUpdate", "maxSurge"), 1,
         {"plaintext": [{"path": "/spec/strategy", "operator": "add",
                         "value": {"rollingUpdate": {"maxSurge": 1}}}]}),
    ],
)
def test_the_overrider_made_for_a_field_is_chosen(
    path: Path, value: Any, overriders: dict[str, Any]
) -> None:
    assert written(WEB, Wish(path, value)).overriders == overriders


@pytest.mark.parametrize(
    ("field", "sub_path", "value", "mode"),
    [("app.json", ("a", "b"), 2, "json"), ("app.yaml", ("nested", "a/b"), "y", "yaml"),
     ("app.yaml", ("new",), 1, "yaml"), ("app.json", ("a",), MISSING, "json")],
)
def test_a_field_inside_a_text_becomes_a_field_overrider(
    field: str, sub_path: Path, value: Any, mode: str
) -> None:
    authored = written(SETTINGS, Wish(("data", field), value, sub_path))
    [item] = authored.overriders["fieldOverrider"]
    assert item["fieldPath"] == f"/data/{field}"
    assert list(item)[1] == mode


def test_comments_that_a_yaml_override_drops_are_named() -> None:
    authored = written(SETTINGS, Wish(("data", "app.yaml"), 2, ("speed",)))
    assert any("comment" in warning for warning in authored.warnings)


def test_an_env_variable_is_found_by_position_and_the_danger_named() -> None:
    authored = written(WEB, Wish((*FIRST, "env", 0, "value"), "fast"))
    assert authored.overriders["plaintext"][0]["path"].endswith("/env/0/value")
    assert any("'MODE'" in warning and "H16" in warning for warning in authored.warnings)


def test_the_policy_selects_the_object_alone_and_the_clusters_asked_for() -> None:
    policy = written(WEB, Wish(("spec", "replicas"), 3), clusters=("eu-1",)).policy
    assert policy["spec"]["resourceSelectors"] == [
        {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "namespace": "shop"}
    ]
    assert policy["spec"]["overrideRules"][0]["targetCluster"] == {"clusterNames": ["eu-1"]}


@pytest.mark.parametrize("path", [("kind",), ()])
def test_what_no_override_can_do_is_refused_with_a_hint(path: Path) -> None:
    with pytest.raises(UsageError, match="no override can"):
        written(WEB, Wish(path, MISSING))


def test_a_typed_value_is_yaml_and_nothing_takes_the_field_away() -> None:
    assert read_value("5") == 5
    assert read_value("{a: [1]}") == {"a": [1]}
    assert read_value("  ") is MISSING
    with pytest.raises(WorkbenchError):
        read_value("a: b: c")


def _paths(tree: Any, path: Path = ()) -> list[Path]:
    found = [path] if path else []
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += _paths(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            found += _paths(value, (*path, index))
    return found


FIELDS = [p for tree in (WEB, SETTINGS) for p in _paths(tree)
          if p[0] in ("spec", "data") or p[:2] == ("metadata", "labels")]
VALUES = st.one_of(st.text(max_size=12), st.integers(-5, 5), st.booleans(),
                   st.lists(st.text("ab-", max_size=4), max_size=3), st.just(MISSING))


@given(st.sampled_from(FIELDS), VALUES, st.sampled_from(sorted(PROFILES)))
def test_every_authored_policy_is_admitted_and_gives_the_value(
    path: Path, value: Any, version: str
) -> None:
    current = SETTINGS if path[0] == "data" else WEB
    if lookup(current, *path) is MISSING:
        return
    profile = PROFILES[version]
    authored = author(current, Wish(path, value), profile=profile)
    assert admit(authored.policy, profile).complaints == ()
    cluster = {"kind": "Cluster", "metadata": {"name": "any"}}
    outcome = apply_overrides(current, cluster, [], [authored.policy], profile)
    assert same(outcome.object, replaced(current, path, value))


@pytest.mark.parametrize(
    ("field", "typed", "sub_path", "value"),
    [("app.yaml", "/nested/a~1b: 5", ("nested", "a/b"), 5),
     ("app.json", "/a/b: x", ("a", "b"), "x"), ("app.json", "/a:", ("a",), MISSING)],
)
def test_a_field_inside_a_text_is_named_by_its_pointer(
    field: str, typed: str, sub_path: Path, value: Any
) -> None:
    wish = wish_of(SETTINGS, ("data", field), read_value(typed))
    assert wish == Wish(("data", field), value, sub_path)
    assert "fieldOverrider" in written(SETTINGS, wish).overriders


def test_a_map_for_a_plain_field_is_just_its_value() -> None:
    assert wish_of(WEB, ("spec", "strategy"), {"/a": 1}) == Wish(("spec", "strategy"), {"/a": 1})
