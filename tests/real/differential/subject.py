"""The fleet that is created for real: what was read, and what it lacks to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.fleets.files import load
from workbench.fleets.samples import PREFIX
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot

Object = dict[str, Any]
_API = "policy.karmada.io/v1alpha1"


@dataclass(frozen=True)
class Subject:
    """A fleet to be created.

    Attributes:
        name: what to call it.
        snapshot: clusters, namespaces, objects and policies.
        additions: what was added to what was read, in words.
    """

    name: str
    snapshot: Snapshot
    additions: tuple[str, ...] = ()


def read_fleet(path: str) -> Subject:
    """The fleet at ``path``, a folder, a file or the name of a sample.

    A fleet without propagation policies gets one for each namespace, to all clusters.
    """
    known = path if Path(path).exists() else f"{PREFIX}{path.removeprefix(PREFIX)}"
    snapshot = load([known])
    if snapshot.problems:
        raise SystemExit("\n".join(map(str, snapshot.problems)))
    return completed(path, snapshot)


def completed(name: str, snapshot: Snapshot) -> Subject:
    """The fleet with the namespaces and propagation policies that it lacks to run.

    Bindings of its own stay behind: Karmada makes them.
    """
    additions = []
    if snapshot.bindings:
        kept = tuple(item for item in snapshot.items if item not in snapshot.bindings)
        additions.append(f"{len(snapshot.bindings)} bindings fewer")
        snapshot = Snapshot(snapshot.name, kept)
    if spaces := tuple(_missing_namespaces(snapshot)):
        snapshot = snapshot.replacing(Item.of(_namespace(space)) for space in spaces)
        additions.append(f"{len(spaces)} namespaces")
    if not snapshot.propagation_policies:
        policies = list(_policies_to_everywhere(snapshot))
        snapshot = snapshot.replacing(Item.of(policy) for policy in policies)
        additions.append(f"{len(policies)} propagation policies, to every cluster")
    return Subject(name, snapshot, tuple(additions))


def _missing_namespaces(snapshot: Snapshot) -> Iterator[str]:
    there = {item.id.name for item in snapshot.items if item.id.kind == "Namespace"}
    wanted = {item.id.namespace for item in snapshot.items if item.id.namespace}
    yield from sorted(wanted - there - {"default"})


def _namespace(name: str) -> Object:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def _policies_to_everywhere(snapshot: Snapshot) -> Iterator[Object]:
    kinds: dict[str, set[tuple[str, str]]] = {}
    for item in snapshot.templates:
        if item.id.kind != "Namespace":
            kinds.setdefault(item.id.namespace, set()).add((item.id.api_version, item.id.kind))
    for namespace, selected in sorted(kinds.items()):
        where = {"namespace": namespace} if namespace else {}
        yield {
            "apiVersion": _API,
            "kind": "PropagationPolicy" if namespace else "ClusterPropagationPolicy",
            "metadata": {"name": "everything", **where},
            "spec": {
                "resourceSelectors": [
                    {"apiVersion": version, "kind": kind} for version, kind in sorted(selected)
                ],
                "placement": {},
            },
        }


def policies_of(snapshot: Snapshot) -> tuple[Item, ...]:
    """Every policy of the fleet that an API server is asked to store."""
    return (
        *snapshot.propagation_policies, *snapshot.cluster_override_policies,
        *snapshot.override_policies,
    )


def without(snapshot: Snapshot, gone: set[ObjectId]) -> Snapshot:
    """The fleet without these objects."""
    return snapshot.replacing((), gone)
