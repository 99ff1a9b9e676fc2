from __future__ import annotations

import pytest

from workbench.karmada.overrides.commands import as_text, command_operations
from workbench.karmada.overrides.failure import OverrideError, OverridePanic
from workbench.karmada.overrides.fields import as_format, override_field
from workbench.karmada.overrides.image_patch import image_operations
from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.overrides.labels import collides, label_operations
from workbench.karmada.profile import LATEST, V1_12_0, V1_18_2, Profile
from workbench.model.tree import Json, Object


def pod(*containers: Json) -> Object:
    return {"kind": "Pod", "spec": {"containers": list(containers)}}


def command(operator: str, *values: str) -> Object:
    return {"containerName": "web", "operator": operator, "value": list(values)}


@pytest.mark.parametrize(
    ("container", "item", "expected"),
    [
        ({"args": ["a", "b", "a"]}, command("remove", "a"), ("replace", ["b"])),
        ({"args": ["a"]}, command("add", "a"), ("replace", ["a", "a"])),
        ({}, command("remove", "a"), ("add", [])),
        ({"args": None}, command("add"), ("add", [])),
        ({"args": [1, None]}, command("other"), ("replace", ["%!s(int64=1)", "%!s(<nil>)"])),
    ],
)
def test_a_command_item_patches_the_containers_of_its_name(
    container: Object, item: Object, expected: tuple[str, Json]
) -> None:
    tree = pod({"name": "side"}, {"name": "web", **container})
    operator, value = expected
    assert command_operations(tree, item, "args") == [
        Operation(operator, "/spec/containers/1/args", value)
    ]


def test_unknown_kinds_and_missing_containers_are_left_alone() -> None:
    assert command_operations({"kind": "CronJob"}, command("add", "x"), "args") == []
    assert command_operations({"kind": "Pod", "spec": None}, command("add", "x"), "args") == []


def test_containers_of_a_wrong_type_fail_as_in_go() -> None:
    with pytest.raises(OverrideError, match=r"spec/containers.*<nil> is of the type <nil>"):
        command_operations({"kind": "Pod", "spec": {"containers": None}}, command("add"), "args")
    with pytest.raises(OverridePanic, match="is string, not map"):
        command_operations(pod("x"), command("add"), "args")
    with pytest.raises(OverridePanic, match=r"is string, not \[\]interface"):
        command_operations(pod({"name": "web", "args": "x"}), command("add"), "args")


def test_list_entries_print_as_go_prints_misfits() -> None:
    values = [1.5, True, {"a": 1}, ["q", None]]
    assert [as_text(value) for value in values] == [
        "%!s(float64=1.5)", "%!s(bool=true)", "map[a:%!s(int64=1)]", "[q <nil>]",
    ]  # fmt: skip


def test_adding_a_label_starts_over_where_one_is_no_text() -> None:
    tree = {"metadata": {"labels": {"old": 1}}}
    ready, operations = label_operations(
        tree, {"operator": "add", "value": {"a/b": "x"}}, "labels"
    )
    assert ready == {"metadata": {"labels": {}}}
    assert operations == [Operation("add", "/metadata/labels/a~1b", "x")]
    assert tree == {"metadata": {"labels": {"old": 1}}}


def test_metadata_that_is_no_map_is_left_alone() -> None:
    item = {"operator": "add", "value": {"a": "x"}}
    assert label_operations({"metadata": None}, item, "labels") == ({"metadata": None}, [])
    assert label_operations({}, item, "labels")[0] == {"metadata": {"labels": {}}}


def test_keys_that_meet_after_unescaping_are_noticed() -> None:
    assert collides({"value": {"a/b": "1", "a~1b": "2"}})
    assert not collides({"value": {"a/b": "1", "a~b": "2"}})


def image(path: str) -> Object:
    return {"predicate": {"path": path}, "component": "Tag", "operator": "replace", "value": "2"}


def test_a_predicate_reaches_init_containers_and_any_kind() -> None:
    tree = {"kind": "Rollout", "spec": {"initContainers": [{"image": "a:1"}]}}
    path = "/spec/initContainers/0/image"
    assert image_operations(tree, image(path), LATEST) == [Operation("replace", path, "a:2")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/spec/x/image", "path(x) of rawObj's type is not map"),
        ("/spec/containers/a/image", "path(a) of rawObj's is not number"),
        ("/spec/containers/99999999999/image", "path(99999999999) of rawObj's is not number"),
        ("/spec", "failed to convert path(spec) to string"),
        ("spec/containers/0/image", "imagePath should be start with / character"),
    ],
)
def test_a_predicate_that_does_not_fit_is_an_error(path: str, text: str) -> None:
    with pytest.raises(OverrideError) as caught:
        image_operations(pod({"image": "a"}), image(path), LATEST)
    assert text in caught.value.args[0]


def test_a_negative_position_is_a_panic() -> None:
    with pytest.raises(OverridePanic, match=r"index out of range \[-1\]\Z"):
        image_operations(pod({"image": "a"}), image("/spec/containers/-1/image"), LATEST)


CONFIG: Object = {"data": {"a": "{}", "n": None, "list": ["x"], "k%d": 1}}


@pytest.mark.parametrize(
    ("path", "newer", "older"),
    [
        (
            "data/a",
            'JSON pointer must be empty or start with a "/\nJSON pointer error',
            'JSON pointer must be empty or start with a "/',
        ),
        ("/data/x", 'object has no key "x": JSON pointer error', 'object has no key "x"'),
        (
            "/data/n/x",
            'nil value has no field "x": JSON pointer error',
            'nil value has not field "x"',
        ),
        (
            "/data/list/-",
            'strconv.Atoi: parsing "-": invalid syntax\nJSON pointer error',
            'strconv.Atoi: parsing "-": invalid syntax',
        ),
        (
            "/data/list/1",
            "index out of bounds array[0,0] index '1': JSON pointer error",
            "index out of bounds array[0,0] index '1'",
        ),
        (
            "/data/a/b",
            'invalid token reference "b": JSON pointer error',
            'invalid token reference "b"',
        ),
        (
            "/data/k%d",
            "Get object's value by overrider's path(/data/k%d) is not string",
            "Get object's value by overrider's path(/data/k%!d(MISSING)) is not string",
        ),
    ],
)
def test_pointer_errors_read_as_in_each_version(path: str, newer: str, older: str) -> None:
    assert (_field_error(path, V1_18_2), _field_error(path, V1_12_0)) == (newer, older)


def _field_error(path: str, profile: Profile) -> str:
    with pytest.raises(OverrideError) as caught:
        override_field(CONFIG, {"fieldPath": path}, profile)
    return str(caught.value.args[0])


def test_a_field_without_operations_becomes_empty() -> None:
    tree, _ = override_field(CONFIG, {"fieldPath": "/data/list/+00"}, LATEST)
    assert tree["data"]["list"] == [""]
    assert CONFIG["data"]["list"] == ["x"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [("100%", "100%!(NOVERB)"), ("%%", "%"), ("%5.2f%s", "%!f(MISSING)%!s(MISSING)")],
)
def test_a_text_taken_for_a_format_prints_as_go_prints_it(text: str, printed: str) -> None:
    assert as_format(text) == printed
