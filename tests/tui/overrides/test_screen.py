"""What a person must be able to see in the Overrides room, however small the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.screens import (
    SIZES,
    SMALL,
    WIDE,
    app_with,
    press,
    room_screen,
    screen_text,
    settled,
    write,
)
from workbench.session.actions import OVERRIDES_ACTIONS, key_label
from workbench.tui.overrides.editor import EditorPane, PolicyText
from workbench.tui.overrides.lists import PolicyList, ProblemList
from workbench.tui.rows import Rows

sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def flat(text: str) -> str:
    """The screen without frames, so that wrapped words can be found."""
    return " ".join(text.translate(str.maketrans("│┃", "  ")).split())


@sizes
async def test_what_was_done_is_said_at_the_top_and_the_keys_stay(size: tuple[int, int]) -> None:
    async with app_with(size=size) as pilot:
        await press(pilot, "j", "D")
        lines = screen_text(pilot).splitlines()
        assert "delete ClusterOv" in lines[0]
        assert "? Help" in lines[-1]
        assert "u Undo" in lines[-1]
        room_screen(pilot)._forget_said()
        await settled(pilot)
        assert "delete ClusterOv" not in screen_text(pilot).splitlines()[0]


async def test_progress_stands_at_the_top_and_goes_when_all_is_worked_out() -> None:
    async with app_with() as pilot:
        screen = room_screen(pilot)
        screen.room.toggle_everywhere()
        screen.draw()
        assert screen.progress.startswith("working it out… 0 of ")
        await settled(pilot)
        assert not screen.progress
        assert "working it out" not in screen_text(pilot)


@sizes
async def test_the_next_problem_has_the_cursor_and_is_read_whole(size: tuple[int, int]) -> None:
    async with app_with(["sample:hazards"], size=size) as pilot:
        await settled(pilot, with_hazards=True)
        for _ in range(3):
            await press(pilot, "n")
        problems = pilot.app.screen.query_one(ProblemList)
        at = next(n for n, row in enumerate(problems.problems) if row.selected)
        row = problems.problems[at]
        assert problems.cursor == at
        shown = flat(screen_text(pilot)).replace(" ", "")
        assert f"▸✗{row.id}" in shown
        top = int(problems.scroll_offset.y)
        seen = "".join(part.text for line in problems.lines[top : top + problems.size.height]
                       if line.item == at for part in line.left).replace(" ", "")
        assert row.text.replace(" ", "") in seen
        assert row.hint.replace(" ", "") in seen


async def test_escape_closes_the_problem_that_was_chosen() -> None:
    async with app_with(["sample:hazards"], size=SMALL) as pilot:
        await settled(pilot, with_hazards=True)
        await press(pilot, "n")
        assert pilot.app.screen.query_one(ProblemList).cursor == 0
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(ProblemList).cursor == -1


async def test_a_what_if_is_wrapped_and_takes_lines_that_are_free() -> None:
    async with app_with(["sample:shop"], size=SMALL) as pilot:
        await press(pilot, "j", "D")
        await settled(pilot)
        assert "policy.karmada.io/applied-overrides" in screen_text(pilot)


@sizes
async def test_the_help_cuts_nothing_and_keeps_its_columns_apart(size: tuple[int, int]) -> None:
    async with app_with(size=size) as pilot:
        await press(pilot, "question_mark")
        rows = pilot.app.screen.query_one(Rows)
        texts = ["".join(part.text for part in row.left) for row in rows.lines]
        assert max(map(len, texts)) < rows.view_width
        for action in OVERRIDES_ACTIONS:
            assert any(text.lstrip().startswith(f"{key_label(action)} ")
                       and f"{action.title}  " in text for text in texts), action
        heads = [text for text in texts if not text.startswith(" ")]
        assert len(set(heads)) == len(heads)


@sizes
async def test_broken_text_is_marked_in_list_and_title_and_undone_first(
    size: tuple[int, int],
) -> None:
    async with app_with(size=size) as pilot:
        await press(pilot, "j", "5")
        assert "registry ── as in its file" in screen_text(pilot)
        area = pilot.app.screen.query_one(PolicyText)
        before = area.text
        await write(pilot, "a: {")
        shown = screen_text(pilot)
        assert "✗ broken" in shown
        assert "registry ── ✗ not followed" in shown
        assert "ctrl+z Undo typing" in shown.splitlines()[-1]
        await press(pilot, "escape", "u")
        assert "✗ broken" not in screen_text(pilot)
        await press(pilot, "u")
        assert area.text == before
        assert not pilot.app.screen.query_one(PolicyList).policies[0].is_broken
        assert "as in its file" in screen_text(pilot)


async def test_a_policy_that_is_changed_says_so_until_it_is_saved() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "5", "#", "space")
        assert "registry ── changed, not saved" in screen_text(pilot)


async def test_nothing_typed_is_lost_when_the_screen_is_drawn_meanwhile() -> None:
    async with app_with() as pilot:
        await press(pilot, "j", "5")
        pane = pilot.app.screen.query_one(EditorPane)
        pane.text_area.insert("#one\n", (0, 0))
        room_screen(pilot).draw()
        pane.flush()
        pane.text_area.insert("#two\n", (0, 0))
        room_screen(pilot).draw()
        await settled(pilot)
        assert pane.text_area.text.startswith("#two\n#one\n")
        assert room_screen(pilot).room.editor.text == pane.text_area.text


async def test_variants_beyond_the_screen_are_counted(tmp_path: Path) -> None:
    rules = "".join(
        f"  - targetCluster: {{clusterNames: [member-{n:02}]}}\n    overriders:\n"
        f"      plaintext: [{{path: /data/a, operator: replace, value: value-{n:02}}}]\n"
        for n in range(12)
    )
    clusters = "".join(
        "---\napiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\n"
        f"metadata: {{name: member-{n:02}}}\n" for n in range(12)
    )
    (tmp_path / "fleet.yaml").write_text(
        "apiVersion: policy.karmada.io/v1alpha1\nkind: OverridePolicy\n"
        "metadata: {name: many, namespace: shop}\nspec:\n"
        "  resourceSelectors: [{apiVersion: v1, kind: ConfigMap}]\n  overrideRules:\n"
        f"{rules}{clusters}---\napiVersion: v1\nkind: ConfigMap\n"
        "metadata: {name: m, namespace: shop}\ndata: {a: b}\n"
    )
    async with app_with([str(tmp_path)], size=SMALL) as pilot:
        lines = screen_text(pilot).splitlines()
        assert lines[3].rstrip().endswith("→")
        await press(pilot, "4")
        assert "10 more →" in screen_text(pilot)
        await press(pilot, *["right"] * 11)
        shown = screen_text(pilot)
        assert "← 10 more" in shown
        assert "more →" not in shown
        assert "← +" in shown.splitlines()[3]


async def test_the_reason_why_the_selected_policy_does_not_apply_is_read_whole() -> None:
    async with app_with(["sample:shop"], size=SMALL) as pilot:
        await press(pilot, "j", "j", "tab", "tab", "tab")
        policies = pilot.app.screen.query_one(PolicyList)
        policies.focus()
        await press(pilot, "end")
        row = next(row for row in policies.policies if row.selected)
        assert row.note.split(";")[0] in flat("\n".join(
            "".join(part.text for part in line.left) for line in policies.lines))


async def test_a_fleet_without_anything_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("{}\n")
    async with app_with([str(tmp_path)], size=WIDE) as pilot:
        await press(pilot, "1", "2", "3", "4", "5", "escape", "n", "j", "f", "D", "u")
        shown = screen_text(pilot)
        assert "the fleet has no object" in shown
        assert "the fleet has no override policy" in shown
