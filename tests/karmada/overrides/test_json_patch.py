from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.karmada.overrides.json_patch import (
    Operation,
    PatchError,
    PatchPanic,
    RawJson,
    apply,
    check_object,
)
from workbench.karmada.overrides.json_text import patched_text
from workbench.karmada.profile import LATEST, V1_12_0
from workbench.model import go_json
from workbench.model.tree import Json, Object

DEPLOYMENT: Object = {
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"a/b": "1", "m~n": "2"}},
    "spec": {"replicas": 2, "list": [1, {"x": None}, "s"], "none": None},
}


def patched(*operations: tuple[str, str] | tuple[str, str, Json]) -> Object:
    return apply(DEPLOYMENT, [Operation(*o) for o in operations], LATEST)


def test_a_replaced_value_leaves_the_input_alone_and_shares_the_rest() -> None:
    before = copy.deepcopy(DEPLOYMENT)
    after = patched(("replace", "/spec/replicas", 5))
    assert after["spec"]["replicas"] == 5
    assert before == DEPLOYMENT
    assert after["metadata"] is DEPLOYMENT["metadata"]
    assert after["spec"]["list"] is DEPLOYMENT["spec"]["list"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/spec/list/-", [1, {"x": None}, "s", 9]), ("/spec/list/3", [1, {"x": None}, "s", 9]),
        ("/spec/list/-1", [1, {"x": None}, "s", 9]), ("/spec/list/-4", [9, 1, {"x": None}, "s"]),
        ("/spec/list/+01", [1, 9, {"x": None}, "s"]), ("/spec/list/-0", [9, 1, {"x": None}, "s"]),
    ],
)  # fmt: skip
def test_positions_may_be_negative_signed_or_padded(path: str, expected: list[Json]) -> None:
    assert patched(("add", path, 9))["spec"]["list"] == expected


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (("remove", "/spec/gone"),
         "error in remove for path: '/spec/gone': unable to remove nonexistent key: gone: "
         "missing value"),
        (("replace", "/spec/gone", 1),
         "replace operation does not apply: doc is missing key: /spec/gone: missing value"),
        (("add", "/spec/none/x", 1),
         'add operation does not apply: doc is missing path: "/spec/none/x": missing value'),
        (("add", "spec.x", 1),
         'add operation does not apply: doc is missing path: "spec.x": missing value'),
        (("add", "/spec/list/5", 1),
         "error in add for path: '/spec/list/5': Unable to access invalid index: 5: "
         "invalid index referenced"),
        (("add", "/spec/list/é", 1),
         "error in add for path: '/spec/list/é': value was not a proper array index: 'é': "
         'strconv.Atoi: parsing "é": invalid syntax'),
        (("remove", "/spec/list/99999999999999999999"),
         "error in remove for path: '/spec/list/99999999999999999999': "
         'strconv.Atoi: parsing "99999999999999999999": value out of range'),
        (("bump", "/spec<", 1),
         'invalid operation {"op":"bump","path":"/spec\\u003c","value":1}: unsupported operation'),
        (("move", "/spec"),
         'invalid operation {"op":"move","path":"/spec","value":null}: failed to decode \'from\': '
         "operation, missing from field: missing value"),
        (("replace", "", "x"),
         "replace operation value must be object or array: %!w(<nil>)"),
        (("replace", "", [1]),
         "json: cannot unmarshal array into Go value of type map[string]interface {}"),
        (("replace", "", None), "Object 'Kind' is missing in 'null'"),
        (("replace", "", {"b": 1, "a": "<"}),
         "Object 'Kind' is missing in '{\"a\":\"\\u003c\",\"b\":1}'"),
        (("add", "/n", RawJson("1e400")),
         "json: cannot unmarshal number 1e400 into Go value of type float64"),
    ],
)  # fmt: skip
def test_what_does_not_apply_is_refused_in_karmadas_words(
    operation: tuple[str, str], message: str
) -> None:
    with pytest.raises(PatchError) as caught:
        patched(operation)
    assert caught.value.message == message


def test_a_missing_kind_is_reported_with_new_keys_where_the_patch_put_them() -> None:
    with pytest.raises(PatchError) as caught:
        apply({"kind": "X", "z": 1}, [Operation("remove", "/kind"), Operation("add", "/b")], LATEST)
    assert caught.value.message == "Object 'Kind' is missing in '{\"z\":1,\"b\":null}'"


def test_the_path_may_leave_out_its_first_slash() -> None:
    assert patched(("add", "ignored/x", 1))["x"] == 1


def test_an_empty_segment_at_the_root_changes_a_detached_copy_only() -> None:
    assert patched(("replace", "//spec", 1), ("remove", "//spec")) == DEPLOYMENT
    with pytest.raises(PatchError):
        patched(("remove", "//spec"), ("remove", "//spec"))


def test_escaped_keys_are_addressed() -> None:
    labels = patched(
        ("replace", "/metadata/labels/a~1b", "x"), ("remove", "/metadata/labels/m~0n")
    )["metadata"]["labels"]
    assert labels == {"a/b": "x"}


def test_replacing_the_root_by_a_scalar_is_ignored_by_v1_12_0() -> None:
    operations = [Operation("replace", "", "x"), Operation("add", "/y", 1)]
    assert apply(DEPLOYMENT, operations, V1_12_0) == {**DEPLOYMENT, "y": 1}


def test_a_position_in_a_root_that_became_null_is_a_panic() -> None:
    with pytest.raises(PatchPanic):
        patched(("replace", "", None), ("add", "/-", 1))


def test_numbers_come_back_as_go_decodes_them() -> None:
    tree = patched(("add", "/a", 1.0), ("add", "/b", RawJson("1e3")), ("add", "/c", 2**63))
    assert [type(tree[k]) for k in "abc"] == [int, float, float]
    assert type(check_object(tree)["b"]) is int
    assert check_object({"kind": "X", "n": 1.0})["n"].__class__ is int


def test_the_guard_operation_compares_spelling_of_numbers() -> None:
    patched(("test", "/spec/replicas", 2), ("test", "/spec/list/1", {"x": None}))
    patched(("test", "/spec/gone", None))
    with pytest.raises(PatchError, match="testing value /spec/replicas failed: test failed"):
        patched(("test", "/spec/replicas", RawJson("2.0")))


KEYS = st.sampled_from(["a", "b", "", "0", "1", "-", "x/y", "m~n", "-1", "kind"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(
    st.sampled_from(["a", "b", "", "0", "1", "-", "x~1y", "m~0n", "-1", "kind"]), max_size=4
).map(lambda parts: "".join("/" + part for part in parts))
OPERATIONS = st.lists(
    st.builds(Operation, st.sampled_from(["add", "remove", "replace", "test"]), PATHS, VALUES),
    max_size=3,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4), OPERATIONS)
def test_a_patch_on_a_tree_is_the_patch_on_its_text(
    tree: Object, operations: list[Operation]
) -> None:
    tree = go_json.decode(go_json.encode({**tree, "kind": "X"}))
    try:
        expected = check_object(
            go_json.decode(patched_text(go_json.encode(tree), operations, LATEST))
        )
    except (PatchError, AttributeError) as error:
        with pytest.raises(PatchError) as caught:
            apply(tree, operations, LATEST)
        if type(error) is not AttributeError and "Kind" not in str(error):
            assert caught.value.args == error.args and type(caught.value) is type(error)
        return
    assert go_json.encode(apply(tree, operations, LATEST)) == go_json.encode(expected)
