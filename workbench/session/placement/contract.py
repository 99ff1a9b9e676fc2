"""Placement as JSON: a contract for programs, see :data:`CONTRACT`."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.placed import Placed
from workbench.karmada.scheduling.decision import UNESTIMATED, Decision, Verdict
from workbench.model.go_json import encode, quote
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import json_visible, visible_line
from workbench.model.tree import Json, Object
from workbench.session.placement.dependencies import need_rows
from workbench.session.placement.moves import Move
from workbench.session.placement.report import PlacementReport

API_VERSION = "workbench/v1"

CONTRACT = """\
JSON of `workbench place -o json`, version workbench/v1. Fields may be added within a version;
none is taken away or given another meaning. UTF-8; numbers are written as Go writes them.

  apiVersion   "workbench/v1"
  kind         "Placement"
  karmada      the Karmada version that was followed, e.g. "v1.18.2"
  fleet        what was read, e.g. "sample:shop"
  complete     false if some of the input could not be read (exit code 2)
  problems     [{message, hint, object: identity|null}]: input, and propagation policies that
               the API server would refuse; those place nothing
  edits        what was tried, as text
  moves        what the edits move, deletions first: [{object, severity, deleted, keptBehind,
               lost, created, before: {cluster: replicas}, after: {cluster: replicas},
               podsStopped, podsStarted, emptied, events, note}]
               deleted: clusters whose copy is deleted; keptBehind: given up, but kept by
               preserveResourcesOnDeletion; lost: in clusters that left the fleet
  unmoved      why edits had an effect that moves nothing, as text
  objects      by kind, namespace and name:
    object     {apiVersion, kind, namespace, name}
    origin     "observed" in a binding, "computed", or "assumed"
    note       who says so; without clusters, why there are none
    assumptions, events  texts
    claim      {policy: identity|null, basis, why, lazy, losers: [{policy, why}]}
    clusters   [{cluster, replicas}]: where it goes
    owners     workloads that take it along (propagateDeps)
    refused    [{plugin, reason, because, clusters}]: the first filter that refuses them
    candidates [{cluster, score, available|null, capacityNote}]: what passed every filter
    attempts   [{affinity, selection: [{why, clusters}], failure: {kind, reason, message}|null,
               division: [{why, replicas, shares: [{cluster, weight, kept, given}]}]}]
    needs      [{what, relation: "needs"|"belongs", why, severity, text}]
  summary      {objects, nowhere, observed, computed, assumed, moved, deleted}
"""


def json_pieces(report: PlacementReport) -> Iterator[str]:
    """The document, ending in a line feed; one object a line."""
    return map(json_visible, _pieces(report))


def _pieces(report: PlacementReport) -> Iterator[str]:
    preview = report.preview
    head = {
        "apiVersion": API_VERSION, "kind": "Placement", "karmada": preview.profile.version,
        "fleet": visible_line(preview.snapshot.name), "complete": preview.snapshot.is_complete,
        "problems": [
            {"message": str(p), "hint": p.hint, "object": _identity(p.object) if p.object else None}
            for p in report.problems
        ],
        "edits": [visible_line(str(edit)) for edit in report.edits],
        "moves": [_move(move) for move in report.moves],
        "unmoved": list(report.unmoved),
    }
    yield "{" + ",\n".join(f"{quote(key)}:{encode(value)}" for key, value in head.items())
    yield ',\n"objects":['
    separator = "\n"
    for item in report.items:
        yield separator + encode(_object(report, item))
        separator = ",\n"
    summary = {
        "objects": len(report.items), "nowhere": report.nowhere, **report.origins,
        "moved": len(report.moves), "deleted": sum(len(move.deleted) for move in report.moves),
    }
    yield f'\n],\n"summary":{encode(summary)}}}\n'


def _identity(key: ObjectId) -> Object:
    return {
        "apiVersion": key.api_version, "kind": key.kind, "namespace": key.namespace,
        "name": key.name,
    }


def _move(move: Move) -> Object:
    return {
        "object": _identity(move.object), "severity": move.severity,
        "deleted": list(move.deleted), "keptBehind": list(move.given_up) if move.is_kept else [],
        "lost": list(move.lost), "created": list(move.created), "before": dict(move.before),
        "after": dict(move.after), "podsStopped": move.pods_stopped,
        "podsStarted": move.pods_started, "emptied": move.is_emptied,
        "events": list(move.events), "note": move.note,
    }


def _object(report: PlacementReport, item: Item) -> Object:
    placed = report.placement.of(item)
    claim, done = placed.own.claim, placed.own.scheduled
    decision = done.decision if done else None
    return {
        "object": _identity(item.id), "origin": placed.targets.origin,
        "note": placed.targets.note, "assumptions": list(placed.targets.assumptions),
        "events": list(placed.own.events),
        "claim": {
            "policy": _identity(claim.winner) if claim.winner else None, "basis": claim.basis,
            "why": claim.why, "lazy": claim.is_lazy,
            "losers": [{"policy": _identity(x.policy), "why": x.why} for x in claim.losers],
        },
        "clusters": _targets(placed), "owners": [_identity(key) for key in placed.owners],
        "refused": _refused(decision), "candidates": _candidates(decision),
        "attempts": [_attempt(a.affinity_name, a.decision) for a in done.attempts] if done else [],
        "needs": [
            {"what": row.label, "relation": row.relation, "why": row.why,
             "severity": row.severity, "text": row.text}
            for row in need_rows(report.placement, item)
        ],
    }


def _targets(placed: Placed) -> list[Json]:
    return [{"cluster": n, "replicas": replicas} for n, replicas in placed.replicas.items()]


def _refused(decision: Decision | None) -> list[Json]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for verdict in decision.verdicts if decision else ():
        if verdict.refusals:
            first = verdict.refusals[0]
            key = (first.plugin, first.reason, first.because)
            found.setdefault(key, []).append(verdict.cluster)
    return [
        {"plugin": plugin, "reason": reason, "because": because, "clusters": names}
        for (plugin, reason, because), names in found.items()
    ]


def _candidates(decision: Decision | None) -> list[Json]:
    return [
        {"cluster": v.cluster, "score": v.score, "available": _room(v),
         "capacityNote": v.capacity_note}
        for v in (decision.verdicts if decision else ()) if v.is_feasible
    ]


def _room(verdict: Verdict) -> int | None:
    return None if verdict.available == UNESTIMATED else verdict.available


def _attempt(affinity: str, decision: Decision) -> Object:
    failure = decision.failure
    return {
        "affinity": affinity,
        "selection": [{"why": s.why, "clusters": list(s.clusters)} for s in decision.selection],
        "division": [
            {"why": step.why, "replicas": step.replicas, "shares": [
                {"cluster": s.cluster, "weight": s.weight, "kept": s.kept, "given": s.given}
                for s in step.shares
            ]}
            for step in decision.division
        ],
        "failure": {"kind": failure.kind, "reason": failure.reason, "message": failure.message}
        if failure else None,
    }
