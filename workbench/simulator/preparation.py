"""From a snapshot to a fleet that runs and is healthy: what the detector, the scheduler and the
members did before the simulation begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.karmada.admission.answer import Admission
from workbench.karmada.admission.server import admit
from workbench.karmada.failover.binding_types import binding_fault
from workbench.karmada.failover.eviction import items, section
from workbench.karmada.followers import Needs, attached
from workbench.karmada.interpreters import Interpreters
from workbench.karmada.overrides.pipeline import target_clusters
from workbench.karmada.preview import Preview
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import POLICY_GROUP, Item, Snapshot
from workbench.model.text import visible_line
from workbench.model.timestamps import format_time
from workbench.model.tree import MISSING, Json, Object, lookup
from workbench.simulator.binding_controller import is_suspended
from workbench.simulator.clock import DEFAULT_START
from workbench.simulator.cluster_status import with_ready
from workbench.simulator.dependencies import owners_of
from workbench.simulator.first_bindings import FirstBindings, observed
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.members import wanted_pods
from workbench.simulator.rendering import Renderings
from workbench.simulator.status_collection import aggregated
from workbench.simulator.statuses import Reports
from workbench.simulator.store import ready_status
from workbench.simulator.work import Copy, Link, Work

_ROOM = {"cpu": "100000", "memory": "1000Ti", "ephemeral-storage": "1000Ti", "pods": "1000000"}


def prepare(snapshot: Snapshot, profile: Profile, start: float = DEFAULT_START) -> PreparedFleet:
    """The fleet, at rest.

    Bindings that were read are taken as they are; others are made by the propagation policies
    and scheduled. What is not known of clusters and members is assumed, and noted.
    """
    run = _Preparation(snapshot, profile, start)
    run.read_clusters()
    run.bind()
    run.attach()
    run.settle()
    return run.fleet()


@dataclass(slots=True)
class _Preparation:
    snapshot: Snapshot
    profile: Profile
    start: float
    preview: Preview = field(init=False)
    renderings: Renderings = field(init=False)
    interpreters: Interpreters = field(init=False)
    clusters: dict[str, Object] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    templates: dict[ObjectId, Object] = field(default_factory=dict)
    bindings: dict[ObjectId, Object] = field(default_factory=dict)
    attached: dict[ObjectId, tuple[ObjectId, ...]] = field(default_factory=dict)
    unplaced: dict[ObjectId, str] = field(default_factory=dict)
    works: dict[ObjectId, dict[str, Work]] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.snapshot = self._without_odd_bindings()
        self.preview = Preview(self.snapshot, self.profile)
        self.renderings = Renderings(self.preview.rule_targets, self.templates)
        self.interpreters = Interpreters(self.snapshot.items)

    def _without_odd_bindings(self) -> Snapshot:
        """The fleet without bindings that no API server would hand out; each is noted."""
        odd = []
        for item in self.snapshot.bindings:
            if fault := binding_fault(item.object, self.profile):
                odd.append(item.id)
                self.notes[visible_line(f"left out: {item.id}: {fault}")] = None
        return self.snapshot.replacing((), odd) if odd else self.snapshot

    def read_clusters(self) -> None:
        kinds = sorted({(i.id.api_version, i.id.kind) for i in self.snapshot.templates})
        enabled = [
            {"groupVersion": version, "resources": [{"kind": kind}]} for version, kind in kinds
        ]
        for name, tree in self.preview.clusters.items():
            self.clusters[name] = self._assumed(name, tree, enabled)

    def _assumed(self, name: str, tree: Object, enabled: list[Object]) -> Object:
        """The cluster with what its status leaves open; what it says stays."""
        status = section(tree, "status")
        if not items(status, "apiEnablements"):
            self.notes["assumed: clusters that list no APIs serve every kind of this fleet"] = None
            tree = {**tree, "status": {**section(tree, "status"), "apiEnablements": enabled}}
        if not isinstance(status.get("resourceSummary"), dict):
            self.notes["assumed: clusters that report no resources have room without end"] = None
            summary = {"allocatable": _ROOM}
            tree = {**tree, "status": {**section(tree, "status"), "resourceSummary": summary}}
        ready = ready_status(tree)
        if not ready:
            self.notes["assumed: clusters that report no condition are ready"] = None
            tree = with_ready(tree, "True", format_time(self.start - 86400))
        elif ready != "True":
            self.links[name] = Link(is_reachable=False)
            self.notes[f"{name} is not ready from the start: taken for cut off"] = None
        return tree

    def bind(self) -> None:
        """A scheduled binding for every object that a policy or an observed binding places."""
        for policy in self.preview.placement.propagation.policies:
            if policy.object is None:
                self._note_refused(policy.item, policy.admission)
        first = FirstBindings(
            self.preview.placement, self.clusters, self.interpreters, self.start
        )
        for item in self.snapshot.templates:
            self.templates[item.id] = item.object
            if (binding := first.of(item)) is not None:
                self.bindings[item.id] = binding
        self.unplaced.update(first.unplaced)
        self.notes.update(dict.fromkeys(first.notes))

    def _taint_policies(self) -> Iterator[Object]:
        """ClusterTaintPolicies as Karmada holds them; those that it would refuse are noted."""
        if not self.profile.serves_cluster_taint_policies:
            return
        for item in self.snapshot.items:
            if item.id.kind != "ClusterTaintPolicy" or item.id.group != POLICY_GROUP:
                continue
            admission = admit(item.object, self.profile)
            if admission.object is None:
                self._note_refused(item, admission)
                continue
            # Policies take turns by their age, which is the server's to write.
            age = section(item.object, "metadata").get("creationTimestamp")
            metadata = section(admission.object, "metadata")
            kept = {"creationTimestamp": age} if isinstance(age, str) else {}
            yield {**admission.object, "metadata": {**metadata, **kept}}

    def _note_refused(self, item: Item, admission: Admission) -> None:
        why = str(admission.complaints[0]) if admission.complaints else "refused"
        self.notes[f"left out: {item.id} would be refused: {why}"] = None

    def attach(self) -> None:
        """Dependencies of workloads that propagate them."""
        needs = Needs(self.snapshot.templates, self.profile)
        for workload, binding in list(self.bindings.items()):
            if section(binding, "spec").get("propagateDeps") is not True:
                continue
            found = {need.found for need in needs.of(self.templates[workload])}
            follow = tuple(sorted(key for key in found if key is not None))
            if follow:
                self.attached[workload] = follow
        for dependency, owners in owners_of(self.attached).items():
            self.unplaced.pop(dependency, None)
            binding = attached(
                self.templates[dependency], self.bindings.get(dependency),
                {workload: self.bindings[workload] for workload in owners}, self.profile,
            )
            self.bindings[dependency] = observed(binding)

    def settle(self) -> None:
        """Works and copies everywhere, healthy or as they were observed."""
        reports = Reports(self.profile, self._judged_elsewhere())
        for workload, binding in self.bindings.items():
            seen = {i.get("clusterName"): i for i in _observed_status(binding)}
            self._place(workload, binding, seen, reports)
            status = section(binding, "status")
            collected = aggregated(self.works.get(workload, {}))
            status = {**status, "aggregatedStatus": collected}
            self.bindings[workload] = {**binding, "status": status}

    def _judged_elsewhere(self) -> frozenset[ObjectId]:
        """Objects whose health an interpreter of the user's own judges."""
        own = self.interpreters
        if not own:
            return frozenset()
        for key in self.bindings:
            for line in own.unknowns(key, ("InterpretHealth", "InterpretDependency", "Retain")):
                self.notes[f"{key.kind}: {line}"] = None
        return frozenset(key for key in self.bindings if "InterpretHealth" in own.of(key))

    def _place(
        self, workload: ObjectId, binding: Object, seen: dict[Json, Object], reports: Reports
    ) -> None:
        shares = {target.name: target.replicas for target in target_clusters(binding)}
        for variant in self.renderings.of(workload, binding):
            manifest = variant.outcome.object
            if manifest is None:
                text = f"{workload} gets no Work in {', '.join(variant.clusters)}: "
                self.notes[text + variant.outcome.message] = None
                continue
            for cluster in variant.clusters:
                if cluster in self.clusters:
                    pods = wanted_pods(manifest, shares[cluster])
                    work = Work(workload, cluster, manifest, pods)
                    self._fill(work, seen.get(cluster, {}), reports)

    def _fill(self, work: Work, seen: Object, reports: Reports) -> None:
        spec = section(self.bindings[work.workload], "spec")
        work.keeps_object = spec.get("preserveResourcesOnDeletion") is True
        work.is_suspended = is_suspended(spec, work.cluster)
        self.works.setdefault(work.workload, {})[work.cluster] = work
        if work.is_suspended or (seen and not seen.get("applied")):
            said = str(seen.get("appliedMessage") or "")
            work.message = self.renderings.told(work.workload, said)
            return
        copy = Copy(work.workload, work.cluster, work.manifest, work.replicas, "running")
        copy.placed = copy.ready = copy.replicas
        self._observe(copy, seen)
        report = reports.of(copy)
        work.is_applied, work.health, work.status = True, report.health, report.status
        called = seen.get("health")
        if copy.is_silent and called in ("Healthy", "Unhealthy") and called != report.health:
            self.notes[visible_line(
                f"{work.workload} is {called} in {work.cluster} by its binding, which holds no "
                f"status of it; by that Karmada finds it {report.health}, and so it is played"
            )] = None
        if copy.status is not MISSING and copy.phase == "broken":
            work.status = copy.status
        self.copies.append(copy)

    def _observe(self, copy: Copy, seen: Object) -> None:
        """What the fleet says of the copy, where it says something."""
        status = lookup(seen, "status")
        if status is MISSING or status is None:
            status = self._in_member(copy)
        if status is MISSING or status is None:
            copy.is_silent = bool(seen)
        else:
            copy.status = status
        if seen.get("health") == "Unhealthy":
            copy.phase, copy.ready = "broken", 0

    def _in_member(self, copy: Copy) -> Json:
        for item in self.snapshot.members.get(copy.cluster, ()):
            if item.id == copy.workload:
                return lookup(item.object, "status")
        return MISSING

    def fleet(self) -> PreparedFleet:
        taints = tuple(self._taint_policies())
        works = tuple(w for of_one in self.works.values() for w in of_one.values())
        return PreparedFleet(
            self.snapshot.name, self.profile, self.clusters, self.links, self.templates,
            self.bindings, self.attached, works, tuple(self.copies), self.unplaced,
            self.renderings, taints, self._judged_elsewhere(), tuple(self.notes), self.start,
            self.interpreters,
        )


def _observed_status(binding: Object) -> list[Object]:
    return items(section(binding, "status"), "aggregatedStatus")
