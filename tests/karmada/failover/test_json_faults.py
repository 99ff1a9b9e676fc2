from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.failover.json_faults import syntax_fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "unexpected end of JSON input"),
        ("{} x", "invalid character 'x' after top-level value"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{a:1}", "invalid character 'a' looking for beginning of object key string"),
        ("[1 2]", "invalid character '2' after array element"),
        ("nul", "invalid character ' ' in literal null (expecting 'l')"),
        ("1.x", "invalid character 'x' after decimal point in numeric literal"),
        ("['a']", "invalid character '\\'' looking for beginning of value"),
        ('["\\q"]', "invalid character 'q' in string escape code"),
    ],
)
def test_a_fault_is_worded_as_go_words_it(text: str, fault: str) -> None:
    assert syntax_fault(text) == fault


@given(st.text(alphabet='{}[]",:truefalsn0123.eE+- \\x\n', max_size=20))
def test_a_text_has_a_fault_exactly_if_it_is_no_json(text: str) -> None:
    def refuse(literal: str) -> float:
        raise ValueError(literal)

    try:
        json.loads(text, parse_constant=refuse)
        valid = True
    except ValueError:
        valid = False
    assert (syntax_fault(text) == "") == valid
