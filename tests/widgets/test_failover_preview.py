"""The failover widget: every control forwards to the room and shows what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import need_module
from workbench.karmada.profile import LATEST, V1_12_0
from workbench.model.errors import UsageError

need_module("ipywidgets")
need_module("anywidget")

from workbench import FailoverPreview  # noqa: E402

FLEET = Path(__file__).parents[1] / "tui" / "failover.yaml"


@pytest.fixture
def widget() -> FailoverPreview:
    """Everything on, and the cluster of the first workload lost."""
    made = FailoverPreview(FLEET, preset=True)
    made.do("lose", made.room.workloads[0].where.partition(":")[0])
    return made


def bar(widget: FailoverPreview, name: str) -> dict:
    return next(row for row in widget.timeline.run["rows"] if row["name"] == name)


def test_the_timeline_has_the_phases_in_order_and_says_that_it_is_simulated(
    widget: FailoverPreview,
) -> None:
    names = list(dict.fromkeys(row["name"] for row in widget.timeline.run["rows"]))
    assert names[:6] == ["detect", "tolerate", "evict", "schedule", "apply", "healthy"]
    assert "no copy" in names
    assert widget.timeline.run["title"].startswith("SIMULATED")


def test_a_slider_recomputes_as_it_moves(widget: FailoverPreview) -> None:
    slider = widget.panel.controls["startup_seconds"]
    for seconds in (25, 50):
        slider.value = seconds
        row = bar(widget, "healthy")
        assert seconds <= row["end"] - row["begin"] < seconds + 20


def test_a_tick_turns_a_gate_and_the_room_says_why_nothing_moves(widget: FailoverPreview) -> None:
    widget.panel.controls["failover"].value = False
    assert "nothing moves" in widget.header.value
    assert any("Failover" in label.value for label in widget.findings.children)


def test_the_time_slider_moves_the_fleet_and_not_the_run(widget: FailoverPreview) -> None:
    run = widget.room.timeline
    widget.time.value = 0.0
    assert widget.timeline.time == 0.0
    assert "NotReady" not in str(widget.picture.sheet)
    widget.time.value = widget.time.max
    assert "NotReady" in str(widget.picture.sheet)
    assert widget.room.timeline is run


def test_every_tab_draws(widget: FailoverPreview) -> None:
    widget.do("pin")
    widget.panel.controls["startup_seconds"].value = 300
    for name, _ in [(label, None) for label in widget.tabs.options]:
        widget.tabs.value = name
        assert widget.picture.title.startswith(name)
        assert widget.picture.sheet["rows"], name
    widget.tabs.value = "Side by side"
    assert "worse" in str(widget.picture.sheet)


def test_a_mistake_is_said_and_changes_nothing(widget: FailoverPreview) -> None:
    before = widget.room.scenario
    widget.do("lose", "nowhere")
    assert "nowhere" in widget.message.value
    widget.setting.value = "nonsense=1"
    assert "nonsense" in widget.message.value
    assert widget.room.scenario == before


def test_a_second_fault_is_added_and_taken_back(widget: FailoverPreview) -> None:
    one = widget.room.scenario
    widget.fault.value, widget.words.value = "cut", "us-1,at=10m"
    widget.add.click()
    assert "us-1" in widget.room.scenario
    widget.undo.click()
    assert widget.room.scenario == one


def test_only_the_settings_asked_for_get_a_control_and_others_are_set_by_name() -> None:
    widget = FailoverPreview(FLEET, knobs=("startup_seconds",))
    assert list(widget.panel.controls) == ["startup_seconds"]
    widget.set("toleration_seconds", 30)
    assert widget.room.settings.toleration_seconds == 30
    with pytest.raises(UsageError):
        widget.set("nonsense", 1)


def test_a_workload_is_looked_at_by_name(widget: FailoverPreview) -> None:
    widget.look_at("orders")
    assert "orders" in widget.timeline.run["title"]
    with pytest.raises(UsageError):
        widget.look_at("nothing")


def test_what_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(UsageError):
        FailoverPreview(FLEET, karmada="9.9")
    with pytest.raises(UsageError):
        FailoverPreview(FLEET, lose="nowhere")


def test_names_with_control_characters_are_spelled_out(tmp_path: Path) -> None:
    text = FLEET.read_text().replace("{name: eu-1,", '{name: "eu\\x1b<b>1",')
    (tmp_path / "hostile.yaml").write_text(text)
    widget = FailoverPreview(tmp_path, preset=True, lose="us-1")
    for name in widget.tabs.options:
        if name not in ("Side by side", "Doctor"):
            widget.tabs.value = name
            assert "\x1b" not in str(widget.picture.sheet) + str(widget.timeline.run)
    assert "\x1b" not in widget.header.value


def test_a_saved_run_is_shown_as_it_was_saved_or_in_the_version_asked_for(
    widget: FailoverPreview, tmp_path: Path
) -> None:
    widget.room.change_version(V1_12_0)
    saved = str(widget.room.save(str(tmp_path / "loss")))
    assert FailoverPreview(saved).room.profile is V1_12_0
    assert FailoverPreview(saved, karmada="1.18").room.profile is LATEST
