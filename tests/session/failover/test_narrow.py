"""Tables on a narrow screen: nothing is lost, and no sentence has a column of one word."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.session.failover.narrow import narrow_sheet
from workbench.session.failover.present_run import Tab
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.sheets import (
    event_sheet,
    failback_sheet,
    knob_sheet,
)
from workbench.session.sheet import Sheet, SheetRow
from workbench.simulator.settings import preset


@pytest.fixture(scope="module")
def sheets() -> dict[Tab, Sheet]:
    web = deployment()
    fleet = snapshot(*(cluster(f"m{n + 1}") for n in range(3)), web, policy(web))
    room = FailoverRoom(fleet, settings=preset("failover", LATEST))
    room.lose("m1")
    return {"events": event_sheet(room.events),
            "failback": failback_sheet(room.failback), "knobs": knob_sheet(room.knobs)}


def words(row: SheetRow) -> set[str]:
    return set(" ".join(part.text for cell in row.cells for part in cell).split())


@pytest.mark.parametrize("tab", ["events", "failback", "knobs"])
def test_every_row_stays_where_it_is_with_all_of_its_words(
    sheets: dict[Tab, Sheet], tab: Tab
) -> None:
    sheet = sheets[tab]
    narrow = narrow_sheet(tab, sheet)
    assert len(narrow.columns) < len(sheet.columns)
    for before, after in zip(sheet.rows, narrow.rows, strict=True):
        assert len(after.cells) == len(narrow.columns)
        assert {word.strip(",:") for word in words(before)} <= {
            word.strip(",:") for word in words(after)
        }


def test_what_decided_stands_behind_what_happened(sheets: dict[Tab, Sheet]) -> None:
    narrow = narrow_sheet("events", sheets["events"])
    assert narrow.columns == ("", "time", "phase  event ← decided by")
    assert "".join(p.text for p in narrow.rows[0].cells[2]) == "detect  m1 is lost ← the scenario"


def test_a_changed_setting_shows_its_value_first_and_the_default(
    sheets: dict[Tab, Sheet],
) -> None:
    narrow = narrow_sheet("knobs", sheets["knobs"])
    first = next(row for row in narrow.rows if row.kind == "changed")
    assert "".join(part.text for part in first.cells[1]) == "true, not false"


def test_other_tabs_are_as_they_were(sheets: dict[Tab, Sheet]) -> None:
    assert narrow_sheet("comparison", sheets["events"]) is sheets["events"]
