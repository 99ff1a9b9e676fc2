from __future__ import annotations

import pytest

pytest.importorskip("kubernetes_validate")
pytest.importorskip("jsonschema_rs")

from tests.karmada.work.objects import config_map, deployment
from workbench.lint.acceptance import Complaint, complaints
from workbench.lint.crd_schemas import custom_kinds
from workbench.lint.schemas import parse_version, schemas_for
from workbench.model.tree import Json, Object

CRD = {
    "spec": {
        "group": "shop.example.io",
        "names": {"kind": "Basket"},
        "versions": [{
            "name": "v1", "served": True,
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {
                "type": "object", "required": ["size"],
                "properties": {
                    "size": {"type": "integer"},
                    "port": {"x-kubernetes-int-or-string": True},
                    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                },
            }}}},
        }],
    },
}  # fmt: skip


def basket(version: str = "v1", **spec: Json) -> Object:
    return {
        "apiVersion": f"shop.example.io/{version}", "kind": "Basket",
        "metadata": {"name": "b"}, "spec": spec,
    }


def sorts(found: tuple[Complaint, ...]) -> list[tuple[str, str]]:
    return [(item.cause, ".".join(map(str, item.path))) for item in found]


def test_an_object_where_a_list_belongs_is_refused() -> None:
    tree = deployment(selector={})
    tree["spec"]["template"]["spec"]["tolerations"] = {"key": "a"}
    (found,) = complaints(tree, "v1.31.3")
    assert found.cause == "wrong type" and found.is_refusal and "missing list" in found.hint
    assert found.path == ("spec", "template", "spec", "tolerations")


def test_an_unknown_field_is_dropped_not_refused() -> None:
    (found,) = complaints(deployment(selector={}, colour="red"), "v1.31.3")
    assert (found.cause, found.path, found.is_refusal) == (
        "unknown field", ("spec", "colour"), False,
    )


def test_a_version_that_one_member_no_longer_serves_is_named_with_its_successor() -> None:
    budget = {"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {}}
    (found,) = complaints(budget, "v1.27.4-gke.100")
    assert found.cause == "not served" and found.hint == "use policy/v1"
    priority = {
        "apiVersion": "flowcontrol.apiserver.k8s.io/v1beta3", "kind": "FlowSchema",
        "metadata": {},
    }
    assert complaints(priority, "v1.30.0") == ()
    assert sorts(complaints(priority, "v1.33.0")) == [("not served", "apiVersion")]


def test_a_member_older_than_every_schema_may_serve_what_is_gone_since() -> None:
    budget = {"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {}}
    assert sorts(complaints(budget, "v1.18.0")) == [("not judged", "")]


def test_a_schema_that_no_validator_can_use_leaves_its_kind_unjudged() -> None:
    version = {"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"type": 5}}}
    spec = {"group": "shop.example.io", "names": {"kind": "Basket"}, "versions": [version, 3]}
    found = complaints(basket(), "v1.31.0", custom_kinds([{"spec": spec}, {"spec": []}]))
    assert sorts(found) == [("not judged", "")]


def test_nulls_and_status_are_not_held_against_an_object() -> None:
    tree = {**deployment(selector={}, paused=None), "status": {"strange": 1}}
    assert complaints(tree, "v1.31.0") == ()


def test_custom_kinds_are_judged_by_their_crd() -> None:
    kinds = custom_kinds([CRD])
    assert complaints(basket(size=1, port="http", free={"x": [1]}), "v1.31.0", kinds) == ()
    found = complaints(basket(size="1", port=[], extra=2), "v1.31.0", kinds)
    assert sorted(sorts(found)) == [
        ("unknown field", "spec.extra"), ("wrong type", "spec.port"), ("wrong type", "spec.size"),
    ]
    assert sorts(complaints(basket("v2"), "v1.31.0", kinds)) == [("not served", "apiVersion")]


def test_a_kind_nobody_knows_is_not_judged() -> None:
    (found,) = complaints(basket(), "v1.31.0")
    assert found.cause == "not judged" and not found.is_refusal


def test_a_change_of_an_immutable_field_is_refused() -> None:
    before, after = deployment(selector={"a": 1}), deployment(selector={})
    before["spec"]["selector"] = {"matchLabels": {"app": "cart"}}
    after["spec"]["selector"] = {"matchLabels": {"app": "till"}}
    (found,) = complaints(after, "v1.31.0", observed=before)
    assert (found.cause, found.path[:2]) == ("immutable", ("spec", "selector"))


def test_values_of_a_sealed_secret_are_not_shown() -> None:
    secret = {**config_map(), "kind": "Secret", "type": "Opaque", "immutable": True}
    found = complaints({**secret, "data": {"a": "Yg=="}}, "v1.31.0", observed=secret)
    assert found and all("1" not in item.message for item in found)


@pytest.mark.parametrize(
    ("text", "version"), [("v1.31.3", (1, 31)), ("1.27.8-gke.100", (1, 27)), ("new", None)]
)
def test_versions_are_read_as_members_print_them(text: str, version: object) -> None:
    assert parse_version(text) == version


def test_a_member_older_than_every_schema_is_judged_by_the_oldest() -> None:
    assert schemas_for("v1.10.0").version < schemas_for("v1.99.0").version
