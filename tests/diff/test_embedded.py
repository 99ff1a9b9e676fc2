from __future__ import annotations

import pytest

from workbench.diff.embedded import compare_embedded, embedded_diffs
from workbench.diff.embedded_text import read_embedded
from workbench.diff.structural import compare


def test_lost_comments_and_sorted_keys_are_told_beside_the_change() -> None:
    before = "# who\nlevel: info   # loud\nhost: db\n# end\n"
    diff = compare_embedded(before, "host: eu-db\nlevel: info\n")
    assert diff is not None
    assert [(entry.kind, entry.path) for entry in diff.entries] == [
        ("changed", ("host",)), ("reordered", ()),
    ]
    assert diff.summary == "1 change, text changed: 3 comments lost, keys sorted"


@pytest.mark.parametrize(
    ("before", "after", "summary"),
    [
        ("a: 0x10\n", "a: 16\n", "same structure, text changed: a written 16 for 0x10"),
        ("a: 'x'\n", "a: x\n", "same structure, text changed: a written x for 'x'"),
        ("a: 1\n---\nb: 2\n", "a: 1\n", "1 change, text changed: 1 document lost"),
        ('{\n  "a": 1\n}\n', '{"a":1}', "same structure, text changed: 3 lines became one"),
        ('{"a": 1}', "a: 1\n", "same structure, text changed: JSON became YAML, layout changed"),
        ("a: &x [1]\nb: *x\n", "a:\n- 1\nb:\n- 1\n",
         "same structure, text changed: anchors and aliases written out, layout changed"),
        ("a:   1\n", "a: 1\n", "same structure, text changed: layout changed"),
        ("b: 1\nc: 1\na: 1\n", "c: 1\nb: 1\na: 1\n",
         "same structure, text changed: keys in another order in 1 map"),
        ("a: 1\n", "a: '1'\n", "1 change"),
    ],
)
def test_what_happened_to_the_text_is_said_in_words(before: str, after: str, summary: str) -> None:
    diff = compare_embedded(before, after)
    assert diff is not None
    assert diff.summary == summary


@pytest.mark.parametrize("text", ["plain text", "8080", "", "a: [", "\ta: 1", "x: 1\nx: 2\n"])
def test_what_is_no_document_is_compared_as_text_only(text: str) -> None:
    assert read_embedded(text) is None
    assert compare_embedded(text, "a: 1\n") is None


def test_a_number_sign_inside_a_text_is_no_comment() -> None:
    text = "a: 'x # no'\nb: |  # yes 1\n  # no\n  z\n# yes 2\nc: x#no\nd: \"y # no\" # yes 3\n"
    found = read_embedded(text)
    assert found is not None
    assert found.comments == ("# yes 1", "# yes 2", "# yes 3")


def test_an_alias_bomb_is_compared_as_text_only() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert read_embedded(bomb) is None


def test_changed_texts_of_an_object_are_opened() -> None:
    before = {"data": {"app.yaml": "a: 1 # one\n", "note": "x"}}
    after = {"data": {"app.yaml": "a: 2\n", "note": "y"}}
    ((entry, diff),) = embedded_diffs(compare(before, after))
    assert entry.path == ("data", "app.yaml")
    assert [inner.path for inner in diff.entries] == [("a",)]
    assert [note.kind for note in diff.notes] == ["comments"]
