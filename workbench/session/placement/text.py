"""Placement as lines for a terminal or a pipe; each line is spans that say what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import cluster_names
from workbench.session.placement.moves import move_lines
from workbench.session.placement.objects import origin_line, placement_view, where
from workbench.session.placement.report import PlacementReport, heading, summary
from workbench.session.placement.views import ClusterRow, NeedRow, PlacementView
from workbench.session.views import SEVERITY_MARKS, Role, Severity, Text

Spans = tuple[Text, ...]
_ROLES: dict[Severity, Role] = {"error": "error", "warning": "warning", "info": "muted"}
_STATES: dict[str, Role] = {"target": "ok", "candidate": "muted", "refused": "error"}
_NAMES = 6


def text_lines(report: PlacementReport) -> Iterator[Spans]:
    """The report, line by line."""
    yield (Text(heading(report), "title"),)
    for message, hint in report.problem_lines():
        yield (Text(f"{SEVERITY_MARKS['error']} {message}", "error"),)
        if hint:
            yield (Text(f"    {hint}", "muted"),)
    yield from _what_if(report)
    for item in report.items:
        if report.is_detailed:
            yield ()
            yield from view_lines(placement_view(report.placement, item))
        else:
            yield from _brief(report, item)
    yield ()
    yield (Text(summary(report), "title"),)


def _what_if(report: PlacementReport) -> Iterator[Spans]:
    if not report.edits:
        return
    yield ()
    yield (Text("WHAT IF  ", "key"), Text(report.what_if_title, "title"))
    for move in report.moves:
        for severity, line in move_lines(move, _NAMES):
            yield _note(severity, line)
    for line in report.unmoved:
        yield _note("info", f"moves nothing: {line}")
    yield ()


def _note(severity: Severity, line: str) -> Spans:
    return (Text(f"  {SEVERITY_MARKS[severity]} {line}", _ROLES[severity]),)


def _brief(report: PlacementReport, item: Item) -> Iterator[Spans]:
    placed = report.placement.of(item)
    yield (Text(visible_line(str(item.id)), "name"), Text(f"  {origin_line(placed)}", "muted"))
    if placed.targets.clusters:
        names = _with_pods(placed.replicas)
        yield (Text("  "), Text(where(placed), "key"), Text(f": {names}"))


def _with_pods(replicas: dict[str, int]) -> str:
    if not any(replicas.values()):
        return cluster_names(tuple(replicas), _NAMES)
    parts = [f"{visible_line(n)} {pods}" for n, pods in list(replicas.items())[:_NAMES]]
    more = len(replicas) - _NAMES
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def view_lines(view: PlacementView) -> Iterator[Spans]:
    """Everything about one object."""
    yield (Text(view.title, "name"), Text(f"  {view.origin}", "muted"))
    for severity, note in view.notes:
        yield _note(severity, note)
    yield (Text("  policy   ", "key"), Text(view.claim.winner or "none"),
           Text(f"  {view.claim.why}", "muted"))
    for loser, why in view.claim.losers:
        yield (Text("    lost   ", "muted"), Text(loser), Text(f"  {why}", "muted"))
    if view.owners:
        yield (Text("  follows  ", "key"), Text(", ".join(view.owners)))
    yield (Text("  clusters", "key"),)
    for row in folded(view.clusters):
        yield from _cluster(*row)
    if view.steps:
        yield (Text("  decision", "key"),)
    for step in view.steps:
        yield (Text(f"    {'  ' * step.depth}{step.text}", "muted" if step.depth else ""),)
    yield from _needs(view.needs)


def folded(rows: Iterable[ClusterRow]) -> list[tuple[ClusterRow, tuple[str, ...]]]:
    """Rows that say the same but for the name, once, with all names."""
    found: dict[object, tuple[ClusterRow, list[str]]] = {}
    for row in rows:
        key = (row.state, row.replicas, row.before, row.score, row.room) if not row.reasons else (
            row.state, row.before, tuple(r.replace(row.name, "") for r in row.reasons))
        found.setdefault(key, (row, []))[1].append(row.name)
    return [(row, tuple(names)) for row, names in found.values()]


def _cluster(row: ClusterRow, names: tuple[str, ...]) -> Iterator[Spans]:
    parts = []
    if row.replicas is not None or row.before is not None:
        was = "" if row.before in (None, row.replicas) else f"{row.before} → "
        parts.append(f"{was}{row.replicas or 0} pods")
    if row.score:
        parts.append(f"score {row.score}")
    if row.room:
        parts.append(f"room: {row.room}")
    tail = f"  {', '.join(parts)}" if parts else ""
    yield (Text(f"    {row.mark} ", _STATES.get(row.state, "")),
           Text(cluster_names(names, _NAMES)), Text(tail, "muted"))
    for reason in row.reasons:
        yield (Text(f"        {reason}", "muted"),)


def _needs(rows: tuple[NeedRow, ...]) -> Iterator[Spans]:
    if rows:
        yield (Text("  belongs to it", "key"),)
    for at, row in enumerate(rows):
        branch = "└" if at == len(rows) - 1 else "├"
        role = _ROLES[row.severity]
        yield (Text(f"    {branch} {SEVERITY_MARKS[row.severity]} ", role), Text(row.label),
               Text(f"  {row.text}", role), Text(f"  ({row.why})", "muted"))
