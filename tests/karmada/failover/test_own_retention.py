"""Karmada's own retention, written out for a script that takes its place."""

from __future__ import annotations

import pytest

from workbench.karmada.failover.own_retention import kept, lua_field, own_retention
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.work.retention import retained_places
from workbench.karmada.work.retention_rules import BUNDLED, NATIVE
from workbench.model.tree import Object

_OWN = [
    *NATIVE, *BUNDLED, ("apps/v1", "Deployment"), ("v1", "Pod"), ("v1", "Secret"),
    ("v1", "ServiceAccount"),
]


def tree(kind: tuple[str, str]) -> Object:
    labels = {"resourcetemplate.karmada.io/retain-replicas": "true"}
    return {"apiVersion": kind[0], "kind": kind[1], "metadata": {"name": "x", "labels": labels},
            "type": "kubernetes.io/service-account-token"}


@pytest.mark.parametrize("kind", _OWN, ids="/".join)
def test_every_place_that_karmada_keeps_is_named_in_the_script(kind: tuple[str, str]) -> None:
    script = "\n".join(own_retention(tree(kind), V1_18_2))
    for place in retained_places(tree(kind)):
        last = [str(step) for step in place if step != "*"][-1]
        assert place[0] == "metadata" or last in script
    opened = sum(script.count(word) for word in ("if ", "for _"))
    assert opened == sum(line.strip() == "end" for line in script.splitlines())


@pytest.mark.parametrize("kind", [
    ("apps/v1", "StatefulSet"), ("flink.apache.org/v1beta1", "FlinkDeployment"),
    ("apps.kruise.io/v1alpha1", "SidecarSet"), ("v1", "ConfigMap"),
])
def test_kinds_without_a_rule_get_no_lines(kind: tuple[str, str]) -> None:
    assert own_retention(tree(kind), V1_18_2) == []


def test_pull_secrets_are_merged_only_where_the_version_does_so() -> None:
    account = tree(("v1", "ServiceAccount"))
    assert "imagePullSecrets" in own_retention(account, V1_18_2)[0]
    assert "imagePullSecrets" not in own_retention(account, V1_12_0)[0]


def test_a_field_is_kept_only_where_its_rule_says_so() -> None:
    first = own_retention(tree(("v1", "Service")), V1_18_2)[0]
    assert first.endswith("and observedObj.spec.healthCheckNodePort > 0 then")
    assert kept(("spec", "suspend")) == [
        "if observedObj.spec ~= nil and observedObj.spec.suspend ~= nil then",
        "  desiredObj.spec = desiredObj.spec or {}",
        "  desiredObj.spec.suspend = observedObj.spec.suspend",
        "end",
    ]


@pytest.mark.parametrize(("step", "shown"), [
    ("a.b/c", '["a.b/c"]'), ("end", '["end"]'), ("ender", ".ender"), ('q"\\', '["q\\"\\\\"]'),
    ("ü", '["ü"]'), ("a\nb", '["a\\010b"]'),
])
def test_names_that_lua_does_not_know_are_quoted(step: str, shown: str) -> None:
    assert lua_field("x", (step,)) == f"x{shown}"
