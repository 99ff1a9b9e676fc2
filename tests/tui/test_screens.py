"""The main screens as text, at both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.screens import SIZES, app_with, press, screen_text, settled, write
from workbench.fleets.samples import Sample

ROOM = {
    "diff": ("j",),
    "side by side": ("v",),
    "result": ("v", "2", "down", "down"),
    "question": ("o",),
    "trace": ("escape", "3"),
    "grid": ("4", "right"),
    "variant against variant": ("enter", "right", "enter"),
    "help": ("question_mark",),
    "filter": ("escape", "slash"),
    "edit": ("escape", "1", "5"),
}
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@sizes
async def test_screens_of_the_room(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with app_with(size=size) as pilot:
        await settled(pilot, with_hazards=True)
        for name, keys in ROOM.items():
            await press(pilot, *keys)
            assert screen_text(pilot) == snapshot(name=name)


@sizes
async def test_screens_of_a_what_if(size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with app_with(size=size) as pilot:
        await press(pilot, "j", "D")
        await settled(pilot, with_hazards=True)
        assert screen_text(pilot) == snapshot(name="deleted")
        await press(pilot, "u", "5", "down", "end")
        await write(pilot, "xyz")
        await settled(pilot, with_hazards=True)
        assert screen_text(pilot) == snapshot(name="not served")
        await write(pilot, ": {")
        assert screen_text(pilot) == snapshot(name="error")


@sizes
async def test_the_start_screen(
    size: tuple[int, int], snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = (Sample("big", "A fleet of many clusters", Path()),
             Sample("small", "A fleet of one cluster", Path()))
    monkeypatch.setattr("workbench.tui.start.samples", lambda: known)
    async with app_with((), size=size) as pilot:
        await pilot.pause()
        assert screen_text(pilot) == snapshot
