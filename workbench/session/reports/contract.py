"""A preview as JSON: a contract for programs, see :data:`CONTRACT`.

Written object by object, each variant's result encoded once: a million results need the memory
of those of one object.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import Cause, Change, PolicyRef, Step
from workbench.karmada.targets import Targets
from workbench.model.errors import Place
from workbench.model.go_json import encode, quote
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import json_visible, visible_line
from workbench.model.tree import MISSING, Json, Object
from workbench.session.reports.report import Problem, Report

if TYPE_CHECKING:
    from workbench.session.reports.changes import Change as ResultChange

API_VERSION = "workbench/v1"

CONTRACT = """\
JSON of `workbench preview -o json`, version workbench/v1. Fields may be added within a version;
none is taken away or given another meaning. UTF-8; numbers are written as Go writes them.

  apiVersion   "workbench/v1"
  kind         "Preview"
  karmada      the Karmada version that was followed, e.g. "v1.18.2"
  fleet        what was read, e.g. "sample:shop"
  complete     false if some of the input could not be read (exit code 2)
  everywhere   true if placement and bindings were ignored
  imagined     true if the fleet has no Cluster objects: clusters are made up from what the
               policies ask for
  problems     [{source: "input"|"admission", severity, message, hint,
                 place: {file, line, column}|null, object: identity|null, field, by}]
               "admission": a policy that the API server would refuse; the results say what the
               engine would do with it all the same
  edits        what was tried (--edit, --delete, --join), as text
  changes      what the edits change: [{object, clusters, change, message|null,
               remains: [{kind, text}]}]; "remains" is what does not go back
  results      by kind, namespace, name and cluster:
    object     {apiVersion, kind, namespace, name}: the identity before overrides
    cluster    name of the cluster
    outcome    "object"; "error": the cluster keeps the Work it has, Karmada tries again;
               "panic": the controller would panic; "unreached": another cluster fails first
    result     the object as the cluster gets it; null without one. What Secrets hold is masked
    message    Karmada's error or panic; null for an object
    placement  "observed" in a binding, "computed" from policies and clusters, or "assumed"
    applied    [{policy: {kind, namespace, name}, rule}] in order; rule -1: spec.overriders
    cause      {policy, rule, overrider, index} of the item that failed, or null
    unknown    what interpreters of the user's own decide of the object, as text: not guessed
    unstable   reasons why Karmada itself may give something else in another run
    trace      with --trace: [{policy, rule, overrider, index, error, note,
               changes: [{path, before, after}]}]; "before" or "after" is absent where there
               was or is nothing
  summary      {objects, nowhere, results, changed, failed, weak}
"""


def json_pieces(report: Report, *, trace: bool = False) -> Iterator[str]:
    """The document, ending in a line feed; one result a line."""
    return map(json_visible, _pieces(report, trace=trace))


def _pieces(report: Report, *, trace: bool = False) -> Iterator[str]:
    preview = report.preview
    head = {
        "apiVersion": API_VERSION, "kind": "Preview", "karmada": preview.profile.version,
        "fleet": visible_line(preview.snapshot.name),
        "complete": preview.snapshot.is_complete, "everywhere": preview.everywhere,
        "imagined": preview.are_clusters_imagined,
        "problems": [problem_of(problem) for problem in report.problems],
        "edits": [visible_line(str(edit)) for edit in report.edits],
        "changes": [_change(change) for change in report.changes],
    }
    yield "{" + ",\n".join(f"{quote(key)}:{encode(value)}" for key, value in head.items())
    yield ',\n"results":['
    separator = "\n"
    names = {name: quote(name) for name in preview.clusters}
    for item in report.each():
        if lines := _results(report, item, trace, names):
            yield separator + ",\n".join(lines)
            separator = ",\n"
    tally = report.tally
    summary = {name: getattr(tally, name) for name in type(tally).__slots__}
    yield f'\n],\n"summary":{encode(summary)}}}\n'


def _results(report: Report, item: Item, trace: bool, names: dict[str, str]) -> list[str]:
    """A line for every cluster; ``names`` are cluster names as JSON texts."""
    start = f'{{"object":{encode(identity_of(item.id))},"cluster":'
    targets = report.preview.targets(item)
    lines: dict[str, str] = {}
    for variant in report.variants(item):
        rest = _rest(variant, targets, trace)
        lines.update(dict.fromkeys(variant.clusters, rest))
    return [f"{start}{names.get(name) or quote(name)}{lines[name]}" for name in sorted(lines)]


def _rest(variant: Variant, targets: Targets, trace: bool) -> str:
    outcome = variant.outcome
    fields: Object = {
        "message": outcome.message if outcome.object is None else None,
        "placement": targets.origin,
        "applied": [{"policy": _policy(p), "rule": rule} for p, rule in outcome.applied],
        "cause": _cause(outcome.cause) if outcome.cause else None,
        "unknown": list(targets.unknowns),
        "unstable": list(outcome.unstable),
    }
    if trace:
        fields["trace"] = [_step(step) for step in outcome.steps]
    made = encode(outcome.object)
    return f',"outcome":{quote(outcome.kind)},"result":{made},{encode(fields)[1:]}'


def identity_of(identity: ObjectId) -> Object:
    """An object's identity."""
    return {
        "apiVersion": identity.api_version, "kind": identity.kind,
        "namespace": identity.namespace, "name": identity.name,
    }


def _policy(policy: PolicyRef) -> Object:
    return {"kind": policy.kind, "namespace": policy.namespace, "name": policy.name}


def _cause(cause: Cause) -> Object:
    return {
        "policy": _policy(cause.policy), "rule": cause.rule,
        "overrider": cause.overrider, "index": cause.index,
    }


def _step(step: Step) -> Object:
    changes = [_field(change) for change in step.changes]
    return {**_cause(step.cause), "error": step.error, "note": step.note, "changes": changes}


def _field(change: Change) -> Object:
    sides = {"before": change.before, "after": change.after}
    return {"path": str(change), **{k: v for k, v in sides.items() if v is not MISSING}}


def problem_of(problem: Problem) -> Object:
    """Something wrong with the input, as reports of other verbs have it too."""
    return {
        "source": problem.source, "severity": "error", "message": problem.message,
        "hint": problem.hint, "place": _place(problem.place), "field": problem.field,
        "by": problem.by, "object": identity_of(problem.object) if problem.object else None,
    }


def _place(place: Place | None) -> Json:
    if place is None:
        return None
    return {"file": visible_line(place.file), "line": place.line, "column": place.column}


def _change(change: ResultChange) -> Object:
    result, after = change.result, change.result.after
    return {
        "object": identity_of(result.object), "clusters": list(result.clusters),
        "change": result.kind,
        "message": after.message if after is not None and after.object is None else None,
        "remains": [{"kind": r.kind, "text": r.text} for r in result.remains],
    }
