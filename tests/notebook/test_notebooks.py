"""Every notebook runs from its first cell to its last in a real kernel, from any folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts import need_module

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.notebook
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end(path: Path, tmp_path: Path) -> None:
    for module in ("nbclient", "nbformat", "ipykernel", "ipywidgets", "anywidget"):
        need_module(module)
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    shown = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert any("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in shown)
    assert not any(out.output_type == "error" or out.get("name") == "stderr" for out in shown)


def test_notebooks_are_kept_without_outputs() -> None:
    import json

    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text())["cells"]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells), path
