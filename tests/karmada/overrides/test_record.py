from __future__ import annotations

from workbench.karmada.overrides.record import record_text, rule_text
from workbench.karmada.profile import LATEST, V1_12_0, V1_18_2


def test_lists_go_in_the_order_of_the_go_type_and_empty_parts_are_left_out() -> None:
    overriders = {
        "fieldOverrider": [
            {"fieldPath": "/d", "yaml": [{"subPath": "/x", "operator": "remove"}], "json": []}
        ],
        "imageOverrider": [
            {"value": "", "operator": "remove", "component": "Tag", "predicate": {"path": "/a"}}
        ],
        "argsOverrider": [],
        "plaintext": [{"path": "/a", "operator": "add", "value": {"z": 1, "a": "<"}}],
    }
    assert rule_text("p", overriders, LATEST) == (
        '{"policyName":"p","overriders":{'
        '"plaintext":[{"path":"/a","operator":"add","value":{"a":"\\u003c","z":1}}],'
        '"imageOverrider":[{"predicate":{"path":"/a"},"component":"Tag","operator":"remove"}],'
        '"fieldOverrider":[{"fieldPath":"/d",'
        '"yaml":[{"subPath":"/x","operator":"remove","value":null}]}]}}'
    )


def test_an_empty_label_value_stays_only_in_newer_versions() -> None:
    overriders = {"labelsOverrider": [{"operator": "add", "value": {}}, {"operator": "add"}]}
    newer, older = (rule_text("p", overriders, profile) for profile in (V1_18_2, V1_12_0))
    assert '[{"operator":"add","value":{}},{"operator":"add","value":null}]' in newer
    assert '[{"operator":"add"},{"operator":"add"}]' in older


def test_rules_are_sorted_by_name_and_equal_names_stay_in_order() -> None:
    assert record_text([(b"b", "1"), (b"a", "2"), (b"b", "3")]) == "[2,1,3]"


def test_nothing_applied_leaves_no_record() -> None:
    assert record_text([]) is None


def test_more_than_twelve_rules_keep_every_one() -> None:
    rules = [(b"ab"[i % 2 : i % 2 + 1], str(i)) for i in range(20)]
    text = record_text(rules)
    assert text is not None
    numbers = [int(number) for number in text.strip("[]").split(",")]
    assert sorted(numbers) == list(range(20))
    assert all(number % 2 == 0 for number in numbers[:10])
