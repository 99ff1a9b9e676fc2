from __future__ import annotations

import io
import json
import math

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from workbench.karmada.overrides import yaml_codec
from workbench.model.errors import InputError
from workbench.model.go_json import normalize
from workbench.model.tree import Json, same
from workbench.model.yaml_reader import read
from workbench.model.yaml_writer import write_documents, write_yaml

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
