"""Parts that a machine may lack: tests that need one skip and say so, unless CI forbids it."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest


def need(part: str, is_there: bool) -> None:
    """Skip the test if a part is missing; fail where ``WORKBENCH_REQUIRE`` names it or ``all``."""
    if is_there:
        return
    required = os.environ.get("WORKBENCH_REQUIRE", "").replace(",", " ").split()
    if "all" in required or part in required:
        pytest.fail(f"{part} is missing, and WORKBENCH_REQUIRE asks for it")
    pytest.skip(f"needs {part}, which is not on this machine")


def need_module(name: str) -> None:
    need(name, find_spec(name) is not None)


def need_program(*names: str) -> str:
    """Path of the first of ``names`` that is installed."""
    found = next(filter(None, map(shutil.which, names)), "")
    need(names[0], bool(found))
    return found


def need_sandbox(version: str) -> None:
    """What a sandbox of this Karmada needs: a package for certificates, and Go to build it."""
    need_module("cryptography")
    from workbench.sandbox import stack_for
    from workbench.sandbox.build import is_built

    need("go", bool(shutil.which("go")) or is_built(stack_for(version)))
