"""What is there: the objects of Karmada and of every member, at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from workbench.model.identity import ObjectId
from workbench.sandbox.api import ApiServer
from workbench.sandbox.errors import ApiError

Object = dict[str, Any]
MemberKey = tuple[str, ObjectId]
"""A cluster's name, and an object in it."""

_WORK = "work.karmada.io"
_KINDS = (
    ("work.karmada.io/v1alpha2", "ResourceBinding"),
    ("work.karmada.io/v1alpha2", "ClusterResourceBinding"),
    ("work.karmada.io/v1alpha1", "Work"),
    ("policy.karmada.io/v1alpha1", "PropagationPolicy"),
    ("policy.karmada.io/v1alpha1", "ClusterPropagationPolicy"),
    ("policy.karmada.io/v1alpha1", "OverridePolicy"),
    ("policy.karmada.io/v1alpha1", "ClusterOverridePolicy"),
    ("cluster.karmada.io/v1alpha1", "Cluster"),
)
_OWNED = "labelSelector=karmada.io%2Fmanaged%3Dtrue"


@dataclass(frozen=True)
class Observation:
    """What was found.

    Attributes:
        karmada: the objects of Karmada's API server, by identity.
        members: the objects that Karmada owns in members, by cluster and identity.
        events: those of Karmada's API server.
    """

    karmada: Mapping[ObjectId, Object]
    members: Mapping[MemberKey, Object]
    events: tuple[Object, ...]

    def of_kind(self, kind: str) -> list[Object]:
        return [tree for key, tree in self.karmada.items() if key.kind == kind]

    @property
    def works(self) -> dict[tuple[str, str], Object]:
        """By namespace and name."""
        return {
            (tree["metadata"]["namespace"], tree["metadata"]["name"]): tree
            for tree in self.of_kind("Work")
        }

    @property
    def bindings(self) -> dict[ObjectId, Object]:
        """By the template that they carry."""
        found = {}
        for tree in (*self.of_kind("ResourceBinding"), *self.of_kind("ClusterResourceBinding")):
            told = tree["spec"]["resource"]
            key = ObjectId(
                told["kind"], told.get("namespace", ""), told["name"], told["apiVersion"]
            )
            found[key] = tree
        return found

    def fingerprint(self) -> frozenset[tuple[str, str]]:
        """Changes as soon as a member's object or a Work's content does."""
        rows: set[tuple[str, str]] = set()
        for (cluster, key), tree in self.members.items():
            version = tree["metadata"].get("generation") or tree["metadata"]["resourceVersion"]
            rows.add((f"{cluster} {key}", str(version)))
        rows |= {(f"{key}", str(t["metadata"].get("generation"))) for key, t in
                 self.karmada.items() if key.group == _WORK}
        return frozenset(rows)


def observe(
    karmada: ApiServer, members: Mapping[str, ApiServer], kinds: Iterable[tuple[str, str]]
) -> Observation:
    """Lists everything.

    Args:
        members: API servers by the name of the cluster.
        kinds: apiVersion and kind of the templates.
    """
    kinds = tuple(kinds)

    def own(kind: tuple[str, str]) -> list[Object]:
        return list(listed(karmada, kind[0], kind[1]))

    def owned(asked: tuple[str, str, str]) -> list[tuple[MemberKey, Object]]:
        cluster, api_version, kind = asked
        trees = listed(members[cluster], api_version, kind, _OWNED)
        return [((cluster, ObjectId.of(tree)), tree) for tree in trees]

    with ThreadPoolExecutor(4) as pool:
        lists = pool.map(own, (*_KINDS, *kinds))
        rows = pool.map(owned, [(name, *kind) for name in members for kind in kinds])
        found = {ObjectId.of(tree): tree for trees in lists for tree in trees}
        there = dict(row for some in rows for row in some)
    return Observation(found, there, tuple(karmada.items("/api/v1/events")))


def listed(
    server: ApiServer, api_version: str, kind: str, query: str = ""
) -> Iterator[Object]:
    """All objects of a kind, in every namespace, each with its kind written in it.

    None of a kind that is not served.
    """
    sample = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "x"}}
    try:
        path = server.path_of(sample, named=False).replace("/namespaces/default/", "/")
    except ApiError as error:
        if error.status != 404:
            raise
        return
    for tree in server.items(f"{path}?{query}"):
        yield {**tree, "apiVersion": api_version, "kind": kind}
