"""Member clusters as a fleet shows them: their objects, versions, kinds and readiness."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.profile import Profile
from workbench.karmada.work.member_objects import MemberObjects, SimulatedMember
from workbench.karmada.work.release import is_ready
from workbench.model.snapshot import Snapshot
from workbench.model.tree import Json, Object, lookup

CRD_GROUP = "apiextensions.k8s.io"


@dataclass(frozen=True, slots=True)
class Kubernetes:
    """A member's version; ``is_assumed`` where the fleet does not say, and the stack's stands."""

    version: str
    is_assumed: bool


class FleetMember(SimulatedMember):
    """A member with the objects found there, and the resources that its Cluster lists."""

    def __init__(
        self, objects: tuple[Object, ...], resources: Mapping[tuple[str, str], str],
        *, lists_all: bool,
    ) -> None:
        super().__init__(objects)
        self._resources = resources
        self._lists_all = lists_all

    @property
    def served(self) -> tuple[frozenset[tuple[tuple[str, str], str]], bool]:
        """The resources that its Cluster lists, and whether those are all."""
        return frozenset(self._resources.items()), self._lists_all

    def resource_of(self, api_version: str, kind: str) -> str | None:
        """As the Cluster lists it; guessed where it lists nothing, ``None`` if it lists all."""
        listed = self._resources.get((api_version, kind))
        if listed is not None or self._lists_all:
            return listed
        return super().resource_of(api_version, kind)


class Members:
    """The members of a fleet.

    Attributes:
        clusters: Cluster objects by name.
    """

    def __init__(
        self, snapshot: Snapshot, clusters: Mapping[str, Object], profile: Profile
    ) -> None:
        self._snapshot = snapshot
        self.clusters = clusters
        self._profile = profile
        self._known: dict[str, tuple[FleetMember, MemberObjects]] = {}
        self._likenesses: dict[str, int] = {}
        self._alike: dict[Hashable, int] = {}

    def has_objects(self, name: str) -> bool:
        """Whether the fleet holds any object of the member: else nothing is known to be there."""
        return name in self._snapshot.members

    def member(self, name: str) -> FleetMember:
        """The member as the execution controller meets it, with just what the fleet shows."""
        if name not in self._known:
            objects = tuple(item.object for item in self._snapshot.members.get(name, ()))
            resources = dict(_resources(self.clusters.get(name)))
            is_whole = _condition(self.clusters.get(name), "CompleteAPIEnablements") == "True"
            made = FleetMember(objects, resources, lists_all=is_whole and bool(resources))
            self._known[name] = made, made.state
        member, state = self._known[name]
        member.state = state
        return member

    def likeness(self, name: str) -> int:
        """Equal for clusters that differ in nothing but their names and the objects they hold."""
        if name not in self._likenesses:
            traits = self.traits(name)
            self._likenesses[name] = self._alike.setdefault(traits, len(self._alike))
        return self._likenesses[name]

    def traits(self, name: str) -> Hashable:
        """All that tells a cluster from others, but for its name and the objects it holds."""
        cluster, is_assumed_ready = self.cluster(name)
        ready = cluster is not None and is_ready(cluster)
        member = self.member(name)
        definitions = tuple(map(id, self.definitions(name)))
        return (
            cluster is None, ready, is_assumed_ready, self.has_objects(name), member.served,
            self.kubernetes(name), definitions,
        )

    def kubernetes(self, name: str) -> Kubernetes:
        """The member's Kubernetes version."""
        version = text_at(self.clusters.get(name) or {}, "status", "kubernetesVersion")
        if version:
            return Kubernetes(version, False)
        return Kubernetes(self._profile.kubernetes, True)

    def cluster(self, name: str) -> tuple[Object | None, bool]:
        """The Cluster object, and whether it had to be taken for ready: it does not say."""
        tree = self.clusters.get(name)
        if tree is None:
            return None, False
        conditions = _conditions(tree)
        is_assumed = not _condition(tree, "Ready")
        if is_assumed:
            conditions.append({"type": "Ready", "status": "True"})
        status = lookup(tree, "status")
        status = status if isinstance(status, dict) else {}
        return {**tree, "status": {**status, "conditions": conditions}}, is_assumed

    @cached_property
    def _shared_definitions(self) -> tuple[Object, ...]:
        return tuple(i.object for i in self._snapshot.templates if _is_definition(i.object))

    def definitions(self, name: str) -> tuple[Object, ...]:
        """CustomResourceDefinitions: the control plane's, then the member's own."""
        own = self._snapshot.members.get(name, ())
        return (*self._shared_definitions, *(i.object for i in own if _is_definition(i.object)))


def _is_definition(tree: Object) -> bool:
    group = text_at(tree, "apiVersion").rpartition("/")[0]
    return group == CRD_GROUP and text_at(tree, "kind") == "CustomResourceDefinition"


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _conditions(tree: Object | None) -> list[Json]:
    return [c for c in _list(lookup(tree, "status", "conditions")) if isinstance(c, dict)]


def _condition(tree: Object | None, name: str) -> str:
    found = (c.get("status") for c in _conditions(tree) if c.get("type") == name)
    return str(next(found, None) or "")


def _resources(tree: Object | None) -> Iterator[tuple[tuple[str, str], str]]:
    """``(apiVersion, kind)`` and the resource with its group, for all that the Cluster lists."""
    for entry in _list(lookup(tree, "status", "apiEnablements")):
        version = lookup(entry, "groupVersion")
        for resource in _list(lookup(entry, "resources")):
            kind, name = lookup(resource, "kind"), lookup(resource, "name")
            if all(isinstance(text, str) for text in (version, kind, name)):
                group = version.rpartition("/")[0]
                yield (version, kind), f"{name}.{group}" if group else name
