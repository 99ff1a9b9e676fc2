"""Values of a propagation policy that a person can turn: weights, groups, clusters, priority."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.model.text import visible_line
from workbench.model.tree import Json, Object, Path
from workbench.session.overrides.knobs import Knob

_PLACEMENT: Path = ("spec", "placement")
_WEIGHTS: Path = (*_PLACEMENT, "replicaScheduling", "weightPreference", "staticWeightList")


def knobs(policy: Object) -> tuple[Knob, ...]:
    """Every knob of a propagation policy, in the order in which the fields take effect."""
    placement = map_at(policy, "spec", "placement")
    affinity = map_at(placement, "clusterAffinity")
    found = [*_clusters(affinity, (*_PLACEMENT, "clusterAffinity"), "clusters")]
    for index, term in enumerate(maps_in(placement, "clusterAffinities")):
        name = f"group {term.get('affinityName') or index}"
        found += _clusters(term, (*_PLACEMENT, "clusterAffinities", index), name)
    for index, entry in enumerate(maps_in(placement, "spreadConstraints")):
        path = (*_PLACEMENT, "spreadConstraints", index)
        for field in ("minGroups", "maxGroups"):
            found += _integer(entry, (*path, field), f"{entry.get('spreadByField')} {field}")
    for index, rule in enumerate(maps_in(policy, *_WEIGHTS)):
        names = map_at(rule, "targetCluster").get("clusterNames")
        who = ", ".join(map(str, names)) if isinstance(names, list) else f"rule {index}"
        found += _integer(rule, (*_WEIGHTS, index, "weight"), f"weight of {who}")
    found += _integer(map_at(policy, "spec"), ("spec", "priority"), "priority")
    return tuple(found)


def _clusters(affinity: Object, path: Path, name: str) -> Iterator[Knob]:
    listed: Json = affinity.get("clusterNames")
    if isinstance(listed, list):
        yield Knob((*path, "clusterNames"), visible_line(name), "clusters", list(listed))


def _integer(owner: Object, path: Path, label: str) -> Iterator[Knob]:
    value = owner.get(str(path[-1]))
    if isinstance(value, int) and not isinstance(value, bool):
        yield Knob(path, visible_line(label), "integer", value)
