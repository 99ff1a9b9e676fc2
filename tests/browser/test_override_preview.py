"""The override widget in a real JupyterLab: a person turns a slider, Python and page follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CELLS = [
    """from workbench import OverridePreview
w = OverridePreview("sample:shop", object="frontend")
w.policy.value = next(r.ref for r in w.room.policies if r.ref.name == "replicas-eu")
w""",
    """import ipywidgets
state = ipywidgets.Label()
def tell(change=None):
    state.value = f"edits={len(w.room.edits)} tab={w.room.tab} variant={w.room.variants[0].title}"
w.message.observe(tell, "value")
w.picture.observe(tell, "sheet")
tell()
ipywidgets.VBox([ipywidgets.Label("STATE"), state])""",
]


def test_a_person_moves_a_slider_and_every_cluster_follows(
    open_cells: Callable[[list[str]], Any], tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    page = open_cells(CELLS)
    rows = page.locator(".wb-sheet tbody tr")
    expect(rows.first).to_be_visible(timeout=60_000)
    expect(page.locator(".wb-cause").filter(has_text="op/replicas").first).to_be_visible()

    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("edits=1")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 object, 1 result change").first).to_be_visible()

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("edits=0")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="Grid").click()
    expect(page.locator(".wb-sheet th").filter(has_text="template")).to_be_visible()
    expect(page.get_by_text("tab=grid")).to_be_visible()
    page.screenshot(path=tmp_path / "grid.png")
    assert (tmp_path / "grid.png").stat().st_size > 10_000
