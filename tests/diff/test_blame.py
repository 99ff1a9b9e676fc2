from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.diff.trees import OBJECTS
from workbench.diff.blame import Blame
from workbench.diff.structural import compare
from workbench.karmada.overrides.outcome import Cause, Change, PolicyRef, Step, replay
from workbench.model.tree import MISSING, Path, changes


def cause(number: int) -> Cause:
    return Cause(PolicyRef("OverridePolicy", "shop", f"p{number}"), 0, "plaintext", 0)


A, B, C = cause(0), cause(1), cause(2)


def steps(*trees: Any) -> tuple[Step, ...]:
    """A trace that goes from tree to tree, one policy a step."""
    pairs = itertools.pairwise(trees)
    return tuple(
        Step(cause(n), tuple(Change(*change) for change in changes(before, after)))
        for n, (before, after) in enumerate(pairs)
    )


def blame(*trees: Any) -> Blame:
    return Blame(trees[0], steps(*trees))


def test_the_last_writer_comes_first_and_the_others_are_kept() -> None:
    found = blame({"r": 1}, {"r": 2}, {"r": 3})
    assert found.after(("r",)) == (B, A)
    assert found.before(("r",)) == (B, A)


def test_a_place_nobody_wrote_has_no_cause() -> None:
    found = blame({"a": 1, "b": {"c": 1}}, {"a": 2, "b": {"c": 1}})
    assert found.after(("b", "c")) == ()
    assert found.after(("b",)) == ()
    assert found.before(("b", "c")) == ()


def test_what_lies_in_an_added_map_is_caused_by_who_added_it() -> None:
    found = blame({}, {"m": {"x": 1, "y": 1}}, {"m": {"x": 2, "y": 1}})
    assert found.after(("m", "x")) == (B, A)
    assert found.after(("m", "y")) == (A,)
    assert found.after(("m",)) == (B, A)


def test_history_follows_an_item_when_another_is_put_in_before_it() -> None:
    before = {"env": [{"name": "A", "value": "1"}]}
    edited = {"env": [{"name": "A", "value": "2"}]}
    after = {"env": [{"name": "N"}, {"name": "A", "value": "2"}]}
    found = blame(before, edited, after)
    assert found.after(("env", 1, "value")) == (A,)
    assert found.after(("env", 0, "name")) == (B,)
    assert found.before(("env", 0, "value")) == (A,)
    assert found.before(("env", 0, "name")) == ()


def test_history_follows_an_item_when_one_before_it_is_removed() -> None:
    template = {"env": [{"name": "A"}, {"name": "B", "value": "1"}]}
    trace = (
        Step(A, (Change(("env", 0), {"name": "A"}, MISSING),)),
        Step(B, (Change(("env", 0, "value"), "1", "2"),)),
    )
    found = Blame(template, trace)
    assert found.after(("env", 0, "value")) == (B,)
    assert found.before(("env", 0, "name")) == (A,)
    assert found.before(("env", 1, "value")) == (B,)


def test_an_item_appended_by_position_is_caused_by_who_appended_it() -> None:
    trace = (Step(A, (Change(("args", 1), MISSING, "-x"),)),)
    found = Blame({"args": ["-a"]}, trace)
    assert found.after(("args", 1)) == (A,)
    assert found.after(("args", 0)) == ()


def test_a_list_written_as_a_whole_blames_only_what_differs() -> None:
    template = {"args": ["-a", "-b", "-c"]}
    trace = (Step(A, (Change(("args",), template["args"], ["-a", "-x", "-c", "-d"]),)),)
    found = Blame(template, trace)
    assert [found.after(("args", n)) for n in range(4)] == [(), (A,), (), (A,)]


def test_a_root_replaced_blames_only_what_differs() -> None:
    template = {"kind": "A", "spec": {"x": 1, "y": 1}}
    after = {"kind": "A", "spec": {"x": 2, "y": 1}}
    found = Blame(template, (Step(A, (Change((), template, after),)),))
    assert found.after(("spec", "x")) == (A,)
    assert found.after(("spec", "y")) == found.after(("kind",)) == ()


def test_lines_of_a_text_have_causes_of_their_own() -> None:
    found = blame(
        {"d": {"f": "a: 1\nb: 1\nc: 1\n"}},
        {"d": {"f": "a: 2\nb: 1\nc: 1\n"}},
        {"d": {"f": "n: 0\na: 2\nb: 1\nc: 2\n"}},
    )
    rows = [found.after(("d", "f"), row) for row in range(4)]
    assert rows == [(B,), (A,), (), (B,)]
    assert found.after(("d", "f")) == (B, A)


def test_a_value_of_another_shape_ends_the_history_below() -> None:
    found = blame({"m": {"x": 1}}, {"m": {"x": 2}}, {"m": "text"})
    assert found.after(("m",)) == (B, A)
    assert found.before(("m", "x")) == (B, A)


def test_a_removed_place_is_told_from_its_template_path() -> None:
    found = blame({"m": {"x": {"y": 1}}}, {"m": {}})
    assert found.before(("m", "x", "y")) == (A,)
    assert found.after(("m",)) == (A,)


@given(OBJECTS, st.lists(OBJECTS, min_size=1, max_size=4))
def test_every_difference_to_the_template_has_a_cause(template: Any, others: Any) -> None:
    trace = steps(template, *others)
    found = Blame(template, trace)
    for entry in compare(template, replay(template, trace)):
        causes = _causes(found, entry.path, entry.before_path, entry.kind)
        assert causes, (entry, trace)


def _causes(found: Blame, path: Path, before_path: Path, kind: str) -> tuple[Cause, ...]:
    if kind == "removed":
        return found.before(before_path)
    return found.after(path) or found.before(before_path)
