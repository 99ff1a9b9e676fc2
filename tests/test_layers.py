"""The layering rule, and its run-time twin: what a command does not show, it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHOP = str(ROOT / "sample_clusters" / "shop")


def loaded_by(code: str) -> set[str]:
    """Top-level and dotted names of every module that ``code`` loads in a fresh interpreter."""
    program = f"import sys\n{code}\nprint('\\n' + '\\n'.join(sys.modules), file=sys.__stdout__)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(run.stdout.split())


def test_imports_point_down_only() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Contracts: " in run.stdout and " 0 broken" in run.stdout


def test_importing_the_package_loads_no_toolkit_and_no_parser() -> None:
    assert not loaded_by("import workbench") & {"textual", "kubernetes", "yaml", "ipywidgets"}


@pytest.mark.parametrize("command", [["preview", SHOP], ["preview", SHOP, "-o", "json"],
                                     ["lint", SHOP], ["works", SHOP, "-o", "json"]])
def test_a_command_on_files_loads_neither_textual_nor_a_cluster_client(command: list[str]) -> None:
    code = f"from workbench.cli import main\nsys.stdout = sys.stderr\nmain({command!r})"
    heavy = {"textual", "kubernetes", "ipywidgets", "anywidget", "cryptography", "sqlite3"}
    assert not loaded_by(code) & heavy


def test_json_output_loads_no_diff_library() -> None:
    code = (f"from workbench.cli import main\nsys.stdout = sys.stderr\n"
            f"main(['preview', {SHOP!r}, '-o', 'json'])")
    assert "deepdiff" not in loaded_by(code)


def test_the_engine_loads_nothing_but_the_standard_library_and_the_yaml_parser() -> None:
    names = loaded_by("import workbench.karmada.overrides.engine")
    assert not names & {"textual", "rich", "kubernetes", "deepdiff", "jsonpath_ng", "asyncio"}
