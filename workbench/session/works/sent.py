"""What Karmada asks of a member for one Work, told from one pass of the execution controller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.interpreters import Interpreter, Operation, unknowns
from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.overrides.typed import KINDS, ConversionError, check_typed
from workbench.karmada.profile import Profile
from workbench.karmada.work.execution import Execution
from workbench.karmada.work.restarts import PodChange, pod_change
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Object, lookup

RequestKind = Literal[
    "create", "update", "nothing", "conflict", "unknown", "error", "delete", "release"
]


@dataclass(frozen=True, slots=True)
class Sent:
    """What Karmada asks of a member for one Work.

    Attributes:
        kind: ``create``, ``update``, ``nothing`` (all is as wanted, or dispatching is held
            back), ``conflict`` (the object there is not Karmada's), ``unknown`` (an interpreter
            of the user's own decides), ``error``; for a Work that is taken away ``delete``, or
            ``release`` where the copy stays and loses Karmada's marks.
        resource: plural name with its group; empty where nothing is sent.
        target: the object that it is about.
        body: of create and update.
        observed: the member's object, where the fleet has it.
        message: Karmada's words of a conflict or an error, or who knows.
        pods: what an update does to pods; ``None`` for kinds without any.
    """

    kind: RequestKind
    resource: str = ""
    target: ObjectId | None = None
    body: Object | None = None
    observed: Object | None = None
    message: str = ""
    pods: PodChange | None = None


def manifest_of(work: Object | None) -> Object:
    """The one manifest of a Work; empty without."""
    manifest = lookup(work, "spec", "workload", "manifests", 0)
    return manifest if isinstance(manifest, dict) else {}


def sent(
    done: Execution,
    work: Object,
    observed: Object | None,
    asked: Mapping[Operation, Interpreter],
    profile: Profile,
) -> Sent:
    """What ``done``, a pass over ``work``, asked of the member that had ``observed``.

    ``asked``: the interpreters of the fleet for the object's kind.
    """
    words = [d.value for d in done.decisions if d.about == "request"]
    if "conflict" in words:
        return Sent("conflict", observed=observed, message=done.error)
    is_compared = observed is not None and not lookup(work, "spec", "suspendDispatching")
    if is_compared and "Retain" in asked and words:
        return Sent("unknown", observed=observed, message="; ".join(unknowns(asked, ("Retain",))))
    if not done.exchanges:
        failure = done.error or done.panic
        return Sent("error" if failure else "nothing", observed=observed, message=failure)
    request = done.exchanges[0].request
    kind: RequestKind = "update" if request.verb == "update" else "create"
    pods = _pods(observed, request.body, profile) if observed else None
    return Sent(
        kind, request.resource, request.target, request.body, observed,
        done.error or done.panic, pods,
    )


def withdrawn(done: Execution, observed: Object | None) -> Sent:
    """What ``done``, a pass over a Work that is being deleted, asked of the member."""
    failure = done.error or done.panic
    if not done.exchanges:
        return Sent("error" if failure else "nothing", observed=observed, message=failure)
    request = done.exchanges[0].request
    kind: RequestKind = "delete" if request.verb == "delete" else "release"
    return Sent(kind, request.resource, request.target, request.body, observed, failure)


def _pods(observed: Object, body: Object | None, profile: Profile) -> PodChange | None:
    """``None`` too where either is not of its kind's type: the member would not have it."""
    try:
        for tree in map(_typed_part, (observed, body or {})):
            if (kind := text_at(tree, "kind")) in KINDS:
                check_typed(tree, kind, profile)
    except ConversionError:
        return None
    return pod_change(observed, body, profile)


def _typed_part(tree: Object) -> Object:
    """A CronJob as the Job that it makes: of the two, only that type can be checked."""
    if text_at(tree, "kind") != "CronJob":
        return tree
    spec = lookup(tree, "spec", "jobTemplate", "spec")
    return {"kind": "Job", "spec": None if spec is MISSING else spec}
