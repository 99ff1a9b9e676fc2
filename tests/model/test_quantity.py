from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.quantity import NANO, InvalidQuantityError, Quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "printed", "value", "milli"),
    [
        ("250m", "250m", 1, 250),
        ("64Mi", "64Mi", 67108864, 67108864000),
        ("1.5Gi", "1536Mi", 1610612736, 1610612736000),
        ("0.5", "500m", 1, 500),
        ("1000", "1k", 1000, 1000000),
        ("1024Mi", "1Gi", 2**30, 2**30 * 1000),
        ("1e3", "1e3", 1000, 1000000),
        ("100u", "100u", 1, 1),
        ("0.5Ki", "512", 512, 512000),
        ("0.0001Ki", "102400u", 1, 103),
        ("-1.5", "-1500m", -2, -1500),
        ("1.500", "1.500", 2, 1500),
        ("Ki", "0", 0, 0),
        ("0", "0", 0, 0),
        ("0.0000000001", "1n", 1, 1),
    ],
)
def test_a_quantity_is_read_rounded_and_printed_as_go_does(
    text: str, printed: str, value: int, milli: int
) -> None:
    quantity = parse_quantity(text)
    assert (str(quantity), quantity.value, quantity.milli) == (printed, value, milli)


@pytest.mark.parametrize("text", ["", "1x", "1.2.3", "--1", "1Kib", "1e", "1 2", "1ki", "1e999999"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuantityError):
        parse_quantity(text)


@pytest.mark.parametrize("value", [None, True, [], {}])
def test_only_text_and_numbers_can_be_quantities(value: object) -> None:
    with pytest.raises(InvalidQuantityError):
        parse_quantity(value)


def test_quantities_compare_by_amount_and_not_by_spelling() -> None:
    assert parse_quantity("1Gi") == parse_quantity("1024Mi")
    assert parse_quantity("1500m") > parse_quantity("1")


def test_a_sum_keeps_the_family_of_suffixes_of_its_first_part_unless_that_is_zero() -> None:
    assert str(parse_quantity("1Gi") + parse_quantity("1Mi")) == "1025Mi"
    assert str(parse_quantity("0") + parse_quantity("1Mi")) == "1Mi"
    assert str(parse_quantity("2Gi") - parse_quantity("1Gi")) == "1Gi"


@given(st.integers(-(10**30), 10**30), st.sampled_from(["DecimalSI", "DecimalExponent"]))
def test_what_is_printed_in_decimal_reads_back_as_the_same_amount(nano: int, form: str) -> None:
    quantity = Quantity.of(nano, form)  # type: ignore[arg-type]
    if form == "DecimalExponent" or abs(nano) < 10**21 * NANO:
        assert parse_quantity(str(quantity)) == quantity
