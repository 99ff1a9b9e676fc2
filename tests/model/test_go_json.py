"""Go's JSON text, written fast where Python's own encoder writes the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.go_json import decode, encode, format_float, quote
from workbench.model.tree import Json

TEXTS = st.text(st.characters(), max_size=8) | st.sampled_from(
    ['a":1.5', "[1.0", ",2e5", "<b>&", "\u2028", "\ud800", "\x7f\x00\b\f\n", '"\\']
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def trees(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Json]:
    return st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS | floats,
        lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
        max_leaves=12,
    )


TREES = trees(FLOATS)


def written(tree: Json) -> str:
    """The rule, spelled out: one value after the other."""
    if isinstance(tree, str):
        return quote(tree)
    if isinstance(tree, float):
        return format_float(tree)
    if isinstance(tree, dict):
        return "{" + ",".join(f"{quote(k)}:{written(tree[k])}" for k in sorted(tree)) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(written, tree)) + "]"
    return json.dumps(tree)


@given(TREES)
def test_a_tree_is_written_as_go_writes_each_of_its_values(tree: Json) -> None:
    assert encode(tree) == written(tree)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (1e21, "1e+21"), (1e-7, "1e-7"), (123456789.5, "123456789.5"), (-0.0, "-0")],
)
def test_floats_have_the_digits_that_go_gives_them(value: float, text: str) -> None:
    assert encode(value) == encode([value])[1:-1] == encode({"a": value})[5:-1] == text


def test_infinity_is_refused_wherever_it_stands() -> None:
    for value in (float("inf"), [float("nan")], {"a": -float("inf")}):
        with pytest.raises(ValueError, match="unsupported value"):
            encode(value)


@given(trees(FLOATS.map(lambda number: number + 0.0)))
def test_what_is_written_reads_back_the_same_but_for_lone_surrogates(tree: Json) -> None:
    text = encode(tree)
    assert encode(decode(text)) == text


def test_minus_zero_reads_back_as_the_whole_number_that_go_takes_it_for() -> None:
    assert encode(decode(encode(-0.0))) == "0"
