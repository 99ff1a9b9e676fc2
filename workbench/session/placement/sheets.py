"""The Placement room's views as sheets, which every front end can draw."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.session.placement.views import ClusterRow, NeedRow, PlacementView
from workbench.session.sheet import Sheet, SheetCell, SheetRow
from workbench.session.views import SEVERITY_MARKS, Role, Text, WhatIfView

_STATES: dict[str, Role] = {"target": "ok", "refused": "error", "candidate": "muted"}
_SEVERITIES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "muted"}


def cluster_sheet(rows: Iterable[ClusterRow]) -> Sheet:
    """Clusters against result, score, room and the reason of a refusal."""
    return Sheet(
        ("", "cluster", "pods", "score", "room", "why not"), tuple(map(_cluster_row, rows))
    )


def _cluster_row(row: ClusterRow) -> SheetRow:
    kind = "changed" if row.before != row.replicas else "context"
    if row.state == "refused" and row.before is not None:
        kind = "removed"
    cells = (
        _cell(row.mark, _STATES.get(row.state, "")), _cell(row.name, "name"), _cell(_pods(row)),
        _cell(row.score, "muted"), _cell(row.room, "muted"), _cell("; ".join(row.reasons)),
    )
    return SheetRow(kind, cells)


def _pods(row: ClusterRow) -> str:
    if row.replicas is None and row.before is None:
        return ""
    if row.before in (None, row.replicas):
        return str(row.replicas or 0)
    return f"{row.before} → {row.replicas or 0}"


def _cell(text: str, role: Role = "") -> SheetCell:
    return (Text(text, role),)


def decision_sheet(view: PlacementView) -> Sheet:
    """Who claims the object, who lost, and the decision step by step."""
    claim = view.claim
    rows = [_pair("claimed by", claim.winner or "nobody", claim.why)]
    rows += [_pair("lost", loser, why) for loser, why in claim.losers]
    rows += [_pair("follows", owner, "propagateDeps") for owner in view.owners]
    rows += [
        SheetRow("context", (_cell("" if step.depth else "step", "key"),
                             _cell("    " * step.depth + step.text), _cell("")))
        for step in view.steps
    ]
    return Sheet(("", "decision", "why"), tuple(rows))


def _pair(label: str, what: str, why: str) -> SheetRow:
    return SheetRow("context", (_cell(label, "key"), _cell(what, "name"), _cell(why, "muted")))


def need_sheet(rows: Iterable[NeedRow]) -> Sheet:
    """What belongs to the object, and what stays behind."""
    kinds = {"error": "error", "warning": "changed"}
    return Sheet(
        ("", "belongs to it", "", "how"),
        tuple(
            SheetRow(kinds.get(row.severity, "context"), (
                _cell(SEVERITY_MARKS[row.severity], _SEVERITIES[row.severity]),
                _cell(row.label, "name"), _cell(row.text, _SEVERITIES[row.severity]),
                _cell(row.why, "muted"),
            ))
            for row in rows
        ),
    )


def move_sheet(view: WhatIfView) -> Sheet:
    """What the what-ifs move, what is deleted first."""
    kinds = {"error": "error", "warning": "changed"}
    return Sheet(
        ("", view.title),
        tuple(
            SheetRow(kinds.get(severity, "context"), (
                _cell(SEVERITY_MARKS[severity], _SEVERITIES[severity]),
                _cell(line, "error" if severity == "error" else ""),
            ))
            for severity, line in view.lines
        ),
    )
