"""What keys and the mouse do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from tests.tui.screens import (
    FLEET,
    HOME,
    SMALL,
    app_with,
    press,
    room_screen,
    screen_text,
    settled,
    write,
)
from workbench.session.actions import OVERRIDES_ACTIONS, START_ACTIONS, key_label
from workbench.tui.asking import AskScreen, ConfirmScreen, ReadScreen
from workbench.tui.overrides.editor import PolicyText
from workbench.tui.overrides.grid import GridPane
from workbench.tui.overrides.lists import ObjectList, ProblemList
from workbench.tui.overrides.sheet import SheetPane
from workbench.tui.rows import Rows
from workbench.tui.start import StartScreen
from workbench.tui.tour import TourCard


async def test_keys_of_the_table_move_through_objects_and_variants() -> None:
    async with app_with() as pilot:
        room = room_screen(pilot).room
        await press(pilot, "j")
        assert room.selected_item is not None
        assert room.selected_item.id.name == "web"
        await press(pilot, "right_square_bracket")
        assert [row.selected for row in room.variants] == [False, True, False]
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert [row.selected for row in room.variants] == [False, False, True]
        await press(pilot, "k")
        assert room.selected_item.id.name == "settings"


@pytest.mark.parametrize(
    ("key", "tab", "widget"),
    [("1", "diff", SheetPane), ("2", "result", SheetPane), ("3", "trace", SheetPane),
     ("4", "grid", GridPane), ("5", "edit", PolicyText)],
)  # fmt: skip
async def test_a_number_opens_a_tab_and_the_keys_go_there(
    key: str, tab: str, widget: type
) -> None:
    async with app_with() as pilot:
        await press(pilot, key)
        assert room_screen(pilot).room.tab == tab
        assert isinstance(pilot.app.focused, widget)


async def test_toggles_of_the_table() -> None:
    async with app_with() as pilot:
        room = room_screen(pilot).room
        before = room.profile
        await press(pilot, "v", "x", "V", "E")
        assert (room.layout, room.unfold, room.everywhere) == ("split", True, True)
        assert room.profile is not before
        assert "EVERYWHERE" in screen_text(pilot)


async def test_the_help_page_lists_every_action_with_its_key() -> None:
    async with app_with() as pilot:
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, ReadScreen)
        rows = pilot.app.screen.query_one(Rows).lines
        lines = ["".join(part.text for part in row.left).strip() for row in rows]
        words = " ".join(" ".join(lines).split())
        for action in OVERRIDES_ACTIONS:
            assert any(
                line.startswith(key_label(action)) and action.title in line for line in lines
            )
            assert action.help.split()[-1] in words
        await press(pilot, "escape")
        assert pilot.app.screen is room_screen(pilot)


async def test_the_palette_finds_actions_and_says_why_one_can_not_be_done() -> None:
    async with app_with() as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press(*"undo")
        await pilot.pause(0.3)
        assert "nothing to undo" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause()
        await press(pilot, "ctrl+p", *"sidebyside")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert room_screen(pilot).room.layout == "split"


async def test_a_filter_narrows_the_list_and_a_bad_one_keeps_the_question_and_says_why() -> None:
    async with app_with() as pilot:
        await press(pilot, "slash")
        await write(pilot, "web")
        await press(pilot, "enter")
        assert len(pilot.app.screen.query_one(ObjectList).objects) == 1
        await press(pilot, "slash", "ctrl+u")
        await write(pilot, "$[")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AskScreen)
        assert pilot.app.screen.query_one(Input).value == "$["
        assert "no JSONPath" in screen_text(pilot)


async def test_a_value_typed_for_a_field_becomes_an_override() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "2")
        sheet = pilot.app.screen.query_one(SheetPane)
        row = next(n for n, r in enumerate(sheet.sheet.rows) if r.path == ("spec", "replicas"))
        sheet.point(row)
        await press(pilot, "o")
        assert "/spec/replicas" in screen_text(pilot)
        await write(pilot, "9")
        await press(pilot, "enter")
        room = room_screen(pilot).room
        assert room.tab == "edit"
        assert "value: 9" in room.editor.text
        assert "replicas: 9" in "\n".join(line.text for line in room.result.lines)


async def test_typing_changes_everything_and_an_error_names_line_and_column() -> None:
    async with app_with() as pilot:
        room = room_screen(pilot).room
        await press(pilot, "j", "5")
        area = pilot.app.screen.query_one(PolicyText)
        line = next(n for n, t in enumerate(area.text.splitlines()) if "value: eu." in t)
        area.cursor_location = (line, len(area.text.splitlines()[line]))
        await write(pilot, ".new")
        assert "eu.registry.example.com.new" in "\n".join(r.text for r in room.result.lines)
        assert "WHAT IF" in screen_text(pilot)
        await write(pilot, ": {")
        assert area.wrong_line == line + 1
        assert f"line {line + 1}, column" in screen_text(pilot)
        assert ".new: {" in area.text


async def test_an_edit_is_written_only_when_saved(tmp_path: Path) -> None:
    fleet = Path(shutil.copy(HOME / FLEET, tmp_path))
    before = fleet.read_text(encoding="utf-8")
    async with app_with([str(fleet)]) as pilot:
        await press(pilot, "5", "home", "#", "space")
        assert fleet.read_text(encoding="utf-8") == before
        await press(pilot, "ctrl+s")
        assert fleet.read_text(encoding="utf-8") != before
        assert not room_screen(pilot).room.edits


async def test_deleting_and_undoing_a_policy() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "D")
        assert "delete ClusterOverridePolicy registry" in screen_text(pilot)
        await press(pilot, "u")
        assert "WHAT IF" not in screen_text(pilot)


async def test_a_cluster_that_joins_is_asked_for() -> None:
    async with app_with() as pilot:
        await press(pilot, "J")
        await write(pilot, "ap-1 region=ap")
        await press(pilot, "enter")
        assert "ap-1" in room_screen(pilot).room.preview.clusters


async def test_two_variants_picked_in_the_grid_are_compared() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "4", "enter", "right", "right", "enter")
        room = room_screen(pilot).room
        assert room.compared == (0, 2)
        assert room.tab == "diff"
        assert "variant 1 against 3" in screen_text(pilot)
        await press(pilot, "escape")
        assert room.compared is None


async def test_what_a_tab_shows_is_copied() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "y")
        assert "+\t  replicas: 5" in pilot.app.clipboard


async def test_a_report_is_written_where_asked_and_never_over_a_file(tmp_path: Path) -> None:
    async with app_with() as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "report.md")
        await press(pilot, "enter")
        assert "web" in (tmp_path / "report.md").read_text(encoding="utf-8")
        await press(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "report.md")
        await press(pilot, "enter")
        assert "exists already" in screen_text(pilot)


async def test_quitting_names_what_would_be_lost() -> None:
    async with app_with() as pilot:
        await press(pilot, "D", "q")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "delete" in screen_text(pilot)
        await press(pilot, "n")
        assert pilot.app.screen is room_screen(pilot)
        await pilot.press("q", "y")
        await pilot.pause()
    assert pilot.app.return_value == 0


async def test_quitting_without_what_ifs_just_leaves() -> None:
    async with app_with() as pilot:
        await pilot.press("q")
        await pilot.pause()
    assert pilot.app.return_value == 0


async def test_a_tiny_terminal_says_so_and_a_larger_one_brings_everything_back() -> None:
    async with app_with(size=(20, 5)) as pilot:
        assert "too small" in screen_text(pilot)
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert "OBJECTS" in screen_text(pilot)


async def test_problems_are_shown_whole_under_the_cursor_and_enter_goes_there() -> None:
    async with app_with(["sample:hazards"]) as pilot:
        await settled(pilot, with_hazards=True)
        problems = pilot.app.screen.query_one(ProblemList)
        assert problems.problems
        problems.focus()
        await press(pilot, "down", "enter")
        room = room_screen(pilot).room
        assert room.problems[1].object in {row.id for row in room.objects} | {
            row.object for row in room.problems
        }


async def test_a_fix_is_tried_and_shown_as_a_diff() -> None:
    async with app_with(["sample:hazards"]) as pilot:
        await settled(pilot, with_hazards=True)
        room = room_screen(pilot).room
        at = next(n for n, row in enumerate(room.problems) if row.has_fix)
        problems = pilot.app.screen.query_one(ProblemList)
        problems.focus()
        problems.point(at)
        await press(pilot, "f")
        assert room.edits
        assert isinstance(pilot.app.screen, ReadScreen)


async def test_hostile_names_stay_text(tmp_path: Path) -> None:
    text = (HOME / FLEET).read_text(encoding="utf-8")
    name = '"[red]evil[/red]\\e[31m<b>"'
    (tmp_path / "fleet.yaml").write_text(text.replace("name: settings\n", f"name: {name}\n", 1))
    async with app_with([str(tmp_path / "fleet.yaml")]) as pilot:
        await settled(pilot, with_hazards=True)
        shown = screen_text(pilot)
        assert "[red]evil[/red]\\x1b[31m" in shown
        assert "\x1b" not in shown


async def test_secrets_never_reach_the_screen() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "j", "2")
        assert "token" in screen_text(pilot)
        assert "do-not-show-this" not in screen_text(pilot)


async def test_the_mouse_chooses_objects_variants_and_tabs() -> None:
    async with app_with() as pilot:
        room = room_screen(pilot).room
        await pilot.click("#first", offset=(4, 3))
        await settled(pilot)
        assert room.selected_item is not None
        assert room.selected_item.id.name == "web"
        await pilot.click("#variants", offset=(16, 0))
        await pilot.click("#tabs", offset=(12, 0))
        await settled(pilot)
        assert [row.selected for row in room.variants] == [False, True, False]
        assert room.tab == "result"


async def test_the_tour_follows_the_keys_of_the_table_and_escape_leaves_it() -> None:
    async with app_with(()) as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert pilot.app.screen.query(TourCard)
        await press(pilot, "j")
        assert "TOUR 2" in screen_text(pilot)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(TourCard)


async def test_the_start_screen_opens_samples_and_paths_and_names_contexts(home: Path) -> None:
    config = {"contexts": "[{name: prod, context: {user: root, token: hidden}}]"}
    (home / "kubeconfig").write_text("".join(f"{k}: {v}\n" for k, v in config.items()))
    async with app_with(()) as pilot:
        assert isinstance(pilot.app.screen, StartScreen)
        shown = screen_text(pilot)
        assert "sample:shop" in shown
        assert "prod  opens once connected clusters exist" in shown
        assert "hidden" not in shown
        await pilot.press("slash")
        await pilot.pause()
        await pilot.press(*"fleet", "full_stop", *"yaml", "enter")
        await settled(pilot)
        assert room_screen(pilot).room.preview.templates
        await press(pilot, "ctrl+o")
        assert "OPENED BEFORE" in screen_text(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is room_screen(pilot)


async def test_a_path_that_does_not_exist_is_a_problem_in_the_list_and_no_traceback() -> None:
    async with app_with(["nowhere.yaml"]) as pilot:
        await settled(pilot)
        assert "INCOMPLETE" in screen_text(pilot)
        assert "no such file" in screen_text(pilot)


def test_every_action_that_the_front_end_does_by_itself_has_a_method() -> None:
    from workbench.tui.overrides.screen import OverridesScreen

    for action in OVERRIDES_ACTIONS:
        assert not action.is_local or callable(getattr(OverridesScreen, f"_{action.id}"))
    for action in START_ACTIONS:
        assert callable(getattr(StartScreen, f"_{action.id}"))
