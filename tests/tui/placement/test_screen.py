"""What keys do in the Placement room."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.screens import SIZES, SMALL, WIDE, app_with, press, screen_text, settled, write
from workbench.session.actions import PLACEMENT_ACTIONS, key_label
from workbench.tui.asking import AskScreen, ConfirmScreen, ReadScreen
from workbench.tui.overrides.editor import PolicyText
from workbench.tui.overrides.screen import OverridesScreen
from workbench.tui.placement.screen import PlacementScreen

FLEET = "placement.yaml"
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def screen_of(pilot: Pilot) -> PlacementScreen:
    return next(s for s in pilot.app.screen_stack if isinstance(s, PlacementScreen))


async def answer(pilot: Pilot, key: str, text: str) -> None:
    """Press a key that asks, and answer."""
    await press(pilot, key)
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, "enter")


@sizes
async def test_screens_of_the_room(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with app_with([FLEET], size=size) as pilot:
        await press(pilot, "f2", "j")
        assert screen_text(pilot) == snapshot(name="clusters")
        await press(pilot, "2")
        assert screen_text(pilot) == snapshot(name="decision")
        await press(pilot, "3")
        assert screen_text(pilot) == snapshot(name="belongings")
        await press(pilot, "5")
        assert screen_text(pilot) == snapshot(name="edit")
        await press(pilot, "escape", "question_mark")
        assert screen_text(pilot) == snapshot(name="help")


@sizes
async def test_screens_of_a_what_if(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with app_with([FLEET], size=size) as pilot:
        await press(pilot, "f2", "j")
        await answer(pilot, "L", "eu-2")
        assert screen_text(pilot) == snapshot(name="cluster gone")
        await press(pilot, "4")
        assert screen_text(pilot) == snapshot(name="moves")


async def test_a_policy_typed_wrong_says_what_would_be_deleted_before_it_happens() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await press(pilot, "f2", "j", "5")
        area = pilot.app.screen.query_one(PolicyText)
        area.load_text(area.text.replace("[eu-1, eu-2, us-1]", "[eu-11]"))
        await pilot.pause(0.2)
        await settled(pilot)
        await press(pilot, "escape", "1")
        shown = screen_text(pilot)
        assert "⚠ DELETES 2 copies" in shown
        first = screen_of(pilot).query_one("#what-if").lines[0].left  # type: ignore[attr-defined]
        assert first[0].text == "✗ "
        assert first[0].role == "error"
        assert "✗ web" in shown


@pytest.mark.parametrize(
    ("key", "text", "edit"),
    [("t", "eu-1 a=b:NoExecute", "taint eu-1"), ("l", "eu-1 region=us", "label eu-1"),
     ("c", "eu-1 cpu=1", "free in eu-1"), ("L", "eu-1", "delete Cluster eu-1"),
     ("J", "ap-1 region=ap", "ap-1")],
)  # fmt: skip
async def test_a_what_if_is_asked_for_and_taken_back(key: str, text: str, edit: str) -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2", "j")
        await answer(pilot, key, text)
        room = screen_of(pilot).room
        assert edit in room.unsaved[0]
        await press(pilot, "u")
        assert not room.unsaved


async def test_an_answer_that_means_nothing_keeps_the_question_and_says_why() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2")
        await answer(pilot, "L", "eu-9")
        assert isinstance(pilot.app.screen, AskScreen)
        assert "there is no cluster 'eu-9'" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlacementScreen)


async def test_rebalancing_and_a_policy_that_goes_are_one_key_each() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2", "j", "R", "D")
        first, second = screen_of(pilot).room.unsaved
        assert first.startswith("rebalance Deployment/shop/web")
        assert second == "delete PropagationPolicy shop/web"


async def test_rooms_are_entered_by_key_and_keep_fleet_version_and_object() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "V", "f2")
        placement = screen_of(pilot).room
        assert placement.profile.version == "v1.12.0"
        await press(pilot, "j", "f1")
        overrides = pilot.app.screen
        assert isinstance(overrides, OverridesScreen)
        assert overrides.room.base is placement.base
        assert overrides.room.selected_item.id == placement.selected_item.id
        await press(pilot, "f2")
        assert screen_of(pilot).room is placement


async def test_help_and_palette_know_the_actions_of_the_room() -> None:
    async with app_with([FLEET], size=WIDE) as pilot:
        await press(pilot, "f2", "question_mark")
        assert isinstance(pilot.app.screen, ReadScreen)
        shown = ["".join(part.text for part in row.left)
                 for row in pilot.app.screen.query_one("#text").lines]  # type: ignore[attr-defined]
        for action in PLACEMENT_ACTIONS:
            assert any(line.split()[:1] == [key_label(action)] for line in shown), action
        await press(pilot, "escape")
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press(*"belongings")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert screen_of(pilot).room.tab == "needs"


async def test_leaving_names_the_what_ifs_of_every_room() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2")
        await answer(pilot, "L", "eu-2")
        await press(pilot, "f1", "q")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "delete Cluster eu-2" in screen_text(pilot)
        await press(pilot, "n")
        assert pilot.app.return_value is None


async def test_a_filter_leaves_only_objects_that_fit() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2")
        await answer(pilot, "slash", "settings")
        assert [row.label for row in screen_of(pilot).room.objects] == ["web-settings"]
        await answer(pilot, "slash", "nothing-like-it")
        assert "no object" in screen_text(pilot)


async def test_a_tiny_terminal_says_what_it_needs() -> None:
    async with app_with([FLEET], size=(40, 10)) as pilot:
        await press(pilot, "f2")
        assert "too small" in screen_text(pilot)
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert "web-settings" in screen_text(pilot)


async def test_names_that_would_drive_a_terminal_are_spelled_out(tmp_path: Path) -> None:
    text = Path(FLEET).read_text()
    hostile = text.replace("name: web-settings", 'name: "a\\x1b[31m[red]b\\u202e"', 2)
    hostile = hostile.replace("metadata: {name: eu-1,", 'metadata: {name: "eu\\x1b[2J\\n1",')
    (tmp_path / "hostile.yaml").write_text(hostile)
    async with app_with([str(tmp_path)]) as pilot:
        await press(pilot, "f2")
        for key in ("1", "2", "3", "4", "5"):
            await press(pilot, key, "escape")
            assert "\x1b" not in screen_text(pilot)
        assert "a\\x1b[31m[red]b\\u202e" in screen_text(pilot)


async def test_a_fleet_without_objects_is_a_room_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("{}\n")
    async with app_with([str(tmp_path)]) as pilot:
        await press(pilot, "f2", "1", "2", "3", "4", "5", "escape", "j", "R")
        assert "no object" in screen_text(pilot)


async def test_typing_reaches_the_room_before_another_key_does() -> None:
    async with app_with([FLEET]) as pilot:
        await press(pilot, "f2", "j", "5")
        await write(pilot, "#x ")
        await press(pilot, "escape")
        assert screen_of(pilot).room.editor.text.startswith("#x ")


async def test_requests_say_what_each_member_is_sent_and_follow_a_what_if() -> None:
    async with app_with(["sample:adopt"], (120, 40)) as pilot:
        await press(pilot, "f2", "6")
        shown = screen_text(pilot)
        assert "update: PUT deployments.apps shop/cart" in shown
        assert "none restarts" in shown
        await answer(pilot, "L", "member1")
        assert "because of what is tried" in screen_text(pilot)
