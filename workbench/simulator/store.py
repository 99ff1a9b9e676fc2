"""The fleet in memory: Karmada's objects, Works, and what is in the members."""

from __future__ import annotations

from collections.abc import Callable

from workbench.karmada.failover.eviction import items, section
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Object
from workbench.simulator.work import Copy, Link, Work

OnCluster = Callable[[str, Object, Object], None]
OnBinding = Callable[[ObjectId, Object, Object], None]
OnPart = Callable[[ObjectId, str], None]


class Store:
    """Objects are exchanged, never changed in place; whoever subscribed is told.

    Attributes:
        clusters: Cluster objects by name.
        bindings: ResourceBindings and ClusterResourceBindings by the object they carry.
        templates: those objects.
        works, copies: by object, then by cluster.
        links: how each member really is.
        version: goes up with every change.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.clusters: dict[str, Object] = {}
        self.links: dict[str, Link] = {}
        self.templates: dict[ObjectId, Object] = {}
        self.bindings: dict[ObjectId, Object] = {}
        self.works: dict[ObjectId, dict[str, Work]] = {}
        self.copies: dict[ObjectId, dict[str, Copy]] = {}
        self.version = 0
        self._targets: dict[str, set[ObjectId]] = {}
        self._works_in: dict[str, set[ObjectId]] = {}
        self._copies_in: dict[str, set[ObjectId]] = {}
        self._list: ClusterList | None = None
        self._on_cluster: list[OnCluster] = []
        self._on_binding: list[OnBinding] = []
        self._on_work: list[OnPart] = []
        self._on_copy: list[OnPart] = []

    def watch_clusters(self, told: OnCluster) -> None:
        self._on_cluster.append(told)

    def watch_bindings(self, told: OnBinding) -> None:
        self._on_binding.append(told)

    def watch_works(self, told: OnPart) -> None:
        self._on_work.append(told)

    def watch_copies(self, told: OnPart) -> None:
        self._on_copy.append(told)

    @property
    def cluster_list(self) -> ClusterList:
        """The clusters as the scheduler reads them; answers are kept from change to change."""
        if self._list is None:
            self._list = ClusterList(self.clusters.values(), self.profile)
        return self._list

    def put_cluster(self, tree: Object) -> None:
        name = tree["metadata"]["name"]
        old = self.clusters.get(name, {})
        self.clusters[name] = tree
        self.links.setdefault(name, Link())
        if self._list is not None:
            self._list = self._list.with_cluster(tree)
        self.version += 1
        for told in self._on_cluster:
            told(name, old, tree)

    def put_binding(self, workload: ObjectId, tree: Object) -> None:
        """Store a binding; another spec than before raises its generation."""
        old = self.bindings.get(workload, {})
        if tree is old:
            return
        before, after = old.get("spec"), tree.get("spec")
        if after is not before and after != before:
            self._index(workload, before, after)
            if old:
                generation = (section(old, "metadata").get("generation") or 0) + 1
                metadata = {**section(tree, "metadata"), "generation": generation}
                tree = {**tree, "metadata": metadata}
        self.bindings[workload] = tree
        self.version += 1
        for told in self._on_binding:
            told(workload, old, tree)

    def _index(self, workload: ObjectId, before: object, after: object) -> None:
        old, new = (
            {target.get("name") or "" for target in items(spec, "clusters")}
            for spec in (before, after)
        )
        for name in old - new:
            self._targets[name].discard(workload)
        for name in new - old:
            self._targets.setdefault(name, set()).add(workload)

    def targeting(self, cluster: str) -> set[ObjectId]:
        """Workloads whose ``spec.clusters`` names the cluster."""
        return self._targets.get(cluster, set())

    def works_in(self, cluster: str) -> set[ObjectId]:
        """Workloads that have a Work for the cluster."""
        return self._works_in.get(cluster, set())

    def put_work(self, work: Work) -> None:
        """Store a new Work, or tell that one changed."""
        self.works.setdefault(work.workload, {})[work.cluster] = work
        self._works_in.setdefault(work.cluster, set()).add(work.workload)
        self._tell_work(work.workload, work.cluster)

    def drop_work(self, work: Work) -> None:
        self.works[work.workload].pop(work.cluster, None)
        self._works_in[work.cluster].discard(work.workload)
        self._tell_work(work.workload, work.cluster)

    def _tell_work(self, workload: ObjectId, cluster: str) -> None:
        self.version += 1
        for told in self._on_work:
            told(workload, cluster)

    def work(self, workload: ObjectId, cluster: str) -> Work | None:
        return self.works.get(workload, {}).get(cluster)

    def copy(self, workload: ObjectId, cluster: str) -> Copy | None:
        return self.copies.get(workload, {}).get(cluster)

    def tells_status(self, workload: ObjectId, cluster: str) -> bool:
        """Whether the status of a copy was read with the fleet; else the simulation makes it up."""
        copy = self.copy(workload, cluster)
        return copy is not None and copy.status is not MISSING

    def put_copy(self, copy: Copy) -> None:
        """Store a new copy, or tell that one changed."""
        self.copies.setdefault(copy.workload, {})[copy.cluster] = copy
        self._copies_in.setdefault(copy.cluster, set()).add(copy.workload)
        self._tell_copy(copy.workload, copy.cluster)

    def drop_copy(self, copy: Copy) -> None:
        self.copies[copy.workload].pop(copy.cluster, None)
        self._copies_in[copy.cluster].discard(copy.workload)
        self._tell_copy(copy.workload, copy.cluster)

    def _tell_copy(self, workload: ObjectId, cluster: str) -> None:
        self.version += 1
        for told in self._on_copy:
            told(workload, cluster)

    def copies_in(self, cluster: str) -> list[Copy]:
        """Every copy in the cluster, by identity."""
        return [self.copies[key][cluster] for key in sorted(self._copies_in.get(cluster, ()))]

    def is_ready(self, cluster: str) -> bool:
        """Whether the Cluster's condition Ready is True."""
        return ready_status(self.clusters.get(cluster, {})) == "True"


def ready_status(cluster: Object) -> str:
    """Status of the condition Ready; empty without one."""
    for condition in items(section(cluster, "status"), "conditions"):
        if condition.get("type") == "Ready":
            return str(condition.get("status") or "")
    return ""
