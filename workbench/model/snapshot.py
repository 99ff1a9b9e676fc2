"""A fleet at one moment: every object that was read, where it stands, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from workbench.model.errors import Place, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, Path

POLICY_GROUP = "policy.karmada.io"
CLUSTER_GROUP = "cluster.karmada.io"
WORK_GROUP = "work.karmada.io"
CONFIG_GROUP = "config.karmada.io"


class Source(Protocol):
    """Where an object came from."""

    def place(self, path: Path = ()) -> Place:
        """Where ``path`` of the object stands; the nearest place known if it does not exist."""
        ...

    @property
    def text(self) -> str:
        """The document as it was written; empty where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class NoSource:
    """Source of an object that nobody wrote to a file."""

    name: str = "(what if)"
    text: str = ""

    def place(self, path: Path = ()) -> Place:
        return Place(self.name)


@dataclass(frozen=True, slots=True)
class Item:
    """An object of the fleet.

    Attributes:
        object: the tree, as the API server would hand it out (numbers normalised).
        id: its identity.
        source: where it was read.
        member: name of the member cluster that it was found in; empty for the control plane.
    """

    object: Object
    id: ObjectId
    source: Source = field(default_factory=NoSource, compare=False)
    member: str = ""

    @classmethod
    def of(cls, tree: Object, source: Source | None = None, member: str = "") -> Item:
        return cls(tree, ObjectId.of(tree), source or NoSource(), member)


@dataclass(frozen=True)
class Snapshot:
    """Everything that was read, immutable.

    Attributes:
        name: what to call this fleet (a path, ``sample:shop``, a context).
        items: every object, in reading order.
        problems: what could not be read; not empty means the fleet is incomplete.
    """

    name: str
    items: tuple[Item, ...] = ()
    problems: tuple[WorkbenchError, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.problems

    def _select(self, group: str, *kinds: str) -> tuple[Item, ...]:
        return tuple(
            item
            for item in self.items
            if not item.member and item.id.group == group and item.id.kind in kinds
        )

    @cached_property
    def clusters(self) -> tuple[Item, ...]:
        """Cluster objects, by name."""
        return tuple(sorted(self._select(CLUSTER_GROUP, "Cluster"), key=lambda i: i.id.name))

    @cached_property
    def override_policies(self) -> tuple[Item, ...]:
        return self._select(POLICY_GROUP, "OverridePolicy")

    @cached_property
    def cluster_override_policies(self) -> tuple[Item, ...]:
        return self._select(POLICY_GROUP, "ClusterOverridePolicy")

    @cached_property
    def propagation_policies(self) -> tuple[Item, ...]:
        """PropagationPolicies and ClusterPropagationPolicies."""
        return self._select(POLICY_GROUP, "PropagationPolicy", "ClusterPropagationPolicy")

    @cached_property
    def bindings(self) -> tuple[Item, ...]:
        """ResourceBindings and ClusterResourceBindings."""
        return self._select(WORK_GROUP, "ResourceBinding", "ClusterResourceBinding")

    @cached_property
    def works(self) -> tuple[Item, ...]:
        return self._select(WORK_GROUP, "Work")

    @cached_property
    def templates(self) -> tuple[Item, ...]:
        """Objects that Karmada would propagate: no Karmada API, no member's own; by identity."""
        own = (POLICY_GROUP, CLUSTER_GROUP, WORK_GROUP, CONFIG_GROUP)
        rows = [
            item
            for item in self.items
            if not item.member
            and item.id.group not in own
            and not item.id.group.endswith(".karmada.io")
        ]
        return tuple(sorted(rows, key=lambda item: item.id))

    @cached_property
    def members(self) -> dict[str, tuple[Item, ...]]:
        """Objects found in member clusters, by cluster name."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            if item.member:
                found.setdefault(item.member, []).append(item)
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def by_id(self) -> dict[ObjectId, Item]:
        """Control-plane objects by identity."""
        return {item.id: item for item in self.items if not item.member}

    def replacing(self, items: Iterable[Item], gone: Iterable[ObjectId] = ()) -> Snapshot:
        """This fleet with ``items`` added, or put in place of those of the same identity."""
        fresh = {item.id: item for item in items}
        dropped = set(gone)
        kept = []
        for item in self.items:
            if item.member or (item.id not in dropped and item.id not in fresh):
                kept.append(item)
            elif item.id in fresh:
                kept.append(fresh.pop(item.id))
        return Snapshot(self.name, (*kept, *fresh.values()), self.problems)
