"""A keystroke in the Edit tab to the updated screen."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from textual.events import Key
from textual.pilot import Pilot

from workbench.fleets.files import load
from workbench.fleets.generated import generate_text
from workbench.session.overrides.room import OverridesRoom
from workbench.tui.app import WorkbenchApp
from workbench.tui.overrides.editor import PolicyText
from workbench.tui.overrides.screen import OverridesScreen

_PATIENCE_SECONDS, _REST_SECONDS = 10.0, 0.05


def run(argv: Sequence[str]) -> None:
    """Print the median and the 95th percentile, in milliseconds."""
    options = _options(argv)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.yaml"
        text = generate_text(options.objects, options.clusters, options.policies, options.seed)
        path.write_text("".join(text), encoding="utf-8")
        asyncio.run(_measure(str(path), options))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench edit")
    parser.add_argument("--objects", type=int, default=100)
    parser.add_argument("--clusters", type=int, default=50)
    parser.add_argument("--policies", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keys", type=int, default=60)
    return parser.parse_args(argv)


async def _measure(path: str, options: argparse.Namespace) -> None:
    app = WorkbenchApp()
    async with app.run_test(size=(120, 40)) as pilot:
        room = OverridesRoom(load([path]), is_lazy=True)
        screen = OverridesScreen(room)
        await app.push_screen(screen)
        for row in room.policies:
            if row.order:
                room.select_policy(row.ref)
        await pilot.press("5")
        await pilot.pause()
        area = screen.query_one(PolicyText)
        area.cursor_location = _value_end(area.text)
        await _keystroke(pilot, screen, 0)  # from here on, the text is never as it was opened
        times = [await _keystroke(pilot, screen, n) for n in range(options.keys)]
    size = f"{options.objects} objects, {options.clusters} clusters, {options.policies} policies"
    print(f"keystroke to updated screen, {size}, {len(times)} keys")
    whole = [whole for whole, _ in times]
    busy = [busy for _, busy in times]
    print(f"  on the clock, pause included  median {_ms(whole, 50)} ms   p95 {_ms(whole, 95)} ms")
    print(f"  of the processor              median {_ms(busy, 50)} ms   p95 {_ms(busy, 95)} ms")


def _value_end(text: str) -> tuple[int, int]:
    """Row and column behind the last ``value:`` of the policy, where typing keeps it a policy."""
    lines = text.splitlines()
    row = max((n for n, line in enumerate(lines) if "value:" in line), default=len(lines) - 1)
    return row, len(lines[row])


async def _keystroke(
    pilot: Pilot[int], screen: OverridesScreen, number: int
) -> tuple[float, float]:
    """Seconds from the key to the drawn screen: on the clock, and of the processor."""
    room, before = screen.room, screen.room.preview
    await asyncio.sleep(_REST_SECONDS)
    began, busy = perf_counter(), process_time()
    pilot.app.post_message(_key("backspace" if number % 2 else str(number % 10)))
    while room.preview is before and perf_counter() - began < _PATIENCE_SECONDS:
        await asyncio.sleep(0.002)
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return perf_counter() - began, process_time() - busy


def _key(key: str) -> Key:
    return Key(key, key if len(key) == 1 else None)


def _ms(times: list[float], percentile: int) -> str:
    cut = statistics.quantiles(times, n=100, method="inclusive")[percentile - 1]
    return f"{cut * 1000:.0f}"
