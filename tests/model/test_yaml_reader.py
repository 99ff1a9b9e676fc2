from __future__ import annotations

import pytest

from workbench.model.errors import InputError
from workbench.model.tree import Json
from workbench.model.yaml_reader import Document, read


def tree(text: str) -> Json:
    (document,) = read(text, "x.yaml")
    assert isinstance(document, Document), document
    return document.tree


def fault(text: str) -> str:
    (found,) = read(text, "x.yaml")
    assert isinstance(found, InputError), found
    return str(found)


def document(text: str) -> Document:
    (found,) = read(text, "x.yaml")
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(("text", "value"), [
    ("yes", True), ("n", False), ("~", None), ("0x1F", 31), ("0o14", 12), ("0777", 511),
    ("1_000", 1000), ("1e3", 1000), ("1.0", 1), ("1.10", 1.1), ("12:30", "12:30"),
    ("2020-01-01", "2020-01-01"), ("=", "="), ("9223372036854775808", 9223372036854775808.0),
    ("1e400", "1e400"), ("'1'", "1"), ('"yes"', "yes"), ("|\n  a\n", "a\n"), ("", None),
    ("!!str 5", "5"), ("!!int '5'", 5), ("!!float 5", 5), ("!!binary aGVsbG8=", "hello"),
    ("!mine 5", "5"), ("!!timestamp 2020-01-01", "2020-01-01"), ("a?b", "a?b"),
])
def test_a_scalar_means_what_it_means_to_go(text: str, value: Json) -> None:
    found = tree(f"k: {text}")["k"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("key", "name"), [
    ("yes", "true"), ("1", "1"), ("0x10", "16"), ("1.5", "1.5"), ("1e6", "1e+06"),
    ("100000.0", "100000"), ("123456789.125", "1.2345679e+08"), ("'n'", "n"), ("<<x", "<<x"),
    ("2020-01-01", "2020-01-01"), ("!!str 1", "1"), ("'<<'", "<<"), (".inf", ".inf"),
])
def test_a_key_becomes_the_text_that_go_makes_of_it(key: str, name: str) -> None:
    assert tree(f"{key}: x") == {name: "x"}


def test_merge_keys_follow_the_order_of_the_document() -> None:
    assert tree("a: &a {q: 1, r: 1}\nb: {q: 3, <<: *a, r: 2}") == {
        "a": {"q": 1, "r": 1}, "b": {"q": 1, "r": 2},
    }
    assert tree("b: {<<: [{q: 1}, {q: 2, s: 2}]}") == {"b": {"q": 1, "s": 2}}


def test_an_anchor_may_be_named_twice() -> None:
    assert tree("a: &x 1\nb: *x\nc: &x [2, {d: 3}]\ne: *x") == {
        "a": 1, "b": 1, "c": [2, {"d": 3}], "e": [2, {"d": 3}],
    }


@pytest.mark.parametrize(("text", "message"), [
    ("a:\n\tb: 1", "x.yaml:2:1: a tab is used for indentation (YAML indents with spaces only)"),
    ("a: 1\nb: 2\na: 3", 'x.yaml:3:1: duplicate key "a" on lines 1 and 3 (keep one of the two)'),
    ("a:\n  é: 1\n  é: 2",
     'x.yaml:3:3: duplicate key "é" on lines 2 and 3 (keep one of the two)'),
    ("yes: 1\n\"true\": 2", 'x.yaml:2:1: duplicate key "true" on lines 1 and 2'),
    ("a: b: c", "x.yaml:1:5: a ': ' where no key can stand"),
    ("a: 'x\nb: 1\n", "x.yaml:1:4: a quoted text or bracket is not closed"),
    ("a: [1, 2\nb: 2", "x.yaml:2:2: expected ',' or the closing bracket"),
    ("a:\n  b: 1\n c: 2", "x.yaml:3:2: expected a key (check the indentation"),
    ("- a\nb: 1", "x.yaml:2:1: expected a list item"),
    ("a: @b", "x.yaml:1:4: a value can't begin with '@' (put the value in quotes)"),
    ("a: *b", "x.yaml:1:4: an alias to an anchor that does not exist"),
    ("a: * b", "x.yaml:1:5: '*' and '&' need the name of an anchor"),
    ('a: "\\q"', "x.yaml:1:5: an unknown escape after '\\'"),
    ("a: \x1b[31m", "x.yaml:1:4: the character U+001B is not allowed in YAML"),
    ("a: \ud800", "x.yaml:1:4: the character U+D800 is not allowed in YAML"),
    ("a: .inf", 'x.yaml:1:4: ".inf" is a number that JSON can\'t hold'),
    ("a: !!int x", "x.yaml:1:4: this text is not of the type !!int"),
    ("a: !!binary '*'", "x.yaml:1:4: !!binary needs base64 text"),
    ("? [a]\n: b", "x.yaml:1:3: a map or list can't be a key (put the key in quotes)"),
    ("~: b", "x.yaml:1:1: null can't be a key"),
    ("<<: 1", "x.yaml:1:5: '<<' merges a map, or a list of maps"),
    ("  a: 1\n b: 2\n", "x.yaml:2:2: text after the end of the document"),
    ("%YAML 3.0\n---\na: 1", "x.yaml:1:1: an unknown YAML version"),
    ("a: {{ .Values.x }}", "(a template: render it first"),
    ("{% if x %}\na: 1", "(a template: render it first"),
    ("a: &a [*a]", "x.yaml:1:4: an anchor contains an alias to itself"),
    ('{"a": 1 "b": 2}', "x.yaml:1:9: broken JSON: Expecting ',' delimiter"),
    ('{"a": 1, "b": {"c": 2,\n "c": 3}}', 'x.yaml:2:2: duplicate key "c" on lines 1 and 2'),
    ('{"a": 1e999}', "x.yaml:1:1: broken JSON: "),
    ('{"a": NaN, "a": 1}', "broken JSON: NaN is no JSON number"),
])
def test_a_fault_says_where_it_is_and_what_to_do(text: str, message: str) -> None:
    assert message in fault(text)


@pytest.mark.parametrize("text", [
    "a: " + "[" * 10_000 + "]" * 10_000,
    "a: " + "{a: " * 10_000 + "}" * 10_000,
    "- " * 10_000 + "a",
    "? " * 10_000 + "a",
    "\n".join(" " * level + "a:" for level in range(3_000)),
    '{"a":' * 10_000 + "1" + "}" * 10_000,
    '{"a":' * 300 + "1" + "}" * 300,
    "[" * 10_000,
    "\n".join(f"a{n}: &a{n} {{x: *a{n - 1}}}" if n else "a0: &a0 {}" for n in range(200)),
])
def test_deep_nesting_is_one_clear_error(text: str) -> None:
    assert "nested more than 128 deep" in fault(text)


def test_nesting_as_deep_as_any_real_object_is_read() -> None:
    assert tree("\n".join(" " * level + "a:" for level in range(100)))
    assert tree('{"a":' * 100 + "1" + "}" * 100)


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
    )
    assert "aliases blow this document up to" in fault(bomb)


def test_a_broken_document_does_not_take_the_others_with_it() -> None:
    found = list(read("a: 1\n---\nb: [\n---\nc: 'x\n---\nd: 4\n", "x.yaml"))
    trees = [one.tree if isinstance(one, Document) else one.place.line for one in found]
    assert trees == [{"a": 1}, 4, 5, {"d": 4}]


def test_documents_without_content_are_no_documents() -> None:
    assert list(read("---\n# nothing\n---\n~\n---\n", "x.yaml")) == []


def test_json_is_read_by_the_same_door() -> None:
    found = list(read('{"a": [1.0, "\\ud83d\\ude00", "\\ud800"]}\n {"b": {}}\n---\n{c: d}\n', "x"))
    assert [one.tree for one in found] == [
        {"a": [1, "\U0001f600", "\ufffd"]}, {"b": {}}, {"c": "d"},
    ]
    assert [str(one.place()) for one in found] == ["x:1:1", "x:2:2", "x:4:1"]


YAML = """\
# comment
spec:
  items:
  - name: a
    value: {x: 1, "y": 2}
  -   name: b
  1: x
"""


@pytest.mark.parametrize(("path", "place"), [
    ((), "2:1"), (("spec",), "2:1"), (("spec", "items"), "3:3"), (("spec", "items", 0), "4:5"),
    (("spec", "items", 0, "value", "y"), "5:19"), (("spec", "items", 1, "name"), "6:7"),
    (("spec", "items", 7), "3:3"), (("spec", "no", "such"), "2:1"), (("spec", "1"), "7:3"),
    (("spec", "items", "name"), "3:3"),
])
def test_every_path_of_a_yaml_document_has_a_place(path: tuple[str | int, ...], place: str) -> None:
    assert str(document(YAML).place(path)) == f"x.yaml:{place}"


JSON = '{"spec": {"items": [{"na\\"me": "a"},\n  {"b": [1,\n 2, {"c": null}]}], "z": true}}'


@pytest.mark.parametrize(("path", "place"), [
    ((), "1:1"), (("spec", "items", 0, 'na"me'), "1:22"), (("spec", "items", 1, "b", 1), "3:2"),
    (("spec", "items", 1, "b", 2, "c"), "3:6"), (("spec", "z"), "3:21"), (("spec", "no"), "1:2"),
])
def test_every_path_of_a_json_document_has_a_place(path: tuple[str | int, ...], place: str) -> None:
    assert str(document(JSON).place(path)) == f"x.yaml:{place}"


def test_a_part_of_a_document_is_given_at_the_left_margin() -> None:
    assert document(YAML).part(("spec", "items", 0)) == 'name: a\nvalue: {x: 1, "y": 2}\n'
    assert document(YAML).part(("nothing",)) == ""
    assert document(JSON).part(("spec", "items", 0)) == '{"na\\"me": "a"}'
    assert document(JSON).part(("spec", "z")) == "true"
    assert document(JSON).part(("nothing",)) == ""
    assert document(YAML).part(()) == YAML
