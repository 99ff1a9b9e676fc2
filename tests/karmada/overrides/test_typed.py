from __future__ import annotations

import pytest

from workbench.karmada.overrides.go_time import TimeError, check_rfc3339
from workbench.karmada.overrides.typed import ConversionError, check_typed
from workbench.karmada.profile import LATEST, V1_12_0, V1_18_2
from workbench.model.tree import Json, Object


def container(**fields: Json) -> Object:
    return {"spec": {"template": {"spec": {"containers": [{"name": "c", **fields}]}}}}


def error_of(tree: Object, kind: str = "Deployment") -> str:
    with pytest.raises(ConversionError) as caught:
        check_typed(tree, kind, LATEST)
    return str(caught.value.args[0])


@pytest.mark.parametrize(
    ("tree", "error"),
    [
        ({"spec": {"replicas": "3"}}, "unrecognized type: int32"),
        ({"spec": {"replicas": 2.5}}, "cannot convert float64 to int32"),
        ({"spec": "x"}, "cannot restore struct from: string"),
        ({"spec": [1]}, "cannot restore struct from: slice"),
        ({"metadata": {"labels": 3}}, "cannot restore map from int64"),
        ({"metadata": {"labels": {"a": 3}}}, "cannot convert int64 to string"),
        ({"metadata": {"labels": {"a": True}}}, "unrecognized type: string"),
        ({"metadata": {"uid": 3}}, "cannot convert int64 to types.UID"),
        ({"metadata": {"finalizers": {}}}, "cannot restore slice from map"),
        (container(stdin="yes"), "unrecognized type: bool"),
        (container(ports=[{"protocol": 1}]), "cannot convert int64 to v1.Protocol"),
        (container(resources={"limits": {"cpu": "1kk"}}), "unable to parse quantity's suffix"),
        (
            container(livenessProbe={"httpGet": {"port": 2.5}}),
            "json: cannot unmarshal number 2.5 into Go value of type int32",
        ),
        (
            {"metadata": {"creationTimestamp": {}}},
            "json: cannot unmarshal object into Go value of type string",
        ),
    ],
)
def test_a_wrong_type_anywhere_has_apimachinerys_error(tree: Object, error: str) -> None:
    assert error_of(tree) == error


def test_nulls_whole_floats_wide_integers_and_unknown_fields_pass() -> None:
    tree = {
        "spec": {"replicas": 3.0, "minReadySeconds": 2**40, "selector": None, "unknown": []},
        "metadata": {"managedFields": [{"fieldsV1": "anything"}, None]},
    }
    check_typed(tree, "Deployment", LATEST)


def test_the_first_field_of_the_go_struct_is_blamed_not_the_first_written() -> None:
    tree = {"spec": {"paused": "x", "replicas": "3"}}
    assert error_of(tree) == "unrecognized type: int32"


def test_inlined_structs_belong_to_their_owner() -> None:
    probe = {"httpGet": {"path": 1}}
    assert error_of(container(livenessProbe=probe)) == "cannot convert int64 to string"


def test_fields_that_came_later_are_unknown_to_older_versions() -> None:
    pod = {"spec": {"hostnameOverride": {"not": "text"}}}
    check_typed(pod, "Pod", V1_12_0)
    with pytest.raises(ConversionError):
        check_typed(pod, "Pod", V1_18_2)


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("zzz", 'as "2006-01-02T15:04:05Z07:00": cannot parse "zzz" as "2006"'),
        ("2020-13-01T00:00:00Z", ": month out of range"),
        ("2020-02-30T00:00:00Z", ": day out of range"),
        ("2020-01-01", 'cannot parse "" as "T"'),
        ("2020-01-01T00:00:00", 'cannot parse "" as "Z07:00"'),
        ("2020-01-01T00:00:00Zé", ': extra text: "\\xc3\\xa9"'),
        ("2020-01-01T00:00:00+25:00", ": time zone offset hour out of range"),
    ],
)
def test_times_are_refused_in_gos_words(text: str, tail: str) -> None:
    with pytest.raises(TimeError) as caught:
        check_rfc3339(text)
    assert caught.value.args[0].endswith(tail)


@pytest.mark.parametrize("text", ["2020-02-29T0:00:00Z", "2020-01-01T00:00:00,5+24:60"])
def test_times_that_only_go_accepts_pass(text: str) -> None:
    check_rfc3339(text)
