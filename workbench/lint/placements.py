"""Objects that reach no cluster, not all of them, or arrive without what they need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workbench.karmada.nowhere import why_nowhere
from workbench.karmada.policies.bindings import binding_name
from workbench.karmada.preview import Preview
from workbench.karmada.scheduling.decision import Decision
from workbench.karmada.scheduling.pods import map_at, maps_in
from workbench.karmada.scheduling.request import Request
from workbench.lint.inspection import Inspection
from workbench.lint.rule import Rule, Sighting
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object, Path

_PLACEMENT: Path = ("spec", "placement")


def _decided(inspection: Inspection, template: Item) -> tuple[Item, Decision, Object] | None:
    """The policy that claims an object, the decision, and the binding it was taken for.

    ``None`` where nobody decides, and for clusters that are made up.
    """
    preview = inspection.preview
    if preview.are_clusters_imagined or preview.everywhere:
        return None
    own = preview.placement.own(template)
    winner, done = own.claim.winner, own.scheduled
    item = preview.placement.propagation.item(winner) if winner else None
    if item is None or done is None or done.decision is None:
        return None
    return item, done.decision, done.binding


def _unsatisfiable(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    found = _decided(inspection, template)
    if found is None or found[1].failure is None or _is_assumed(inspection, template):
        return
    item, decision, binding = found
    is_spread = decision.failure is not None and decision.failure.kind == "Error" and maps_in(
        binding, "spec", "placement", "spreadConstraints")
    if is_spread:
        what = f"nobody can satisfy it: {why_nowhere(decision, binding)}"
        yield Sighting(item, (*_PLACEMENT, "spreadConstraints"), what, template.id,
                       advice="lower minGroups, set maxGroups, or let more clusters in")
    else:
        what = f"the object goes nowhere: {why_nowhere(decision, binding)}"
        yield Sighting(item, _PLACEMENT, what, template.id,
                       advice="what runs there already would be deleted where no cluster fits")


def _only(inspection: Inspection, template: Item, *, spread: bool) -> Iterator[Sighting]:
    for sighting in _unsatisfiable(inspection, template):
        if (sighting.path[-1] == "spreadConstraints") == spread:
            yield sighting


def _spread(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    return _only(inspection, template, spread=True)


def _nowhere(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    return _only(inspection, template, spread=False)


def _is_assumed(inspection: Inspection, template: Item) -> bool:
    return inspection.preview.placement.own(template).origin == "assumed"


def _untolerated(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    """Clusters that nothing but a taint keeps away."""
    found = _decided(inspection, template)
    if found is None:
        return
    item, decision, binding = found
    affinity = map_at(binding, "spec", "placement", "clusterAffinity")
    named = set(affinity.get("clusterNames") or ())
    for verdict in decision.verdicts:
        if [refusal.plugin for refusal in verdict.refusals] != ["TaintToleration"]:
            continue
        what = f"{verdict.cluster} is left out: {verdict.refusals[0].because}"
        yield Sighting(
            item, _PLACEMENT, what, template.id, (verdict.cluster,),
            advice="add a clusterToleration, if the object is meant to run there",
            severity=None if verdict.cluster in named else "info",
        )


def _dropped(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    """Clusters that are selected and have no static weight."""
    found = _decided(inspection, template)
    if found is None or found[1].selected is None:
        return
    item, decision, binding = found
    if Request.of(binding, inspection.profile).strategy != "StaticWeight":
        return
    shared = {share.cluster for step in decision.division for share in step.shares}
    dropped = tuple(name for name in decision.selected or () if name not in shared)
    if dropped and shared:
        yield Sighting(
            item, (*_PLACEMENT, "replicaScheduling", "weightPreference"),
            "clusters that the affinity lets in have no weight and get nothing", template.id,
            dropped, advice="add a weight for them, or leave them out of the affinity",
        )


def _left_behind(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    preview = inspection.preview
    placement = preview.placement
    if not placement.knows_policies or preview.everywhere or preview.are_clusters_imagined:
        return
    own = placement.own(template)
    item = placement.propagation.item(own.claim.winner) if own.claim.winner else None
    goes = placement.of(template).targets.clusters
    for need in placement.needs_of(template) if item and goes else ():
        if need.found is None or item is None:
            continue
        has = set(placement.of(preview.snapshot.by_id[need.found]).targets.clusters)
        missing = tuple(name for name in goes if name not in has)
        if missing:
            what = f"{need.found} stays behind, and {template.id.name} needs it"
            yield Sighting(item, ("spec",), what, template.id, missing,
                           advice="set propagateDeps: true, or select it too")


def _collision(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    """Objects whose bindings have one name: a kind counts there without its group."""
    key = template.id
    others = _by_binding(inspection.preview).get((key.namespace, _binding(key)), ())
    for other in others:
        if other.id != key:
            what = (
                f"its binding is called {_binding(key)}, and so is that of {other.id} "
                f"({other.id.api_version or 'no apiVersion'})"
            )
            yield Sighting(template, ("metadata", "name"), what, key,
                           advice="rename one of the two: each takes the binding from the other")


def _binding(key: ObjectId) -> str:
    return binding_name(key.kind, key.name)


@lru_cache(maxsize=2)
def _by_binding(preview: Preview) -> dict[tuple[str, str], list[Item]]:
    """Objects that somebody claims, by namespace and name of their binding."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in preview.templates:
        if preview.placement.own(item).claim.winner is not None:
            found.setdefault((item.id.namespace, _binding(item.id)), []).append(item)
    return found


RULES = (
    Rule(
        "no-fit", "error", "A claimed object fits no cluster",
        "Every cluster is refused by a filter: the API is missing, the affinity or a field does "
        "not fit, a taint is not tolerated. Karmada then empties the placement, and what runs "
        "is deleted.",
        check_object=_nowhere,
    ),
    Rule(
        "spread-unsatisfiable", "error", "Nobody can satisfy the spread constraints",
        "Fewer groups fit than minGroups asks for, maxGroups is missing (which means zero), or "
        "only a field is given that the scheduler does not choose by. Nothing is placed.",
        check_object=_spread,
    ),
    Rule(
        "untolerated-taint", "warning", "A taint keeps an object from a cluster",
        "The cluster fits but for a taint that no clusterToleration of the policy bears. For a "
        "cluster that the policy names, that is hardly meant.",
        check_object=_untolerated,
    ),
    Rule(
        "weight-missing", "warning", "Static weights drop a cluster",
        "Where some rule of staticWeightList matches a cluster, those that no rule matches get "
        "no replicas at all, although the affinity lets them in.",
        check_object=_dropped,
    ),
    Rule(
        "left-behind", "warning", "What an object needs does not go where it goes",
        "The object refers to a ConfigMap, Secret, claim or account of the fleet that is not "
        "placed in all of its clusters. Without propagateDeps, nothing follows by itself.",
        check_object=_left_behind,
    ),
    Rule(
        "binding-collision", "error", "Two objects share a binding",
        "A binding is named after name and kind in small letters, without the API group, and "
        "a colon becomes a dot. Two objects with one binding take it from each other for ever.",
        check_object=_collision,
    ),
)
