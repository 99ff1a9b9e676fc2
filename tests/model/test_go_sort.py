from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.model.go_sort import sorted_as_go


@given(st.lists(st.integers(0, 6), max_size=300))
def test_the_result_is_sorted_and_holds_the_same_items(keys: list[int]) -> None:
    items = list(enumerate(keys))
    result = sorted_as_go(items, key=lambda item: item[1])
    assert [key for _, key in result] == sorted(keys)
    assert sorted(result) == items


@given(st.lists(st.integers(0, 3), max_size=12))
def test_up_to_twelve_items_keep_the_order_of_equals(keys: list[int]) -> None:
    items = list(enumerate(keys))
    assert sorted_as_go(items, key=lambda i: i[1]) == sorted(items, key=lambda i: i[1])


def test_more_than_twelve_equals_may_change_places_as_they_do_in_go() -> None:
    keys = [-3, -2, -2, -2, -2, -3, -3, -2, -2, -2, -3, -1, -2, -3, -3, -2]
    result = [i for i, _ in sorted_as_go(list(enumerate(keys)), key=lambda item: item[1])]
    assert result == [6, 14, 13, 10, 0, 5, 8, 7, 4, 9, 3, 12, 2, 1, 15, 11]


def test_patterns_that_defeat_plain_quicksort_are_sorted_too() -> None:
    organ_pipe = [*range(400), *range(400, 0, -1)]
    assert sorted_as_go(organ_pipe, key=int) == sorted(organ_pipe)
    assert sorted_as_go(range(900, 0, -1), key=int) == list(range(1, 901))
