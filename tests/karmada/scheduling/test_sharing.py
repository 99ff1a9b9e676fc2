from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.karmada.scheduling.sharing import Weight, fnv1a_32, share, webster


def one_by_one(seats: int, votes: dict[str, int], *, descending: bool) -> dict[str, int]:
    given = dict.fromkeys(votes, 0)
    order = sorted(votes, reverse=descending)
    for _ in range(seats):
        best = max(order, key=lambda name: (votes[name] / (2 * given[name] + 1), -given[name]))
        given[best] += 1
    return given


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 500), min_size=1),
    st.integers(0, 400),
    st.booleans(),
)
def test_seats_go_one_at_a_time_to_the_greatest_claim(
    votes: dict[str, int], seats: int, descending: bool
) -> None:
    assert webster(seats, votes, descending=descending) == one_by_one(
        seats, votes, descending=descending
    )


def test_millions_of_replicas_are_shared_at_once() -> None:
    given = webster(2_000_000_000, {"a": 1, "b": 2, "c": 5})
    assert sum(given.values()) == 2_000_000_000
    assert given == {"a": 250_000_000, "b": 500_000_000, "c": 1_250_000_000}


def test_the_older_way_gives_leftovers_to_the_heaviest_and_says_where_a_coin_decides() -> None:
    weights = [Weight("a", 2), Weight("b", 1), Weight("c", 1), Weight("d", 1)]
    sharing = share(7, weights, "", V1_12_0)
    assert sharing.given["a"] == 3
    assert sum(sharing.given.values()) == 7
    assert set(sharing.tossed) == {"b", "c", "d"}
    assert share(7, weights, "", V1_18_2).tossed == ()


def test_what_ran_before_comes_first_among_equal_weights_in_the_older_way() -> None:
    sharing = share(3, [Weight("a", 1, 0), Weight("b", 1, 4)], "", V1_12_0)
    assert sharing.given == {"b": 2, "a": 1}
    assert sharing.tossed == ()


def test_nothing_is_shared_without_any_weight() -> None:
    assert share(4, [Weight("a", 0)], "", V1_18_2).given == {}


def test_the_hash_of_a_uid_is_fnv_1a() -> None:
    assert fnv1a_32("") == 0x811C9DC5
    assert fnv1a_32("foobar") == 0xBF9CF968
