"""The widgets of placement and failover in a real JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_cluster_is_lost_and_the_page_shows_what_moves_and_what_is_sent(
    open_cells: Callable[[list[str]], Any], tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    page = open_cells([
        "from workbench import PlacementPreview\n"
        "PlacementPreview('sample:capacity', object='renderer')"
    ])
    rows = page.locator(".wb-sheet tbody tr")
    expect(rows.first).to_be_visible(timeout=60_000)
    expect(rows.filter(has_text="eu-1")).to_contain_text("12")

    page.get_by_label("Cluster", exact=True).select_option("eu-1")
    page.get_by_role("button", name="Lose a cluster").click()
    expect(page.get_by_text("delete Cluster eu-1").first).to_be_visible(timeout=20_000)
    expect(rows.filter(has_text="eu-1")).to_contain_text("12 → 0")

    page.get_by_role("button", name="Requests").click()
    expect(rows.filter(has_text="POST deployments.apps render/renderer").first).to_be_visible()
    page.screenshot(path=tmp_path / "placement.png")
    assert (tmp_path / "placement.png").stat().st_size > 10_000


def test_a_failover_is_drawn_and_the_time_slider_moves_it(
    open_cells: Callable[[list[str]], Any], tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    page = open_cells([
        "from workbench import FailoverPreview\n"
        "FailoverPreview('sample:flink', lose='eu-west', preset=True)"
    ])
    expect(page.get_by_text("SIMULATED").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Events").click()
    expect(page.locator(".wb-sheet tbody tr").filter(has_text="eu-west").first).to_be_visible()
    page.screenshot(path=tmp_path / "failover.png")
    assert (tmp_path / "failover.png").stat().st_size > 10_000


def test_nothing_of_a_failover_is_cut_or_broken_within_a_word_and_yaml_keeps_its_indent(
    open_cells: Callable[[list[str]], Any],
) -> None:
    from playwright.sync_api import expect

    page = open_cells([
        "from workbench import FailoverPreview\n"
        "w = FailoverPreview('sample:flink', lose='eu-west', preset=True)\n"
        "w.room.lose('us-east,at=20m,for=10m')\n"
        "w.room.lose('eu-central,at=50m,for=10m')\n"
        "w.do('show_failback')\n"
        "w"
    ])
    header = page.locator(".wb-line-title").first
    expect(header).to_contain_text("scenario: lose eu-west", timeout=60_000)
    assert header.evaluate("node => node.scrollWidth <= node.clientWidth")

    yaml = page.locator(".wb-sheet td").filter(has_text=re.compile(r"^\s*exclude:\s*$")).last
    expect(yaml).to_be_visible()
    assert yaml.evaluate("node => node.textContent").startswith("      exclude")
    assert yaml.evaluate("node => getComputedStyle(node).whiteSpace").startswith("pre")
    assert yaml.evaluate("node => getComputedStyle(node.firstChild).userSelect") != "none"

    page.get_by_role("button", name="State", exact=True).click()
    station = page.locator(".wb-sheet td").filter(has_text=re.compile("^eviction$")).first
    expect(station).to_be_visible()
    assert station.locator("span").first.evaluate("node => node.getClientRects().length") == 1

    page.get_by_role("button", name="Events", exact=True).click()
    clock = page.locator(".wb-sheet td").filter(has_text=re.compile(r"^\s*00:00:40\s*$")).first
    expect(clock).to_be_visible()
    assert clock.locator("span").first.evaluate("node => node.getClientRects().length") == 1

    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Side by side", exact=True).click()
    row = page.locator(".wb-sheet td").filter(has_text="until the last is healthy").first
    expect(row).to_be_visible()
    assert row.locator("span").first.evaluate("node => node.getClientRects().length") == 1
