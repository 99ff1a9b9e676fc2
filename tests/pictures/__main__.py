"""Make the README's pictures of the terminal app again: ``python -m tests.pictures``."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tests.tui.screens import app_with, press, settled, write

HERE = Path(__file__).parent
SIZE = (120, 36)
FRONTEND = ("j", "j", "j")

PICTURES: dict[str, tuple[str, ...]] = {
    "overrides": (*FRONTEND,),
    "side_by_side": (*FRONTEND, "v"),
    "grid": (*FRONTEND, "4", "right"),
    "what_if": (*FRONTEND, "D"),
}


async def answer(pilot: Pilot[int], key: str, text: str) -> None:
    """Press a key that asks, and answer."""
    await press(pilot, key)
    await write(pilot, text)
    await press(pilot, "enter")


async def make() -> None:
    """Every picture, as SVG beside this file."""
    for name, keys in PICTURES.items():
        async with app_with(["sample:shop"], SIZE) as pilot:
            await press(pilot, *keys)
            await settled(pilot, with_hazards=True)
            pilot.app.save_screenshot(f"{name}.svg", str(HERE))
    async with app_with(["sample:shop"], SIZE) as pilot:
        await press(pilot, *FRONTEND, "5", *["down"] * 4, "end")
        await write(pilot, ": {")
        await settled(pilot, with_hazards=True)
        pilot.app.save_screenshot("edit.svg", str(HERE))
    async with app_with(["sample:capacity"], SIZE) as pilot:
        await press(pilot, "f2", "j", "j")
        await answer(pilot, "L", "eu-1")
        pilot.app.save_screenshot("placement.svg", str(HERE))
    async with app_with(["sample:flink"], SIZE) as pilot:
        await press(pilot, "f4", "p")
        await answer(pilot, "l", "eu-west")
        await press(pilot, *["left"] * 3)
        pilot.app.save_screenshot("failover.svg", str(HERE))
    async with app_with(["sample:hazards"], SIZE) as pilot:
        await settled(pilot, with_hazards=True)
        pilot.app.screen.query_one("#problems").focus()
        await press(pilot, "down", "enter")
        pilot.app.save_screenshot("hazards.svg", str(HERE))
    async with app_with((), SIZE) as pilot:
        await pilot.pause()
        pilot.app.save_screenshot("start.svg", str(HERE))


if __name__ == "__main__":
    # Nothing of the person who makes the pictures gets into them.
    with tempfile.TemporaryDirectory() as empty:
        os.environ["XDG_STATE_HOME"] = os.environ["KUBECONFIG"] = empty
        asyncio.run(make())
