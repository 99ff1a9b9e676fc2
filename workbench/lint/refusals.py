"""What Karmada's admission refuses, and what it lets through although it is never used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from workbench.karmada.admission.answer import Complaint
from workbench.lint.amendments import renamed_key
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection
from workbench.lint.rule import Rule, Sighting
from workbench.model.snapshot import Item
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced

_CONTAINER = "/spec/template/spec/containers/0"
_INSTEAD = {
    "replicasOverrider": "there is no overrider for replicas: write plaintext with path "
    "/spec/replicas and operator replace",
    "resourcesOverrider": "there is no overrider for resources: write plaintext with a path such "
    f"as {_CONTAINER}/resources/limits/cpu",
    "namespaceOverrider": "there is no overrider for namespaces, and none should be written",
    "priority": "policies have no priority: the more exact selector wins, then the later name",
    "clusterSelector": "write targetCluster with labelSelector, fieldSelector or clusterNames",
    "placement": "an override policy places nothing; write targetCluster in each rule",
}
_INSTEAD.update(
    dict.fromkeys(
        ("env", "envs", "envOverrider", "envsOverrider"),
        "there is no overrider for env: write plaintext with a path such as "
        f"{_CONTAINER}/env/0/value, or {_CONTAINER}/env/- to append",
    )
)
_INSTEAD["replicaOverrider"] = _INSTEAD["replicas"] = _INSTEAD["replicasOverrider"]
_INSTEAD["resourceOverrider"] = _INSTEAD["resources"] = _INSTEAD["resourcesOverrider"]
_NEAR = re.compile(r"did you mean ([A-Za-z]+)\?")
_LISTS = frozenset({"clusterNames", "exclude", "values"})


def _complaints(inspection: Inspection, item: Item) -> tuple[Complaint, ...]:
    return inspection.preview.admissions[item.id].complaints


def _unknown_fields(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for complaint in _complaints(inspection, item):
        if complaint.fault != "unknown field":
            continue
        key = str(complaint.path[-1]) if complaint.path else ""
        near = _NEAR.search(complaint.message)
        instead = _INSTEAD.get(key)
        yield Sighting(
            item, complaint.path,
            f"refused: {instead or complaint.message}",
            advice=instead or complaint.message,
            fix=partial(_right_field, item, complaint.path, None if instead else near),
        )


def _right_field(item: Item, path: Path, near: re.Match[str] | None) -> Fix | None:
    if path and path[-1] in ("replicasOverrider", "replicaOverrider", "replicas"):
        return _replicas(item, path)
    value = lookup(item.object, *path)
    if near is None or value is MISSING:
        return None
    key = near[1]
    if key in _LISTS and isinstance(value, str):
        value = [value]
    return renamed_key(f"write {key} for {path[-1]}", item, path, key, value)


def _replicas(item: Item, path: Path) -> Fix | None:
    """Replicas by plaintext, where the made-up overrider just says a number."""
    written = lookup(item.object, *path)
    entries = written if isinstance(written, list) else [written]
    values = [entry.get("value", entry.get("replicas")) if isinstance(entry, dict) else entry
              for entry in entries]
    if path[-2:-1] != ("overriders",) or len(values) != 1 or type(values[0]) is not int:
        return None
    overriders = lookup(item.object, *path[:-1])
    operation = {"path": "/spec/replicas", "operator": "replace", "value": values[0]}
    kept = {key: value for key, value in overriders.items() if key != path[-1]}
    kept["plaintext"] = [*(kept.get("plaintext") or []), operation]
    after: Object = replaced(item.object, path[:-1], kept)
    return Fix("write plaintext on /spec/replicas", item.id, after)


def _refused(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for complaint in _complaints(inspection, item):
        if complaint.fault != "unknown field":
            yield Sighting(
                item, complaint.path, f"refused: {complaint.message}",
                advice="as it stands, Karmada's API server does not store the policy",
            )


def _ignored_overriders(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    spec = lookup(item.object, "spec")
    entries = lookup(spec, "overriders", "fieldOverrider")
    rules = lookup(spec, "overrideRules")
    if isinstance(rules, list) and rules and isinstance(entries, list) and entries:
        yield Sighting(
            item, ("spec", "overriders", "fieldOverrider"),
            "ignored, because overrideRules is set: admission forgets to refuse this",
            advice="move it into overrideRules",
            fix=partial(_moved, item, spec, entries),
        )


def _moved(item: Item, spec: Json, entries: list[Json]) -> Fix | None:
    """The items in a rule of their own, for the clusters that they were meant for."""
    target = spec.get("targetCluster")
    rule: Object = {"targetCluster": target} if target else {}
    rule["overriders"] = {"fieldOverrider": entries}
    kept = {k: v for k, v in spec["overriders"].items() if k != "fieldOverrider"}
    after = {k: v for k, v in spec.items() if k not in ("overriders", "targetCluster")}
    if any(kept.values()):
        return None
    after["overrideRules"] = [*spec["overrideRules"], rule]
    return Fix("move it into a rule", item.id, replaced(item.object, ("spec",), after))


RULES = (
    Rule(
        "H14", "warning", "A fieldOverrider outside of overrideRules is ignored",
        "The old spec.overriders counts only where overrideRules is empty. Admission refuses the "
        "two beside each other, but forgets fieldOverrider: the policy is stored, and that part "
        "of it never runs.",
        check_policy=_ignored_overriders,
    ),
    Rule(
        "unknown-field", "error", "A field that does not exist",
        "kubectl refuses a policy with unknown fields; with validation off, the API server drops "
        "them silently. Fields such as envs, replicasOverrider and resourcesOverrider stand in "
        "many examples and never existed.",
        check_policy=_unknown_fields,
    ),
    Rule(
        "admission", "error", "Karmada's admission refuses the policy",
        "The API server's schema or Karmada's webhook does not accept the policy. What is "
        "stored stays as it was, or nothing is.",
        check_policy=_refused, yields_to=("selector-key",),
    ),
)
