"""The Failover room's views as sheets, which every front end can draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.model.text import visible_line
from workbench.session.failover import wording
from workbench.session.failover.views import (
    CompareView,
    DoctorRow,
    DoctorView,
    FailbackView,
    FleetRow,
    KnobRow,
    StepRow,
    TracerRow,
    TracerView,
    WorkloadRow,
)
from workbench.session.sheet import Sheet, SheetCell, SheetRow
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text

_SEVERITIES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def fleet_sheet(rows: Iterable[FleetRow]) -> Sheet:
    """Clusters at the time that is shown."""
    return Sheet(("", "cluster", "state", "copies", "taints"), tuple(
        SheetRow("context", (
            _cell(row.mark, row.role), _cell(visible_line(row.name), "name"),
            _cell(row.state, row.role), _cell(row.copies), _cell(", ".join(row.taints), "warning"),
        ))
        for row in rows
    ))


def workload_sheet(rows: Iterable[WorkloadRow]) -> Sheet:
    """Workloads at the time that is shown."""
    return Sheet(("workload", "where", "state"), tuple(
        SheetRow("context", (
            _cell(row.label, "name"), _cell(visible_line(row.where)), _cell(row.state, row.role),
        ))
        for row in rows
    ))


def event_sheet(rows: Iterable[StepRow]) -> Sheet:
    """Events; those still to come are marked, and the current one points at itself."""
    return Sheet(("", "time", "phase", "event", "decided by"), tuple(map(_event, rows)))


def _event(row: StepRow) -> SheetRow:
    mark = "▶" if row.selected else "✓" if row.is_past else "·"
    detail = f" ({'; '.join(row.details)})" if row.details else ""
    spans = row.spans if row.is_past else tuple(Text(s.text, "muted") for s in row.spans)
    return SheetRow("changed" if row.selected else "context", (
        _cell(mark, "key" if row.selected else "muted"), _cell(row.clock, "muted"),
        _cell(row.phase, "key"), (*spans, Text(detail, "muted")), _cell(row.decided_by, "cause"),
    ))


def knob_sheet(rows: Iterable[KnobRow]) -> Sheet:
    """Settings: value, Karmada's default where it differs, and the flag, gate or field."""
    return Sheet(("", "setting", "value", "default", "flag, gate or field"), tuple(
        SheetRow("changed" if row.is_changed else "context", (
            _cell("~" if row.is_changed else "", "warning"),
            _cell(row.title, "" if row.is_enabled else "muted"),
            _cell(row.value, "name" if row.is_changed else ""),
            _cell(row.default if row.is_changed else "", "muted"),
            _cell(row.why_not or row.source, "muted"),
        ))
        for row in rows
    ))


def tracer_sheet(view: TracerView | None) -> Sheet:
    """The verdict, the state's way station by station, then what would keep it."""
    if view is None:
        columns = ("", "station", "the workload's state")
        return Sheet(columns, (_line(columns, _cell("·"), _cell(""),
                                     _cell("it runs in no cluster", "muted")),))
    columns = ("", "station", view.title)
    rows = [_line(columns, _cell(_VERDICT_MARKS.get(view.role, "·"), view.role),
                  _cell("verdict", "key"), _cell(view.verdict, view.role))]
    rows += (
        _line(columns, _cell(row.mark, row.role), _cell(row.station, "key"),
              (Text(row.text, row.role), Text(f" ← {row.decided_by}", "cause")))
        for row in view.rows
    )
    if view.is_status_assumed:
        rows.append(_line(columns, _cell("·", "muted"), _cell("status", "key"),
                          _cell(wording.ASSUMED_STATUS, "muted")))
    for remedy in view.remedies:
        rows.append(_line(columns, _cell("→", "ok"), _cell("remedy", "key"),
                          _cell(f"{remedy.title}; apply it to {remedy.place}")))
        if remedy.caution:
            rows.append(_line(columns, _cell("⚠", "warning"), _cell(""),
                              _cell(visible_line(remedy.caution), "warning")))
        rows += (_line(columns, _cell(""), _cell(""), _cell(visible_line(line)))
                 for line in remedy.yaml.splitlines())
    return Sheet(columns, tuple(rows))


_VERDICT_MARKS: dict[Role, str] = {"error": "✗", "warning": "⚠", "ok": "✓"}


def _first_move(rows: Sequence[TracerRow]) -> list[TracerRow]:
    """The rows up to the second move."""
    moves = [i for i, row in enumerate(rows) if row.station == "move" and row.mark == "→"]
    return list(rows[: moves[1]] if len(moves) > 1 else rows)


def tracer_note(view: TracerView | None) -> tuple[Severity, str]:
    """What becomes of the state, in one line, and how bad that is."""
    if view is None:
        return "info", "state: it runs in no cluster"
    first = _first_move(view.rows)
    holding = [row for row in first if row.station in ("eviction", "injection")]
    kept = sum(row.mark == "✓" for row in holding)
    way = [r.text for r in first if r.station in ("path", "value", "label") and r.text]
    if not way:
        return "info", "state: no rule says what to keep"
    severity: Severity = view.role if view.role in ("error", "warning") else "info"
    way.append(f"{kept} of {len(holding)} conditions")
    return severity, f"{view.verdict}; {' → '.join(way)}"


def doctor_sheet(view: DoctorView) -> Sheet:
    """What comes of every loss, what is left of the capacity, what each workload needs."""
    rows = [_pair(SEVERITY_MARKS[s], _SEVERITIES[s], (Text(visible_line(text), _SEVERITIES[s]),))
            for s, text in view.lines]
    rows += _titled("WHEN A CLUSTER IS LOST", view.rows)
    if view.capacity:
        rows.append(_pair("", "", (Text("CAPACITY AFTER LOSSES", "title"),), "head"))
    rows += (
        _pair("", "", (Text(f"{visible_line(row.loss)}  ", "name"),
                       Text(visible_line(row.text), row.role), Text(f"  {row.queue}", "muted")))
        for row in view.capacity
    )
    rows += _titled("WHEN A WORKLOAD IS UNHEALTHY", view.applications)
    return Sheet(("", view.title), tuple(rows))


def failure_sheet(text: str) -> Sheet:
    """Why there is no answer."""
    return Sheet(("", ""), (
        _pair(SEVERITY_MARKS["error"], "error", (Text(visible_line(text), "error"),)),
    ))


def _titled(title: str, rows: Sequence[DoctorRow]) -> Iterator[SheetRow]:
    if rows:
        yield _pair("", "", (Text(title, "title"),), "head")
    for row in rows:
        loss = f"{visible_line(row.loss)}: " if row.loss else ""
        yield _pair(row.verdict, row.role, (Text(loss), Text(row.workload, "name")))
        yield from (_pair("", "", (Text(f"  {point}"),)) for point in row.points)
        for remedy in row.remedies:
            yield _pair("", "", (Text(f"  → {visible_line(remedy)}", "muted"),))


def _pair(mark: str, role: Role, cell: SheetCell, kind: str = "context") -> SheetRow:
    return SheetRow(kind, (_cell(mark, role), cell))


def compare_sheet(view: CompareView | None) -> Sheet:
    """Two settings side by side; better and worse are said in words too."""
    if view is None:
        return Sheet((), ())
    said: dict[str, str] = {"ok": "better", "error": "worse"}
    columns = ("", "A", "B", "")
    titles = (("A", view.left_title), ("B", view.right_title))
    rows = [_line(columns, (Text(f"{name}: ", "key"), Text(visible_line(title))))
            for name, title in titles]
    rows += (
        _line(columns, _cell(row.what, "key"), _cell(row.left), _cell(row.right, row.role),
              _cell(said.get(row.role, ""), row.role))
        for row in view.rows
    )
    return Sheet(columns, tuple(rows))


def failback_sheet(view: FailbackView) -> Sheet:
    """The plan that brings everything home, with what is to be applied."""
    columns = ("", "step", "what to do")
    rows = [_line(columns, _cell(_VERDICT_MARKS.get(view.role, "·"), view.role), _cell(""),
                  _cell(view.summary, view.role))]
    for number, step in enumerate(view.steps, 1):
        rows.append(_line(columns, _cell(str(number), "key"), _cell(step.title, "name"),
                          _cell(step.text)))
        rows += (_line(columns, _cell(""), _cell(""), _cell(f"- {detail}"))
                 for detail in step.details)
        rows += (_line(columns, _cell(""), _cell(""), _cell(visible_line(line), "added"))
                 for line in step.yaml.splitlines())
    return Sheet(columns, tuple(rows))


def _line(columns: Sequence[str], *cells: SheetCell) -> SheetRow:
    """A row that may end early."""
    return SheetRow("context", (*cells, *((Text(""),) for _ in columns[len(cells):])))


def _cell(text: str, role: Role = "") -> SheetCell:
    return (Text(text, role),)
