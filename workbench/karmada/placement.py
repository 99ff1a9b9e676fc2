"""Where every object of a fleet goes: policy, binding, scheduler, dependencies; when asked.

Pure: a placement is a function of a snapshot, its clusters and a version, and, for a what-if, of
the placement before it. Objects that a change does not touch keep the very result they had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.followers import Need, Needs, attached
from workbench.karmada.namespace_sync import is_namespace, why_not_synced
from workbench.karmada.overrides.pipeline import TargetLists
from workbench.karmada.placed import Own, Placed
from workbench.karmada.placement_change import Change
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.policies.claims import Claim, claim
from workbench.karmada.profile import Profile
from workbench.karmada.propagation import Propagation
from workbench.karmada.rescheduling import at_rest, touched
from workbench.karmada.schedules import Scheduling
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.pods import map_at
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.karmada.targets import Bindings, Targets
from workbench.karmada.work.attached_bindings import flags_of_owners
from workbench.model.errors import InputError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object, lookup

_FIRST = "1970-01-01T00:00:00Z"
NO_POLICIES = "no binding, no propagation policy in the fleet: everywhere"


class Placement:
    """Where the objects of a fleet go.

    Attributes:
        snapshot: the fleet.
        profile: the Karmada version.
        before: the placement that this one is a change of; its results are in force.
        clusters: Cluster objects by name.
        lists: the clusters of bindings, equal ones once.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        clusters: Mapping[str, Object],
        profile: Profile,
        before: Placement | None = None,
        taint_options: TaintOptions | None = None,
    ) -> None:
        """``clusters`` are the fleet's, by name; ``taint_options`` how NoExecute evicts."""
        self.snapshot = snapshot
        self.profile = profile
        self.before = before
        self.clusters = clusters
        self._taint_options = taint_options or TaintOptions()
        self._owns: dict[ObjectId, Own] = {}
        self._placed: dict[ObjectId, Placed] = {}
        self.lists: TargetLists = before.lists if before else TargetLists()

    # -- what everything shares

    @cached_property
    def propagation(self) -> Propagation:
        """The fleet's propagation policies."""
        earlier = self.before.propagation if self.before else None
        return Propagation(self.snapshot.propagation_policies, self.profile, earlier)

    @cached_property
    def cluster_list(self) -> ClusterList:
        """The clusters as the scheduler reads them; a silent one serves every kind."""
        if self.change and self.change.keeps_names:
            found = self.change.before.cluster_list
            for tree in self.change.clusters.values():
                found = found.with_cluster(tree)
            return found
        return ClusterList(self.clusters.values(), self.profile, assumes_apis=True)

    @cached_property
    def _scheduling(self) -> Scheduling:
        return Scheduling(self.cluster_list)

    @cached_property
    def _bindings(self) -> Bindings:
        return Bindings(self.snapshot.bindings)

    def is_observed(self, template: Item) -> bool:
        """Whether the fleet has a binding of the object."""
        return self._bindings.of(template.id) is not None

    @cached_property
    def needs(self) -> Needs:
        """What the objects need of one another."""
        return Needs(self.snapshot.templates, self.profile)

    @property
    def knows_policies(self) -> bool:
        """Whether the fleet holds propagation policies, or held some before the change."""
        return bool(self.propagation) or (self.before is not None and self.before.knows_policies)

    @cached_property
    def change(self) -> Change | None:
        """What is different from the placement before; ``None`` without one."""
        return Change(self.before, self, self._taint_options) if self.before else None

    # -- one object

    def of(self, template: Item) -> Placed:
        """Where the object goes."""
        if template.id not in self._placed:
            self._placed[template.id] = self._find(template)
        return self._placed[template.id]

    def _find(self, template: Item) -> Placed:
        own, owners = self.own(template), self._owners.get(template.id, ())
        earlier = self._earlier(template)
        if earlier is not None and earlier.own is own and not (owners or earlier.owners):
            return earlier
        if is_namespace(template.object) and not why_not_synced(template.object):
            note = "every cluster: Karmada syncs namespaces by itself"
            return Placed(Targets("computed", tuple(self.clusters), note), own)
        if not owners:
            return Placed(self._targets(own), own)
        placing = {key: binding for key in owners if (binding := self._binding_of(key))}
        if own.origin == "observed" and own.binding is not None and self.before is None:
            return Placed(self._targets(own), own, owners)
        binding = attached(template.object, own.binding, placing, self.profile)
        names = ", ".join(f"{key.kind} {key.name}" for key in owners)
        note = f"follows {names} (propagateDeps)"
        if own.binding is not None:
            note = f"{own.note}; {note}"
        assumptions = tuple(dict.fromkeys((
            *own.assumptions, *self._assumed_of(placing), *self._in_dispute(names, placing),
        )))
        targets = Targets("computed", self.lists.of(binding).names, note, binding, assumptions)
        return Placed(targets, own, owners)

    def _assumed_of(self, owners: Iterable[ObjectId]) -> Iterator[str]:
        """What was assumed of the workloads that an object follows."""
        for key in owners:
            owner = self.snapshot.by_id.get(key)
            yield from self.own(owner).assumptions if owner else ()

    def _in_dispute(self, names: str, owners: Mapping[ObjectId, Object]) -> Iterator[str]:
        """Flags that hang on which of the workloads was synced last."""
        if not self.profile.owners_are_reconciled:
            for disagreement in flags_of_owners(list(owners.values())).disagreements:
                yield f"the last of {names} to be synced decides: {disagreement}"

    def _earlier(self, template: Item) -> Placed | None:
        """What the placement before says of the very same object."""
        if self.before is None or self.before.snapshot.by_id.get(template.id) is not template:
            return None
        return self.before.of(template)

    def _targets(self, own: Own) -> Targets:
        clusters = own.clusters
        if own.binding is not None:
            clusters = self.lists.of(own.binding).names
        return Targets(own.origin, clusters, own.note, own.binding, own.assumptions)

    def own(self, template: Item) -> Own:
        """What the object's own policy makes of it, whatever other objects take it along."""
        if template.id not in self._owns:
            try:
                found = self._find_own(template)
            except InputError as error:
                # Objects and bindings of a shape that no API server would have stored.
                why = f"Karmada can't read it: {error}"
                found = Own(Claim(None, "nothing", why), "computed", why)
            self._owns[template.id] = found
        return self._owns[template.id]

    def _find_own(self, template: Item) -> Own:
        if self.change and (own := self.change.own(template)):
            return own
        found = claim(template.object, self.propagation.usable, self.profile)
        observed = self._bindings.of(template.id)
        if observed is not None:
            binding = at_rest(observed, self.profile)
            return Own(found, "observed", "observed in its binding", binding)
        return self._first(template, found)

    # -- for the first time

    def _first(self, template: Item, found: Claim) -> Own:
        if not self.knows_policies:
            if is_namespace(template.object) and (why := why_not_synced(template.object)):
                return Own(found, "computed", f"no policy claims it, and it is not synced: {why}")
            return Own(found, "assumed", NO_POLICIES, clusters=tuple(self.clusters))
        if found.winner is None:
            return Own(found, "computed", self.why_unclaimed(template, found))
        policy = self.propagation.get(found.winner)
        assert policy is not None  # a claim's winner is one of these policies
        if missing := self.missing_overrides(found.winner):
            return Own(found, "computed", f"{found.winner} waits for {', '.join(missing)}")
        try:
            binding = build_binding(template.object, policy, self.profile)
        except InterpretationError as error:
            return Own(found, "computed", f"Karmada can't read it: {error.args[0]}")
        return self.scheduled(found, touched(binding), _FIRST)

    def missing_overrides(self, policy: ObjectId) -> tuple[str, ...]:
        """Override policies that a policy depends on and that do not exist: until then it waits."""
        kind = "OverridePolicy" if policy.namespace else "ClusterOverridePolicy"
        names = lookup(self.propagation.get(policy), "spec", "dependentOverrides") or ()
        return tuple(
            f"{kind} {name}" for name in names
            if (kind, policy.namespace, name) not in self._overrides
        )

    @cached_property
    def _overrides(self) -> frozenset[tuple[str, str, str]]:
        items = self.snapshot.override_policies + self.snapshot.cluster_override_policies
        return frozenset((i.id.kind, i.id.namespace, i.id.name) for i in items)

    def why_unclaimed(self, template: Item, found: Claim) -> str:
        """Why nobody owns the object, with the policy that comes closest to it."""
        if found.why != "no policy selects it":
            return found.why
        if is_namespace(template.object):
            why = why_not_synced(template.object)
            return f"no propagation policy claims it, and it is not synced: {why}"
        nearest = self.propagation.nearest(template.object)
        return f"no propagation policy claims it{f'; nearest: {nearest}' if nearest else ''}"

    def scheduled(
        self, found: Claim, binding: Object, now: str, events: tuple[str, ...] = ()
    ) -> Own:
        """Let the scheduler decide; where it can't from what is known, say so."""
        return self._scheduling.own(found, binding, now, events)

    # -- dependencies

    @cached_property
    def _owners(self) -> dict[ObjectId, tuple[ObjectId, ...]]:
        """Object to the workloads that take it along."""
        found: dict[ObjectId, list[ObjectId]] = {}
        for item in self.snapshot.templates:
            if not self._propagates_needs(item):
                continue
            for need in self.needs.of(item.object):
                if need.found is not None:
                    found.setdefault(need.found, []).append(item.id)
        return {key: tuple(dict.fromkeys(owners)) for key, owners in found.items()}

    def _propagates_needs(self, item: Item) -> bool:
        binding = self.own(item).binding
        return binding is not None and map_at(binding, "spec").get("propagateDeps") is True

    def _binding_of(self, key: ObjectId) -> Object | None:
        return self.own(self.snapshot.by_id[key]).binding

    def needs_of(self, template: Item) -> tuple[Need, ...]:
        """What the object needs, whether it follows or not."""
        return self.needs.of(template.object)
