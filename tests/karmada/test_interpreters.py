from __future__ import annotations

import pytest

from workbench.karmada.interpreters import Interpreters
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Json, Object

WEB = ObjectId("Deployment", "shop", "web", "apps/v1")


def customization(name: str = "own", kind: str = "Deployment", **sections: Json) -> Item:
    tree: Object = {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": name},
        "spec": {"target": {"apiVersion": "apps/v1", "kind": kind}, "customizations": sections},
    }
    return Item.of(tree)


def webhooks(**rule: Json) -> Item:
    lists = {"operations": ["*"], "apiGroups": ["*"], "apiVersions": ["*"], "kinds": ["*"]}
    tree = {
        "apiVersion": "config.karmada.io/v1alpha1",
        "kind": "ResourceInterpreterWebhookConfiguration", "metadata": {"name": "hooks"},
        "webhooks": [{"name": "a.example.com", "rules": [{**lists, **rule}]}],
    }
    return Item.of(tree)


LUA = {"luaScript": "return 1"}


def test_a_customization_speaks_for_what_it_has_a_script_for() -> None:
    own = Interpreters([customization(retention=LUA, replicaResource={"luaScript": ""})])
    assert set(own.of(WEB)) == {"Retain"}
    assert own.of(ObjectId("StatefulSet", "shop", "web", "apps/v1")) == {}
    assert own.of(ObjectId("Deployment", "shop", "web", "apps/v1beta1")) == {}


def test_a_customization_comes_before_a_webhook_and_the_first_name_counts() -> None:
    items = [webhooks(), customization("b", retention=LUA), customization("a", retention=LUA)]
    found = Interpreters(items).of(WEB)
    assert str(found["Retain"]) == "ResourceInterpreterCustomization a"
    assert str(found["ReviseReplica"]) == (
        "ResourceInterpreterWebhookConfiguration hooks (a.example.com)"
    )


@pytest.mark.parametrize(("rule", "is_meant"), [
    ({"apiGroups": ["apps"], "apiVersions": ["v1"], "kinds": ["Deployment"]}, True),
    ({"apiGroups": [""]}, False), ({"apiVersions": ["v2"]}, False), ({"kinds": ["Job"]}, False),
    ({"operations": ["InterpretStatus"]}, False),
])
def test_a_webhook_speaks_for_what_its_rules_name(rule: Object, is_meant: bool) -> None:
    assert bool(Interpreters([webhooks(**rule)]).of(WEB)) is is_meant


def test_what_is_unknown_is_said_once_for_each_interpreter() -> None:
    own = Interpreters([customization(replicaResource=LUA, replicaRevision=LUA, retention=LUA)])
    (line,) = own.unknowns(WEB)
    assert line.startswith("unknown: interpreted by ResourceInterpreterCustomization own: replicas")
    assert "keeps" not in line


@pytest.mark.parametrize("broken", [
    {"spec": []}, {"spec": {"target": "x"}}, {"webhooks": {"a": 1}}, {"webhooks": [1, {}]},
    {"webhooks": [{"name": [], "rules": [3, {"kinds": [{}]}]}]},
])
@pytest.mark.parametrize("kind", [
    "ResourceInterpreterCustomization", "ResourceInterpreterWebhookConfiguration",
])
def test_malformed_ones_speak_for_nothing(kind: str, broken: Object) -> None:
    tree = {"apiVersion": "config.karmada.io/v1alpha1", "kind": kind, "metadata": {"name": "x"}}
    assert Interpreters([Item.of({**tree, **broken})]).of(WEB) == {}


def test_objects_of_members_interpret_nothing() -> None:
    item = customization(retention=LUA)
    assert not Interpreters([Item.of(item.object, member="member1")])


def test_a_preview_says_what_it_can_not_know() -> None:
    web = Item.of({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
    })
    fleet = Snapshot("fleet", (web, customization(replicaRevision=LUA, retention=LUA)))
    (line,) = Preview(fleet, LATEST).targets(web).unknowns
    assert line.endswith("how replicas are written")
    assert Preview(Snapshot("fleet", (web,)), LATEST).targets(web).unknowns == ()
