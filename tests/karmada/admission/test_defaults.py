from __future__ import annotations

from workbench.karmada.admission.defaults import pruned, with_defaults
from workbench.karmada.admission.schema import (
    RAW,
    TEXT,
    TEXT_LIST,
    TEXTS,
    Field,
    Items,
    struct,
)

INNER = struct(mode=Field(TEXT, default="slow"))
OUTER = struct(name=TEXT, inner=INNER, rows=Items(INNER), labels=TEXTS, names=TEXT_LIST, any=RAW)


def test_a_null_goes_unless_a_default_will_replace_it() -> None:
    tree = {"name": None, "inner": {"mode": None}, "labels": {"a": None, "b": "x"}, "any": None}
    assert pruned(tree, OUTER) == {"inner": {"mode": None}, "labels": {"b": "x"}}


def test_nulls_in_lists_and_inside_free_values_stay() -> None:
    tree = {"rows": [None], "names": [None], "any": {"x": None}}
    assert pruned(tree, OUTER) is tree


def test_defaults_fill_objects_that_are_there_and_make_none() -> None:
    assert with_defaults({}, OUTER) == {}
    assert with_defaults({"inner": {}, "rows": [{}, {"mode": None}]}, OUTER) == {
        "inner": {"mode": "slow"}, "rows": [{"mode": "slow"}, {"mode": "slow"}],
    }


def test_an_empty_text_is_no_reason_for_a_default() -> None:
    tree = {"inner": {"mode": ""}}
    assert with_defaults(tree, OUTER) is tree


def test_what_needs_no_change_is_shared() -> None:
    tree = {"name": "x", "inner": {"mode": "fast"}, "rows": [{"mode": "fast"}]}
    assert pruned(tree, OUTER) is tree
    assert with_defaults(tree, OUTER) is tree


def test_only_the_changed_path_is_copied() -> None:
    tree = {"inner": {}, "rows": [{"mode": "fast"}]}
    fresh = with_defaults(tree, OUTER)
    assert fresh["rows"] is tree["rows"]
    assert tree == {"inner": {}, "rows": [{"mode": "fast"}]}
