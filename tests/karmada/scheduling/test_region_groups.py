from __future__ import annotations

import pytest

from workbench.karmada.scheduling.region_groups import (
    Group,
    TooManyCombinationsError,
    best_combination,
)


def names(*groups: Group, least: int, most: int, clusters: int) -> list[str] | None:
    best = best_combination(list(groups), least, most, clusters)
    return None if best is None else [group.name for group in best]


A, B, C = Group("a", 1, 3000), Group("b", 2, 2000), Group("c", 3, 1000)


def test_the_best_sum_of_scores_wins() -> None:
    assert names(A, B, C, least=1, most=2, clusters=3) == ["a", "b"]


def test_a_combination_that_satisfies_is_not_extended() -> None:
    assert names(A, B, C, least=1, most=3, clusters=1) == ["a"]


def test_all_groups_are_taken_or_none_when_all_are_asked_for() -> None:
    assert names(A, B, C, least=3, most=3, clusters=6) == ["a", "b", "c"]
    assert names(A, B, C, least=3, most=3, clusters=7) is None


def test_nothing_satisfies_more_clusters_than_there_are() -> None:
    assert names(A, B, least=1, most=2, clusters=9) is None


def test_more_combinations_than_anybody_can_wait_for_are_refused() -> None:
    groups = [Group(f"g{i:02}", 1, 1000) for i in range(40)]
    with pytest.raises(TooManyCombinationsError, match="40 regions"):
        best_combination(groups, 1, 40, 25)


def test_a_beginning_that_satisfies_by_itself_is_preferred() -> None:
    high, low, small = Group("high", 3, 9000), Group("low", 2, 100), Group("small", 1, 50)
    assert names(high, low, small, least=1, most=2, clusters=3) == ["high"]
