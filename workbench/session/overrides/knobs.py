"""Values of a policy that a person can turn: numbers, texts and clusters, as controls see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.model.text import visible_line
from workbench.model.tree import Json, Object, Path, lookup

_VALUES = ("plaintext", "imageOverrider")
_FIELD_MODES = ("json", "yaml")


@dataclass(frozen=True, slots=True)
class Knob:
    """One value of a policy.

    Attributes:
        path: where it stands in the policy.
        label: what it is, e.g. ``rule[0] /spec/replicas``.
        kind: what sort of control fits.
        value: what stands there now.
    """

    path: Path
    label: str
    kind: Literal["integer", "text", "clusters"]
    value: Json


def knobs(policy: Object) -> tuple[Knob, ...]:
    """Every knob of an override policy, in the order of its rules."""
    found: list[Knob] = []
    rules = lookup(policy, "spec", "overrideRules") or ()
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict):
            found += _of_rule(rule, ("spec", "overrideRules", index), f"rule[{index}]")
    return tuple(found)


def _of_rule(rule: Object, base: Path, name: str) -> Iterator[Knob]:
    clusters = lookup(rule, "targetCluster", "clusterNames")
    if isinstance(clusters, list):
        path = (*base, "targetCluster", "clusterNames")
        yield Knob(path, f"{name} clusters", "clusters", list(clusters))
    for overrider in _VALUES:
        items = lookup(rule, "overriders", overrider)
        for at, item in enumerate(items if isinstance(items, list) else ()):
            path = (*base, "overriders", overrider, at, "value")
            yield from _value(item, path, f"{name} {_what(item)}")
    fields = lookup(rule, "overriders", "fieldOverrider")
    for at, field in enumerate(fields if isinstance(fields, list) else ()):
        yield from _of_field(field, (*base, "overriders", "fieldOverrider", at), name)


def _of_field(field: Json, base: Path, name: str) -> Iterator[Knob]:
    for mode in _FIELD_MODES:
        operations = lookup(field, mode)
        for at, operation in enumerate(operations if isinstance(operations, list) else ()):
            label = f"{name} {lookup(field, 'fieldPath')} {lookup(operation, 'subPath')}"
            yield from _value(operation, (*base, mode, at, "value"), label)


def _what(item: Json) -> str:
    place = lookup(item, "path") or lookup(item, "component")
    return str(place or "value")


def _value(item: Json, path: Path, label: str) -> Iterator[Knob]:
    value = lookup(item, "value")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return
    kind: Literal["integer", "text"] = "integer" if isinstance(value, int) else "text"
    yield Knob(path, visible_line(label), kind, value)
