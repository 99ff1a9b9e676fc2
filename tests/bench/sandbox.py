"""How long a sandbox takes to come up, phase by phase, and what each of its processes holds."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from workbench.sandbox import Sandbox, SandboxStatus


def run(argv: list[str]) -> None:
    """Brings one up, prints, takes it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench sandbox")
    parser.add_argument("--karmada", default="1.18")
    parser.add_argument("--members", type=int, default=3)
    parser.add_argument("--pull", type=int, default=0)
    options = parser.parse_args(argv)
    with (
        TemporaryDirectory() as state,
        mock.patch.dict("os.environ", XDG_STATE_HOME=str(Path(state))),
    ):
        begun = time.monotonic()
        sandbox = Sandbox.up(
            "bench", karmada=options.karmada, members=options.members, pull=options.pull
        )
        try:
            _print(sandbox.status(), time.monotonic() - begun)
        finally:
            begun = time.monotonic()
            sandbox.down()
        print(f"{'down':34}{time.monotonic() - begun:8.1f} s")


def _print(status: SandboxStatus, whole: float) -> None:
    print(f"Karmada {status.karmada}, Kubernetes {status.kubernetes}\n")
    for phase, seconds in status.seconds.items():
        print(f"{phase:34}{seconds:8.1f} s")
    started = sum(status.seconds.values())
    print(f"{'up':34}{started:8.1f} s (with building {whole:.1f} s)\n")
    for process in status.processes:
        print(f"{process.component:34}{process.memory_bytes / 1e6:8.0f} MB")
    print(f"{'all':34}{status.memory_bytes / 1e6:8.0f} MB\n")
