from __future__ import annotations

import pytest

from tests.lint.fleets import deployment, of_rule, policy, preview_of

WEB = deployment('[{name: web, image: "r.example/web:1"}]')
SERVICE = """
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: ClusterIP}
"""


def plaintext(path: str, value: str, kind: str = "Deployment", operator: str = "add") -> str:
    item = f"{{path: {path}, operator: {operator}, value: {value}}}"
    return policy(f"{{plaintext: [{item}]}}", kind=kind)


@pytest.mark.parametrize(
    ("path", "value", "is_found"),
    [
        ("/spec/template/spec/tolerations", "{key: spot}", True),
        ("/spec/template/spec/tolerations", "[{key: spot}]", False),
        ("/spec/replicas", '"3"', True),
        ("/spec/replicas", "3", False),
        ("/spec/template/spec/containers/0/resources", "{limits: {cpu: many}}", True),
        ("/spec/template/spec/containers/0/resources", "{limits: {cpu: 2}}", False),
        ("/spec/unknown", "{any: thing}", False),
    ],
)
def test_a_value_is_judged_by_the_type_of_its_field(path: str, value: str, is_found: bool) -> None:
    assert bool(of_rule("H10", preview_of(WEB + plaintext(path, value)))) is is_found


def test_an_object_for_a_list_is_found_in_other_kinds_as_well() -> None:
    ports = plaintext("/spec/ports", "{port: 80}", "Service")
    (finding,) = of_rule("H10", preview_of(SERVICE + ports))
    assert finding.fix is not None
    assert finding.fix.after["spec"]["overrideRules"][0]["overriders"]["plaintext"] == [
        {"path": "/spec/ports", "operator": "add", "value": [{"port": 80}]}
    ]


def test_a_path_that_an_earlier_operation_of_the_rule_makes_is_not_missing() -> None:
    two = policy(
        "{plaintext: [{path: /metadata/annotations, operator: add, value: {}}, "
        "{path: /metadata/annotations/a, operator: add, value: b}]}"
    )
    assert not of_rule("H12", preview_of(WEB + two))


def test_removing_what_some_objects_have_is_not_fixed_by_taking_it_out() -> None:
    other = deployment('[{name: api, image: "r.example/api:1"}]', name="api").replace(
        "replicas: 2", "replicas: 2\n  paused: true"
    )
    paused = plaintext("/spec/paused", "null", operator="remove")
    (finding,) = of_rule("H12", preview_of(WEB + other + paused))
    assert [item.name for item in finding.objects] == ["web"]
    assert finding.fix is None
