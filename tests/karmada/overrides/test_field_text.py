from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.overrides_text import actual, parse_line
from workbench.karmada.overrides.field_text import patch_json_text, patch_yaml_text
from workbench.karmada.overrides.json_patch import Operation, PatchError
from workbench.karmada.profile import LATEST, PROFILES, Profile

VECTORS = Path(__file__).parents[2] / "vectors" / "overrides_text.jsonl.gz"


def recorded() -> Iterator[dict[str, Any]]:
    with gzip.open(VECTORS, "rt", encoding="utf-8") as file:
        yield from map(parse_line, file)


def groups() -> list[str]:
    return sorted({line["group"] for line in recorded()})


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
@pytest.mark.parametrize("group", groups())
def test_a_patched_field_is_what_karmada_wrote(group: str, profile: Profile) -> None:
    for line in recorded():
        if line["group"] != group:
            continue
        expected = line[profile.version]
        expected = line["v1.18.2"] if expected == "same" else expected
        assert actual(line["case"], profile) == expected, line["case"]


ADD = [Operation("add", "/zz", 1)]


def test_json_mode_keeps_what_it_does_not_open() -> None:
    text = '{ "b": [1.0, 1e3, "\\u00e9\\/"], "a": {"y": 1, "x": "<"}, "a": 2 }'
    assert patch_json_text(text, ADD, LATEST) == '{"b":[1.0,1e3,"\\u00e9\\/"],"a":2,"a":2,"zz":1}'


def test_json_mode_leaves_empty_text_alone() -> None:
    assert patch_json_text("", ADD, LATEST) == ""


@pytest.mark.parametrize("text", ["{'a': 1}", "\ufeff{}", "{} {}", "[1,]", "NaN", "  "])
def test_json_mode_refuses_what_is_not_json(text: str) -> None:
    with pytest.raises(PatchError, match="invalid state detected"):
        patch_json_text(text, ADD, LATEST)


def test_yaml_mode_writes_the_first_document_anew() -> None:
    text = "# why\nb: [1, 0x10]  # two\na: &x 'yes'\nc: *x\n---\n]]]\n"
    assert patch_yaml_text(text, ADD, LATEST).text == ('a: "yes"\nb:\n- 1\n- 16\nc: "yes"\nzz: 1\n')


def test_keys_whose_order_is_a_circle_are_reported() -> None:
    result = patch_yaml_text("k001: 1\nk10: 2\nk1a: 3\n", ADD, LATEST)
    assert result.unstable == ("the order of the keys k001, k10, k1a, zz is random",) or (
        len(result.unstable) == 1 and "is random" in result.unstable[0]
    )
    assert patch_yaml_text("k1: 1\nk10: 2\nk2: 3\n", ADD, LATEST).unstable == ()


def test_keys_that_become_one_are_reported() -> None:
    result = patch_yaml_text('1: a\n"1": b\n', ADD, LATEST)
    assert result.unstable == (
        'several YAML keys become the text "1"; which value stays is random',
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", "yaml: line 1: did not find expected ',' or ']'"),
        ("a: .inf\n", "json: unsupported value: +Inf"),
        ("~: v\n", 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "v"'),
        ("{1: {a: 1.5}, [b, ~]: 1}\n",
         'yaml: invalid map key: []interface {}{"b", interface {}(nil)}'),
        ("a: *b\n", "yaml: unknown anchor 'b' referenced"),
        ("a: &a [*a]\n", "yaml: anchor 'a' value contains itself"),
        ("{u: http://h/p?q=1}\n", "yaml: did not find expected ',' or '}'"),
        ("a: 1\nb: \x01\n", "yaml: control characters are not allowed"),
        ("x\n", "json: cannot unmarshal string into Go value of type "
                "map[string]*jsonpatch.lazyNode"),
    ],
)  # fmt: skip
def test_yaml_mode_refuses_in_karmadas_words(text: str, message: str) -> None:
    with pytest.raises(PatchError) as caught:
        patch_yaml_text(text, ADD, LATEST)
    assert caught.value.message == message


def test_a_control_character_far_behind_the_first_document_goes_unnoticed() -> None:
    assert patch_yaml_text("a: 1\n...\n" + "#" * 600 + "\x01", ADD, LATEST).text == "a: 1\nzz: 1\n"


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 6)]
    with pytest.raises(PatchError, match="document contains excessive aliasing"):
        patch_yaml_text("\n".join(lines), ADD, LATEST)


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "{a: " * 3000])
def test_text_nested_too_deep_is_refused_not_crashed_on(text: str) -> None:
    with pytest.raises(PatchError):
        patch_yaml_text(text, ADD, LATEST)
    with pytest.raises(PatchError):
        patch_json_text("[" * 100_000, ADD, LATEST)
