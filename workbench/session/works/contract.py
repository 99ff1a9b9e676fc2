"""Works as JSON: a contract for programs, see :data:`CONTRACT`. Written object by object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from workbench.karmada.work.decision import Decision
from workbench.lint.acceptance import Complaint
from workbench.model.go_json import encode, quote
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.text import json_visible, visible_line
from workbench.model.tree import Json, Object
from workbench.session.reports.contract import API_VERSION, identity_of, problem_of
from workbench.session.works.renaming import in_cluster
from workbench.session.works.report import WorksReport
from workbench.session.works.views import ClusterView, Group, RequestView, severity_of

# Stands for the name of a cluster in a line that several clusters share.
_BLANK: Final = "(cluster)"
CONTRACT: Final = """\
JSON of `workbench works -o json`, version workbench/v1. Fields may be added within a version;
none is taken away or given another meaning. UTF-8; numbers are written as Go writes them.

  apiVersion   "workbench/v1"
  kind         "Works"
  karmada      the Karmada version that was followed, e.g. "v1.18.2"
  fleet        what was read, e.g. "sample:adopt"
  complete     false if some of the input could not be read (exit code 2)
  imagined     true if the fleet has no Cluster objects: clusters are made up from what the
               policies ask for
  schemas      true if bodies were held against the members' schemas; false: the extra is missing
  problems     as in `workbench preview --contract`
  edits        what was tried, as text
  changes      what Karmada asks because of the edits, if today's requests are carried out before:
               results as below; outcome also "deleted", request.kind also "delete" and "release"
               (the copy stays and loses Karmada's marks); those that nothing follows from are
               left out
  results      by kind, namespace, name and cluster:
    object     {apiVersion, kind, namespace, name}: the identity before overrides
    cluster    name of the cluster
    placement  "observed" in a binding, "computed" from policies and clusters, or "assumed"
    outcome    of the Work: "created", "updated", "unchanged", "error" or "unreached"
    message    Karmada's error; null where there is a Work
    work       the Work, or null. What Secrets hold is masked. "<permanent-id>" and "<uid>" stand
               for ids that only Karmada's webhook or API server can give. Without
               spec.workload where an interpreter of the user's own decides the manifest
    decisions  [{about, value, by, note}]: flags of the Work, then the request, and the field,
               label or annotation that decided
    request    null without a Work, else
      kind     "create", "update", "nothing", "conflict" (the object there is not Karmada's),
               "unknown" (an interpreter of the user's own decides), or "error"
      verb     "POST", "PUT" or null
      resource, object   what it is about: plural name with its group, and identity; or null
      body     what is sent, or null; Secrets masked
      observed the member's object, or null; Secrets masked
      message  Karmada's words; or empty
      pods     {effect, fields, refilled} or null for kinds without pods. effect: "none",
               "rollout", "rollout when unpaused", "as pods are deleted", "new pods only",
               "next run" or "refused"; fields: JSON pointers of what causes it; refilled: of
               what the member's defaults fill in again
    unknown    what interpreters of the user's own decide, as text
    assumed    what had to be assumed, as text
    acceptance {kubernetes, assumed, complaints: [{severity, cause, field, message, hint}]} or
               null; assumed: the Cluster names no version, so it is the one of Karmada's stack.
               cause: "unknown field", "missing field", "wrong type", "bad value", "not served",
               "immutable" or "not judged"; no complaint is no promise
  summary      {objects, nowhere, works, failed, create, update, nothing, conflict, unknown,
               error, delete, release, restarts, refused, warned}; of results
"""


def json_pieces(report: WorksReport) -> Iterator[str]:
    """The document, ending in a line feed; one result a line."""
    return map(json_visible, _pieces(report))


def _pieces(report: WorksReport) -> Iterator[str]:
    preview = report.preview
    head = {
        "apiVersion": API_VERSION, "kind": "Works", "karmada": preview.profile.version,
        "fleet": visible_line(preview.snapshot.name), "complete": preview.snapshot.is_complete,
        "imagined": preview.are_clusters_imagined, "schemas": report.acceptance.missing is None,
        "problems": [problem_of(one) for one in report.base.problems],
    }
    head["edits"] = [visible_line(str(edit)) for edit in report.edits]
    yield "{" + ",\n".join(f"{quote(key)}:{encode(value)}" for key, value in head.items())
    yield ',\n"changes":['
    yield from _rows((change.object, "computed", change.groups) for change in report.changes)
    yield '\n],\n"results":['
    yield from _rows(
        (item.id, preview.targets(item).origin, groups) for item, groups in report.each()
    )
    yield f'\n],\n"summary":{encode(report.tally.as_dict())}}}\n'


def _rows(found: Iterable[tuple[ObjectId, str, Iterable[Group]]]) -> Iterator[str]:
    """Lines object by object, each by name of the cluster."""
    separator = "\n"
    for key, origin, groups in found:
        lines: dict[str, str] = {}
        for group in groups:
            lines |= _lines(key, origin, group)
        if lines:
            yield separator + ",\n".join(line for _, line in sorted(lines.items()))
            separator = ",\n"


def _lines(key: ObjectId, origin: str, group: Group) -> dict[str, str]:
    """A line for every cluster of the group; what they share is encoded once."""
    first = encode(_result(key, origin, group.first))
    if len(group.clusters) == 1:
        return {group.clusters[0]: first}
    blank = _BLANK
    while blank in first:
        blank += _BLANK
    shared = encode(_result(key, origin, in_cluster(group.first, blank)))
    return {name: shared.replace(blank, quote(name)[1:-1]) for name in group.clusters}


def _result(key: ObjectId, origin: str, view: ClusterView) -> Object:
    return {
        "object": identity_of(key), "cluster": view.cluster, "placement": origin,
        "outcome": view.outcome, "message": view.message if view.work is None else None,
        "work": view.work, "decisions": [_decision(one) for one in view.decisions],
        "request": _request(view.request) if view.request else None,
        "unknown": list(view.unknown), "assumed": list(view.assumed),
        "acceptance": _acceptance(view),
    }


def _decision(decision: Decision) -> Object:
    return {
        "about": decision.about, "value": decision.value,
        "by": decision.by, "note": decision.note,
    }


def _request(request: RequestView) -> Object:
    pods = request.pods
    return {
        "kind": request.kind, "verb": request.verb or None, "resource": request.resource or None,
        "object": identity_of(request.target) if request.target else None,
        "body": request.body, "observed": request.observed, "message": request.message,
        "pods": pods and {
            "effect": pods.effect, "fields": list(pods.fields), "refilled": list(pods.refilled),
        },
    }


def _acceptance(view: ClusterView) -> Json:
    if view.kubernetes is None:
        return None
    return {
        "kubernetes": view.kubernetes.version, "assumed": view.kubernetes.is_assumed,
        "complaints": [_complaint(one) for one in view.complaints],
    }


def _complaint(complaint: Complaint) -> Object:
    return {
        "severity": severity_of(complaint), "cause": complaint.cause,
        "field": pointer(complaint.path), "message": complaint.message, "hint": complaint.hint,
    }
