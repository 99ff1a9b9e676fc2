from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.overrides.json_patch import PatchError
from workbench.karmada.overrides.yaml_codec import read, write
from workbench.karmada.overrides.yaml_events import quick_document
from workbench.karmada.overrides.yaml_nodes import Form, Node, first_document
from workbench.karmada.overrides.yaml_order import is_stable, ordered
from workbench.model.tree import Json, same

# What the reader takes in JSON text: no control characters beyond C0, no NEL, no surrogates.
CHARACTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"]
)
TEXTS = st.text(CHARACTERS, max_size=40) | st.text(st.sampled_from("a :#-?'\"\n\u2028,[{0 1"))
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | TEXTS
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not x.is_integer())
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXTS, TREES, max_size=4) | st.lists(TREES, max_size=4))
def test_what_is_written_is_read_back(tree: Json) -> None:
    assert same(read(write(tree)), tree)


@given(st.text(st.sampled_from("a1: \n-[]{},?&*!|>'\"%#\t~.\\x"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except PatchError as error:
        assert error.message.startswith(("yaml: ", "json: unsupported", "unsupported map key"))


def test_merge_keys_overwrite_what_stands_before_them() -> None:
    assert read("{q: 3, <<: [{q: 2}, {q: 1, r: 1}], s: 1}") == {"q": 2, "r": 1, "s": 1}
    assert read("{'<<': 1}") == {"<<": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 1", "1"), ("! 1", "1"), ("!own 1", "1"), ("!!float 1", 1.0),
        ("!!binary aGk=", "hi"),
        ("!!binary /w==", "\ufffd"), ("!!timestamp 2020-01-01", "2020-01-01"), ("!<!!x> 1", "1"),
        ("%TAG !e! tag:yaml.org,2002:\n--- !e!str 1", "1"),
        ("!!set {a, b}", {"a": None, "b": None}),
        ('"a\\\n  b\\x41\\u00e9\\U0001F600"', "abAé😀"),
        ("'a\n\n  b'", "a\nb"), ("a\n\n\n b", "a\n\nb"),
        ("|\n  a\n\n  b\n", "a\n\nb\n"), (">-\n  a\n  b\n\n  c\n", "a b\nc"),
        ("|2+\n   a\n\n", " a\n\n"),
        ("? a\n: b\n? c", {"a": "b", "c": None}), ("- - 1\n  - 2\n-\n", [[1, 2], None]),
        ("[a: 1, ? b : 2, c]", [{"a": 1}, {"b": 2}, "c"]), ("{a, b: }", {"a": None, "b": None}),
        ("a:\n- 1\nb: 2", {"a": [1], "b": 2}), ("--- |\n a\n...\nb", "a\n"),
        ("", None), ("# x", None),
        ("1: a\n1.0: b\ntrue: c\n1e6: d", {"1": "b", "true": "c", "1e+06": "d"}),
    ],
)  # fmt: skip
def test_yaml_is_read_as_go_reads_it(text: str, value: Json) -> None:
    assert same(read(text), value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!int abc", "yaml: cannot decode !!str `abc` as a !!int"),
        ("!!int 2020-01-01", "yaml: cannot decode !!str `2020-01-01` as a !!int"),
        ("%YAML 1.2\n--- a", "yaml: found incompatible YAML document"),
        ("%FOO\n--- a", "yaml: found unknown directive name"),
        ("!x!y a", "yaml: found undefined tag handle"),
        ("a: b: c", "yaml: mapping values are not allowed in this context"),
        ("a: 1\n\tb: 2", "yaml: line 2: found a tab character that violates indentation"),
        ("a: [\n@", "yaml: line 2: found character that cannot start any token"),
        ("%YAML 1.1\na", "yaml: line 1: did not find expected <document start>"),
        ("a: 1\nb", "yaml: line 3: could not find expected ':'"),
        ("'a", "yaml: found unexpected end of stream"),
        ("a: |\n\tb", "yaml: line 2: found a tab character where an indentation space is expected"),
        ("!!binary a", "yaml: !!binary value contains invalid base64 data"),
        ("? {true: 1, 1: 2, a: 3, ~: 4, 1.5: 5, 9223372036854775808: 6}\n: x",
         'yaml: invalid map key: map[interface {}]interface {}{interface {}(nil):4, "a":3, '
         "0x8000000000000000:6, 1:2, 1.5:5, true:1}"),
        ("<<: 1", "yaml: map merge requires map or sequence of maps as the value"),
    ],
)  # fmt: skip
def test_yaml_that_go_refuses_is_refused(text: str, message: str) -> None:
    with pytest.raises(PatchError) as caught:
        read(text)
    assert caught.value.message == message


def test_infinity_is_refused() -> None:
    with pytest.raises(PatchError, match="unsupported value: NaN"):
        read("[.nan, .inf]")
    with pytest.raises(ValueError):
        write(math.inf)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"k": 1e21, "l": 1.5, "m": 1e-7, "o": -0.0}, "k: 1e+21\nl: 1.5\nm: 1e-07\no: 0\n"),
        ({"a": [], "b": {}, "c": [[1, [2]], {"x": {"z": 1}}]},
         "a: []\nb: {}\nc:\n- - 1\n  - - 2\n- x:\n    z: 1\n"),
        ({"k" * 129: {"a": 1}, "l\n": [1]},
         f"? {'k' * 129}\n: a: 1\n? |\n  l\n: - 1\n"),
        ({"k": "x" * 78 + " y z"}, f"k: {'x' * 78}\n  y z\n"),
        ({"k": "x" * 77 + " y z"}, f"k: {'x' * 77} y\n  z\n"),
        ({"k": "- " + "x" * 80 + "  y z"}, f"k: '- {'x' * 80}  y\n  z'\n"),
        ({"k": "\t" + "x" * 80 + "  y"}, f'k: "\\t{"x" * 80}\n  \\ y"\n'),
        ({"k": "a\u2028b"}, "k: 'a\u2028  b'\n"),
        ({"k": "\ufeffx y"}, 'k: "\\uFEFF\\x78\\x20\\x79"\n'),
        ({"k": "😀"}, 'k: "\\U0001F600"\n'), ({"n": "1:30"}, '"n": "1:30"\n'),
        ({"k": "\n"}, "k: |2+\n\n"), ({"k": "a\n\n b"}, "k: |-\n  a\n\n   b\n"),
        ([None, True], "- null\n- true\n"), (None, "null\n"), ({}, "{}\n"),
    ],
)  # fmt: skip
def test_trees_are_laid_out_as_go_lays_them_out(value: Json, text: str) -> None:
    assert write(value) == text


def test_keys_stand_in_go_s_order() -> None:
    keys = ["", "_x", "1", "2", "10", "A", "B", "a", "a b", "a-b", "a.b", "a_b", "a2",
            "a02", "a002", "a10", "ab", "b", "zz", "é"]  # fmt: skip
    assert ordered(reversed(keys)) == keys
    assert is_stable(keys)


def test_a_circle_of_keys_is_not_stable() -> None:
    assert not is_stable(ordered(["k001", "k10", "k1a"]))


@given(st.lists(st.text(st.sampled_from("aB-_ .é"), max_size=5), unique=True))
def test_keys_without_digits_have_one_order(keys: list[str]) -> None:
    assert ordered(keys) == ordered(reversed(keys))


def shown(node: Node | None) -> Json:
    if node is None or node.form is Form.ALIAS:
        return node and f"*{node.text}"
    return [node.form, node.text, node.tag, node.is_implicit, *map(shown, node.children)]


YAML_PIECES = st.sampled_from(
    ["a", "1", ": ", ":", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", "'", '"', "&x ", "*x",
     "? ", " #c", "|\n", ">-\n", "---\n", "...\n", "\t", "\r\n", "\x85",
     "\u2028", "é", "\\x41", "<<", "%"]
)  # fmt: skip


@given(st.lists(YAML_PIECES, max_size=14).map("".join))
def test_the_quick_reader_sees_what_the_careful_one_sees(text: str) -> None:
    quick = quick_document(text)
    if quick is not None:
        assert shown(quick[0]) == shown(first_document(text))


@pytest.mark.parametrize(
    "text", ["{}: 0", "{u: http://h/p?q=1}", "! 1", "{a:}", r'"\/"', "%YAML 1.2"]
)
def test_the_quick_reader_leaves_alone_what_karmada_reads_otherwise(text: str) -> None:
    assert quick_document(text) is None


def test_an_empty_list_is_no_key() -> None:
    assert read("[]: 0") == []
    with pytest.raises(PatchError, match="line 1: did not find expected key"):
        read("a: 1\n[]: 0")
