"""Passes of the scheduler over many bindings: those that ask for the same are decided once."""

from __future__ import annotations

from dataclasses import replace

from workbench.karmada.scheduling.binding_pass import Pass, run_pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.karmada.scheduling.placement_text import APPLIED_PLACEMENT
from workbench.karmada.scheduling.pods import map_at, text_at
from workbench.karmada.scheduling.request import Options
from workbench.model.go_json import encode
from workbench.model.tree import Json, Object

_IN_RESOURCE = ("apiVersion", "kind", "uid")
# What the scheduler never reads of a spec, or what is compared by identity instead.
_APART = ("resource", "clusters", "placement", "requiredBy")


class SharedPasses:
    """The scheduler over the bindings of one fleet.

    Results of equal requests share their list of targets, so that a thousand objects in a
    thousand clusters need the memory of one list for each placement.
    """

    def __init__(self, clusters: ClusterList, options: Options | None = None) -> None:
        self.clusters = clusters
        self._options = options
        self._known: dict[str, Pass] = {}
        self._placements: dict[int, tuple[Json, str]] = {}
        self._lists: dict[int, Json] = {}
        self._results: dict[tuple[tuple[str, int], ...], Json] = {}

    def run(self, binding: Object, now: str) -> Pass:
        """As :func:`workbench.karmada.scheduling.binding_pass.run_pass`."""
        key = self._key(binding, now)
        known = self._known.get(key)
        if known is None:
            done = run_pass(self.clusters, binding, now, self._options)
            known = self._known[key] = self._with_one_list(done)
            return known
        return replace(known, binding=_grafted(binding, known))

    def _with_one_list(self, done: Pass) -> Pass:
        """The pass, with the very list that another pass with equal targets has written."""
        targets = map_at(done.binding, "spec").get("clusters")
        if not done.is_patched or not isinstance(targets, list):
            return done
        content = tuple((t["name"], t.get("replicas", 0)) for t in targets)
        shared = self._results.setdefault(content, targets)
        if shared is targets:
            return done
        spec = {**done.binding["spec"], "clusters": shared}
        return replace(done, binding={**done.binding, "spec": spec})

    def _key(self, binding: Object, now: str) -> str:
        spec, resource = map_at(binding, "spec"), map_at(binding, "spec", "resource")
        targets = spec.get("clusters")
        if targets is not None:
            self._lists[id(targets)] = targets
        parts = (
            now, [resource.get(name) for name in _IN_RESOURCE],
            {name: value for name, value in spec.items() if name not in _APART},
            id(targets) if targets is not None else 0, map_at(binding, "status"),
            text_at(binding, "metadata", "annotations", APPLIED_PLACEMENT),
            map_at(binding, "metadata").get("generation"),
            text_at(binding, "metadata", "deletionTimestamp"),
        )
        return encode(list(parts)) + self._placement(spec.get("placement"))

    def _placement(self, placement: Json) -> str:
        """The placement as text; a policy's is the same object in all of its bindings."""
        known = self._placements.get(id(placement))
        if known is None:
            known = self._placements[id(placement)] = (placement, encode(placement))
        return known[1]


def _grafted(binding: Object, known: Pass) -> Object:
    """``binding`` with what the scheduler wrote in a pass over one that asks for the same."""
    written = known.binding
    result = {**binding, "status": written["status"]} if "status" in written else dict(binding)
    if not known.is_patched:
        return result
    spec = {name: value for name, value in map_at(binding, "spec").items() if name != "clusters"}
    if "clusters" in written["spec"]:
        spec["clusters"] = written["spec"]["clusters"]
    metadata = map_at(binding, "metadata")
    applied = text_at(written, "metadata", "annotations", APPLIED_PLACEMENT)
    annotations = {**map_at(metadata, "annotations"), APPLIED_PLACEMENT: applied}
    return {**result, "metadata": {**metadata, "annotations": annotations}, "spec": spec}
