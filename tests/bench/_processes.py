"""A command as a process of its own: wall time, processor time, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from workbench.fleets.generated import generate_text

ROOT = Path(__file__).parent.parent.parent
# Settings that make Python slower than users have it.
_DROPPED = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True)
class Measured:
    """One process: seconds of wall and of processor, peak memory in MB."""

    wall_seconds: float
    processor_seconds: float
    peak_megabytes: float


def environment(cache: Path) -> dict[str, str]:
    """As a user has it, with compiled modules kept in ``cache``."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}


def command(*argv: str) -> list[str]:
    return [sys.executable, "-m", "workbench", *argv]


def measure(argv: Sequence[str], cache: Path) -> Measured:
    """Run ``argv`` once, its output thrown away. Raises if it fails."""
    start = perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, env=environment(cache))
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {' '.join(argv)}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(label: str, argv: Sequence[str], cache: Path, runs: int) -> None:
    """Measure ``runs`` times after one that fills the cache; print the medians."""
    measure(argv, cache)
    found = [measure(argv, cache) for _ in range(runs)]
    wall = statistics.median(one.wall_seconds for one in found)
    processor = statistics.median(one.processor_seconds for one in found)
    peak = max(one.peak_megabytes for one in found)
    print(
        f"{label}: {wall:.2f} s wall, {processor:.2f} s processor, {peak:.0f} MB peak "
        f"(median of {runs})"
    )


@contextmanager
def made_up_fleet(objects: int, clusters: int, policies: int) -> Iterator[tuple[Path, Path]]:
    """A file with a made-up fleet, and a folder for compiled modules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.yaml"
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(generate_text(objects, clusters, policies))
        yield path, Path(folder) / "compiled"
