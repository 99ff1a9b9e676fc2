"""The parts of a readable report on Works: one section an object, one part a group of clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.diff.folding import folded
from workbench.diff.text import diff_text, unified
from workbench.karmada.work.names import execution_space
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Json, Object, lookup
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.reports import sections as previews
from workbench.session.views import DiffView, Severity
from workbench.session.works.report import WorksReport, merged
from workbench.session.works.views import ClusterView, Group, Pods, RequestView, severity_of

_SERVERS = ("uid", "creationTimestamp", "generation", "managedFields", "selfLink")
_LONGEST = 160
_MANY = 6
_SPELLED = 3
_KINDS = ("delete", "release", "create", "update", "nothing", "conflict", "unknown", "error")
_EFFECTS = {
    "rollout": "pods restart",
    "rollout when unpaused": "pods restart once the Deployment is no longer paused",
    "as pods are deleted": "pods restart with the new template when someone deletes them",
    "new pods only": "running pods stay as they are; new ones get the new template",
    "next run": "what runs stays as it is; the next run gets the new template",
    "refused": "the member lets nobody change the pod template of what runs",
}


@dataclass(frozen=True, slots=True)
class GroupSection:
    """Clusters with the same.

    Attributes:
        title: how many and which.
        facts: ``(what, text)``: the Work, its labels and annotations, the request.
        notes: what to know about it, the worst first.
        diff: from the member's object to the body of the request; ``None`` without both.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[tuple[Severity, str], ...]
    diff: DiffView | None = None


@dataclass(frozen=True, slots=True)
class ObjectSection:
    """An object with its groups; ``origin`` says where the clusters come from."""

    object: ObjectId
    origin: str
    groups: tuple[GroupSection, ...]

    @property
    def title(self) -> str:
        return visible_line(str(self.object))


def heading(report: WorksReport) -> str:
    return previews.heading(report.base)


def warnings(report: WorksReport) -> Iterator[str]:
    """What nobody may overlook."""
    yield from previews.warnings(report.base)
    if report.acceptance.missing is not None:
        missing = report.acceptance.missing
        yield f"NOT HELD AGAINST SCHEMAS: {missing.message}; {missing.hint}"
    before = report.preview.before
    gone = sorted(before.clusters.keys() - report.preview.clusters.keys()) if before else ()
    if gone:
        pronoun = "it" if len(gone) == 1 else "them"
        yield (
            f"{cluster_names(tuple(gone))} left the fleet, and nothing is asked of {pronoun} here: "
            "karmadactl unjoin deletes the copies of a Ready cluster (those with "
            "preserveResourcesOnDeletion stay, without Karmada's marks); a cluster that is lost "
            "keeps them as they are"
        )


def problem_lines(report: WorksReport) -> Iterator[tuple[str, str]]:
    return previews.problem_lines(report.base)


def object_sections(report: WorksReport, *, unfold: bool = False) -> Iterator[ObjectSection]:
    """A section for every object, in the order of the fleet's listing."""
    for item, found in report.each():
        yield _section(report, item, found, unfold)


def section_of(report: WorksReport, item: Item) -> ObjectSection:
    """The section for one object."""
    return _section(report, item, report.of(item), unfold=False)


def _section(
    report: WorksReport, item: Item, found: Sequence[Group], unfold: bool
) -> ObjectSection:
    groups = tuple(_group(group, unfold) for group in merged(found))
    return ObjectSection(item.id, _origin(report, item, found), groups)


def what_if_title(report: WorksReport) -> str:
    """The answer to the edits in one line; empty without edits."""
    if not report.edits:
        return ""
    asked = visible_line("; ".join(map(str, report.edits)))
    tally = report.change_tally
    if not report.changes:
        return f"{asked}: no request follows"
    counts = tally.as_dict()
    words = {"nothing": "without a request"}
    parts = [f"{counts[kind]} {words.get(kind, kind)}" for kind in _KINDS if counts[kind]]
    if tally.failed:
        parts.append(f"{tally.failed} without a Work")
    if tally.restarts:
        parts.append(f"pods restart in {count(tally.restarts, 'cluster')}")
    return f"{asked}: {', '.join(parts)}, if today's requests are carried out before"


def change_sections(report: WorksReport, *, unfold: bool = False) -> Iterator[ObjectSection]:
    """What follows from the edits, object by object."""
    for change in report.changes:
        groups = tuple(_brief(_group(group, unfold)) for group in change.groups)
        yield ObjectSection(change.object, "what follows", groups)


def _brief(group: GroupSection) -> GroupSection:
    """Without labels and annotations of the Work, which the list of all Works has."""
    facts = tuple(fact for fact in group.facts if fact[0] not in ("label", "annotation"))
    return replace(group, facts=facts)


def _origin(report: WorksReport, item: Item, groups: Sequence[Group]) -> str:
    targets = report.preview.targets(item)
    if not targets.clusters:
        return visible_line(f"goes nowhere, so there is no Work: {targets.note}")
    if not groups:
        return "not in the clusters asked for"
    note = targets.note if targets.origin == "observed" else f"{targets.origin}: {targets.note}"
    more = f" (assumed: {'; '.join(targets.assumptions)})" if targets.assumptions else ""
    return visible_line(f"clusters {note}{more}")


def _group(group: Group, unfold: bool) -> GroupSection:
    view = group.first
    title = f"{count(len(group.clusters), 'cluster')}: {cluster_names(group.clusters, _MANY)}"
    facts = tuple((what, visible_line(text)) for what, text in _facts(group))
    notes = tuple((severity, visible_line(text)) for severity, text in _notes(view))
    order = {"error": 0, "warning": 1, "info": 2}
    ranked = tuple(sorted(notes, key=lambda note: order[note[0]]))
    return GroupSection(title, facts, ranked, _diff(view, unfold))


def _facts(group: Group) -> Iterator[tuple[str, str]]:
    view = group.first
    if view.work is not None:
        metadata = view.work["metadata"]
        space = metadata["namespace"] if len(group.clusters) == 1 else execution_space("<cluster>")
        yield "Work", f"{space}/{metadata['name']}, {view.outcome}"
        for part in ("labels", "annotations"):
            for key, text in (metadata.get(part) or {}).items():
                yield part.removesuffix("s"), f"{key}: {shortened(str(text), _LONGEST)}"
    if view.request is not None:
        yield "request", _request(view.request)
        if view.request.pods is not None:
            yield "pods", _pods(view.request.pods)


def _request(request: RequestView) -> str:
    if request.verb and request.target is not None:
        return f"{request.kind}: {request.verb} {request.resource} {request.target.path}"
    words = {"nothing": "", "unknown": ": an interpreter of the fleet decides what is sent"}
    return f"{request.kind}{words.get(request.kind, ': nothing is sent')}"


def _pods(pods: Pods) -> str:
    if pods.effect == "none":
        return "none restarts"
    return f"{pods.effect}, by {_few(pods.fields)}"


def _notes(view: ClusterView) -> Iterator[tuple[Severity, str]]:
    request = view.request
    if request is None:
        yield "error", f"no Work: {view.message}"
    elif request.kind in ("conflict", "error"):
        yield "error", f"{request.kind}: {request.message}"
    elif request.kind == "delete":
        yield "error", "the member's object is DELETED, and the pods that it has"
    elif request.kind == "release":
        yield "warning", "kept in the member, where Karmada lets go of it"
    elif request.pods is not None and request.pods.effect != "none":
        yield "warning", _EFFECTS[request.pods.effect]
    for line in view.unknown:
        yield "warning", line
    yield from _verdict(view)
    for decision in view.decisions:
        yield "info", str(decision)
    for line in view.assumed:
        yield "info", f"assumed: {line}"
    if request is not None and request.pods is not None and request.pods.refilled:
        yield "info", f"the member fills in again: {_few(request.pods.refilled)}"


def _few(fields: Sequence[str]) -> str:
    """The first of many."""
    more = len(fields) - _SPELLED
    return ", ".join(fields[:_SPELLED]) + (f" and {more} more" if more > 0 else "")


def _verdict(view: ClusterView) -> Iterator[tuple[Severity, str]]:
    if view.kubernetes is None:
        return
    version = f"Kubernetes {view.kubernetes.version}"
    if view.kubernetes.is_assumed:
        version += ", assumed"
    for one in view.complaints:
        where = f"{pointer(one.path)}: " if one.path else ""
        hint = f" ({one.hint})" if one.hint else ""
        yield severity_of(one), f"{one.cause}, {version}: {where}{one.message}{hint}"
    if not view.complaints:
        yield "info", f"nothing in the schemas of {version} speaks against it"


def _diff(view: ClusterView, unfold: bool) -> DiffView | None:
    request = view.request
    if request is None or request.body is None or (request.observed is None and not unfold):
        return None
    whole = diff_text(_left(request.observed), request.body)
    lines = unified(whole if unfold else folded(whole))
    return DiffView("request", "member's object", "body of the request", "unified", lines)


def _left(observed: Object | None) -> Json:
    """The member's object but for what its server writes and no request changes."""
    if observed is None:
        return {}
    metadata = lookup(observed, "metadata")
    tree = {key: value for key, value in observed.items() if key != "status"}
    if isinstance(metadata, dict):
        tree["metadata"] = {k: v for k, v in metadata.items() if k not in _SERVERS}
    return tree


def summary(report: WorksReport) -> str:
    """The last line; right only after every section was made."""
    tally = report.tally
    parts = [f"{count(tally.objects, 'object')}, {count(tally.works, 'Work')}"]
    counts = tally.as_dict()
    parts += [f"{counts[kind]} {kind}" for kind in _KINDS if counts[kind]]
    for name, words in (("failed", "without a Work"), ("restarts", "restarting pods"),
                        ("refused", "refused by the member's schema")):
        if counts[name]:
            parts.append(f"{counts[name]} {words}")
    if tally.nowhere:
        parts.append(f"{count(tally.nowhere, 'object')} going nowhere")
    if report.base.problems:
        parts.append(count(len(report.base.problems), "problem"))
    return "; ".join(parts)
