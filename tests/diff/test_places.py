from __future__ import annotations

from typing import Any

from hypothesis import given

from tests.diff.trees import OBJECTS
from workbench.diff.places import Counterparts, named_path, readable_path
from workbench.model.tree import same


def test_a_place_is_found_where_it_stood_before() -> None:
    before = {"containers": [{"name": "a"}, {"name": "b", "env": [{"name": "X"}]}]}
    after = {"containers": [{"name": "b", "env": [{"name": "N"}, {"name": "X"}]}]}
    counterparts = Counterparts(before, after)
    assert counterparts.of(("containers", 0, "env", 1, "name")) == (
        "containers", 1, "env", 0, "name",
    )
    assert counterparts.of(("containers", 0, "env", 0)) is None


def test_a_readable_path_names_items() -> None:
    tree = {"spec": {"containers": [{"name": "web", "ports": [{"containerPort": 80}],
                                     "args": ["x"]}]}}
    assert readable_path(tree, ("spec", "containers", 0, "ports", 0)) == (
        "spec.containers[web].ports[80/TCP]"
    )
    assert readable_path(tree, ("spec", "containers", 0, "args", 0)) == (
        "spec.containers[web].args[0]"
    )


def test_the_same_item_has_the_same_name_wherever_it_stands() -> None:
    one, other = {"env": [{"name": "A"}]}, {"env": [{"name": "N"}, {"name": "A"}]}
    assert named_path(one, ("env", 0, "name")) == named_path(other, ("env", 1, "name"))


@given(OBJECTS, OBJECTS)
def test_another_order_of_keys_is_the_same_tree(before: Any, after: Any) -> None:
    ordered = Counterparts(before, after).ordered
    assert same(ordered, after)
    shared = [key for key in before if key in after]
    assert [key for key in ordered if key in before] == shared
