from __future__ import annotations

import math

import pytest

from workbench.model.go_text import format_general, parse_integer, quoted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"), (1.5, "1.5"), (100000.0, "100000"), (1e6, "1e+06"), (1e-5, "1e-05"),
        (1e-4, "0.0001"), (123456789.125, "1.23456789125e+08"), (5e-324, "5e-324"),
        (-0.0, "-0"), (math.inf, "+Inf"), (-math.inf, "-Inf"), (math.nan, "NaN"),
    ],
)  # fmt: skip
def test_floats_are_printed_as_percent_g_prints_them(value: float, text: str) -> None:
    assert format_general(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(16777217.5, "1.6777218e+07"), (0.1, "0.1"), (1e300, "+Inf"), (-1e300, "-Inf"), (1e-300, "0")],
)
def test_single_precision_rounds_first(value: float, text: str) -> None:
    assert format_general(value, 32) == text


def test_quoted_text_escapes_what_can_not_be_printed() -> None:
    assert quoted('a"\n\x00\x7fé\u200b😀') == r'"a\"\n\x00\x7fé\u200b😀"'


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("+01", 1), ("-0", 0), ("-12", -12)])
def test_integers_may_have_a_sign_and_leading_zeros(text: str, number: int) -> None:
    assert parse_integer(text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "invalid syntax"), ("1_0", "invalid syntax"), ("１", "invalid syntax"),
     ("-", "invalid syntax"), ("9223372036854775808", "value out of range")],
)  # fmt: skip
def test_what_is_no_integer_gets_go_s_error(text: str, problem: str) -> None:
    assert parse_integer(text) == f"strconv.Atoi: parsing {quoted(text)}: {problem}"
