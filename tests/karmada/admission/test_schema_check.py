from __future__ import annotations

import pytest

from tests.karmada.admission.policies import DEPLOYMENT, faults, policy, propagating
from workbench.karmada.admission.schema import (
    RAW,
    TEXT,
    TEXT_LIST,
    TEXTS,
    Items,
    Text,
    Whole,
    required,
    struct,
)
from workbench.karmada.admission.schema_check import schema_complaints
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.tree import Json, Path

KIND = struct(
    name=required(Text(min_length=1, max_length=3)),
    mode=Text(choices=("a", "b")),
    weight=Whole(minimum=1),
    rows=Items(struct(key=required(TEXT)), least=1),
    words=TEXT_LIST,
    labels=TEXTS,
    any=RAW,
)


@pytest.mark.parametrize(
    ("tree", "fault", "path"),
    [
        ({}, "required", ("name",)),
        ({"name": None}, "required", ("name",)),
        ({"name": ""}, "value", ("name",)),
        ({"name": "abcd"}, "value", ("name",)),
        ({"name": 1}, "type", ("name",)),
        ({"name": "x", "mode": "c"}, "enum", ("mode",)),
        ({"name": "x", "weight": 0}, "value", ("weight",)),
        ({"name": "x", "rows": []}, "value", ("rows",)),
        ({"name": "x", "rows": {}}, "type", ("rows",)),
        ({"name": "x", "rows": [{}]}, "required", ("rows", 0, "key")),
        ({"name": "x", "rows": [None]}, "type", ("rows", 0)),
        ({"name": "x", "words": ["y", 1]}, "type", ("words", 1)),
        ({"name": "x", "labels": {"k": True}}, "type", ("labels", "k")),
        ({"name": "x", "labels": None}, "type", ("labels",)),
    ],
)
def test_each_rule_of_the_schema_complains_at_its_place(tree: Json, fault: str, path: Path) -> None:
    assert [(c.fault, c.path) for c in schema_complaints(tree, KIND)] == [(fault, path)]


def test_free_values_may_be_null_and_lengths_count_characters() -> None:
    assert list(schema_complaints({"name": "äöü", "any": None}, KIND)) == []


def test_an_enum_tells_what_may_be_said() -> None:
    answer = admit(propagating(preemption="always"), V1_18_2)
    assert answer.complaints[0].message == 'write Never or Always, not "always"'


def test_purge_modes_differ_between_versions() -> None:
    failover = {"application": {"decisionConditions": {}, "purgeMode": "Directly"}}
    posted = propagating(failover=failover, propagateDeps=True)
    assert admit(posted, V1_18_2).admitted
    assert faults(admit(posted, V1_12_0)) == [("enum", "spec.failover.application.purgeMode")]


@pytest.mark.parametrize("version", [V1_12_0, V1_18_2])
def test_labels_without_value_are_refused_but_empty_ones_only_by_v1_12(version: Json) -> None:
    def labelling(**item: Json) -> Json:
        rule = {"overriders": {"labelsOverrider": [{"operator": "add", **item}]}}
        return policy("OverridePolicy", resourceSelectors=[DEPLOYMENT], overrideRules=[rule])

    field = "spec.overrideRules[0].overriders.labelsOverrider[0].value"
    assert faults(admit(labelling(), version)) == [("required", field)]
    assert admit(labelling(value={}), version).admitted == (version is V1_18_2)
