"""The house's own checks: lint and types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.parts import need_module

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("module", "arguments"), [("ruff", ["check", "."]), ("mypy", ["workbench"])]
)
def test_the_code_passes(module: str, arguments: list[str]) -> None:
    need_module(module)
    run = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False,
                         capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
