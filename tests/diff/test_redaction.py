from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.diff.blame import Blame
from workbench.diff.redaction import Redactor
from workbench.diff.secret_places import policy_secret_values, secret_values
from workbench.karmada.overrides.outcome import Cause, Change, Outcome, PolicyRef, Step, replay
from workbench.model.go_json import encode
from workbench.model.tree import MISSING, changes

REDACTOR = Redactor(b"a key for tests")
MASKED = "‹masked "
CAUSE = Cause(PolicyRef("OverridePolicy", "shop", "keys"), 0, "plaintext", 0)
COPY = "kubectl.kubernetes.io/last-applied-configuration"
# Texts that stand nowhere else in what is redacted, so that finding one is a leak.
VALUES = st.text("QZXJ#<&\"'\\ \n:=/é", min_size=6, max_size=24).filter(str.strip)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def secret(value: str, **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
        "metadata": {"name": "db", "namespace": "shop", **more},
        "data": {"password": b64(value)},
        "stringData": {"note": value},
    }


def policy(path: str, value: Any, *kinds: str) -> dict[str, Any]:
    return {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
        "metadata": {"name": "keys", "namespace": "shop"},
        "spec": {
            "resourceSelectors": [{"apiVersion": "v1", "kind": kind} for kind in kinds],
            "overrideRules": [{"overriders": {"plaintext": [
                {"path": path, "operator": "add", "value": value}]}}],
        },
    }


def shown(thing: Any) -> str:
    """Everything that any view could print of a value."""
    return repr(thing) + json.dumps(thing, default=repr, ensure_ascii=False)


def leaks(thing: Any, value: str) -> list[str]:
    text = shown(thing)
    forms = {value, b64(value), json.dumps(value)[1:-1], encode(value)[1:-1], repr(value)[1:-1]}
    return [form for form in forms if len(form.strip()) > 3 and form in text]


def test_a_secret_keeps_its_shape_and_loses_its_values() -> None:
    masked = REDACTOR.redact_object(secret("hunter2"))
    assert masked["data"].keys() == {"password"}
    assert masked["data"]["password"].startswith(MASKED)
    assert masked["metadata"] == secret("x")["metadata"]
    assert not leaks(masked, "hunter2")


def test_the_same_value_has_the_same_digest_and_another_has_another() -> None:
    one, same, other = (REDACTOR.redact_object(secret(v)) for v in ("aaaa", "aaaa", "aaab"))
    assert one == same
    assert one["data"] != other["data"]
    assert Redactor(b"other").mask("aaaa") != REDACTOR.mask("aaaa")


def test_a_digest_does_not_tell_the_length() -> None:
    assert len(REDACTOR.mask("")) == len(REDACTOR.mask("x" * 500))


def test_an_object_without_secrets_is_returned_as_it_is() -> None:
    config = {"kind": "ConfigMap", "data": {"a": "b"}}
    assert REDACTOR.redact_object(config) is config
    outcome = Outcome("object", config)
    assert REDACTOR.redact_outcome(outcome, config) is outcome


@given(VALUES)
def test_a_secret_is_masked_wherever_it_is_carried(value: str) -> None:
    inner = secret(value)
    bare = {key: inner[key] for key in ("metadata", "data", "stringData")}
    record = encode([{"policyName": "p", "overriders": {"plaintext": [
        {"path": "/data/x", "operator": "add", "value": value}]}}])
    carriers: list[dict[str, Any]] = [
        {"kind": "List", "items": [inner]},
        {"kind": "SecretList", "items": [bare]},
        {"kind": "Work", "metadata": {"annotations": {
            "policy.karmada.io/applied-overrides": record}},
         "spec": {"workload": {"manifests": [inner]}}},
        secret(value, annotations={COPY: encode(inner), "tool/copy": f"x {b64(value)} y"}),
        {**inner, "data": [value], "stringData": value},
        {**inner, "data": {"nested": {"deep": [value]}}},
    ]
    for carrier in carriers:
        assert leaks(REDACTOR.redact_object(carrier), value) == []


@given(VALUES, VALUES)
def test_no_part_of_an_outcome_shows_a_value(old: str, new: str) -> None:
    template = secret(old, annotations={COPY: encode(secret(old))})
    after = {**template, "data": {"password": b64(new), "more": new}, "stringData": {"note": new}}
    steps = (
        Step(CAUSE, tuple(Change(*change) for change in changes(template, after))),
        Step(CAUSE, (Change((), after, after),)),
        Step(CAUSE, (Change(("data",), after["data"], MISSING),)),
        Step(CAUSE, (), f"yaml: cannot unmarshal !!str `{new[:7]}...` into map", f"no {new}"),
    )
    record = encode([{"policyName": "keys", "overriders": {
        "plaintext": [{"path": "/data/more", "operator": "add", "value": new},
                      {"path": "x/stringData/note", "operator": "add", "value": new},
                      {"path": "", "operator": "replace", "value": after}],
        "fieldOverrider": [{"fieldPath": "/stringData/note", "yaml": [
            {"subPath": "/a", "operator": "add", "value": new}]}]}}])
    message = f"Object 'Kind' is missing in '{encode(after)}': {json.dumps(old)} ({new})"
    outcome = Outcome("error", after, message, CAUSE, steps, (), record, record, (f"keys {new}",))
    redacted = REDACTOR.redact_outcome(outcome, template)
    for value in (old, new):
        assert leaks(redacted, value) == []
    assert all(step.cause == CAUSE for step in redacted.steps)


@given(VALUES, VALUES)
def test_a_masked_trace_still_replays(old: str, new: str) -> None:
    template = secret(old)
    after = {**template, "data": {"more": b64(new)}}
    steps = (Step(CAUSE, tuple(Change(*change) for change in changes(template, after))),)
    redacted = REDACTOR.redact_outcome(Outcome("object", after, steps=steps), template)
    assert replay(REDACTOR.redact_object(template), redacted.steps) == redacted.object
    assert Blame(template, steps).after(("data", "more")) == (CAUSE,)


def test_an_object_that_stops_being_a_secret_stays_masked() -> None:
    template = secret("hunter2")
    after = {**template, "kind": "ConfigMap"}
    steps = (Step(CAUSE, (Change(("kind",), "Secret", "ConfigMap"),)),)
    redacted = REDACTOR.redact_outcome(Outcome("object", after, steps=steps), template)
    assert leaks(redacted, "hunter2") == []


@pytest.mark.parametrize(
    ("path", "kinds", "masked"),
    [
        ("/data/password", ("Secret",), True),
        ("/stringData/x", ("ConfigMap", "Secret"), True),
        ("/data/password", (), True),
        ("anything/data/password", ("Secret",), True),
        ("//data/password", ("Secret",), True),
        (f"/metadata/annotations/{COPY.replace('/', '~1')}", ("Secret",), True),
        ("/data/password", ("ConfigMap",), False),
        ("/metadata/labels/x", ("Secret",), False),
    ],
)
def test_a_policy_is_masked_where_it_writes_to_secrets(
    path: str, kinds: tuple[str, ...], masked: bool
) -> None:
    mine = policy(path, "hunter2", *kinds)
    redacted = REDACTOR.redact_policy(mine)
    assert bool(leaks(redacted, "hunter2")) is not masked
    assert (redacted is mine) is not masked


def test_every_overrider_that_can_write_a_secret_is_masked() -> None:
    mine = policy("", {"kind": "Secret", "data": {"x": "hunter2"}}, "Secret")
    mine["metadata"]["annotations"] = {COPY: "copy with hunter2"}
    overriders = mine["spec"]["overrideRules"][0]["overriders"]
    overriders["fieldOverrider"] = [{"fieldPath": "/stringData/f", "json": [
        {"subPath": "/p", "operator": "replace", "value": "hunter2"}]}]
    overriders["imageOverrider"] = [{"predicate": {"path": "/data/i"}, "component": "Tag",
                                     "operator": "add", "value": "hunter2"}]
    overriders["annotationsOverrider"] = [{"operator": "add", "value": {COPY: "hunter2"}}]
    mine["spec"]["overriders"] = {"plaintext": [
        {"path": "/data/x", "operator": "add", "value": "hunter2"}]}
    assert leaks(REDACTOR.redact_policy(mine), "hunter2") == []
    assert "hunter2" in policy_secret_values(mine)


@pytest.mark.parametrize(
    "message",
    [
        "cannot read hunter2-and-more here",
        'cannot read "hunter2-and-more"',
        "cannot unmarshal !!str `hunter2...` into map",
        f"illegal base64 in {b64('hunter2-and-more')}",
        "invalid character 'h' looking for beginning of value",
        "line 3: token: hunter2-and-more",
    ],
)
def test_messages_lose_the_values_they_quote(message: str) -> None:
    values = secret_values(secret("hunter2-and-more"))
    text = REDACTOR.redact_text(message, values)
    assert "hunter2" not in text
    assert "'h'" not in text
    assert MASKED in text


def test_messages_lose_the_values_inside_a_document() -> None:
    document = 'user: admin\npassword: "correct horse"\n'
    text = REDACTOR.redact_text("bad value correct horse near user", [document])
    assert "horse" not in text
    assert "user" in text


def test_a_message_about_a_secret_keeps_paths_and_field_names() -> None:
    message = "replace operation does not apply: doc is missing path: \"/data/x\": missing value"
    outcome = Outcome("error", None, message, CAUSE)
    assert REDACTOR.redact_outcome(outcome, secret("hunter2")).message == message


def test_a_quoted_piece_that_nobody_knows_is_masked_in_a_message_about_a_secret() -> None:
    outcome = Outcome("error", None, "strconv: parsing \"s3cr3t\": invalid 'kind'", CAUSE)
    message = REDACTOR.redact_outcome(outcome, secret("hunter2")).message
    assert "s3cr3t" not in message
    assert "'kind'" in message


def test_values_of_policies_are_taken_out_of_messages_when_they_are_named() -> None:
    config = {"kind": "ConfigMap", "data": {}}
    outcome = Outcome("error", None, "cannot use hunter2", CAUSE)
    assert "hunter2" not in REDACTOR.redact_outcome(outcome, config, {"hunter2"}).message


def test_nothing_that_is_given_is_changed() -> None:
    template = secret("hunter2")
    before = json.dumps(template)
    REDACTOR.redact_object(template)
    REDACTOR.redact_outcome(Outcome("object", template), template)
    assert json.dumps(template) == before


def test_a_bracket_on_a_line_of_a_secret_is_left_alone_in_messages() -> None:
    redactor = Redactor(b"key")
    secrets = {'{\n  "pin": "123456"\n}'}
    message = 'type is not map[string]interface{} near {"pin": "123456"}'
    shown = redactor.redact_text(message, secrets)
    assert "interface{}" in shown
    assert "123456" not in shown
