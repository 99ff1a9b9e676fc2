"""Sheets for a narrow screen: what belongs together stands in one cell, not in columns of a word.
"""

from __future__ import annotations

from workbench.session.failover.present_run import Tab
from workbench.session.sheet import Sheet, SheetCell, SheetRow
from workbench.session.views import Text

_JOINS: dict[Tab, tuple[tuple[int, str], ...]] = {
    "events": ((4, " ← "), (3, "  ")),
    "failback": ((2, ": "),),
}
"""By tab: columns that move into the one before them, and what stands between; from the right."""
_SETTING, _VALUE, _DEFAULT, _SOURCE = 1, 2, 3, 4


def narrow_sheet(tab: Tab, sheet: Sheet) -> Sheet:
    """The sheet of a tab with fewer columns; rows stay where they are."""
    if tab == "knobs":
        return _knobs(sheet)
    for at, between in _JOINS.get(tab, ()):
        if at < len(sheet.columns):
            sheet = _joined(sheet, at, between)
    return sheet


def _joined(sheet: Sheet, at: int, between: str) -> Sheet:
    title = between.join(sheet.columns[at - 1 : at + 1])
    columns = (*sheet.columns[: at - 1], title, *sheet.columns[at + 1 :])
    return Sheet(columns, tuple(
        SheetRow(row.kind, (*row.cells[: at - 1], _both(row.cells[at - 1], row.cells[at], between),
                            *row.cells[at + 1 :]), row.path)
        for row in sheet.rows
    ))


def _both(left: SheetCell, right: SheetCell, between: str) -> SheetCell:
    if not _says(left) or not _says(right):
        return right if _says(right) else left
    return (*left, Text(between, right[0].role), *right)


def _says(cell: SheetCell) -> bool:
    return any(part.text for part in cell)


def _knobs(sheet: Sheet) -> Sheet:
    """Value first, with the default where it differs; then the setting and its flag."""
    mark, setting, value, _, source = sheet.columns
    rows = []
    for row in sheet.rows:
        cells = row.cells
        shown = _both(cells[_VALUE], cells[_DEFAULT], ", not ")
        what = _both(cells[_SETTING], cells[_SOURCE], ": ")
        rows.append(SheetRow(row.kind, (cells[0], shown, what), row.path))
    return Sheet((mark, value, f"{setting}, {source}"), tuple(rows))
