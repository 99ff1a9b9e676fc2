from __future__ import annotations

import pytest

pytest.importorskip("kubernetes_validate")
pytest.importorskip("jsonschema_rs")

from tests.lint.fleets import deployment, policy, preview_of
from workbench.karmada.preview import Preview
from workbench.lint.finding import Finding
from workbench.lint.rules import lint
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot

WEB = deployment("[{name: web, image: 'shop/web:1'}]")
CRD = """
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: baskets.shop.example.io}
spec:
  group: shop.example.io
  scope: Namespaced
  names: {kind: Basket, plural: baskets}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {size: {type: integer}}}}
"""
BASKET = """
---
apiVersion: shop.example.io/v1
kind: Basket
metadata: {name: small, namespace: shop}
spec: {size: "3"}
"""


def refused(preview: Preview) -> list[Finding]:
    return [one for one in lint(preview, schemas=True) if one.rule == "member-refuses"]


def test_it_is_looked_for_only_where_asked() -> None:
    preview = preview_of(WEB.replace("replicas: 2", "replicas: [2]"))
    assert refused(preview)
    assert all(one.rule != "member-refuses" for one in lint(preview))


def test_the_object_is_blamed_for_what_it_says_itself() -> None:
    (one,) = refused(preview_of(WEB.replace("replicas: 2", "replicas: [2]")))
    assert (one.item and one.item.id.kind, one.path) == ("Deployment", ("spec", "replicas"))
    assert one.clusters == ("member1", "member2")


def test_the_policy_is_blamed_for_what_it_writes() -> None:
    text = policy("{plaintext: [{path: /spec/colour, operator: add, value: red}]}")
    (one,) = refused(preview_of(WEB + text))
    assert one.item and one.item.id.kind == "OverridePolicy"
    assert one.severity == "warning" and "drops" in one.message


def test_custom_kinds_are_judged_by_the_crds_of_each_member() -> None:
    assert len(refused(preview_of(BASKET))) == 0
    assert refused(preview_of(CRD + BASKET))[0].clusters == ("member1", "member2")
    fleet = preview_of(CRD + BASKET).snapshot
    moved = tuple(
        Item.of(item.object, item.source, "member2") if item.id.name.startswith("baskets") else item
        for item in fleet.items
    )
    (one,) = refused(Preview(Snapshot("fleet", moved), preview_of("").profile))
    assert one.clusters == ("member2",)


def test_what_a_secret_holds_is_not_in_the_message() -> None:
    secret = """
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
data: {password: [hunter2]}
"""
    (one,) = refused(preview_of(secret))
    assert one.object == ObjectId("Secret", "shop", "db", "v1")
    assert "hunter2" not in one.message
