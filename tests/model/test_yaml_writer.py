from __future__ import annotations

import io
import json
import math
import operator

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.diff.trees import OBJECTS
from tests.model.line_places import placed
from workbench.karmada.overrides import yaml_codec
from workbench.model.errors import InputError
from workbench.model.go_json import normalize
from workbench.model.tree import Json, Path, lookup, same
from workbench.model.yaml_reader import read
from workbench.model.yaml_writer import YamlText, write_documents, write_yaml

TRAPS = [
    "0736144167782316", "1e3", "1_000", "y", "N", "0o14", "012", "08", "0x1F", "0b11", "12:30",
    "190:20:30", "1:60", "2020-01-01", "2020-01-01T00:00:00Z", "2001-12-14 21:59:43.10 -5", "=",
    "<<", "~", "", "null", "Yes", "off", ".inf", "-.INF", ".nan", "NaN", "+1", "-", "--", "---",
    "...", "?", ":", "- a", "a: b", "a:", "a #b", "#a", "@a", "`a`", "%a", "!a", "&a", "*a", "|",
    ">", "{a", "[a", "a]", ",a", "'a'", '"a"', "a'b", 'a"b', "a\\b", " a", "a ", "\ta", "a\tb",
    "a\nb", "a\n", "a\n\n", "\n", "\na", " a\nb", "a\n b\n", "a\n  \nb", "a \nb", "a\r\nb",
    "a\n\tb", "é", "日本語", "\U0001f600", "\x00", "\x1b[31m", "\x7f", "\x85", "a\x85b", "\xa0",
    "\u2028", "a\ufeff", "\ufeff", "\u202eabc", "--port=8080", "$(POD)", "/a/b", "*.example.com",
    "100m", "64Mi", "5d", "1.2.3", "v1.2", "10.0.0.1", "8080", "1.", ".5", "1e400", "0.1e-7",
    "1,000", "--- a", "a\n---\nb", "a\n...\n", "key: |\n  x\n", "a" * 2000, "a b " * 400,
    '{"a":"b"}',
]


def ours(text: str) -> Json:
    (document,) = read(text, "x.yaml")
    assert not isinstance(document, InputError), document
    return document.tree


def pyyaml(text: str) -> Json:
    return yaml.load(text, Loader=yaml.SafeLoader)


def pyyaml_c(text: str) -> Json:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def yaml_1_2(text: str) -> Json:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(io.StringIO(text))


def karmada(text: str) -> Json:
    return yaml_codec.read(text)


READERS = [ours, karmada, pyyaml, pyyaml_c, yaml_1_2]

texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("0123456789.:_-+eExobTZ ", max_size=12),
    st.text("ab \n\t#:-'\"\\|>", max_size=16),
)
numbers = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False).map(normalize),
)
trees = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def agrees(read_back: Json, tree: Json) -> bool:
    return same(normalize(read_back), normalize(tree))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", TRAPS)
def test_a_text_stays_that_text_to_every_reader(text: str, reader) -> None:
    for tree in ({"k": text}, {text: 1}, [text], [[text], {"a": [text], text: {"b": text}}], text):
        assert agrees(reader(write_yaml(tree)), tree)


@settings(max_examples=150, deadline=None)
@given(trees)
def test_every_reader_reads_back_the_tree_that_was_written(tree: Json) -> None:
    text = write_yaml(tree)
    for reader in READERS:
        if tree is not None or reader is not ours:  # a null document is no document to us
            assert agrees(reader(text), tree), (reader.__name__, text)


def test_objects_look_as_people_know_them() -> None:
    tree = {
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "labels": {}},
        "data": {"port": "8080", "on": "y", "script": "#!/bin/sh\necho 'hi'\n", "empty": ""},
        "list": [{"name": "x", "args": ["--a=b", "-c", "a: b"]}, [1, [2.5]], []],
    }
    assert write_yaml(tree) == """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {}
data:
  port: "8080"
  "on": "y"
  script: |
    #!/bin/sh
    echo 'hi'
  empty: ""
list:
- name: x
  args:
  - --a=b
  - -c
  - "a: b"
- - 1
  - - 2.5
- []
"""


def test_the_head_of_an_object_can_be_written_first() -> None:
    tree = {"spec": {}, "metadata": {"name": "a"}, "kind": "B", "apiVersion": "v1"}
    text = write_yaml(tree, head_first=True)
    assert text == "apiVersion: v1\nkind: B\nmetadata:\n  name: a\nspec: {}\n"
    assert list(tree) == ["spec", "metadata", "kind", "apiVersion"]


def test_json_text_is_quoted_readably() -> None:
    assert write_yaml({"a": json.dumps({"b": 1})}) == "a: '{\"b\": 1}'\n"


def test_documents_are_parted_by_a_marker() -> None:
    assert write_documents([{"a": 1}, {"b": 2}]) == "a: 1\n---\nb: 2\n"


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert ours(write_yaml({"a": "x\ud800"})) == {"a": "x\ufffd"}


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError):
        write_yaml({"a": math.inf})


@given(OBJECTS)
def test_every_line_knows_its_place_as_if_it_was_read_back(tree: Json) -> None:
    assert YamlText(tree).lines == list(placed(write_yaml(tree)))


@given(OBJECTS)
def test_the_path_of_a_line_leads_somewhere(tree: Json) -> None:
    for line in YamlText(tree).lines:
        lookup(tree, *line.path)


@given(OBJECTS, OBJECTS)
def test_lines_taken_from_a_tree_that_shares_some_are_those_of_the_tree(
    tree: Json, other: Json
) -> None:
    sharing = [{**other, **tree}, {"a": tree, "b": [other, tree]}]
    for one in sharing:
        for like in ({**tree, **other}, {"a": other, "b": [other, other, tree]}, tree):
            assert YamlText(one, like=YamlText(like)).lines == YamlText(one).lines


def test_lines_of_shared_trees_are_the_very_same() -> None:
    shared = {"m": [{"x": 1}, "two"]}
    lines = YamlText({"s": shared, "n": 1}).lines
    again = YamlText({"s": shared, "n": 2}, like=YamlText({"s": shared, "n": 1})).lines
    assert again == [*lines[:-1], again[-1]]
    first = YamlText({"s": shared})
    later = YamlText({"s": shared, "n": 1}, like=first)
    assert all(map(operator.is_, later.lines[1:], first.lines[1:]))


def _paths(tree: Json, path: Path = ()) -> list[Path]:
    found = [path]
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += _paths(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            found += _paths(value, (*path, index))
    return found


@given(OBJECTS)
def test_every_place_is_covered_by_a_line(tree: Json) -> None:
    lines = YamlText(tree).lines
    for path in _paths(tree):
        assert any(line.covers(path) for line in lines), path


def test_very_long_keys_have_places_too() -> None:
    tree = {"k" * 1000: {"a": [1, {"b": 2}]}, "z": 1}
    lines = YamlText(tree).lines
    assert lines == list(placed(write_yaml(tree)))
    assert all(any(line.covers(path) for line in lines) for path in _paths(tree))


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=8), max_size=3))
def test_a_line_stands_for_every_key_of_any_text(tree: dict[str, str]) -> None:
    lines = YamlText(tree).lines
    assert len(lines) == write_yaml(tree).count("\n")
    assert {line.path for line in lines} >= {(key,) for key in tree}
