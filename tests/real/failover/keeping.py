"""What watches saw, cut down to what is read of it: small enough to be kept for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tests.real.failover.observed import LABEL, OWNER, Object, Sighting
from workbench.karmada.failover.eviction import items, section

_SPEC = ("taints", "clusters", "gracefulEvictionTasks")
_CONDITIONS = ("Ready", "Scheduled")


def written(
    sightings: Iterable[Sighting], subjects: tuple[tuple[str, str], ...], zero: float
) -> dict[str, Any]:
    """As plain values, times from ``zero`` on; what says nothing new of the subjects left out."""
    rows = [
        [round(s.time - zero, 3), s.place, s.kind, list(s.key), s.tree]
        for s in _news(sightings, subjects)
    ]
    return {"subjects": [list(subject) for subject in subjects], "sightings": rows}


def read(told: dict[str, Any]) -> tuple[list[Sighting], tuple[tuple[str, str], ...]]:
    """What :func:`written` wrote: sightings by time, and subjects."""
    sightings = [
        Sighting(time, place, kind, (space, name), tree)
        for time, place, kind, (space, name), tree in told["sightings"]
    ]
    return sightings, tuple((kind, name) for kind, name in told["subjects"])


def _news(
    sightings: Iterable[Sighting], subjects: tuple[tuple[str, str], ...]
) -> Iterator[Sighting]:
    last: dict[tuple[str, str, tuple[str, str]], Object | None] = {}
    for sighting in sightings:
        key = (sighting.place, sighting.kind, sighting.key)
        if not _concerns(sighting, subjects) and last.get(key) is None:
            continue
        tree = None if sighting.tree is None else _trimmed(sighting.kind, sighting.tree)
        if key not in last or last[key] != tree:
            last[key] = tree
            yield Sighting(sighting.time, sighting.place, sighting.kind, sighting.key, tree)


def _concerns(sighting: Sighting, subjects: tuple[tuple[str, str], ...]) -> bool:
    bindings = [f"{name}-{kind.lower()}" for kind, name in subjects]
    if sighting.kind == "Work":
        metadata = section(sighting.tree, "metadata")
        return section(metadata, "annotations").get(OWNER) in bindings
    if sighting.kind == "ResourceBinding":
        return sighting.key[1] in bindings
    return sighting.kind == "Cluster" or (sighting.kind, sighting.key[1]) in subjects


def _trimmed(kind: str, tree: Object) -> Object:
    kept: Object = {"metadata": _metadata(section(tree, "metadata"))}
    if kind in ("Cluster", "ResourceBinding"):
        spec, status = section(tree, "spec"), section(tree, "status")
        kept["spec"] = {name: spec[name] for name in _SPEC if spec.get(name)}
        kept["status"] = {
            "conditions": [
                {name: condition.get(name) for name in ("type", "status")}
                for condition in items(status, "conditions")
                if condition.get("type") in _CONDITIONS
            ],
            "aggregatedStatus": [
                {name: item.get(name) for name in ("clusterName", "health")}
                for item in items(status, "aggregatedStatus")
            ],
        }
    return kept


def _metadata(metadata: Object) -> Object:
    kept: Object = {}
    if metadata.get("deletionTimestamp"):
        kept["deletionTimestamp"] = metadata["deletionTimestamp"]
    for field, name in (("labels", LABEL), ("annotations", OWNER)):
        if name in section(metadata, field):
            kept[field] = {name: metadata[field][name]}
    return kept
