"""What the preview says of a fleet: bindings, Works, errors and every member's objects.

It starts from the files. Of what is there it takes only what the servers give to every object and
nobody can foresee: ids, generations, and what a cluster reports of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.real.differential.observation import MemberKey, Observation
from tests.real.differential_rules import UNKNOWABLE
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.pipeline import target_clusters
from workbench.karmada.policies.claim_metadata import CPP_ID, PP_ID, claimed
from workbench.karmada.preview import Preview
from workbench.karmada.profile import Profile
from workbench.karmada.targets import Targets
from workbench.karmada.work.dispatch import Dispatch
from workbench.karmada.work.keys import CRB_ID, MANAGED, RB_ID, WORK_ID
from workbench.karmada.work.member_objects import SimulatedMember
from workbench.karmada.work.works import Sync, WorkKey, sync_works
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import lookup

Object = dict[str, Any]
_IDS = {
    "PropagationPolicy": PP_ID, "ClusterPropagationPolicy": CPP_ID, "ResourceBinding": RB_ID,
    "ClusterResourceBinding": CRB_ID, "Work": WORK_ID,
}
Shares = list[tuple[str, int]]
UNKNOWN_ID = "(no such object)"


class Givens:
    """What only the servers can give, taken from what is there."""

    def __init__(self, seen: Observation) -> None:
        self._seen = seen
        self._bindings = seen.bindings

    def id_of(self, tree: Object) -> str:
        """The permanent id of an object."""
        return self.id_at(ObjectId.of(tree))

    def id_at(self, key: ObjectId) -> str:
        found = self._seen.karmada.get(key)
        text = lookup(found, "metadata", "labels", _IDS[key.kind]) if found else None
        return text if isinstance(text, str) else UNKNOWN_ID

    def binding_of(self, template: ObjectId) -> Object | None:
        return self._bindings.get(template)

    def identified(self, template: Object) -> Object:
        """The template with the uid and generation that the API server gave it."""
        found = self._seen.karmada.get(ObjectId.of(template))
        given = {
            name: found["metadata"][name] for name in ("uid", "generation")
            if found and name in found["metadata"]
        }
        return {**template, "metadata": {**template["metadata"], **given}}

    def reported(self, snapshot: Snapshot) -> Snapshot:
        """The fleet with each cluster's status and resource models as Karmada has them."""
        return snapshot.replacing(
            Item.of(_reported(item.object, self._seen.karmada[item.id]))
            for item in snapshot.clusters
        )


@dataclass
class Expectation:
    """What the preview says, one stage after another.

    Attributes:
        shares: of every object with a computed binding, clusters with replicas, in order.
        chances: why Karmada may place an object otherwise; what follows is then expected of
            the placement that it chose.
        works: by namespace and name.
        members: by cluster and identity.
        errors: what Karmada says of an object whose Works it can't write.
        panics: the same where the controller panics.
        outcomes: what the overrides make of an object in a cluster.
    """

    profile: Profile
    givens: Givens
    shares: dict[ObjectId, Shares] = field(default_factory=dict)
    chances: dict[ObjectId, str] = field(default_factory=dict)
    works: dict[WorkKey, Object] = field(default_factory=dict)
    members: dict[MemberKey, Object] = field(default_factory=dict)
    errors: dict[ObjectId, str] = field(default_factory=dict)
    panics: dict[ObjectId, str] = field(default_factory=dict)
    outcomes: dict[MemberKey, Outcome] = field(default_factory=dict)
    _members: dict[str, SimulatedMember] = field(default_factory=dict)

    @classmethod
    def after(
        cls, stages: Sequence[Snapshot], profile: Profile, givens: Givens
    ) -> Expectation:
        """What is expected after these fleets were there, one after another."""
        expected = cls(profile, givens)
        for snapshot in stages:
            expected._follow(Preview(snapshot, profile))
        for name, member in expected._members.items():
            for tree in member.state.objects.values():
                expected.members[name, ObjectId.of(tree)] = _without_counts(tree)
        return expected

    def _follow(self, preview: Preview) -> None:
        self.shares, self.chances, self.errors, self.panics = {}, {}, {}, {}
        self.outcomes = {}
        for template in preview.templates:
            targets = preview.targets(template)
            self._note_outcomes(preview, template)
            if targets.binding is None:
                self._deliver_bare(preview, template)
                continue
            self.shares[template.id] = shares_of(targets.binding)
            binding = self._chosen(template.id, targets)
            self._deliver(preview, template, binding)

    def _note_outcomes(self, preview: Preview, template: Item) -> None:
        for variant in preview.variants(template):
            for cluster in variant.clusters:
                self.outcomes[cluster, template.id] = variant.outcome

    def _chosen(self, template: ObjectId, targets: Targets) -> Object:
        """The binding; as Karmada has it where that hangs on chance, and noted."""
        binding: Object = targets.binding or {}
        seen = self.givens.binding_of(template)
        expected, observed = (shares_of(one) for one in (binding, seen or {}))
        if seen is None or expected == observed:
            return binding
        if targets.assumptions:
            self.chances[template] = f"{UNKNOWABLE['unstable']}: {'; '.join(targets.assumptions)}"
        elif sorted(expected) == sorted(observed) and not self.profile.shares_by_quotient:
            self.chances[template] = UNKNOWABLE["order"]
        else:
            return binding
        # Where it goes, and where the workloads are that it follows.
        there = seen.get("spec") or {}
        chosen = {key: there.get(key) or [] for key in ("clusters", "requiredBy")}
        return {**binding, "spec": {**binding["spec"], **chosen}}

    def _deliver_bare(self, preview: Preview, template: Item) -> None:
        """Namespaces, which the namespace controller brings to members without a binding."""
        for variant in preview.variants(template):
            for cluster in variant.clusters:
                if variant.outcome.object is not None:
                    self._apply(cluster, _labelled(variant.outcome.object, MANAGED, "true"))

    def _deliver(self, preview: Preview, template: Item, binding: Object) -> None:
        tree = self.givens.identified(self._claimed(preview, template))
        binding = self._identified_binding(binding)
        sync = sync_works(tree, binding, preview.rule_targets, self.works, self.givens.id_of)
        self._note(template.id, sync)
        self.works = dict(sync.works)
        for result in sync.results:
            if result.work is not None and result.kind != "unchanged":
                for manifest in result.work["spec"]["workload"]["manifests"]:
                    self._apply(result.cluster, manifest)

    def _note(self, template: ObjectId, sync: Sync) -> None:
        if sync.error:
            self.errors[template] = sync.error
        if sync.panic:
            self.panics[template] = sync.panic

    def _claimed(self, preview: Preview, template: Item) -> Object:
        winner = preview.placement.of(template).own.claim.winner
        policy = preview.placement.propagation.get(winner) if winner else None
        if winner is None or policy is None:
            return template.object
        label = _IDS[winner.kind]
        key = ObjectId(winner.kind, winner.namespace, winner.name, "policy.karmada.io/v1alpha1")
        policy = _labelled(policy, label, self.givens.id_at(key))
        return claimed(template.object, policy, winner.kind, self.profile)

    def _identified_binding(self, binding: Object) -> Object:
        return _labelled(binding, _IDS[binding["kind"]], self.givens.id_of(binding))

    def _apply(self, cluster: str, manifest: Object) -> None:
        member = self._members.setdefault(cluster, SimulatedMember(()))
        Dispatch(member, cluster, self.profile).apply(manifest)


def shares_of(binding: Object) -> Shares:
    """Clusters and replicas of a binding, in its order."""
    return [(target.name, target.replicas) for target in target_clusters(binding)]


def _reported(cluster: Object, real: Object) -> Object:
    spec = cluster.get("spec") or {}
    if "resourceModels" in real["spec"]:
        spec = {**spec, "resourceModels": real["spec"]["resourceModels"]}
    return {**cluster, "spec": spec, "status": real.get("status") or {}}


def _without_counts(tree: Object) -> Object:
    """The tree without what the simulated member gave it to tell versions apart."""
    kept = {k: v for k, v in tree["metadata"].items() if k not in ("uid", "resourceVersion")}
    return {**tree, "metadata": kept}


def _labelled(tree: Object, key: str, value: str) -> Object:
    metadata = tree["metadata"]
    labels = {**(metadata.get("labels") or {}), key: value}
    return {**tree, "metadata": {**metadata, "labels": labels}}


def works_by_what_is_there(
    before: Observation, now: Observation, profile: Profile
) -> tuple[dict[WorkKey, Object], dict[ObjectId, str]]:
    """The Works as the engine makes them of what is stored, down to the last character.

    Starts from the Works of ``before``. Errors are by template.
    """
    items = [Item.of(tree) for tree in now.karmada.values()]
    preview = Preview(Snapshot("what is there", tuple(items)), profile)
    works, errors = before.works, {}
    for key, binding in now.bindings.items():
        template = now.karmada.get(key)
        if template is None:
            continue
        sync = sync_works(template, binding, preview.rule_targets, works, Givens(now).id_of)
        works = dict(sync.works)
        if sync.error or sync.panic:
            errors[key] = sync.error or sync.panic
    return works, errors

