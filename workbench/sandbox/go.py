"""The Go command: is it there, is it new enough, what does it compile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import BuildError, GoError, NoRoomError, SandboxError
from .progress import Listener, Progress

_INSTALL = "install it from https://go.dev/dl and see that `go` is in your PATH"
_OFFLINE = re.compile(
    r"dial tcp|no such host|i/o timeout|TLS handshake timeout|proxyconnect|module lookup disabled"
    r"|connection refused|network is unreachable|temporary failure in name resolution",
    re.IGNORECASE,
)
_FULL = re.compile(r"no space left on device|disk quota exceeded", re.IGNORECASE)
_TOO_OLD = re.compile(r"requires go ?(version )?[>\d]|toolchain not available")
_PACKAGE = re.compile(r"[\w.\-/]+")
_LAST_LINES = 12


class Go:
    """The ``go`` in PATH, working in one module.

    Raises:
        GoError: there is none, or it is older than the module asks for.
    """

    def __init__(self, module: Path) -> None:
        found = shutil.which("go")
        if not found:
            raise GoError("building a Karmada needs Go, and there is no `go`", hint=_INSTALL)
        self._program = found
        self._module = module
        # No C compiler, no workspace, no checkout of the caller's has a say.
        self._environment = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}
        self._require_version()

    def build(
        self,
        packages: Sequence[str],
        folder: Path,
        linker_flags: str,
        progress: Listener,
        name: str,
    ) -> None:
        """Compiles ``packages`` into ``folder``, downloading what is missing.

        Raises:
            BuildError: a download or the compiler failed.
            NoRoomError: the disk ran full.
        """
        progress(Progress("build", f"{name}: looking up and downloading what it is made of"))
        total = len(self._run("list", "-deps", *packages).splitlines())
        output = [f"{folder}{os.sep}", *packages]
        flags = ["-buildvcs=false", "-v", "-ldflags", linker_flags, "-o", *output]
        # Its output is a pipe that we hold: when we are killed, it ends at its next line.
        with subprocess.Popen(
            [self._program, "build", *flags], cwd=self._module, env=self._environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        ) as process:
            try:
                lines = _follow(process, total, progress, name)
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            raise _failure(f"could not build {name}", lines)

    def module_folder(self, module: str) -> Path:
        """Where the source of ``module`` lies in Go's module cache."""
        return Path(json.loads(self._run("list", "-m", "-json", module))["Dir"])

    def _require_version(self) -> None:
        """Since 1.21 a go that is too old fetches a newer one by itself, where it is allowed to."""
        found = re.search(r"^go (\S+)", (self._module / "go.mod").read_text(), re.MULTILINE)
        wanted = found[1] if found else "1"
        result = self._call("env", "GOVERSION")
        told = result.stdout.strip()
        if _TOO_OLD.search(result.stderr):
            raise GoError(f"Go is too old, needed is go{wanted}: {result.stderr.strip()}",
                          hint=_INSTALL)
        if result.returncode:
            raise _failure("`go env` failed", result.stderr.splitlines())
        if _numbers(told) < _numbers(wanted):
            raise GoError(f"Go is too old: {told}, needed is go{wanted}", hint=_INSTALL)

    def _run(self, *arguments: str) -> str:
        result = self._call(*arguments)
        if result.returncode:
            raise _failure(f"`go {arguments[0]}` failed", result.stderr.splitlines())
        return result.stdout

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program, *arguments], cwd=self._module, env=self._environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )


def _follow(
    process: subprocess.Popen[str], total: int, progress: Listener, name: str
) -> list[str]:
    """Reads the names of compiled packages until the end; returns all lines."""
    assert process.stderr is not None
    lines: list[str] = []
    compiled = 0
    for line in process.stderr:
        lines.append(line.rstrip())
        if _PACKAGE.fullmatch(lines[-1]):
            compiled += 1
            progress(Progress("build", f"{name}: {lines[-1]}", min(compiled / total, 1.0)))
    return lines


def _failure(what: str, lines: Sequence[str]) -> SandboxError:
    text = "\n".join(lines)
    if _FULL.search(text):
        return NoRoomError(f"{what}: the disk is full", hint="make room: workbench sandbox clean")
    if _OFFLINE.search(text):
        return BuildError(
            f"{what}: no network to download Go modules",
            hint="the first build needs network or a GOPROXY that answers; later ones don't",
        )
    told = [line for line in lines if not line.startswith("go: downloading")]
    return BuildError("\n    ".join((what, *told[-_LAST_LINES:])))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
