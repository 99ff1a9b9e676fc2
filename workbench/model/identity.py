"""Who an object is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.tree import Json, lookup


@dataclass(frozen=True, slots=True, order=True)
class ObjectId:
    """Identity of a Kubernetes object. ``namespace`` is empty for cluster-scoped objects.

    Orders by kind, namespace, name and only then apiVersion: the order of every listing.
    """

    kind: str
    namespace: str
    name: str
    api_version: str = ""

    @classmethod
    def of(cls, tree: Json) -> ObjectId:
        """Identity of an object tree; parts that are absent or no text are empty."""

        def text(*path: str) -> str:
            value = lookup(tree, *path)
            return value if isinstance(value, str) else ""

        return cls(
            text("kind"), text("metadata", "namespace"), text("metadata", "name"),
            text("apiVersion"),
        )

    @property
    def group(self) -> str:
        """API group, empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def path(self) -> str:
        """``namespace/name``, or just the name of a cluster-scoped object."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"
