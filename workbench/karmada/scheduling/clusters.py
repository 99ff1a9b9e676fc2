"""Cluster objects as the scheduler reads them, each read once for any number of decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from workbench.karmada.affinity import explain_affinity
from workbench.karmada.failover.tolerations import Taint
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import map_at, maps_in, text_at
from workbench.karmada.scheduling.requirements import amount_of
from workbench.model.go_json import encode
from workbench.model.quantity import Quantity, parse_quantity
from workbench.model.tree import Json, Object, lookup

V = TypeVar("V")
_REPELLING = ("NoSchedule", "NoExecute")


class Facts:
    """What a Cluster object says, in the form in which decisions ask for it.

    Attributes:
        tree: the Cluster object.
        index: its position in the :class:`ClusterList`.
        assumes_apis: a cluster that lists no APIs is taken for serving every kind.
    """

    def __init__(self, tree: Object, index: int, *, assumes_apis: bool = False) -> None:
        self.tree = tree
        self.index = index
        self._assumes_apis = assumes_apis
        self.name = text_at(tree, "metadata", "name")
        self._free: dict[str, Quantity | None] = {}

    @cached_property
    def is_deleting(self) -> bool:
        return bool(lookup(self.tree, "metadata", "deletionTimestamp"))

    def offers(self, api_version: str, kind: str) -> bool:
        """Whether ``status.apiEnablements`` lists the kind."""
        if self._assumes_apis and not self.lists_apis:
            return True
        return any(
            resource.get("kind") == kind
            for group in maps_in(self.tree, "status", "apiEnablements")
            if group.get("groupVersion") == api_version
            for resource in maps_in(group, "resources")
        )

    @cached_property
    def lists_apis(self) -> bool:
        """Whether the cluster reports any API."""
        return bool(maps_in(self.tree, "status", "apiEnablements"))

    @cached_property
    def lists_all_apis(self) -> bool:
        """Whether the condition CompleteAPIEnablements is True."""
        return any(
            condition.get("type") == "CompleteAPIEnablements" and condition.get("status") == "True"
            for condition in maps_in(self.tree, "status", "conditions")
        )

    @cached_property
    def taints(self) -> tuple[Taint, ...]:
        """Taints that keep new workloads away."""
        taints = maps_in(self.tree, "spec", "taints")
        return tuple(Taint.of(taint) for taint in taints if taint.get("effect") in _REPELLING)

    @cached_property
    def summary(self) -> Object | None:
        """``status.resourceSummary``; ``None`` if the cluster reports none."""
        summary = lookup(self.tree, "status", "resourceSummary")
        return summary if isinstance(summary, dict) else None

    @cached_property
    def free_pods(self) -> int:
        """Pods that may still be made; 0 or less is none."""
        allocatable, allocated, allocating = (
            quantity_in(map_at(self.summary, part), "pods").value
            for part in ("allocatable", "allocated", "allocating")
        )
        return allocatable - allocated - allocating

    @cached_property
    def has_modelings(self) -> bool:
        return bool(maps_in(self.summary, "allocatableModelings"))

    def free(self, name: str) -> Quantity | None:
        """Allocatable less what is in use of a resource; ``None`` if it is not listed."""
        if name not in self._free:
            self._free[name] = _free(self.summary, name)
        return self._free[name]

    def free_amount(self, name: str) -> int:
        """As :meth:`free`, in the whole numbers that Karmada divides; 0 if not listed."""
        free = self.free(name)
        return amount_of(name, free) if free is not None and free.value > 0 else 0


class ClusterList:
    """Clusters of one fleet at one moment, with the answers that many decisions share.

    Everything kept here depends on the clusters and the version alone, so one list serves
    all bindings of a fleet. A changed cluster needs a new list (see :meth:`with_cluster`).
    """

    def __init__(
        self, trees: Iterable[Object], profile: Profile, *, assumes_apis: bool = False
    ) -> None:
        """``assumes_apis``: clusters that report no APIs, as in files, serve every kind."""
        self.profile = profile
        self._assumes_apis = assumes_apis
        self.facts = tuple(self._read(tree, index) for index, tree in enumerate(trees))
        self._answers: dict[str, Answers[object]] = {}
        self._shared: dict[str, object] = {}

    def _read(self, tree: Object, index: int) -> Facts:
        return Facts(tree, index, assumes_apis=self._assumes_apis)

    @cached_property
    def _by_name(self) -> dict[str, Facts]:
        return {facts.name: facts for facts in self.facts}

    def named(self, names: Iterable[str]) -> list[Facts]:
        """Clusters with one of these names; a name that is no cluster is passed over."""
        return [self._by_name[name] for name in names if name in self._by_name]

    def __len__(self) -> int:
        return len(self.facts)

    def answers(self, about: str, question: Json, ask: Callable[[Facts], V]) -> Answers[V]:
        """Answers to ``question`` by cluster, each asked for at most once.

        Args:
            about: what kind of question.
            question: everything the answer depends on beside the cluster, as a tree.
            ask: finds the answer for one cluster.
        """
        key = f"{about}:{encode(question)}"
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = Answers(self, ask)
        else:
            # What was carried over from another list must ask with this list's answers.
            known.asks_by(ask)
        return known  # type: ignore[return-value]

    def shared(self, about: str, question: Json, find: Callable[[], V]) -> V:
        """An answer about all clusters together, found once per question."""
        key = f"{about}:{encode(question)}"
        if key not in self._shared:
            self._shared[key] = find()
        return self._shared[key]  # type: ignore[return-value]

    def refusals_by(self, affinity: Json) -> Answers[str]:
        """Why ``affinity`` refuses a cluster; empty where it accepts it."""
        profile = self.profile
        return self.answers(
            "affinity", affinity, lambda facts: explain_affinity(facts.tree, affinity, profile)
        )

    def with_cluster(self, tree: Object) -> ClusterList:
        """The list with one cluster exchanged (found by its name), or added at the end.

        What was answered about the other clusters is kept.
        """
        name = text_at(tree, "metadata", "name")
        index = next((f.index for f in self.facts if f.name == name), len(self.facts))
        return self._changed(index, self._read(tree, index))

    def _changed(self, index: int, facts: Facts) -> ClusterList:
        fresh = ClusterList((), self.profile, assumes_apis=self._assumes_apis)
        fresh.facts = (*self.facts[:index], facts, *self.facts[index + 1 :])
        fresh._answers = {
            key: answers.without(index, fresh) for key, answers in self._answers.items()
        }
        return fresh


class Answers(Generic[V]):
    """Answers by cluster, found when first asked for."""

    def __init__(self, clusters: ClusterList, ask: Callable[[Facts], V]) -> None:
        self._ask = ask
        self._known: list[V | None] = [None] * len(clusters)

    def asks_by(self, ask: Callable[[Facts], V]) -> None:
        """Find answers that are not known yet by another function, equal in what it finds."""
        self._ask = ask

    def of(self, facts: Facts) -> V:
        known = self._known[facts.index]
        if known is None:
            known = self._known[facts.index] = self._ask(facts)
        return known

    def without(self, index: int, clusters: ClusterList) -> Answers[V]:
        """These answers for ``clusters``, which differ in the one at ``index``."""
        fresh = Answers(clusters, self._ask)
        fresh._known[: len(self._known)] = self._known
        fresh._known[index] = None
        return fresh


def quantity_in(listed: Mapping[str, object], name: str) -> Quantity:
    """The quantity under ``name``; zero where it is missing or null."""
    value = listed.get(name)
    return parse_quantity("0" if value is None else value)


def _free(summary: Object | None, name: str) -> Quantity | None:
    allocatable = map_at(summary, "allocatable")
    if name not in allocatable:
        return None
    free = quantity_in(allocatable, name)
    for part in ("allocated", "allocating"):
        used = map_at(summary, part)
        if name in used:
            free = free - quantity_in(used, name)
    return free
