"""The objects of a Karmada API server, as controllers see them.

:class:`Store` is what the controllers of this package need; a simulator brings its own and
learns of every write. :class:`ObjectStore` is the plain one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from workbench.karmada.work.keys import CRB_ID, RB_ID
from workbench.karmada.work.object_keys import ObjectKey, object_key
from workbench.karmada.work.storage import NewId
from workbench.model.identity import ObjectId
from workbench.model.timestamps import format_time
from workbench.model.tree import Object, lookup, replaced

_IDS = {"ResourceBinding": RB_ID, "ClusterResourceBinding": CRB_ID}


class Store(Protocol):
    """An API server's objects. Trees are shared: nobody changes one in place."""

    def get(self, key: ObjectKey) -> Object | None:
        """The object, or ``None``."""

    def of_kind(self, group: str, kind: str) -> Iterable[Object]:
        """All objects of a kind."""

    def put(self, tree: Object) -> Object:
        """Create or replace an object; what is stored, webhooks included."""

    def delete(self, key: ObjectKey) -> None:
        """Ask for deletion: an object with finalizers stays, with a deletion time."""


class ObjectStore:
    """Objects in memory.

    Attributes:
        objects: by group, kind, namespace and name.
        now: seconds since 1970, for deletion times.
    """

    def __init__(self, objects: Iterable[Object], new_id: NewId, now: float = 0.0) -> None:
        self.objects = {object_key(ObjectId.of(tree)): tree for tree in objects}
        self.now = now
        self._new_id = new_id

    def get(self, key: ObjectKey) -> Object | None:
        return self.objects.get(key)

    def of_kind(self, group: str, kind: str) -> Iterator[Object]:
        return (tree for key, tree in list(self.objects.items()) if key[:2] == (group, kind))

    def put(self, tree: Object) -> Object:
        tree = with_binding_id(tree, self._new_id)
        key = object_key(ObjectId.of(tree))
        if is_finished(tree):
            self.objects.pop(key, None)
        else:
            self.objects[key] = tree
        return tree

    def delete(self, key: ObjectKey) -> None:
        tree = self.objects.get(key)
        if tree is None:
            return
        if not lookup(tree, "metadata", "finalizers"):
            del self.objects[key]
        elif not lookup(tree, "metadata", "deletionTimestamp"):
            path = ("metadata", "deletionTimestamp")
            self.objects[key] = replaced(tree, path, format_time(self.now))


def is_finished(tree: Object) -> bool:
    """Whether an object that is being deleted has lost its last finalizer."""
    metadata = tree.get("metadata") or {}
    return bool(metadata.get("deletionTimestamp")) and not metadata.get("finalizers")


def with_binding_id(tree: Object, new_id: NewId) -> Object:
    """What the webhook of bindings does on every write: an id where there is none.

    Follows pkg/webhook/{resourcebinding,clusterresourcebinding}/mutating.go (v1.12.0, v1.18.2).
    """
    key = _IDS.get(tree.get("kind", ""))
    if key is None or lookup(tree, "metadata", "labels", key):
        return tree
    labels = {**(lookup(tree, "metadata", "labels") or {}), key: new_id(tree)}
    return replaced(tree, ("metadata", "labels"), labels)  # type: ignore[no-any-return]
