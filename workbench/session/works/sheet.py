"""What is sent to members for one object, as rows: the request, its pods, the verdict, the diff."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.snapshot import Item
from workbench.session.sheet import Sheet, SheetCell, SheetRow, diff_sheet
from workbench.session.views import SEVERITY_MARKS, Role, Text
from workbench.session.works import sections
from workbench.session.works.report import WorksReport
from workbench.session.works.sections import GroupSection, ObjectSection

_ROLES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def request_sheet(report: WorksReport, item: Item) -> Sheet:
    """What each cluster is sent for ``item``: first what follows from edits, then all of it."""
    rows: list[SheetRow] = []
    for change in sections.change_sections(report):
        if change.object == item.id:
            rows += [_head("because of what is tried", "today's requests carried out before")]
            rows += _section(change)
    section = sections.section_of(report, item)
    rows += [_head("from what the members have now", section.origin)] if rows else []
    return Sheet(("", "what is sent", ""), (*rows, *_section(section)))


def _section(section: ObjectSection) -> Iterator[SheetRow]:
    for group in section.groups:
        yield from _group(group)


def _group(group: GroupSection) -> Iterator[SheetRow]:
    yield _head(group.title, "")
    facts = dict(group.facts)
    for what in ("request", "pods", "Work"):
        if what in facts:
            yield _row(what, (Text(facts[what], "name" if what == "request" else ""),))
    for severity, note in group.notes:
        yield _row(SEVERITY_MARKS[severity], (Text(note, _ROLES[severity]),))
    for row in diff_sheet(group.diff).rows if group.diff else ():
        # Without line numbers: what counts is what changes.
        marker, content = row.cells[2:4]
        yield SheetRow(row.kind, (marker, content, (Text(""),)), row.path)


def _head(title: str, note: str) -> SheetRow:
    return _row("", (Text(title, "key"), Text(f"  {note}" if note else "", "muted")))


def _row(what: str, content: SheetCell) -> SheetRow:
    return SheetRow("context", ((Text(what, "muted"),), content, (Text(""),)))


