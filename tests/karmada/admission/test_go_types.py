from __future__ import annotations

import pytest

from workbench.karmada.admission.answer import Complaint
from workbench.karmada.admission.go_types import through_go
from workbench.karmada.admission.schema import (
    FLAG,
    RAW,
    TEXT,
    TEXT_LIST,
    TEXTS,
    Field,
    Items,
    Struct,
    Whole,
    required,
    struct,
)
from workbench.model.tree import Json


def written(tree: Json, kind: Struct) -> Json:
    complaints: list[Complaint] = []
    result = through_go(tree, kind, complaints)
    assert complaints == []
    return result


def test_omitempty_leaves_out_zero_values() -> None:
    kind = struct(a=TEXT, b=Whole(), c=FLAG, d=TEXT_LIST, e=TEXTS)
    assert written({"a": "", "b": 0, "c": False, "d": [], "e": {}}, kind) == {}


def test_pointers_keep_zero_values_and_leave_out_null() -> None:
    kind = struct(a=Field(Whole(), go="pointer"), b=Field(FLAG, go="pointer"), c=struct(), d=RAW)
    assert written({"a": 0, "b": False, "c": {}, "d": ""}, kind) == {
        "a": 0, "b": False, "c": {}, "d": "",
    }
    assert written({"a": None, "b": None, "c": None, "d": None}, kind) == {}


def test_fields_without_omitempty_are_always_written() -> None:
    kind = struct(
        a=required(TEXT), b=required(Whole()), c=required(TEXT_LIST), d=required(struct(e=TEXT)),
        f=required(FLAG),
    )
    assert written({}, kind) == {"a": "", "b": 0, "c": None, "d": {}, "f": False}
    assert written({"c": []}, kind)["c"] == []


def test_a_null_in_a_list_or_map_becomes_the_zero_value() -> None:
    kind = struct(a=TEXT_LIST, b=TEXTS, c=Items(struct(d=required(TEXT))))
    assert written({"a": [None], "b": {"k": None}, "c": [None]}, kind) == {
        "a": [""], "b": {"k": ""}, "c": [{"d": ""}],
    }


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 1.5, True, "1", [], {}])
def test_what_is_no_32_bit_integer_is_refused(value: Json) -> None:
    complaints: list[Complaint] = []
    through_go({"n": value}, struct(n=Whole(bits=32)), complaints)
    assert [(c.fault, c.path) for c in complaints] == [("type", ("n",))]


def test_a_number_in_place_of_a_string_is_told_about_quotes() -> None:
    complaints: list[Complaint] = []
    through_go({"labels": {"port": 80}}, struct(labels=TEXTS), complaints)
    assert complaints[0].path == ("labels", "port")
    message = 'write a string, not the number 80; quotes make it one: "80"'
    assert complaints[0].message == message


def test_quotes_are_not_advised_where_they_would_not_help() -> None:
    complaints: list[Complaint] = []
    through_go({"rows": 80, "on": 1}, struct(rows=TEXT_LIST, on=FLAG), complaints)
    assert [complaint.message for complaint in complaints] == [
        "write a list, not the number 80", "write true or false, not the number 1",
    ]
