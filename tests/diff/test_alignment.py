from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.diff.trees import NAMED, PORTS, SCALARS
from workbench.diff.alignment import align, opcodes


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("containers", {"name": "web", "image": "a"}, {"name": "web", "image": "b"}),
        ("ports", {"containerPort": 80}, {"containerPort": 80, "protocol": "TCP"}),
        ("ports", {"port": 80, "targetPort": 1}, {"port": 80, "targetPort": 2}),
        ("ports", {"name": "web", "containerPort": 80}, {"name": "web", "containerPort": 8080}),
        ("volumeMounts", {"name": "a", "mountPath": "/x"}, {"name": "b", "mountPath": "/x"}),
        ("imagePullSecrets", {"name": "r"}, {"name": "r"}),
        ("tolerations", {"key": "a", "operator": "Exists"}, {"key": "a", "operator": "Exists",
                                                             "tolerationSeconds": 1}),
        ("conditions", {"type": "Ready", "status": "True"}, {"type": "Ready", "status": "False"}),
        ("ownerReferences", {"uid": "1", "name": "a"}, {"uid": "1", "name": "b"}),
        ("hostAliases", {"ip": "1.1.1.1"}, {"ip": "1.1.1.1", "hostnames": ["a"]}),
        ("topologySpreadConstraints", {"topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule"},
         {"topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule", "maxSkew": 2}),
        ("anything", {"name": "a", "x": 1}, {"name": "a", "x": 2}),
    ],
)
def test_items_pair_by_their_kubernetes_key(field: str, before: Any, after: Any) -> None:
    other = {key: f"other{value}" for key, value in before.items()}
    found = align([before, other], [after, {**other, "more": 1}], field)
    assert found.pairs == ((0, 0), (1, 1))
    assert align([before], [other, after], field).added == (0,)


def test_the_same_port_under_two_protocols_is_two_items() -> None:
    dns = [{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53}]
    assert align(dns, dns[::-1], "ports").pairs == ((1, 0), (0, 1))


def test_items_with_the_same_name_pair_by_content() -> None:
    twins = [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]
    found = align(twins, twins[1:], "env")
    assert (found.pairs, found.removed) == (((1, 0),), (0,))


def test_a_changed_argument_pairs_with_what_stood_there() -> None:
    assert align(["a", "--x=1", "b"], ["a", "--x=2", "b"]).pairs == ((0, 0), (1, 1), (2, 2))


def test_numbers_and_booleans_are_no_common_key() -> None:
    assert align([{"name": 1}], [{"name": True}], "env").pairs == ()


def test_as_few_items_as_possible_count_as_moved() -> None:
    assert align(list("abcde"), list("eabcd")).moved == ((4, 0),)


@given(
    st.sampled_from(["env", "ports", "args"]),
    st.lists(st.one_of(NAMED, PORTS, SCALARS), max_size=6),
    st.lists(st.one_of(NAMED, PORTS, SCALARS), max_size=6),
)
def test_every_item_is_paired_once_or_left_over(field: str, before: Any, after: Any) -> None:
    found = align(before, after, field)
    lefts = sorted([i for i, _ in found.pairs] + list(found.removed))
    rights = sorted([j for _, j in found.pairs] + list(found.added))
    assert lefts == list(range(len(before)))
    assert rights == list(range(len(after)))
    assert set(found.moved) <= set(found.pairs)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_opcodes_rebuild_the_right_side(left: str, right: str) -> None:
    rebuilt = ""
    at = 0
    for tag, i, i_end, j, j_end in opcodes(left, right):
        assert i == at
        at = i_end
        rebuilt += left[i:i_end] if tag == "equal" else right[j:j_end]
    assert (rebuilt, at) == (right, len(left))


def test_a_long_list_of_equal_items_is_aligned_in_no_time() -> None:
    found = align([0] * 20_000 + [1], [2] + [0] * 20_001)
    assert len(found.pairs) == 20_001
