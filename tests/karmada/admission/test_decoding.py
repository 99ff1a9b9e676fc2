from __future__ import annotations

from tests.karmada.admission.policies import faults, overriding, propagating
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import V1_12_0, V1_18_2


def test_an_unknown_field_is_named_with_the_field_that_was_meant() -> None:
    answer = admit(overriding(imageOverride=[]), V1_18_2)
    assert (answer.status, answer.by) == (400, "decoding")
    assert faults(answer) == [
        ("unknown field", "spec.overrideRules[0].overriders.imageOverride")
    ]
    assert "did you mean imageOverrider?" in answer.complaints[0].message


def test_an_unknown_field_like_no_other_lists_what_is_known() -> None:
    answer = admit(overriding(zzz=[]), V1_18_2)
    assert "plaintext, imageOverrider" in answer.complaints[0].message


def test_a_field_of_a_later_version_is_unknown_and_said_to_be_newer() -> None:
    policy = propagating(failover={"cluster": {}})
    assert admit(policy, V1_18_2).admitted
    answer = admit(policy, V1_12_0)
    assert faults(answer) == [("unknown field", "spec.failover.cluster")]
    assert "no field \"cluster\" yet" in answer.complaints[0].message


def test_keys_of_an_object_in_place_of_a_scalar_or_a_list_are_unknown() -> None:
    answer = admit(propagating({"clusterTolerations": {"a": 1}}, priority={"b": 1}), V1_18_2)
    assert faults(answer) == [
        ("unknown field", "spec.placement.clusterTolerations.a"),
        ("unknown field", "spec.priority.b"),
    ]


def test_an_empty_object_in_place_of_a_scalar_is_left_to_the_types() -> None:
    answer = admit(propagating(priority={}), V1_18_2)
    assert (answer.by, faults(answer)) == ("webhook", [("type", "spec.priority")])


def test_values_that_may_be_anything_hold_anything() -> None:
    value = {"a": [{"b": None}], "c": 1.5}
    plaintext = [{"path": "/x", "operator": "add", "value": value}]
    stored = admit(overriding(plaintext=plaintext), V1_18_2).object
    assert stored is not None
    assert stored["spec"]["overrideRules"][0]["overriders"]["plaintext"][0]["value"] == value


def test_an_unknown_field_at_the_root_or_in_metadata_is_refused() -> None:
    policy = overriding()
    policy["status"] = {}
    policy["metadata"]["owner"] = "me"
    assert faults(admit(policy, V1_18_2)) == [
        ("unknown field", "metadata.owner"),
        ("unknown field", "status"),
    ]


def test_metadata_of_a_wrong_type_is_refused_by_the_decoder() -> None:
    policy = overriding()
    policy["metadata"]["labels"] = {"app": 1}
    answer = admit(policy, V1_18_2)
    assert (answer.by, faults(answer)) == ("decoding", [("type", "metadata.labels.app")])


def test_control_characters_never_reach_a_message() -> None:
    answer = admit(overriding(**{"\x1b[31m": 1}), V1_18_2)
    assert "\x1b" not in str(answer.complaints[0])
