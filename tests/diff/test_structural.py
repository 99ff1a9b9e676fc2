from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given

from tests.diff.trees import TREES
from workbench.diff.structural import Entry, compare
from workbench.model.tree import MISSING, Path, lookup, same


def applied(tree: Any, entries: tuple[Entry, ...]) -> Any:
    """``tree`` with every entry carried out."""
    tree = copy.deepcopy(tree)
    if entries and entries[0].path == () and entries[0].before_path == ():
        return copy.deepcopy(entries[0].after)
    edits: dict[int, tuple[Any, list[Entry]]] = {}
    for entry in entries:
        parent = lookup(tree, *entry.before_path[:-1])
        edits.setdefault(id(parent), (parent, []))[1].append(entry)
    for parent, mine in edits.values():
        _edit(parent, mine)
    return tree


def _edit(parent: Any, entries: list[Entry]) -> None:
    gone, come = [], []
    for entry in entries:
        step = entry.before_path[-1]
        if entry.kind in ("changed", "reordered"):
            parent[step] = copy.deepcopy(entry.after)
        elif isinstance(parent, dict):
            parent.pop(step, None)
            if entry.kind == "added":
                parent[step] = copy.deepcopy(entry.after)
        elif entry.kind == "added":
            come.append((entry.path[-1], copy.deepcopy(entry.after)))
        elif entry.kind == "removed":
            gone.append(step)
        else:
            gone.append(step)
            come.append((entry.path[-1], parent[step]))
    for step in sorted(gone, reverse=True):
        del parent[step]
    for step, value in sorted(come, key=lambda pair: pair[0]):
        parent.insert(step, value)


def seen(before: Any, after: Any) -> list[tuple[str, Path]]:
    return [(entry.kind, entry.path) for entry in compare(before, after)]


@given(TREES, TREES)
def test_applying_a_diff_to_what_was_gives_what_is(before: Any, after: Any) -> None:
    assert same(applied(before, compare(before, after)), after)


@given(TREES)
def test_a_tree_does_not_differ_from_its_copy(tree: Any) -> None:
    assert compare(tree, copy.deepcopy(tree)) == ()


def test_a_variable_put_in_at_the_head_is_one_entry() -> None:
    env = [{"name": f"V{n}", "value": str(n)} for n in range(20)]
    added = {"name": "NEW", "value": "x"}
    assert compare({"env": env}, {"env": [added, *env]}) == (
        Entry("added", ("env", 0), ("env", 0), MISSING, added),
    )


def test_a_change_in_an_item_that_was_shifted_has_both_paths() -> None:
    before = {"containers": [{"name": "web", "image": "a:1"}]}
    after = {"containers": [{"name": "proxy"}, {"name": "web", "image": "a:2"}]}
    entry = compare(before, after)[1]
    assert (entry.path, entry.before_path) == (
        ("containers", 1, "image"), ("containers", 0, "image"),
    )


@pytest.mark.parametrize(
    ("before", "after", "types"),
    [
        (1, "1", ("integer", "text")),
        (1, 1.0, ("integer", "number")),
        (1, True, ("integer", "boolean")),
        ([], {}, ("list", "map")),
        (None, "", ("null", "text")),
        ("a", "b", None),
    ],
)
def test_a_change_of_type_is_told(before: Any, after: Any, types: tuple[str, str] | None) -> None:
    (entry,) = compare({"x": before}, {"x": after})
    assert (entry.kind, entry.types) == ("changed", types)


def test_a_list_in_another_order_is_one_entry() -> None:
    assert seen({"args": ["a", "b", "c"]}, {"args": ["c", "b", "a"]}) == [("reordered", ("args",))]


def test_one_item_at_another_place_is_a_move() -> None:
    before = {"env": [{"name": name} for name in "abcd"]}
    after = {"env": [{"name": name} for name in "bcda"]}
    assert seen(before, after) == [("moved", ("env", 3))]


def test_null_is_not_nothing() -> None:
    assert seen({"a": None}, {}) == [("removed", ("a",))]


def test_keys_that_begin_with_underscores_are_compared() -> None:
    assert seen({"__a": 1}, {"__a": 2}) == [("changed", ("__a",))]


def test_an_item_equal_to_another_one_counts_when_it_is_added() -> None:
    assert seen({"l": [{"x": 1}]}, {"l": [{"x": 1}, {"x": 1}]}) == [("added", ("l", 1))]
