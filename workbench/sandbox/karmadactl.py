"""Running karmadactl against a sandbox."""

from __future__ import annotations

import os
import subprocess

from .errors import ComponentError
from .layout import KARMADA, Layout
from .processes import MARK

_LAST_LINES = 12


def karmadactl(layout: Layout, *arguments: str, timeout_seconds: float = 120.0) -> str:
    """Runs karmadactl as the admin of the sandbox's Karmada; its output.

    Relative paths in ``arguments`` are relative to the sandbox's folder.

    Raises:
        ComponentError: it failed, or took too long; with its last lines.
    """
    command = [str(layout.programs.karmada), "karmadactl", *arguments]
    command.append(f"--kubeconfig=access/{KARMADA}.kubeconfig")
    try:
        done = subprocess.run(
            command, cwd=layout.folder, env={**os.environ, MARK: str(layout.folder)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", timeout=timeout_seconds, check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(arguments, f"took longer than {timeout_seconds:.0f} s", "") from None
    except OSError as error:
        raise _failed(arguments, f"could not be run: {error}", "") from None
    if done.returncode:
        raise _failed(arguments, "failed", done.stdout)
    return done.stdout


def _failed(arguments: tuple[str, ...], what: str, said: str) -> ComponentError:
    lines = tuple(said.splitlines()[-_LAST_LINES:])
    command = " ".join(arguments[:2])
    return ComponentError(f"karmadactl {command} {what}", component="karmadactl", last_lines=lines)
