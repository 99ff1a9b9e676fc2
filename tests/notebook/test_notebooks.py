"""Every notebook runs from its first cell to its last in a real kernel, from any folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.parts import need_module, need_sandbox
from workbench.sandbox import STACKS, list_sandboxes, take_down
from workbench.sandbox.build import build
from workbench.sandbox.progress import silent

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("nbclient", "nbformat", "ipykernel", "ipywidgets", "anywidget"):
        need_module(module)
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=180,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    with _what_it_needs(notebook, tmp_path, monkeypatch):
        client.execute()
    shown = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert any("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in shown)
    assert not any(out.output_type == "error" or out.get("name") == "stderr" for out in shown)


@contextmanager
def _what_it_needs(
    notebook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """``{"workbench": {"needs": "sandbox"}}`` in a notebook's metadata: it starts a Karmada."""
    if notebook.metadata.get("workbench", {}).get("needs") != "sandbox":
        yield
        return
    need_sandbox(STACKS[0].name)
    # Built before the first cell, which could not wait that long.
    build(STACKS[0], silent)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    try:
        yield
    finally:
        for status in list_sandboxes():
            take_down(status.name)


def test_notebooks_are_kept_without_outputs() -> None:
    import json

    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text())["cells"]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells), path
