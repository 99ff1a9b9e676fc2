"""The doctor's answer as lines for a terminal, broken at its width."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from workbench.model.text import visible_line
from workbench.session.failover.text import Line
from workbench.session.failover.views import CapacityRow, DoctorRow, DoctorView
from workbench.session.views import SEVERITY_MARKS, Role, Text

_INDENT = 12
_LOSS = 18
_ROWS = 40
_PAIRS = 10
_LEAST = 40


def doctor_lines(view: DoctorView, width: int, *, all_rows: bool = False) -> Iterator[Line]:
    """Everything that the doctor found. ``width`` is in columns; a terminal's."""
    width = max(width, _LEAST)
    yield (Text("SIMULATED ", "warning"), Text(view.title, "title"))
    for severity, text in view.lines:
        role: Role = "muted" if severity == "info" else severity
        first, *rest = broken(visible_line(text), width - 2)
        yield (Text(f"{SEVERITY_MARKS[severity]} ", role), Text(first))
        yield from ((Text(f"  {line}"),) for line in rest)
    yield from _titled("WHEN A CLUSTER IS LOST", view.rows, width, all_rows)
    yield ()
    yield (Text("CAPACITY AFTER LOSSES", "title"),)
    shown = view.capacity if all_rows else _worst(view)
    for row in shown:
        yield from _capacity(row, width)
    if len(shown) < len(view.capacity):
        more = len(view.capacity) - len(shown)
        yield (Text(f"  and {more} more losses (--all shows them)", "muted"),)
    yield from _titled("WHEN A WORKLOAD IS UNHEALTHY", view.applications, width, all_rows)


def _worst(view: DoctorView) -> tuple[CapacityRow, ...]:
    """All but pairs that come out well."""
    singles = [row for row in view.capacity if row.kind != "pair"]
    pairs = [row for row in view.capacity if row.kind == "pair" and row.role != "ok"]
    return (*singles, *pairs[:_PAIRS])


def _capacity(row: CapacityRow, width: int) -> Iterator[Line]:
    said = "; ".join(filter(None, (row.text, row.queue)))
    indent = max(_LOSS, len(row.loss)) + 4 if len(row.loss) < width // 2 else 6
    first, *rest = broken(said, width - indent)
    yield (Text(f"  {row.loss:{indent - 4}}  ", "name"), Text(first, row.role))
    yield from ((Text(f"{'':{indent}}{line}", row.role),) for line in rest)


def _titled(
    title: str, rows: tuple[DoctorRow, ...], width: int, all_rows: bool
) -> Iterator[Line]:
    yield ()
    yield (Text(title, "title"),)
    shown = rows if all_rows else rows[:_ROWS]
    for row in shown:
        yield from _row(row, width)
    if len(shown) < len(rows):
        yield (Text(f"  and {len(rows) - len(shown)} more (--all shows them)", "muted"),)


def _row(row: DoctorRow, width: int) -> Iterator[Line]:
    """The verdict and whose it is; below it one thing after the other."""
    loss = f"{row.loss}: " if row.loss else ""
    first, *rest = broken(f"{loss}{row.workload}", width - _INDENT)
    yield (Text("  "), Text(f"{row.verdict:9}", row.role), Text(f" {first}", "name"))
    yield from ((Text(f"{'':{_INDENT}}{line}", "name"),) for line in rest)
    for point in row.points:
        yield from _hanging(point, "- ", width, "")
    for remedy in row.remedies:
        yield from _hanging(remedy, "→ ", width, "muted")


def _hanging(text: str, mark: str, width: int, role: Role) -> Iterator[Line]:
    first, *rest = broken(text, width - _INDENT - 2)
    yield (Text(f"{'':{_INDENT}}{mark}{first}", role),)
    yield from ((Text(f"{'':{_INDENT + 2}}{line}", role),) for line in rest)


def broken(text: str, width: int) -> list[str]:
    """The text in lines; names and paths stay whole."""
    return wrap(text, width, break_on_hyphens=False, break_long_words=False) or [""]
