"""One script of actions drives the terminal app and the notebook widget to the same views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.session.overrides.room import OverridesRoom

pytest.importorskip("ipywidgets")

SCRIPT: tuple[tuple[str, str], ...] = (
    ("next_object", ""),
    ("next_object", ""),
    ("next_variant", ""),
    ("show_trace", ""),
    ("toggle_layout", ""),
    ("delete_policy", ""),
    ("join_cluster", "ap-9 region=ap"),
    ("undo", ""),
    ("show_grid", ""),
    ("filter", "front"),
    ("toggle_version", ""),
    ("toggle_folds", ""),
    ("show_diff", ""),
    ("undo", ""),
)
VIEWS = ("header", "objects", "policies", "variants", "position", "diff", "result", "trace",
         "grid", "what_if", "problems")  # fmt: skip


def views(room: OverridesRoom) -> dict[str, Any]:
    return {name: getattr(room, name) for name in VIEWS}


async def in_the_terminal(script: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    from textual.widgets import Input

    from tests.tui.screens import app_with, room_screen, settled

    seen = []
    async with app_with(["sample:shop"]) as pilot:
        await settled(pilot, with_hazards=True)
        screen = room_screen(pilot)
        for action, argument in script:
            screen.action_perform(action)
            await pilot.pause()
            if argument:
                pilot.app.screen.query_one(Input).value = argument
                await pilot.press("enter")
            await settled(pilot, with_hazards=True)
            seen.append(views(screen.room))
    return seen


def in_the_notebook(script: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    from workbench.widgets.override_preview import OverridePreview

    widget = OverridePreview("sample:shop")
    seen = []
    for action, argument in script:
        widget.do(action, argument or None)
        widget.room.look_for_hazards()
        seen.append(views(widget.room))
    return seen


async def test_one_script_leads_both_front_ends_to_the_same_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notebook = in_the_notebook(SCRIPT)
    terminal = await in_the_terminal(SCRIPT)
    for step, ours, theirs in zip(SCRIPT, terminal, notebook, strict=True):
        for name in VIEWS:
            assert ours[name] == theirs[name], (step, name)
