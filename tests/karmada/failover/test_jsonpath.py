from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.failover.go_values import GoPanic
from workbench.karmada.failover.jsonpath import (
    JSONPathError,
    JSONPathSyntaxError,
    compile_template,
)

STATUS = {
    "id": "e6fd", "n": 2.0, "big": 1234567.0, "sure": True, "none": None, "word": "ab",
    "list": [1.0, 2.0, 3.0], "empty": [], "k.dot": "dotted",
    "conditions": [{"type": "Ready", "status": "True"}, {"type": "Live", "status": "False"}],
}  # fmt: skip


def text(path: str) -> str:
    return compile_template(path).render(STATUS).text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("{.id}", "e6fd"),
        ("{ $.id }", "e6fd"),
        ("job-{.id}-{.n} ", "job-e6fd-2 "),
        (".id", ".id"),
        ("", ""),
        ("{.big}", "1.234567e+06"),
        ("{.none}", "null"),
        ("{.list}", "[1,2,3]"),
        ("{.list[-1]}", "3"),
        ("{.list[0,2]}", "1 3"),
        ("{.list[1:1]}", ""),
        (r"{.k\.dot}", "dotted"),
        ("{.word.*}", "97 98"),
        ('{.conditions[?(@.type=="Ready")].status}', "True"),
        ('{.conditions[?(@.type=="Gone")].status}', ""),
        ("{range .conditions[*]}{.type}={.status};{end}", "Ready=True;Live=False;"),
    ],
)
def test_a_template_prints_what_client_go_prints(path: str, expected: str) -> None:
    assert text(path) == expected


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("{.gone}", "gone is not found"),
        ("{.none.x}", "x is not found"),
        ("{.list[9]}", "array index out of bounds: index 9, length 3"),
        ("{.list[?(@>1)]}", "incompatible types for comparison"),
        ("{foo}", "unrecognized identifier foo"),
        ("{range .empty[*]}{.x}{end}", "x is not found"),
    ],
)
def test_an_evaluation_fails_with_client_gos_text(path: str, message: str) -> None:
    with pytest.raises(JSONPathError) as caught:
        text(path)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("{.id", "unclosed action"),
        ('{.conditions[?(@.type=~"R")]}', "unrecognized character in action: U+007E '~'"),
        ('{["x"]}', 'invalid array index "x"'),
        ("{....}", "invalid multiple recursive descent"),
        ("{!}", "unrecognized character in action: U+0021 '!'"),
    ],
)
def test_a_broken_template_is_refused_with_client_gos_text(path: str, message: str) -> None:
    with pytest.raises(JSONPathSyntaxError) as caught:
        compile_template(path)
    assert str(caught.value) == message


def test_a_failing_index_keeps_the_item_in_a_bare_filter() -> None:
    assert text("{.conditions[?(@.type[9])].status}") == "True False"
    assert text("{.conditions[?(@.gone)].status}") == ""


def test_an_index_into_a_null_item_panics() -> None:
    with pytest.raises(GoPanic):
        compile_template("{range .l[*]}{[0]}{end}").render({"l": [None]})


def test_a_text_that_depends_on_the_order_of_keys_says_so() -> None:
    assert compile_template("{.*}").render({"b": 1.0, "a": 2.0}).varies
    assert not compile_template("{..a}").render({"b": 1.0, "a": 2.0}).varies


def test_an_error_that_another_order_of_keys_avoids_says_so() -> None:
    with pytest.raises(JSONPathError) as caught:
        compile_template("{.*[0:][*]}").render({"a": [{}], "b": []})
    assert caught.value.varies
    with pytest.raises(JSONPathError) as caught:
        compile_template("{.*.x}").render({"a": {}, "b": {}})
    assert not caught.value.varies


def test_nested_open_ranges_do_not_run_for_ever() -> None:
    with pytest.raises(JSONPathError):
        text("{range .list[*]}" * 40)


@given(st.text(alphabet="{}[]()?@$.,:*'\"\\ ab01-+=<>!\nrange end", max_size=30))
def test_no_template_raises_anything_but_its_own_errors(path: str) -> None:
    with suppress(JSONPathError, JSONPathSyntaxError, GoPanic):
        text(path)
