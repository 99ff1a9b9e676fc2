"""A fleet under Karmada's rules: what every cluster gets of every object, computed when asked.

Pure: a preview is a function of a snapshot, a version profile and a choice of placement. It
only remembers what it has computed; clusters that no rule can tell apart are computed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.karmada.admission.answer import Admission, Complaint
from workbench.karmada.admission.server import admit, defaulted
from workbench.karmada.affinity import canonical_cluster
from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.imagined import imagined_clusters
from workbench.karmada.interpreters import Interpreters
from workbench.karmada.overrides.folding import RuleTargets, Variant, preview
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.pipeline import preview_binding, target_clusters
from workbench.karmada.overrides.shape import check_spec
from workbench.karmada.placement import Placement
from workbench.karmada.profile import Profile
from workbench.karmada.targets import Targets
from workbench.model.errors import InputError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object


@dataclass(frozen=True, slots=True)
class Refusal:
    """A policy that Karmada's API server would not store, and one of its reasons.

    ``is_unusable`` marks one that the engine can't run either: it is left out.
    """

    policy: Item
    complaint: Complaint
    by: str
    is_unusable: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What one cluster gets of one object; ``object_id`` is the identity before overrides."""

    object_id: ObjectId
    cluster: str
    outcome: Outcome


class Preview:
    """What Karmada would make of a fleet.

    Attributes:
        snapshot: the fleet.
        profile: the Karmada version.
        everywhere: every object against every cluster, whatever bindings or placement say.
        before: the preview that this one is a what-if of; what it places is in force. What
            depends on nothing that was edited is taken from there.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        profile: Profile,
        *,
        everywhere: bool = False,
        before: Preview | None = None,
        taint_options: TaintOptions | None = None,
        keeps_stages: bool = False,
    ) -> None:
        """``keeps_stages``: remember what rules make of objects, for what-ifs of this preview."""
        self.snapshot = snapshot
        self.profile = profile
        self.everywhere = everywhere
        self.before = before if before and before.profile is profile else None
        self._taint_options = taint_options
        self._keeps_stages = keeps_stages
        self._variants: dict[ObjectId, tuple[Variant, ...]] = {}
        self._targets: dict[ObjectId, Targets] = {}

    @property
    def templates(self) -> tuple[Item, ...]:
        """The objects that Karmada would propagate, by identity."""
        return self.snapshot.templates

    @cached_property
    def clusters(self) -> dict[str, Object]:
        """Cluster objects by name, as the API server keeps them.

        For a fleet without any, made up from what the policies' targets ask for.
        """
        if self.are_clusters_imagined:
            bound = [t.name for i in self.snapshot.bindings for t in target_clusters(i.object)]
            return imagined_clusters(self.index, bound)
        known = self.before.snapshot.by_id if self.before else {}
        return {
            i.id.name: self.before.clusters[i.id.name]
            if self.before and known.get(i.id) is i
            else canonical_cluster(i.object)
            for i in self.snapshot.clusters
        }

    @property
    def are_clusters_imagined(self) -> bool:
        """Whether the fleet holds no Cluster object, as a repository of policies mostly does."""
        return not self.snapshot.clusters

    @cached_property
    def admissions(self) -> dict[ObjectId, Admission]:
        """What the API server answers to each override policy."""
        known = self.before.admissions if self.before else {}
        return {
            i.id: known[i.id] if self._is_known(i) else admit(i.object, self.profile)
            for i in self._override_policies
        }

    def _is_known(self, item: Item) -> bool:
        """Whether the fleet before the edits holds the very same object."""
        known = self.before.snapshot.by_id.get(item.id) if self.before else None
        return known is not None and known.object is item.object

    @cached_property
    def _usable(self) -> dict[ObjectId, Object]:
        """Policies that the engine can run, with the defaults that the API server fills in."""
        known = self.before._usable if self.before else {}
        return {
            i.id: known[i.id] if self._is_known(i) else (
                self.admissions[i.id].object or defaulted(i.object, self.profile)
            )
            for i in self._override_policies
            if i.id not in self._unusable
        }

    @property
    def _override_policies(self) -> tuple[Item, ...]:
        return self.snapshot.cluster_override_policies + self.snapshot.override_policies

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every complaint about every policy that would be refused, in reading order."""
        found = []
        for item in self._override_policies:
            admission = self.admissions[item.id]
            unusable = item.id in self._unusable
            for complaint in admission.complaints:
                found.append(Refusal(item, complaint, admission.by, unusable))
        for policy in self.placement.propagation.policies:
            for complaint in policy.admission.complaints:
                found.append(Refusal(policy.item, complaint, policy.admission.by, True))
        return tuple(found)

    @cached_property
    def _unusable(self) -> frozenset[ObjectId]:
        """Policies whose spec is not of its Go type: no engine could hold them."""
        bad = set()
        for item in self._override_policies:
            try:
                check_spec(item.object, str(item.id))
            except InputError:
                bad.add(item.id)
        return frozenset(bad)

    @cached_property
    def index(self) -> PolicyIndex:
        """All usable override policies, with the defaults that the API server fills in."""
        wide, narrow = (
            [self._usable[i.id] for i in items if i.id in self._usable]
            for items in (self.snapshot.cluster_override_policies, self.snapshot.override_policies)
        )
        known = self.before.index.policies if self.before else ()
        return PolicyIndex(wide, narrow, self.profile, known)

    @cached_property
    def rule_targets(self) -> RuleTargets:
        """Which clusters every rule means."""
        earlier = self.before.rule_targets if self.before else None
        clusters = tuple(self.clusters.values())
        return RuleTargets(self.index, clusters, earlier, keeps_stages=self._keeps_stages)

    @cached_property
    def placement(self) -> Placement:
        """Where every object goes, by policies, bindings and the scheduler."""
        earlier = self.before.placement if self.before else None
        return Placement(
            self.snapshot, self.clusters, self.profile, earlier, self._taint_options
        )

    @cached_property
    def interpreters(self) -> Interpreters:
        """The interpreters that the fleet brings along; none of them is run."""
        return Interpreters(self.snapshot.items)

    def targets(self, template: Item) -> Targets:
        """Which clusters get the object, and who says so."""
        if template.id not in self._targets:
            found = self._find_targets(template)
            if unknowns := self.interpreters.unknowns(template.id):
                found = replace(found, unknowns=unknowns)
            self._targets[template.id] = found
        return self._targets[template.id]

    def _find_targets(self, template: Item) -> Targets:
        if self.everywhere:
            return Targets("assumed", tuple(self.clusters), "asked for everywhere")
        if self.are_clusters_imagined and not self.placement.is_observed(template):
            note = "the fleet holds no Cluster objects: made up from what the policies ask for"
            return Targets("assumed", tuple(self.clusters), note)
        return self.placement.of(template).targets

    def variants(self, template: Item) -> tuple[Variant, ...]:
        """Clusters with equal results by equal causes, folded; in the order of the fleet."""
        if template.id not in self._variants:
            targets = self.targets(template)
            if targets.binding is not None:
                lists = self.placement.lists
                found = preview_binding(
                    template.object, targets.binding, self.rule_targets, lists
                )
            else:
                found = preview(template.object, self.rule_targets, targets.clusters)
            self._variants[template.id] = self._as_before(template, found)
        return self._variants[template.id]

    def has_worked_out(self, template: Item) -> bool:
        """Whether :meth:`variants` of the object are known already."""
        return template.id in self._variants

    def _as_before(self, template: Item, found: tuple[Variant, ...]) -> tuple[Variant, ...]:
        """The very variants of the preview before, if nothing about them differs."""
        known = self.before._variants.get(template.id) if self.before else None
        if known is None or len(known) != len(found):
            return found
        is_same = all(
            old.outcome is new.outcome and old.template is new.template
            and old.clusters == new.clusters
            for old, new in zip(known, found, strict=True)
        )
        return known if is_same else found

    def outcome(self, template: Item, cluster: str) -> Outcome | None:
        """What ``cluster`` gets of the object; ``None`` if it is no target."""
        for variant in self.variants(template):
            if cluster in variant.clusters:
                return variant.outcome
        return None

    def results(self) -> Iterator[Result]:
        """Everything, by kind, namespace, name and cluster."""
        for template in self.templates:
            rows = [(c, v.outcome) for v in self.variants(template) for c in v.clusters]
            for cluster, outcome in sorted(rows, key=lambda row: row[0]):
                yield Result(template.id, cluster, outcome)
