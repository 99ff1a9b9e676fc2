"""What keys do in the Failover room."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.screens import SIZES, SMALL, WIDE, app_with, press, screen_text, settled
from workbench.session.failover.actions import FAILOVER_ACTIONS
from workbench.tui.asking import AskScreen, ReadScreen
from workbench.tui.failover.lists import ClusterList
from workbench.tui.failover.screen import FailoverScreen
from workbench.tui.placement.screen import PlacementScreen
from workbench.tui.table import NoteList

FLEET = "failover.yaml"
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def screen_of(pilot: Pilot) -> FailoverScreen:
    return next(s for s in pilot.app.screen_stack if isinstance(s, FailoverScreen))


async def answer(pilot: Pilot, key: str, text: str) -> None:
    """Press a key that asks, and answer."""
    await press(pilot, key)
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, "enter")


def home_of(pilot: Pilot) -> str:
    """The cluster that the first workload runs in."""
    return screen_of(pilot).room.workloads[0].where.partition(":")[0]


async def lose_home(pilot: Pilot) -> str:
    """Everything on, and the workload's cluster lost."""
    await press(pilot, "f4", "p")
    home = home_of(pilot)
    await answer(pilot, "l", home)
    return home


@sizes
async def test_screens_of_the_room(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with app_with([FLEET], size=size) as pilot:
        await press(pilot, "f4")
        assert screen_text(pilot) == snapshot(name="nothing happens")
        await lose_home(pilot)
        assert screen_text(pilot) == snapshot(name="timeline")
        await press(pilot, "left", "left", "left")
        assert screen_text(pilot) == snapshot(name="stepped back")
        for key, name in (("2", "events"), ("3", "settings"), ("4", "state"), ("7", "failback")):
            await press(pilot, key)
            assert screen_text(pilot) == snapshot(name=name)
        await press(pilot, "question_mark")
        assert screen_text(pilot) == snapshot(name="help")


async def test_play_moves_only_the_shown_time_and_stops_at_the_end() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await lose_home(pilot)
        screen, run = screen_of(pilot), screen_of(pilot).room.timeline
        await press(pilot, "home", "minus", "minus", "minus")
        assert screen.room.play.speed == 1
        await press(pilot, "plus", "space")
        assert screen.room.play.is_playing
        screen.advance(1.0)
        assert 10 <= screen.room.player.time < screen.room.player.end
        assert "▶ playing" in screen_text(pilot)
        await press(pilot, "space")
        assert not screen.room.play.is_playing
        await press(pilot, *["plus"] * 3, "space")
        assert screen.room.play.speed == 3600
        screen.advance(3600.0)
        await pilot.pause()
        assert screen.room.player.time == screen.room.player.end
        assert not screen.room.play.is_playing
        assert screen.room.timeline is run


async def test_steps_go_from_event_to_event_whatever_has_the_focus() -> None:
    async with app_with([FLEET]) as pilot:
        await lose_home(pilot)
        player = screen_of(pilot).room.player
        await press(pilot, "1", "home", "right", "right")
        there = player.time
        assert there > 0
        await press(pilot, "tab", "left")
        assert player.time < there
        await press(pilot, "end")
        assert player.time == player.end


async def test_the_fleet_is_drawn_as_it_is_at_the_shown_time() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        home = await lose_home(pilot)
        assert f"✗ {home}" in screen_text(pilot)
        await press(pilot, "home")
        assert f"✓ {home}  ready, down" in screen_text(pilot)


async def test_settings_are_turned_by_enter_or_by_name() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f4", "3", "down", "enter")
        room = screen_of(pilot).room
        assert room.settings.failover
        await answer(pilot, "s", "startup_seconds=5m")
        assert room.settings.startup_seconds == 300
        await answer(pilot, "s", "nonsense=1")
        assert isinstance(pilot.app.screen, AskScreen)
        assert "no setting 'nonsense'" in screen_text(pilot)


async def test_two_settings_stand_side_by_side() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await lose_home(pilot)
        await press(pilot, "P")
        await answer(pilot, "s", "startup_seconds=600")
        await press(pilot, "6")
        shown = screen_text(pilot)
        assert "A: " in shown
        assert "until the last is healthy" in shown
        assert "worse" in shown


async def test_the_doctor_works_aside_and_answers_for_every_loss() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await press(pilot, "f4", "5")
        for _ in range(200):
            if "CAPACITY AFTER LOSSES" in screen_text(pilot):
                break
            await pilot.pause(0.05)
        assert "WHEN A CLUSTER IS LOST" in screen_text(pilot)


async def test_the_way_home_is_that_of_the_scenario_which_is_shown() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await press(pilot, "f4", "7")
        assert "in general" in screen_text(pilot)
        await lose_home(pilot)
        assert "1 of 1 workload that left a cluster comes home" in screen_text(pilot)
        await press(pilot, "u")
        assert "in general" in screen_text(pilot)


@pytest.mark.parametrize(
    ("key", "text"),
    [("l", "eu-9"), ("l", "eu-1,at=-3"), ("z", "nowhere"), ("t", "eu-1"), ("F", "eu-1,down=x"),
     ("b", ""), ("l", "")],
)  # fmt: skip
async def test_a_scenario_that_means_nothing_changes_nothing(key: str, text: str) -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f4")
        await answer(pilot, key, text)
        assert isinstance(pilot.app.screen, AskScreen)
        assert "✗" in screen_text(pilot)
        await press(pilot, "escape")
        assert screen_of(pilot).room.scenario == "nothing"


async def test_actions_without_a_run_say_why_they_can_not_be_done() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await press(pilot, "f4", "space")
        assert "nothing happens yet" in screen_text(pilot)
        assert screen_of(pilot).room.why_not("pin")


async def test_rooms_share_the_fleet_and_help_lists_this_room() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f4", "j")
        room = screen_of(pilot).room
        await press(pilot, "f2")
        placement = pilot.app.screen
        assert isinstance(placement, PlacementScreen)
        assert placement.room.base is room.snapshot
        assert placement.room.selected_item is not None
        assert placement.room.selected_item.id == room.selected
        await press(pilot, "f4", "question_mark")
        assert isinstance(pilot.app.screen, ReadScreen)
        rows = pilot.app.screen.query_one("#text").lines  # type: ignore[attr-defined]
        shown = "\n".join("".join(part.text for part in row.left) for row in rows)
        assert all(action.title in shown for action in FAILOVER_ACTIONS)


async def test_a_run_is_saved_and_opened_again(tmp_path: Path) -> None:
    async with app_with([FLEET]) as pilot:
        await lose_home(pilot)
        await answer(pilot, "ctrl+s", str(tmp_path / "run.json"))
        end = screen_of(pilot).room.player.end
        await press(pilot, "u")
        assert screen_of(pilot).room.timeline is None
        await answer(pilot, "ctrl+r", str(tmp_path / "run.json"))
        assert screen_of(pilot).room.player.end == end


async def test_a_tiny_terminal_says_what_it_needs() -> None:
    async with app_with([FLEET], size=(40, 10)) as pilot:
        await press(pilot, "f4")
        assert "too small" in screen_text(pilot)
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert "SIMULATED" in screen_text(pilot)


async def test_names_that_would_drive_a_terminal_are_spelled_out(tmp_path: Path) -> None:
    hostile = Path(FLEET).read_text().replace("name: orders,", 'name: "a\\x1b[31m[red]b\\u202e",')
    hostile = hostile.replace("{name: eu-1,", '{name: "eu\\x1b[2J\\n1",')
    (tmp_path / "hostile.yaml").write_text(hostile)
    async with app_with([str(tmp_path)]) as pilot:
        await press(pilot, "f4", "p")
        await answer(pilot, "l", "us-1")
        for key in ("1", "2", "3", "4", "7"):
            await press(pilot, key)
            assert "\x1b" not in screen_text(pilot)
        assert "eu\\x1b[2J\\n1" in screen_text(pilot)


async def test_a_fleet_without_clusters_is_a_room_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("{}\n")
    async with app_with([str(tmp_path)]) as pilot:
        await press(pilot, "f4", "1", "2", "3", "4", "7", "j", "b")
        assert "SIMULATED" in screen_text(pilot)


async def test_on_a_small_screen_every_phase_and_the_whole_outcome_are_seen_at_once() -> None:
    async with app_with([FLEET], size=SMALL) as pilot:
        await lose_home(pilot)
        shown = screen_text(pilot)
        for phase in ("detect", "tolerate", "evict", "schedule", "apply", "healthy", "no copy"):
            assert phase in shown
        right = " ".join(line.partition("│")[2].strip() for line in shown.splitlines())
        assert screen_of(pilot).room.header.summary in " ".join(right.split())


async def test_no_column_of_a_small_screen_breaks_a_flag_that_fits_a_line() -> None:
    async with app_with([FLEET], size=SMALL) as pilot:
        await lose_home(pilot)
        await press(pilot, "2")
        assert "--cluster-status-update-frequency" in screen_text(pilot)


async def test_the_taints_of_the_cluster_under_the_cursor_are_whole() -> None:
    async with app_with([FLEET], size=SMALL) as pilot:
        home = await lose_home(pilot)
        clusters = screen_of(pilot).query_one(ClusterList)
        clusters.point([row.name for row in clusters.clusters].index(home))
        await settled(pilot)
        texts = "".join("".join(p.text for p in row.left).strip() for row in clusters.lines)
        assert "cluster.karmada.io/not-ready:NoSchedule" in texts


async def test_the_pane_of_findings_says_how_many_there_are_and_has_all_of_them() -> None:
    async with app_with([FLEET], size=SMALL) as pilot:
        await lose_home(pilot)
        screen = screen_of(pilot)
        findings = screen.room.findings
        assert f"TRACER AND FINDINGS: {len(findings)}" in screen_text(pilot)
        texts = " ".join(
            "".join(part.text for part in row.left).strip()
            for row in screen.query_one("#notes", NoteList).lines
        )
        assert all(text.split()[-1] in texts for _, text in findings)
