"""Parts of a sandbox without a Karmada: a layout, processes that sleep, a `go` of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

from workbench.sandbox.build import Programs
from workbench.sandbox.folders import make_private, sandbox_folder
from workbench.sandbox.layout import Layout, plan_members, port_names
from workbench.sandbox.processes import Identity, spawn
from workbench.sandbox.stack import stack_for

SLEEP = "import time; print('awake', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('awake', flush=True); time.sleep(60)"
)


def layout(
    name: str = "fake", *, version: str = "1.18", members: int = 2, pull: int = 0,
    slow: bool = False, programs: Programs | None = None,
) -> Layout:
    """A layout in the state folder of the test, with ports that nobody looked at."""
    planned = plan_members(members, pull)
    stack = stack_for(version)
    ports = {name: 20000 + at for at, name in enumerate(port_names(planned))}
    return Layout(
        name=name, folder=make_private(sandbox_folder(name)), stack=stack,
        programs=programs or Programs(Path("/built/stack"), Path("/built/kwok")),
        members=planned, ports=MappingProxyType(ports), gates=stack.gates, slow=slow,
    )


def sleeper(folder: Path, code: str = SLEEP) -> Identity:
    """A process of the sandbox in ``folder``, past its first line."""
    log = folder / "sleeper.log"
    log.unlink(missing_ok=True)
    identity = spawn([sys.executable, "-c", code], mark=folder, log=log)
    while not log.exists() or not log.read_bytes():
        assert subprocess.run(["sleep", "0.02"], check=True)
    return identity


def fake_go(folder: Path, script: str) -> None:
    """Writes a `go` that runs ``script`` (sh), with the words after `go` in $*."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "go"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
