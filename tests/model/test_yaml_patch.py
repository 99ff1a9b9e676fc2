"""Changing a document in place keeps what a person wrote around it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.tree import MISSING, changes, same
from workbench.model.yaml_patch import patched_text
from workbench.model.yaml_reader import Document, read

TEXT = """\
# why this policy is here
kind: OverridePolicy   # of the shop
metadata: {name: web}
spec:
  # the rules
  overrideRules:
  - overriders:
      plaintext:
      - path: /spec/replicas   # how many
        operator: replace
        value: 3
      # after the list
  - overriders: {}
data:
  app.yaml: |
    a: 1
    # inside
# the end
"""


def tree(text: str) -> Any:
    document = next(read(text, "x"))
    assert isinstance(document, Document)
    return document.tree


def changed(edit: Any) -> tuple[str, Any]:
    after = tree(TEXT)
    edit(after)
    return patched_text(TEXT, tree(TEXT), after), after


def test_a_changed_number_leaves_every_comment_alone() -> None:
    def edit(after: Any) -> None:
        after["spec"]["overrideRules"][0]["overriders"]["plaintext"][0]["value"] = 9

    text, after = changed(edit)
    assert text == TEXT.replace("value: 3", "value: 9")
    assert same(tree(text), after)


def test_an_item_that_comes_writes_its_list_anew_and_nothing_else() -> None:
    def edit(after: Any) -> None:
        after["spec"]["overrideRules"][0]["overriders"]["plaintext"].append(
            {"path": "/x", "operator": "remove"})

    text, after = changed(edit)
    assert same(tree(text), after)
    for comment in ("# why this policy", "# of the shop", "# the rules", "# after the list",
                    "# the end"):
        assert comment in text


@pytest.mark.parametrize("value", ["one", "", "a: b", "two\nlines\n", "0x10", 5, None, True])
def test_a_text_is_replaced_by_any_scalar(value: Any) -> None:
    def edit(after: Any) -> None:
        after["data"]["app.yaml"] = value

    text, after = changed(edit)
    assert same(tree(text), after)
    assert "# the rules" in text


def test_what_cannot_be_changed_piece_by_piece_is_written_out() -> None:
    assert tree(patched_text(TEXT, tree(TEXT), {"kind": "Other"})) == {"kind": "Other"}


LEAF = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text("ab:# \n-", max_size=6))
TREES = st.dictionaries(
    st.sampled_from("abc"),
    st.recursive(LEAF, lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)),
        max_leaves=6),
    min_size=1, max_size=3)


@given(TREES, TREES)
def test_the_changed_text_always_means_what_was_asked_for(before: Any, after: Any) -> None:
    from workbench.model.yaml_writer import write_yaml

    text = "# head\n" + write_yaml(before)
    result = patched_text(text, before, after)
    assert same(tree(result), after)
    if not any(True for _ in changes(before, after)):
        assert result == text
    assert MISSING is not result
