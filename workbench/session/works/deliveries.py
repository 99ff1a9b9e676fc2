"""From an object to what its Works make Karmada ask of every member. Nothing masked yet."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from workbench.karmada.interpreters import Interpreter, Operation, unknowns
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.preview import Preview
from workbench.karmada.scheduling.replicas import has_replicas
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.execution import execute
from workbench.karmada.work.failure import WorkError, WorkPanic
from workbench.karmada.work.member_objects import MemberObjects
from workbench.karmada.work.members import Members
from workbench.karmada.work.names import execution_space, work_name
from workbench.karmada.work.namespace_works import draft_namespace_work
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
from workbench.model.tree import Object, lookup, replaced
from workbench.session.works.bindings import (
    SPACE_PATH,
    Bound,
    bound,
    new_id,
    with_unknown_uid,
)
from workbench.session.works.sent import Sent, manifest_of, sent

_ASKED: Final[tuple[Operation, ...]] = (
    "InterpretReplica", "InterpretComponent", "ReviseReplica", "Retain", "InterpretDependency",
)


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


@dataclass(frozen=True)
class Start:
    """An object that goes somewhere, before any Work is written.

    Attributes:
        item: the object.
        bound: its binding, and the template as Karmada holds it.
        outcomes: what overrides make for every cluster, in Karmada's order; equal ones are one.
        existing: the fleet's Works that could be the object's.
        asked: the interpreters that the fleet brings along for the object's kind.
    """

    item: Item
    bound: Bound
    outcomes: Mapping[str, Outcome]
    existing: Mapping[WorkKey, Object]
    asked: Mapping[Operation, Interpreter]


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
        start = self.start(item)
        if start is None:
            return ()
        groups = self.alike(start)
        sync = self.written(start, [names[0] for names in groups])
        groups = reached(groups, tuple(start.outcomes), sync)
        return tuple(
            DeliveryGroup(names, self.delivery(start, result))
            for names, result in zip(groups, sync.results, strict=True)
        )

    def start(self, item: Item) -> Start | None:
        """Where the object's deliveries start; ``None`` if it goes nowhere."""
        if not self.preview.targets(item).clusters:
            return None
        begun, asked = bound(self.preview, item), self.preview.interpreters.of(item.id)
        return Start(item, begun, self._outcomes(item, begun), self._existing(item), asked)

    def _outcomes(self, item: Item, begun: Bound) -> dict[str, Outcome]:
        if begun.binding is not None:
            return outcomes_of(begun.template, begun.binding, self.preview.rule_targets)
        variants = self.preview.variants(item)
        return {name: variant.outcome for variant in variants for name in variant.clusters}

    def _existing(self, item: Item) -> dict[WorkKey, Object]:
        """Overrides can give the object, and so its Work, another name."""
        if not self._works:
            return {}
        found: dict[WorkKey, Object] = {}
        names = {_work_name(item.object)}
        for variant in self.preview.variants(item):
            names.add(_work_name(variant.outcome.object or {}))
        for name in names:
            found |= self._works.get(name, {})
        return found

    def alike(self, start: Start) -> list[tuple[str, ...]]:
        """Clusters that differ in nothing but their names, in the order of their first ones."""
        path = ("spec", "suspension", "dispatchingOnClusters", "clusterNames")
        listed = lookup(start.bound.binding, *path)
        held_back = frozenset(listed if isinstance(listed, list) else ())
        spaces = {space for space, _ in start.existing}
        found: dict[Hashable, list[str]] = {}
        for name, outcome in start.outcomes.items():
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

    def written(
        self, start: Start, names: list[str], there: Mapping[WorkKey, Object] | None = None
    ) -> Sync:
        """The Works of these clusters; ``there``: Works that there are, beside the fleet's."""
        profile, existing = self.preview.profile, {**start.existing, **(there or {})}
        outcomes = {name: start.outcomes[name] for name in names}
        if start.bound.binding is not None:
            return write_works(outcomes, start.bound.binding, profile, existing, new_id)
        return Sync({}, tuple(
            self._namespace_result(outcome, start.bound.template, name, existing)
            for name, outcome in outcomes.items()
        ))

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

    def delivery(
        self, start: Start, result: WorkResult, state: MemberObjects | None = None
    ) -> Delivery:
        """What the Work makes Karmada ask; ``state``: what the member has instead of the fleet's
        objects."""
        unknown, name = unknowns(start.asked, _ASKED), result.cluster
        assumed = start.bound.assumed
        if result.work is None:
            return Delivery(name, result, None, result.decisions, unknown, assumed)
        result = replace(result, work=with_unknown_uid(result.work))
        if self._hides_manifest(start):
            request = Sent("unknown", message="; ".join(unknown))
            result = replace(result, work=_without_manifests(result.work))
            return Delivery(name, result, request, result.decisions, unknown, assumed)
        work, member = result.work or {}, self.members.member(name)
        member.state = state or member.state
        observed = member.cached(ObjectId.of(manifest_of(work)))
        cluster, is_assumed_ready = self.members.cluster(name)
        done = execute(work, cluster, member, self.preview.profile, 0.0)
        request = sent(done, work, observed, start.asked, self.preview.profile)
        if state is None and not self.members.has_objects(name):
            assumed += ("no member objects in the fleet: taken for absent",)
        if is_assumed_ready:
            assumed += ("the cluster is ready: its Cluster does not say",)
        decisions = (*result.decisions, *done.decisions)
        return Delivery(name, result, request, decisions, unknown, assumed)

    def _hides_manifest(self, start: Start) -> bool:
        """Whether an interpreter decides which replicas are written into the manifest."""
        spec, asked = (start.bound.binding or {}).get("spec") or {}, start.asked
        counts = "InterpretReplica" in asked or "InterpretComponent" in asked
        origin = self.preview.targets(start.item).origin
        is_native = has_replicas(start.item.object, self.preview.profile)
        if "ReviseReplica" in asked:
            return counts or bool(spec.get("replicas")) or (origin == "assumed" and is_native)
        return counts and origin != "observed" and is_native


def reached(
    groups: list[tuple[str, ...]], order: tuple[str, ...], sync: Sync
) -> list[tuple[str, ...]]:
    """What is left of ``groups`` where a failure keeps Karmada from the clusters behind it."""
    if not sync.stopped_at:
        return groups
    before = frozenset(order[: order.index(sync.stopped_at) + 1])
    kept = (tuple(name for name in names if name in before) for names in groups)
    return [names for names in kept if names]


def _work_name(tree: Object) -> str:
    key = ObjectId.of(tree)
    return work_name(key.kind, key.namespace, key.name)


def _without_manifests(work: Object | None) -> Object:
    tree = work or {}
    spec = {key: value for key, value in (tree.get("spec") or {}).items() if key != "workload"}
    return {**tree, "spec": spec}
