from __future__ import annotations

import pytest

from workbench.model.documents import decode, first_content, split
from workbench.model.errors import InputError

TEXT = "kind: Zürich\nname: 日本\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                                      "utf-32", "utf-32-le", "utf-32-be"])
def test_every_unicode_form_is_read_with_or_without_its_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x.yaml") == TEXT


def test_line_ends_of_other_systems_become_line_feeds() -> None:
    assert decode(b"a: 1\r\nb: 2\rc: 3\n", "x.yaml") == "a: 1\nb: 2\nc: 3\n"


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\0\0\0", b"PK\x03\x04ab\0\0cd", b"a: b\0c"])
def test_binary_is_named_as_such(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^x\.yaml: not a text file"):
        decode(data, "x.yaml")


def test_a_byte_that_is_no_utf_8_is_named_with_its_place() -> None:
    with pytest.raises(InputError, match=r"x\.yaml:2:5: byte 0xff is not valid UTF-8"):
        decode(b"a: 1\nb: z\xff\n", "x.yaml")


def test_a_broken_utf_16_is_named_as_such() -> None:
    with pytest.raises(InputError, match="not valid UTF-16"):
        decode(b"\xff\xfea\0\0\xd8", "x.yaml")


@pytest.mark.parametrize(("text", "parts"), [
    ("a: 1\n", [(1, "a: 1\n")]),
    ("---\na: 1\n---\nb: 2", [(1, "---\na: 1\n"), (3, "---\nb: 2")]),
    ("a: 1\n--- # two\nb: 2\n", [(1, "a: 1\n"), (2, "--- # two\nb: 2\n")]),
    ("a: 1\n...\nb: 2\n", [(1, "a: 1\n"), (3, "b: 2\n")]),
    ("%YAML 1.1\n---\na: 1\n", [(1, "%YAML 1.1\n---\na: 1\n")]),
    ("a: 1\n...\n%YAML 1.1\n---\nb: 2\n", [(1, "a: 1\n"), (3, "%YAML 1.1\n---\nb: 2\n")]),
    ("a: ---\n  --- x\n---x: 1\n", [(1, "a: ---\n  --- x\n---x: 1\n")]),
    ("# only a comment\n\n", []),
    ("", []),
    ("a: 1\n\ufeff---\nb: 2\n", [(1, "a: 1\n"), (2, "---\nb: 2\n")]),
    ("--- {a: 1}\n---\tb\n", [(1, "--- {a: 1}\n"), (2, "---\tb\n")]),
])
def test_a_stream_is_split_where_markers_stand(text: str, parts: list[tuple[int, str]]) -> None:
    assert list(split(text)) == parts


def test_a_document_begins_below_marker_and_comments() -> None:
    assert first_content("--- # x\n# y\n\n  a: 1\n") == (3, 2)
    assert first_content("--- {a: 1}\n") is None
