from __future__ import annotations

import pytest

from workbench.diff.words import first_word, word_spans


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("image: a:1.4", "image: a:1.5", "image: a:1.[4]", "image: a:1.[5]"),
        ("x: 1", "x: 1 2", "x: 1", "x: 1[ 2]"),
        ("", "a", "", "[a]"),
    ],
)
def test_words_that_differ_are_emphasised(before: str, after: str, left: str, right: str) -> None:
    sides = [
        "".join(f"[{span.text}]" if span.emphasised else span.text for span in side)
        for side in word_spans(before, after)
    ]
    assert sides == [left, right]


@pytest.mark.parametrize("line", ["host: db", '  "host": "db",', "host=db", "- host: x"])
def test_a_line_is_known_by_its_first_word(line: str) -> None:
    assert first_word(line).strip('"') == "host"
