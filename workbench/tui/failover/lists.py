"""The lists of the room: clusters, and workloads, as they are at the time that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from workbench.model.text import visible_line
from workbench.session.failover.views import FleetRow, WorkloadRow
from workbench.session.views import Text
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import cut_left, wrapped

_WHERE = 3
"""Lines of clusters under the selected workload."""


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
        lines = [line for item, row in enumerate(rows) for line in self._cluster(item, row)]
        if not rows:
            lines = [Row(-1, (Text("the fleet has no cluster", "muted"),))]
        self.show(tuple(lines), min(self.cursor, len(rows) - 1))

    def _cluster(self, item: int, row: FleetRow) -> Iterator[Row]:
        state = Text("" if row.state == "ready" else f"  {row.state}", row.role)
        name = Text(visible_line(row.name))
        yield Row(item, (Text(f"{row.mark} ", row.role), name, state), (Text(f" {row.copies}"),))
        width = self.view_width - 6
        for taint in row.taints:
            # The end of a taint tells more than the domain that it begins with.
            lines = wrapped(taint, width) if item == self.cursor else [cut_left(taint, width)]
            yield from (Row(item, (Text(f"    {line}", "warning"),)) for line in lines)

    def on_resize(self) -> None:
        self.show_clusters(self.clusters)
        super().on_resize()


class WorkloadList(Rows):
    """Workloads: how they are, and where, on a line of its own for the selected one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.workloads: Sequence[WorkloadRow] = ()
        self._filter = ""

    def show_workloads(self, rows: Sequence[WorkloadRow], filter_text: str) -> None:
        """Draw these rows, the cursor on the selected one."""
        self.border_title = Content(
            f"WORKLOADS / {visible_line(filter_text)}" if filter_text else "WORKLOADS"
        )
        self.workloads, self._filter = rows, filter_text
        lines = [line for item, row in enumerate(rows) for line in self._workload(item, row)]
        if not rows:
            word = "no workload fits the filter (/)" if filter_text else "the fleet has no workload"
            lines = [Row(-1, (Text(word, "muted"),))]
        self.show(tuple(lines), next((at for at, row in enumerate(rows) if row.selected), -1))


    def _workload(self, item: int, row: WorkloadRow) -> Iterator[Row]:
        mark = {"ok": "✓ ", "error": "✗ ", "warning": "⚠ "}.get(row.role, "  ")
        moved = (Text(" → ", "cause"),) if row.moves else ()
        name = Text(visible_line(row.id.path))
        kind = Text(f"  {visible_line(row.id.kind)}", "muted")
        yield Row(item, (Text(mark, row.role), name, kind), moved)
        if row.selected:
            yield from (Row(item, (Text(f"    {line}", row.role),))
                        for line in wrapped(row.state, self.view_width - 6))
            where = wrapped(visible_line(row.where), self.view_width - 6)
            yield from (Row(item, (Text(f"    {line}", "muted"),)) for line in where[:_WHERE])
            if len(where) > _WHERE:
                yield Row(item, (Text("    … see Events for the others", "muted"),))

    def on_resize(self) -> None:
        self.show_workloads(self.workloads, self._filter)
        super().on_resize()
