"""The lists of the room: clusters, and workloads, as they are at the time that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from workbench.model.text import visible_line
from workbench.session.failover.views import FleetRow, WorkloadRow
from workbench.session.views import Text
from workbench.tui.rows import Row, Rows


class ClusterList(Rows):
    """Clusters: ready or not, copies that serve, and taints."""

    BORDER_TITLE = "FLEET, simulated"
    right_first = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.clusters: Sequence[FleetRow] = ()

    def show_clusters(self, rows: Sequence[FleetRow]) -> None:
        """Draw these rows; the cursor stays where it is."""
        self.clusters = rows
        lines = [line for item, row in enumerate(rows) for line in _cluster(item, row)]
        self.show(tuple(lines), min(self.cursor, len(rows) - 1))


def _cluster(item: int, row: FleetRow) -> Iterator[Row]:
    state = Text("" if row.state == "ready" else f"  {row.state}", row.role)
    name = Text(visible_line(row.name))
    yield Row(item, (Text(f"{row.mark} ", row.role), name, state), (Text(f" {row.copies}"),))
    for taint in row.taints:
        yield Row(item, (Text(f"    {taint}", "warning"),))


class WorkloadList(Rows):
    """Workloads: how they are, and where, on a line of its own for the selected one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.workloads: Sequence[WorkloadRow] = ()

    def show_workloads(self, rows: Sequence[WorkloadRow], filter_text: str) -> None:
        """Draw these rows, the cursor on the selected one."""
        self.border_title = Content(
            f"WORKLOADS / {visible_line(filter_text)}" if filter_text else "WORKLOADS"
        )
        self.workloads = rows
        lines = [line for item, row in enumerate(rows) for line in _workload(item, row)]
        self.show(tuple(lines), next((at for at, row in enumerate(rows) if row.selected), -1))


def _workload(item: int, row: WorkloadRow) -> Iterator[Row]:
    mark = {"ok": "✓ ", "error": "✗ ", "warning": "⚠ "}.get(row.role, "  ")
    moved = (Text(" → ", "cause"),) if row.moves else ()
    yield Row(item, (Text(mark, row.role), Text(row.label)), moved)
    if row.selected:
        yield Row(item, (Text(f"    {row.state}", row.role),))
        yield Row(item, (Text(f"    {visible_line(row.where)}", "muted"),))
