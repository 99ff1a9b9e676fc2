"""The app under a Pilot, and its screens as plain text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from workbench.tui.app import WorkbenchApp
from workbench.tui.overrides.screen import OverridesScreen
from workbench.tui.room_screen import RoomScreen

HOME = Path(__file__).parent
FLEET = "fleet.yaml"  # tests run in HOME, so that no screen shows a path of this machine
SMALL, WIDE = (80, 24), (120, 40)
SIZES = [SMALL, WIDE]
_TRIES, _PAUSE_SECONDS = 3000, 0.02


@asynccontextmanager
async def app_with(
    paths: Sequence[str] = (FLEET,), size: tuple[int, int] = WIDE
) -> AsyncIterator[Pilot[Any]]:
    """The app with these fleets open, everything worked out."""
    app = WorkbenchApp(paths)
    async with app.run_test(size=size) as pilot:
        if paths:
            await settled(pilot)
        yield pilot


def room_screen(pilot: Pilot[Any]) -> OverridesScreen:
    """The room's screen, also below a question."""
    found = [s for s in pilot.app.screen_stack if isinstance(s, OverridesScreen)]
    return found[-1]


async def settled(pilot: Pilot[Any], *, with_hazards: bool = False) -> None:
    """Wait until files are read and all results are known; hazards too, if asked for."""
    for _ in range(_TRIES):
        await pilot.pause()
        rooms = [s for s in pilot.app.screen_stack if isinstance(s, RoomScreen)]
        if rooms and rooms[-1].is_at_rest and not (with_hazards and _is_looking(rooms[-1])):
            await pilot.pause()
            return
        await asyncio.sleep(_PAUSE_SECONDS)
    raise AssertionError("the app never came to rest")


def _is_looking(screen: RoomScreen) -> bool:
    return isinstance(screen, OverridesScreen) and screen.room.is_unlinted


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, then wait until everything has followed."""
    await pilot.press(*keys)
    await settled(pilot)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text, then wait until everything has followed."""
    names = {" ": "space", "\n": "enter"}
    await press(pilot, *(names.get(character, character) for character in text))


def screen_text(pilot: Pilot[Any]) -> str:
    """What is on the screen, line by line, without colours."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)
