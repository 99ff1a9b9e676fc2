from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.diff.test_blame import blame, cause
from tests.diff.trees import OBJECTS
from workbench.diff.folding import folded
from workbench.diff.structural import compare
from workbench.diff.text import Line, Row, TextDiff, diff_text, unified
from workbench.model.tree import Path
from workbench.model.yaml_writer import write_yaml

WEB = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
    "spec": {
        "replicas": 2,
        "template": {
            "spec": {
                "containers": [
                    {"name": "web", "image": "shop/web:1.4", "args": ["-v", "-x"],
                     "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
                    {"name": "side", "image": "side:1"},
                ],
                "dnsPolicy": "ClusterFirst", "hostNetwork": False, "nodeName": "n1",
                "priority": 1, "restartPolicy": "Always",
            }
        },
    },
}


def edited(**fields: Any) -> dict[str, Any]:
    """WEB with fields of its first container set."""
    pod = WEB["spec"]["template"]["spec"]
    first, *rest = pod["containers"]
    containers = [{**first, **fields}, *rest]
    spec = {**WEB["spec"], "template": {"spec": {**pod, "containers": containers}}}
    return {**WEB, "spec": spec}


def page(diff: TextDiff) -> list[str]:
    """The unified view as a reader sees it, emphasis in brackets."""
    return [_shown(line) for line in unified(diff)]


def _shown(line: Line) -> str:
    if line.kind == "fold":
        return f"… {line.folded}"
    marked = (f"[{span.text}]" if span.emphasised else span.text for span in line.spans)
    return f"{line.marker} {''.join(marked)}".rstrip()


def test_a_changed_word_is_emphasised_in_its_line() -> None:
    found = page(diff_text(WEB, edited(image="eu.reg/shop/web:1.4")))
    changed = [line.split("image: ")[1] for line in found if line[0] in "+-"]
    assert changed == ["shop/web:1.4", "[eu.reg/]shop/web:1.4"]


def test_the_way_down_to_a_change_stays_when_the_rest_is_folded() -> None:
    found = page(folded(diff_text(WEB, edited(args=["-v", "-y"])), context=0))
    shown = [line.strip() for line in found if not line.startswith("…")]
    for opener in ("spec:", "template:", "containers:", "args:"):
        assert opener in [line.lstrip("- ") for line in shown]
    assert any("name: web" in line for line in shown)
    assert not any("side" in line for line in shown)
    assert sum(line.startswith("…") for line in found) >= 2


def test_a_fold_counts_what_it_hides() -> None:
    diff = diff_text(WEB, edited(args=["-v", "-y"]))
    short = folded(diff, context=1)
    hidden = sum(row.folded for row in short.rows)
    assert hidden + sum(row.kind != "fold" for row in short.rows) == len(diff.rows)


def test_the_same_line_in_another_item_is_no_match() -> None:
    before = {"env": [{"name": "A", "value": "1"}]}
    after = {"env": [{"name": "B", "value": "1"}, {"name": "A", "value": "2"}]}
    rows = diff_text(before, after).rows
    changed = [(row.left.text, row.right.text) for row in rows if row.left and row.right
               and row.kind == "changed"]
    assert [(left.strip("\"' "), right.strip("\"' ")) for left, right in changed] == [
        ("value: \"1", "value: \"2")
    ]
    assert sum(row.kind == "added" for row in rows) == 2


def test_a_moved_item_is_marked_as_moved() -> None:
    before = {"args": ["a", "b", "c"]}
    rows = diff_text(before, {"args": ["b", "c", "a"]}).rows
    moved = [row for row in rows if row.kind != "context"]
    assert [row.marker for row in moved] == [">", ">"]
    assert all(row.is_moved for row in moved)


def test_each_changed_row_carries_its_cause() -> None:
    after = edited(image="x:1")
    rows = diff_text(WEB, after, after_blame=blame(WEB, after)).rows
    assert [row.causes for row in rows if row.kind != "context"] == [(cause(0),)]


def test_a_removed_line_carries_who_removed_it() -> None:
    before, after = {"m": {"x": 1, "y": 2}}, {"m": {"y": 2}}
    (row,) = [row for row in diff_text(before, after, after_blame=blame(before, after)).rows
              if row.kind != "context"]
    assert (row.kind, row.causes) == ("removed", (cause(0),))


def test_a_row_between_two_variants_carries_the_causes_of_both() -> None:
    left, right = edited(image="l:1"), edited(image="r:1")
    rows = diff_text(
        left, right, before_blame=blame(WEB, left), after_blame=blame(WEB, WEB, right)
    ).rows
    assert [row.causes for row in rows if row.kind != "context"] == [(cause(1), cause(0))]


def test_lines_of_a_text_pair_by_their_own_keys() -> None:
    before = {"data": {"f": "host: db\nport: 1\n"}}
    after = {"data": {"f": "host: eu-db\nlevel: x\nport: 1\n"}}
    kinds = [(row.kind, (row.right or row.left).text.strip()) for row in
             diff_text(before, after).rows if row.kind != "context"]
    assert kinds == [("changed", "host: eu-db"), ("added", "level: x")]


def test_what_could_drive_a_terminal_is_spelled_out() -> None:
    diff = diff_text({"a": "x\n"}, {"a": "\x1b[31m \u202e\n"})
    assert not any(char in line for line in page(diff) for char in "\x1b\u202e")


@given(OBJECTS, OBJECTS)
def test_every_difference_shows_in_a_row_that_is_no_context(before: Any, after: Any) -> None:
    rows = [row for row in diff_text(before, after).rows if row.kind != "context"]
    for entry in compare(before, after):
        assert any(_shows(row, entry.path, entry.before_path) for row in rows), entry


def _shows(row: Row, path: Path, before_path: Path) -> bool:
    sides = [(cell.path, way) for cell, way in ((row.left, before_path), (row.right, path)) if cell]
    return any(_within(cell, way) for cell, way in sides)


def _within(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


@given(OBJECTS, OBJECTS, st.integers(0, 4))
def test_both_sides_can_be_read_off_the_rows(before: Any, after: Any, context: int) -> None:
    diff = diff_text(before, after)
    lefts = [row.left.number for row in diff.rows if row.left]
    rights = [row.right.number for row in diff.rows if row.right]
    assert lefts == list(range(1, write_yaml(before).count("\n") + 1))
    assert rights == list(range(1, write_yaml(after).count("\n") + 1))
    shown = [row for row in folded(diff, context).rows if row.kind not in ("context", "fold")]
    assert shown == [row for row in diff.rows if row.kind != "context"]


def test_the_order_of_keys_is_no_difference() -> None:
    before = {"a": 1, "m": {"x": 1, "y": [{"name": "n", "v": 1}]}}
    after = {"m": {"y": [{"v": 2, "name": "n"}], "w": 0, "x": 1}, "a": 1}
    rows = [row for row in diff_text(before, after).rows if row.kind != "context"]
    assert [(row.kind, row.right.path) for row in rows if row.right] == [
        ("changed", ("m", "y", 0, "v")), ("added", ("m", "w")),
    ]


def test_a_list_that_shares_items_names_them_where_they_stand() -> None:
    item = {"image": "i:1"}
    before, after = {"items": [item, "x"]}, {"items": ["y", item, "x"]}
    kinds = [(row.kind, row.right.path if row.right else None) for row in
             diff_text(before, after).rows if row.kind != "context"]
    assert kinds == [("added", ("items", 0))]
