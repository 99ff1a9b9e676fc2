"""Start-up: what every command pays, and the time to the terminal app's first screen."""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import termios
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tests.bench._processes import command, environment, made_up_fleet, report
from workbench.fleets.files import load

_PATIENCE_SECONDS = 30.0


def run(argv: Sequence[str]) -> None:
    """Print medians in seconds."""
    options = _options(argv)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start")
    with made_up_fleet(options.objects, options.clusters, 20) as (path, cache):
        for label, verb in (
            ("workbench --version", ["--version"]),
            ("preview sample:shop -o json (11 objects x 6 clusters)",
             ["preview", "sample:shop", "-o", "json"]),
            ("lint sample:shop", ["lint", "sample:shop"]),
        ):
            report(label, command(*verb), cache, options.runs)
        first = load([path]).templates[0].id.name
        _first_screen(path, cache, first.encode(), options)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench start")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--objects", type=int, default=100)
    parser.add_argument("--clusters", type=int, default=50)
    return parser.parse_args(argv)


def _first_screen(path: Path, cache: Path, name: bytes, options: argparse.Namespace) -> None:
    _time_to(name, path, cache)
    times = [_time_to(name, path, cache) for _ in range(options.runs)]
    print(
        f"terminal app, first screen with {options.objects} objects x {options.clusters} clusters: "
        f"{statistics.median(times):.2f} s wall (median of {options.runs})"
    )


def _time_to(name: bytes, path: Path, cache: Path) -> float:
    """Seconds until the first object's name is on a terminal of 120 x 40."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    start = perf_counter()
    process = subprocess.Popen(
        command("tui", str(path)), stdin=follower, stdout=follower, stderr=follower,
        env={**environment(cache), "TERM": "xterm-256color"}, start_new_session=True,
    )
    os.close(follower)
    try:
        seen = b""
        while name not in seen:
            ready, _, _ = select.select([leader], [], [], _PATIENCE_SECONDS)
            if not ready:
                raise SystemExit(f"{name.decode()} did not show in {_PATIENCE_SECONDS:.0f} s")
            seen += os.read(leader, 65536)
        return perf_counter() - start
    finally:
        process.kill()
        process.wait()
        os.close(leader)
