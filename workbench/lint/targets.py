"""Target clusters that are not there, and selectors by keys that nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import partial

from workbench.karmada.affinity import cluster_labels, explain_affinity, matches_affinity
from workbench.lint.amendments import changed, renamed_key
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection
from workbench.lint.pointers import entries_at
from workbench.lint.rule import Rule, Sighting
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Path, lookup

CLUSTER_FIELDS = ("provider", "region", "zone")


def targets_in(item: Item) -> Iterator[tuple[Path, Json]]:
    """Every ``targetCluster`` of a policy that is a map, with its place."""
    rules = entries_at(item.object, "spec", "overrideRules")
    places: list[Path] = [("spec", "overrideRules", index) for index in range(len(rules))]
    for base in places or [("spec",)]:
        target = lookup(item.object, *base, "targetCluster")
        if isinstance(target, dict):
            yield (*base, "targetCluster"), target


def _unknown_cluster(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    known = tuple(inspection.preview.clusters)
    for base, target in targets_in(item) if known else ():
        for part in ("clusterNames", "exclude"):
            names = entries_at(target, part)
            for index, name in enumerate(names):
                if not isinstance(name, str) or name in known:
                    continue
                path = (*base, part, index)
                near = get_close_matches(name, known, 1)
                listed = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
                yield Sighting(
                    item, path, f'there is no cluster "{name}"',
                    advice=f"did you mean {near[0]}?" if near else f"there are {listed}",
                    fix=partial(changed, f"write {near[0]} for {name}", item, path, near[0])
                    if near and near[0] not in names else None,
                )


def _unserved_key(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    clusters = inspection.preview.clusters.values()
    labels = {key for cluster in clusters for key in cluster_labels(cluster)}
    for base, target in targets_in(item):
        yield from _field_keys(item, base, target)
        if clusters:
            yield from _label_keys(item, base, target, labels)


def _field_keys(item: Item, base: Path, target: Json) -> Iterator[Sighting]:
    path = ("fieldSelector", "matchExpressions")
    for index, entry in enumerate(entries_at(target, *path)):
        key = lookup(entry, "key")
        if not isinstance(key, str) or key in CLUSTER_FIELDS:
            continue
        place = (*base, *path, index, "key")
        near = get_close_matches(key.lower(), CLUSTER_FIELDS, 1)
        yield Sighting(
            item, place, f'clusters have no field "{key}", so nothing is selected by it; the '
            "policy is refused",
            severity="error",
            advice="fieldSelector knows provider, region and zone; select by anything else with "
            "labelSelector",
            fix=partial(changed, f"write {near[0]} for {key}", item, place, near[0])
            if near else None,
        )


def _label_keys(
    item: Item, base: Path, target: Json, labels: Iterable[str]
) -> Iterator[Sighting]:
    known = sorted(labels)
    selector = lookup(target, "labelSelector")
    wanted = lookup(selector, "matchLabels")
    for key in wanted if isinstance(wanted, dict) else ():
        if key not in known:
            place = (*base, "labelSelector", "matchLabels", key)
            yield _unknown_label(item, place, key, known, partial(_renamed_label, item, place))
    for index, entry in enumerate(entries_at(selector, "matchExpressions")):
        key, operator = lookup(entry, "key"), lookup(entry, "operator")
        if isinstance(key, str) and key not in known and operator in ("In", "Exists"):
            place = (*base, "labelSelector", "matchExpressions", index, "key")
            yield _unknown_label(item, place, key, known, partial(_rewritten_key, item, place))


def _unknown_label(
    item: Item, path: Path, key: str, known: list[str], fix: partial[Fix | None]
) -> Sighting:
    near = get_close_matches(key, known, 1)
    listed = ", ".join(known[:6]) or "no labels at all"
    return Sighting(
        item, path, f'no cluster has a label "{key}"',
        advice=f"did you mean {near[0]}?" if near else f"clusters have {listed}",
        fix=partial(fix, near[0]) if near else None,
    )


def _renamed_label(item: Item, path: Path, key: str) -> Fix | None:
    value = lookup(item.object, *path)
    return renamed_key(f"write {key} for {path[-1]}", item, path, key, value)


def _rewritten_key(item: Item, path: Path, key: str) -> Fix | None:
    return changed(f"write {key}", item, path, key)


def _no_cluster(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    policy = inspection.compiled_of(item)
    clusters = inspection.preview.clusters
    for rule in policy.rules if policy and clusters else ():
        if not rule.target:
            continue
        if any(matches_affinity(c, rule.target, inspection.profile) for c in clusters.values()):
            continue
        first = next(iter(clusters))
        reason = explain_affinity(clusters[first], rule.target, inspection.profile)
        base: Path = ("spec", "overrideRules", rule.index) if rule.index >= 0 else ("spec",)
        yield Sighting(
            item, (*base, "targetCluster"), f"no cluster is meant; {first}, for one: {reason}",
            advice="compare with the clusters' names, labels, provider, region and zones",
        )


RULES = (
    Rule(
        "unknown-cluster", "warning", "A target names a cluster that does not exist",
        "Karmada does not check names in clusterNames and exclude. A misspelt one is never met, "
        "and one in exclude keeps nobody out.",
        check_policy=_unknown_cluster,
    ),
    Rule(
        "selector-key", "warning", "A target selects by a key that no cluster has",
        "fieldSelector knows provider, region and zone, and nothing else; admission refuses "
        "other keys. A label key that no cluster has selects no cluster.",
        check_policy=_unserved_key,
    ),
    Rule(
        "no-cluster", "warning", "A rule means no cluster of the fleet",
        "All parts of targetCluster must hold at once: exclude, labels, fields and names. A "
        "rule that no cluster meets is never applied, and nobody says so.",
        check_policy=_no_cluster, yields_to=("unknown-cluster", "selector-key", "admission"),
    ),
)
