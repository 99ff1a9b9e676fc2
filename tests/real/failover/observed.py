"""From what watches saw to facts, one set for each moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.real.failover.marks import Fact, Facts
from workbench.karmada.failover.eviction import items, section

Object = dict[str, Any]
SPACE_OF_WORKS = "karmada-es-"
LABEL = "application.karmada.io/failover-jobid"
OWNER = "resourcebinding.karmada.io/name"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An object as a watch saw it.

    Attributes:
        time: seconds, of a clock of the observer's.
        place: ``karmada`` or a member.
        kind: the object's.
        key: namespace and name.
        tree: the object; ``None`` once it is gone.
    """

    time: float
    place: str
    kind: str
    key: tuple[str, str]
    tree: Object | None


@dataclass(slots=True)
class Scene:
    """Everything that was seen last, of these subjects (``(kind, name)``)."""

    subjects: tuple[tuple[str, str], ...]
    seen: dict[tuple[str, str, tuple[str, str]], Object] = field(default_factory=dict)

    def take(self, sighting: Sighting) -> None:
        """Adds a sighting."""
        key = (sighting.place, sighting.kind, sighting.key)
        if sighting.tree is None:
            self.seen.pop(key, None)
        else:
            self.seen[key] = sighting.tree

    def facts(self) -> Facts:
        """What holds now."""
        return frozenset(self._facts())

    def _facts(self) -> Iterator[Fact]:
        bindings = {f"{name}-{kind.lower()}": name for kind, name in self.subjects}
        for (place, kind, (space, name)), tree in self.seen.items():
            if kind == "Cluster":
                yield from _of_cluster(name, tree)
            elif kind == "ResourceBinding" and name in bindings:
                yield from _of_binding(bindings[name], tree)
            elif kind == "Work":
                owner = section(section(tree, "metadata"), "annotations").get(OWNER, "")
                if owner in bindings:
                    cluster = space.removeprefix(SPACE_OF_WORKS)
                    yield Fact("work", cluster, bindings[owner])
            elif place != "karmada" and (kind, name) in self.subjects:
                yield from _of_object(place, name, tree)


def _of_cluster(name: str, tree: Object) -> Iterator[Fact]:
    ready = [c for c in items(section(tree, "status"), "conditions") if c.get("type") == "Ready"]
    if ready and ready[0].get("status") != "True":
        yield Fact("not ready", name)
    taints = items(section(tree, "spec"), "taints")
    if any(taint.get("effect") == "NoExecute" for taint in taints):
        yield Fact("tainted", name)


def _of_binding(subject: str, tree: Object) -> Iterator[Fact]:
    spec, status = section(tree, "spec"), section(tree, "status")
    for target in items(spec, "clusters"):
        yield Fact("target", target["name"], subject)
    for task in items(spec, "gracefulEvictionTasks"):
        yield Fact("task", task["fromCluster"], subject)
    for condition in items(status, "conditions"):
        if condition.get("type") == "Scheduled" and condition.get("status") == "False":
            yield Fact("no cluster", "", subject)
    for item in items(status, "aggregatedStatus"):
        health = item.get("health")
        if health in ("Healthy", "Unhealthy"):
            yield Fact(health.lower(), item["clusterName"], subject)


def _of_object(cluster: str, subject: str, tree: Object) -> Iterator[Fact]:
    metadata = section(tree, "metadata")
    if metadata.get("deletionTimestamp"):
        return
    yield Fact("object", cluster, subject)
    if LABEL in section(metadata, "labels"):
        yield Fact("label", cluster, subject)


def moments(
    sightings: Iterable[Sighting], subjects: tuple[tuple[str, str], ...], zero: float
) -> Iterator[tuple[float, Facts]]:
    """Facts after each sighting that changed them, with seconds since ``zero``."""
    scene, last = Scene(subjects), frozenset[Fact]()
    for sighting in sightings:
        scene.take(sighting)
        facts = scene.facts()
        if facts != last:
            yield sighting.time - zero, facts
            last = facts
