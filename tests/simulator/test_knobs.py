"""What can be set, by which name, and what is refused."""

from __future__ import annotations

from dataclasses import fields

import pytest

from workbench.cli.failover_arguments import _PRESETS
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.errors import UsageError
from workbench.simulator.knobs import (
    KNOBS,
    apply_assignments,
    find_knob,
    knobs_of,
    parse_duration,
)
from workbench.simulator.settings import PRESETS, Settings, preset


def test_every_setting_is_a_knob_and_every_knob_a_setting() -> None:
    assert {knob.name for knob in KNOBS} == {field.name for field in fields(Settings)}


def test_presets_are_those_of_the_command_line() -> None:
    assert tuple(PRESETS) == _PRESETS


@pytest.mark.parametrize(("text", "seconds"), [
    ("90", 90.0), ("1.5s", 1.5), ("5m", 300.0), ("1h30m", 5400.0), ("200ms", 0.2), ("0", 0.0),
])
def test_durations_are_read(text: str, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "-1", "5 m", "m", "1d", "forever", "9" * 30, "1e3"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(text)


@pytest.mark.parametrize("name", [
    "failover", "Failover", "feature gate Failover",
])
def test_a_gate_is_found_by_field_name_and_by_karmada_s_own(name: str) -> None:
    assert find_knob(name, V1_18_2).name == "failover"


@pytest.mark.parametrize(("name", "field"), [
    ("--resource-eviction-rate", "resource_eviction_rate"),
    ("resource-eviction-rate", "resource_eviction_rate"),
    ("startup", "startup_seconds"), ("purge_mode", "purge_mode"),
    ("graceful-eviction-timeout", "graceful_eviction_timeout_seconds"),
])
def test_flags_and_fields_are_found_in_any_spelling(name: str, field: str) -> None:
    assert find_knob(name, V1_18_2).name == field


def test_a_setting_that_the_version_lacks_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"v1\.12\.0 has no --resource-eviction-rate"):
        find_knob("resource_eviction_rate", V1_12_0)
    assert "resource_eviction_rate" not in {knob.name for knob in knobs_of(V1_12_0)}
    assert "failover_eviction_timeout_seconds" in {knob.name for knob in knobs_of(V1_12_0)}


def test_assignments_are_applied_in_order() -> None:
    texts = ["Failover=true", "purge_mode=Directly", "toleration_seconds=30s",
             "no-execute-taint-eviction-purge-mode=Directly"]
    settings = apply_assignments(Settings(), texts, V1_18_2)
    assert settings.failover and settings.purge_mode == "Directly"
    assert settings.toleration_seconds == 30 and isinstance(settings.toleration_seconds, int)
    again = apply_assignments(settings, ["purge_mode=", "toleration_seconds=policy"], V1_18_2)
    assert again.purge_mode is None and again.toleration_seconds is None


@pytest.mark.parametrize(("text", "message"), [
    ("Failover", "sets nothing"), ("Failover=maybe", "neither true nor false"),
    ("nonsense=1", "no setting"), ("purge_mode=Sometimes", "is one of"),
    ("resource_eviction_rate=-1", "can't be below 0"), ("resource_eviction_rate=x", "no number"),
    ("startup=-1", "no time"), ("status_update=0", "can't be below 1"),
    ("watch_seconds=0", "can't be below"), ("resource_eviction_rate=nan", "is a number"),
])
def test_assignments_that_make_no_sense_say_why(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        apply_assignments(Settings(), [text], V1_18_2)


def test_the_preset_adds_a_taint_policy_only_where_the_version_needs_one() -> None:
    assert preset("failover", V1_18_2).adds_taint_policy
    assert not preset("failover", V1_12_0).adds_taint_policy
