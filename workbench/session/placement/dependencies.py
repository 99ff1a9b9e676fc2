"""What belongs to an object, whether it goes along, and what stays behind."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.placement import Placement
from workbench.karmada.scheduling.pods import map_at, maps_in, pod_template, text_at
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.tree import Object
from workbench.session.overrides.comparison import cluster_names
from workbench.session.placement.views import NeedRow
from workbench.session.views import Severity

_SELECTING = {"Service": ("spec", "selector"), "PodDisruptionBudget": ("spec", "selector")}


def need_rows(placement: Placement, template: Item) -> tuple[NeedRow, ...]:
    """What Karmada knows that the object needs; then what belongs to it and never follows."""
    goes = set(placement.of(template).targets.clusters)
    rows = [*_needs(placement, template, goes), *_belongings(placement, template, goes)]
    return tuple(rows)


def _needs(placement: Placement, template: Item, goes: set[str]) -> Iterator[NeedRow]:
    binding = placement.own(template).binding
    follows = map_at(binding, "spec").get("propagateDeps") is True
    for need in placement.needs_of(template):
        what = need.dependency
        name = what.name or f"of Service {what.service}"
        label = visible_line(f"{what.kind} {what.namespace}/{name}")
        why = "propagateDeps" if follows else "propagateDeps is false: it does not follow"
        if need.found is None:
            text = "not in the fleet that was read"
            yield NeedRow(label, "needs", why, "info", text)
            continue
        severity, text = _presence(placement, need.found, goes)
        yield NeedRow(label, "needs", why, severity, text, need.found)


def _presence(placement: Placement, key: ObjectId, goes: set[str]) -> tuple[Severity, str]:
    has = set(placement.of(placement.snapshot.by_id[key]).targets.clusters)
    missing = tuple(sorted(goes - has))
    if not goes:
        return "info", "the object itself goes nowhere"
    if not missing:
        return "info", "is in every cluster of the object"
    if len(missing) == len(goes):
        return "error", "stays behind: it is in none of the object's clusters"
    return "error", visible_line(f"stays behind in {cluster_names(missing)}")


def _belongings(placement: Placement, template: Item, goes: set[str]) -> Iterator[NeedRow]:
    for item, why in related(placement, template):
        severity, text = _presence(placement, item.id, goes)
        yield NeedRow(
            visible_line(str(item.id)), "belongs", why,
            "warning" if severity == "error" else "info", text, item.id,
        )


def related(placement: Placement, template: Item) -> Iterator[tuple[Item, str]]:
    """Objects that name or select a workload: no version of Karmada takes them along."""
    labels = map_at(pod_template(template.object), "metadata", "labels")
    for item in placement.snapshot.templates:
        if item.id.namespace != template.id.namespace or item.id == template.id:
            continue
        if labels and _selects(item.object, labels):
            yield item, "selects its pods"
        elif item.id.kind == "HorizontalPodAutoscaler" and _scales(item.object, template.id):
            yield item, "scales it"


def _selects(tree: Object, labels: Object) -> bool:
    path = _SELECTING.get(text_at(tree, "kind"))
    if path is None:
        return False
    selector = map_at(tree, *path)
    if text_at(tree, "kind") == "PodDisruptionBudget":
        if maps_in(selector, "matchExpressions"):
            return False
        selector = map_at(selector, "matchLabels")
    return bool(selector) and all(labels.get(key) == value for key, value in selector.items())


def _scales(tree: Object, key: ObjectId) -> bool:
    target = map_at(tree, "spec", "scaleTargetRef")
    return (text_at(target, "kind"), text_at(target, "name")) == (key.kind, key.name)
