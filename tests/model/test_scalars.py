from __future__ import annotations

import math

import pytest

from workbench.model.scalars import is_plain_string, resolve, resolve_tagged


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True), ("y", True), ("On", True), ("no", False), ("N", False), ("OFF", False),
        ("", None), ("~", None), ("Null", None),
        ("0", 0), ("-0", 0), ("+1", 1), ("1_000", 1000), ("0777", 511), ("0o14", 12),
        ("0x1F", 31), ("0b101", 5), ("-0b11", -3), ("0b-101", -5),
        ("9223372036854775808", 2**63), ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 1.8446744073709552e19), ("-9223372036854775809", -(2.0**63)),
        ("08", 8.0), ("09.5", 9.5), ("1.50", 1.5), (".5", 0.5), ("5.", 5.0), (".1_0", 0.1),
        ("1e3", 1000.0), (".inf", math.inf), ("-.INF", -math.inf),
        ("1e400", "1e400"), ("inf", "inf"), ("0x1p4", "0x1p4"), ("0o8", "0o8"), ("1:30", "1:30"),
        ("1.2.3", "1.2.3"), ("0x10000000000000000", "0x10000000000000000"), ("._1", "._1"),
        ("2020-01-01", "2020-01-01"), ("nope", "nope"), ("<<", "<<"), ("=", "="), ("１", "１"),
    ],
)  # fmt: skip
def test_plain_text_becomes_the_value_that_go_reads(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value and type(found) is type(value)


def test_nan_is_a_float() -> None:
    assert math.isnan(resolve(".NaN"))


@pytest.mark.parametrize(
    "text",
    [
        "2020-1-1", "2020-02-29", "2020-01-01T00:00:00Z", "2020-01-01t1:2:3.5+24:60",
        "2020-01-01   10:00:00", "2020-01-01 10:00:00,123456789012",
    ],
)  # fmt: skip
def test_dates_and_times_stay_text_but_need_quotes(text: str) -> None:
    assert resolve_tagged(text) == ("!!timestamp", text)
    assert not is_plain_string(text)


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-29", "2020-13-01", "2020-01-01T01:02:03", "2020-01-01T00:00:00z",
        "2020-01-01T00:00:00+0530", "2020-01-01 10:00:00Z", "2020-01-01 24:00:00",
        "2020-01-01T00:00:00+24:61", "20200-01-01", "2020-001-01", "1:60", "1::2", "v1",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_or_a_number_is_a_plain_string(text: str) -> None:
    assert resolve(text) == text
    assert is_plain_string(text)


@pytest.mark.parametrize("text", ["", "y", "null", "1", "1e3", "1:30", "190:20:30", ".inf"])
def test_text_that_would_change_its_type_is_no_plain_string(text: str) -> None:
    assert not is_plain_string(text)


def test_a_hostile_number_of_a_million_digits_is_read_in_no_time() -> None:
    assert resolve("1" * 1_000_000) == "1" * 1_000_000
