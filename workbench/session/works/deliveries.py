"""From an object to what its Works make Karmada ask of every member. Nothing masked yet."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from workbench.karmada.interpreters import Interpreter, Operation, unknowns
from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.typed import KINDS, ConversionError, check_typed
from workbench.karmada.preview import Preview
from workbench.karmada.scheduling.replicas import has_replicas
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.execution import Execution, execute
from workbench.karmada.work.failure import WorkError, WorkPanic
from workbench.karmada.work.members import Members
from workbench.karmada.work.names import execution_space, work_name
from workbench.karmada.work.namespace_works import draft_namespace_work
from workbench.karmada.work.restarts import PodChange, pod_change
from workbench.karmada.work.storage import stored_work
from workbench.karmada.work.works import (
    Sync,
    WorkKey,
    WorkResult,
    outcomes_of,
    work_key,
    write_works,
)
from workbench.model.go_json import encode
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import MISSING, Object, lookup, replaced
from workbench.session.works.bindings import (
    SPACE_PATH,
    Bound,
    bound,
    new_id,
    with_unknown_uid,
)

RequestKind = Literal["create", "update", "nothing", "conflict", "unknown", "error"]
_ASKED: tuple[Operation, ...] = (
    "InterpretReplica", "InterpretComponent", "ReviseReplica", "Retain", "InterpretDependency",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What Karmada asks of a member for one Work.

    Attributes:
        kind: ``create``, ``update``, ``nothing`` (all is as wanted, or dispatching is held
            back), ``conflict`` (the object there is not Karmada's), ``unknown`` (an interpreter
            of the user's own decides), ``error``.
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


@dataclass(frozen=True, slots=True)
class Delivery:
    """One object on its way to one cluster.

    Attributes:
        cluster: its name.
        result: the Work, and what became of it in the control plane.
        sent: the request; ``None`` without a Work.
        decisions: of the Work and of the request, in order.
        unknown: what interpreters of the user's own decide.
        assumed: what had to be assumed.
    """

    cluster: str
    result: WorkResult
    sent: Sent | None
    decisions: tuple[Decision, ...] = ()
    unknown: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryGroup:
    """Clusters with the same delivery but for their names; ``first`` is that of the first."""

    clusters: tuple[str, ...]
    first: Delivery


class Deliveries:
    """The deliveries of a preview's objects, worked out when asked for.

    Attributes:
        preview: the fleet.
        members: what its members are like.
    """

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.members = Members(preview.snapshot, preview.clusters, preview.profile)

    @cached_property
    def _works(self) -> Mapping[str, dict[WorkKey, Object]]:
        """The fleet's Works, by name: those of one object share it."""
        found: dict[str, dict[WorkKey, Object]] = {}
        for item in self.preview.snapshot.works:
            key = (item.id.namespace, item.id.name)
            found.setdefault(item.id.name, {})[key] = item.object
        return found

    def of(self, item: Item) -> tuple[DeliveryGroup, ...]:
        """Every cluster that the object goes to; those that nothing tells apart in one group."""
        if not self.preview.targets(item).clusters:
            return ()
        start = bound(self.preview, item)
        existing = self._existing(item)
        outcomes = self._outcomes(item, start)
        groups = self._alike(start, outcomes, existing)
        firsts = {names[0]: outcomes[names[0]] for names in groups}
        sync = self._written(start, firsts, existing)
        if sync.stopped_at:
            groups = _cut(groups, tuple(outcomes), sync.stopped_at)
        asked = self.preview.interpreters.of(item.id)
        return tuple(
            DeliveryGroup(names, self._delivery(item, start, result, asked))
            for names, result in zip(groups, sync.results, strict=True)
        )

    def _outcomes(self, item: Item, start: Bound) -> dict[str, Outcome]:
        """What overrides make for every cluster, in Karmada's order; equal ones are one."""
        if start.binding is not None:
            return outcomes_of(start.template, start.binding, self.preview.rule_targets)
        variants = self.preview.variants(item)
        return {name: variant.outcome for variant in variants for name in variant.clusters}

    def _alike(
        self, start: Bound, outcomes: Mapping[str, Outcome], existing: Mapping[WorkKey, Object]
    ) -> list[tuple[str, ...]]:
        """Clusters that differ in nothing but their names, in the order of their first ones."""
        held = lookup(start.binding, "spec", "suspension", "dispatchingOnClusters", "clusterNames")
        held_back = frozenset(held if isinstance(held, list) else ())
        spaces = {space for space, _ in existing}
        found: dict[Hashable, list[str]] = {}
        for name, outcome in outcomes.items():
            work = name if execution_space(name) in spaces else ""
            there = self._there(name, outcome) if self.members.has_objects(name) else ""
            key = (id(outcome), self.members.likeness(name), name in held_back, work, there)
            found.setdefault(key, []).append(name)
        return list(map(tuple, found.values()))

    def _there(self, name: str, outcome: Outcome) -> Hashable:
        """The member's object as a text that is equal for equal ones.

        Which Work it comes from may be said in it: that of the member itself is no difference.
        """
        target = ObjectId.of(outcome.object or {})
        observed = self.members.member(name).cached(target)
        if observed is None:
            return ""
        is_own = lookup(observed, *SPACE_PATH) == execution_space(name)
        return is_own, encode(replaced(observed, SPACE_PATH, "") if is_own else observed)

    def _written(
        self, start: Bound, outcomes: Mapping[str, Outcome], existing: Mapping[WorkKey, Object]
    ) -> Sync:
        """The Works of these clusters."""
        profile = self.preview.profile
        if start.binding is not None:
            return write_works(outcomes, start.binding, profile, existing, new_id)
        return Sync({}, tuple(
            self._namespace_result(outcome, start.template, name, existing)
            for name, outcome in outcomes.items()
        ))

    def _existing(self, item: Item) -> dict[WorkKey, Object]:
        """The fleet's Works that could be the object's: overrides can give it another name."""
        if not self._works:
            return {}
        found: dict[WorkKey, Object] = {}
        names = {_work_name(item.object)}
        for variant in self.preview.variants(item):
            names.add(_work_name(variant.outcome.object or {}))
        for name in names:
            found |= self._works.get(name, {})
        return found

    def _namespace_result(
        self, outcome: Outcome, template: Object, cluster: str, existing: Mapping[WorkKey, Object]
    ) -> WorkResult:
        profile = self.preview.profile
        if outcome.object is None:
            return WorkResult(cluster, "error", message=outcome.message)
        try:
            draft = draft_namespace_work(outcome, template, cluster, profile)
            there = existing.get(work_key(draft))
            work = stored_work(draft, there, profile, new_id)
        except (WorkError, WorkPanic) as error:
            return WorkResult(cluster, "error", message=error.message)
        kind = "created" if there is None else "unchanged" if work is there else "updated"
        return WorkResult(cluster, kind, work)

    def _delivery(
        self, item: Item, start: Bound, result: WorkResult, asked: Mapping[Operation, Interpreter]
    ) -> Delivery:
        unknown, name = unknowns(asked, _ASKED), result.cluster
        if result.work is None:
            return Delivery(name, result, None, result.decisions, unknown, start.assumed)
        result = replace(result, work=with_unknown_uid(result.work))
        if self._hides_manifest(item, start, asked):
            sent = Sent("unknown", message="; ".join(unknown))
            result = replace(result, work=_without_manifests(result.work))
            return Delivery(name, result, sent, result.decisions, unknown, start.assumed)
        cluster, is_assumed_ready = self.members.cluster(name)
        work = result.work or {}
        done = execute(work, cluster, self.members.member(name), self.preview.profile, 0.0)
        sent = self._sent(done, work, name, asked)
        assumed = start.assumed
        if not self.members.has_objects(name):
            assumed += ("no member objects in the fleet: taken for absent",)
        if is_assumed_ready:
            assumed += ("the cluster is ready: its Cluster does not say",)
        decisions = (*result.decisions, *done.decisions)
        return Delivery(name, result, sent, decisions, unknown, assumed)

    def _hides_manifest(
        self, item: Item, start: Bound, asked: Mapping[Operation, Interpreter]
    ) -> bool:
        """Whether an interpreter decides which replicas are written into the manifest."""
        spec = (start.binding or {}).get("spec") or {}
        counts = "InterpretReplica" in asked or "InterpretComponent" in asked
        origin = self.preview.targets(item).origin
        is_native = has_replicas(item.object, self.preview.profile)
        if "ReviseReplica" in asked:
            return counts or bool(spec.get("replicas")) or (origin == "assumed" and is_native)
        return counts and origin != "observed" and is_native

    def _sent(
        self, done: Execution, work: Object, name: str, asked: Mapping[Operation, Interpreter]
    ) -> Sent:
        manifest = lookup(work, "spec", "workload", "manifests", 0) or {}
        observed = self.members.member(name).cached(ObjectId.of(manifest))
        words = [d.value for d in done.decisions if d.about == "request"]
        if "conflict" in words:
            return Sent("conflict", observed=observed, message=done.error)
        is_compared = observed is not None and not lookup(work, "spec", "suspendDispatching")
        if is_compared and "Retain" in asked and words:
            return Sent(
                "unknown", observed=observed, message="; ".join(unknowns(asked, ("Retain",)))
            )
        if not done.exchanges:
            failure = done.error or done.panic
            return Sent("error" if failure else "nothing", observed=observed, message=failure)
        request = done.exchanges[0].request
        kind: RequestKind = "update" if request.verb == "update" else "create"
        pods = self._pods(observed, request.body) if observed else None
        return Sent(
            kind, request.resource, request.target, request.body, observed,
            done.error or done.panic, pods,
        )

    def _pods(self, observed: Object, body: Object | None) -> PodChange | None:
        """``None`` too where either is not of its kind's type: the member would not have it."""
        profile = self.preview.profile
        try:
            for tree in map(_typed_part, (observed, body or {})):
                if (kind := text_at(tree, "kind")) in KINDS:
                    check_typed(tree, kind, profile)
        except ConversionError:
            return None
        return pod_change(observed, body, profile)


def _cut(
    groups: list[tuple[str, ...]], order: tuple[str, ...], last: str
) -> list[tuple[str, ...]]:
    """What is left of ``groups`` where Karmada gets no further than to ``last``."""
    reached = frozenset(order[: order.index(last) + 1])
    kept = (tuple(name for name in names if name in reached) for names in groups)
    return [names for names in kept if names]


def _typed_part(tree: Object) -> Object:
    """A CronJob as the Job that it makes: of the two, only that type can be checked."""
    if text_at(tree, "kind") != "CronJob":
        return tree
    spec = lookup(tree, "spec", "jobTemplate", "spec")
    return {"kind": "Job", "spec": None if spec is MISSING else spec}


def _work_name(tree: Object) -> str:
    key = ObjectId.of(tree)
    return work_name(key.kind, key.namespace, key.name)


def _without_manifests(work: Object | None) -> Object:
    tree = work or {}
    spec = {key: value for key, value in (tree.get("spec") or {}).items() if key != "workload"}
    return {**tree, "spec": spec}
