"""What-ifs about clusters and divisions, read from what a person types."""

from __future__ import annotations

import re

from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.quantity import InvalidQuantityError, parse_quantity
from workbench.model.snapshot import Item, NoSource, Snapshot
from workbench.model.text import visible_line
from workbench.model.tree import Object, lookup
from workbench.session.edits import Alter, Delete
from workbench.session.reports.naming import chosen, nearest

EFFECTS = ("NoSchedule", "NoExecute", "PreferNoSchedule")
_TAINT = re.compile(r"^([^=:\s]+)(?:=([^:\s]*))?:(\w+)$")
# Long ago, so that tolerations with a time have run out: a what-if is about the end.
_ADDED = "1970-01-01T00:00:00Z"
_SUMMARY = ("allocatable", "allocated", "allocating")


def find_cluster(snapshot: Snapshot, name: str) -> Item:
    """The cluster of that name. Raises :class:`UsageError` if there is none."""
    for item in snapshot.clusters:
        if item.id.name == name:
            return item
    known = [item.id.name for item in snapshot.clusters]
    hint = nearest(name, known) or f"the fleet has {len(known)} clusters"
    raise UsageError(f"there is no cluster {visible_line(name)!r}", hint=hint)


def _words(text: str, what: str, example: str) -> tuple[str, list[str]]:
    words = text.split()
    if len(words) < 2:
        raise UsageError(f"{text!r} does not name a cluster and {what}", hint=f"write {example}")
    return words[0], words[1:]


def parse_taint(snapshot: Snapshot, text: str) -> Alter:
    """``CLUSTER key=value:Effect …``; a ``-`` at the end takes a taint away.

    Raises :class:`UsageError` for anything else.
    """
    name, words = _words(text, "a taint", "'CLUSTER key=value:NoExecute'")
    item = find_cluster(snapshot, name)
    taints = [t for t in lookup(item.object, "spec", "taints") or () if isinstance(t, dict)]
    for word in words:
        taints = _with_taint(taints, word)
    return _altered(item, ("spec",), {"taints": taints}, f"taint {name} {' '.join(words)}")


def _with_taint(taints: list[Object], word: str) -> list[Object]:
    found = _TAINT.match(word.removesuffix("-"))
    if found is None or found[3] not in EFFECTS:
        raise UsageError(
            f"{visible_line(word)!r} is no taint",
            hint=f"write key=value:Effect; effects are {', '.join(EFFECTS)}",
        )
    key, value, effect = found[1], found[2] or "", found[3]
    kept = [t for t in taints if (t.get("key"), t.get("effect")) != (key, effect)]
    if word.endswith("-"):
        return kept
    taint = {"key": key, **({"value": value} if value else {}), "effect": effect}
    return [*kept, {**taint, "timeAdded": _ADDED} if effect == "NoExecute" else taint]


def parse_labels(snapshot: Snapshot, text: str) -> Alter:
    """``CLUSTER key=value …``; ``key-`` takes a label away.

    ``provider``, ``region`` and ``zone`` are the cluster's own fields, as for clusters that
    join. Raises :class:`UsageError` for anything else.
    """
    name, words = _words(text, "labels", "'CLUSTER key=value' or 'CLUSTER key-'")
    item = find_cluster(snapshot, name)
    metadata = item.object.get("metadata") or {}
    labels, spec = dict(metadata.get("labels") or {}), dict(item.object.get("spec") or {})
    for word in words:
        key, equals, value = word.partition("=")
        if not equals and not word.endswith("-"):
            raise UsageError(f"{visible_line(word)!r} is no label", hint="write key=value or key-")
        key = key if equals else key.removesuffix("-")
        target, field = (spec, key) if key in ("provider", "region") else (labels, key)
        if key == "zone":
            target, field = spec, "zones"
        if not equals:
            target.pop(field, None)
        else:
            target[field] = [value] if field == "zones" else value
    tree = {**item.object, "metadata": {**metadata, "labels": labels}, "spec": spec}
    return Alter(Item.of(tree, item.source), f"label {name} {' '.join(words)}")


def parse_capacity(snapshot: Snapshot, text: str) -> Alter:
    """``CLUSTER cpu=8 memory=32Gi pods=100``: what is free in the cluster from now on.

    Resources that are not named stay as they are reported. Raises :class:`UsageError` for
    anything else.
    """
    name, words = _words(text, "what is free", "'CLUSTER cpu=8 memory=32Gi pods=100'")
    item = find_cluster(snapshot, name)
    summary = lookup(item.object, "status", "resourceSummary")
    summary = summary if isinstance(summary, dict) else {}
    parts = {part: dict(summary.get(part) or {}) for part in _SUMMARY}
    for word in words:
        resource, amount = _amount(word)
        parts["allocatable"][resource] = amount
        for part in ("allocated", "allocating"):
            parts[part].pop(resource, None)
    # Grades of nodes would speak for the old capacity.
    kept = {k: v for k, v in summary.items() if k != "allocatableModelings"}
    fresh = {**kept, **{part: listed for part, listed in parts.items() if listed}}
    fresh["allocatable"].setdefault("pods", "110")
    return _altered(
        item, ("status",), {"resourceSummary": fresh}, f"free in {name}: {' '.join(words)}"
    )


def _amount(word: str) -> tuple[str, str]:
    resource, equals, amount = word.partition("=")
    try:
        if not (resource and equals):
            raise InvalidQuantityError(word)
        parse_quantity(amount)
    except InvalidQuantityError:
        raise UsageError(
            f"{visible_line(word)!r} is no amount of a resource", hint="write cpu=8 or memory=32Gi"
        ) from None
    return resource, amount


def _altered(item: Item, path: tuple[str], fields: Object, title: str) -> Alter:
    part = lookup(item.object, *path)
    part = part if isinstance(part, dict) else {}
    tree = {**item.object, path[0]: {**part, **fields}}
    return Alter(Item.of(tree, item.source), title)


def leave(snapshot: Snapshot, name: str) -> Delete:
    """A cluster leaves the fleet. Raises :class:`UsageError` if there is no such cluster."""
    return Delete(find_cluster(snapshot, name).id)


def rebalance(snapshot: Snapshot, text: str) -> Alter:
    """A WorkloadRebalancer asks for a new division of the objects that ``text`` names.

    Raises :class:`UsageError` if it names none.
    """
    ids = [item.id for item in chosen(snapshot.templates, [text])]
    tree = {
        "apiVersion": "apps.karmada.io/v1alpha1",
        "kind": "WorkloadRebalancer",
        "metadata": {"name": f"rebalance-{text.lower().replace('/', '-')}"},
        "spec": {"workloads": [_workload(key) for key in ids]},
    }
    return Alter(Item.of(tree, NoSource("(rebalance)")), f"rebalance {text}")


def _workload(key: ObjectId) -> Object:
    return {
        "apiVersion": key.api_version, "kind": key.kind, "namespace": key.namespace,
        "name": key.name,
    }
