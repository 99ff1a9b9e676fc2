"""Interpreters of the user's own: which kinds they speak for, and about what.

A ResourceInterpreterCustomization carries Lua, a ResourceInterpreterWebhookConfiguration names a
server; neither is run here. What they decide is therefore unknown, and is said to be.

Follows pkg/resourceinterpreter/interpreter.go and customized/{declarative,webhook} beside it
(v1.12.0 and v1.18.2): a customization comes before a webhook, and both before what Karmada knows
of a kind by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from workbench.model.identity import ObjectId
from workbench.model.snapshot import CONFIG_GROUP, Item
from workbench.model.tree import Json, lookup

Operation = Literal[
    "InterpretReplica", "InterpretComponent", "ReviseReplica", "InterpretDependency",
    "InterpretHealth", "Retain",
]
_SECTIONS: Final[dict[str, Operation]] = {
    "replicaResource": "InterpretReplica",
    "componentResource": "InterpretComponent",
    "replicaRevision": "ReviseReplica",
    "dependencyInterpretation": "InterpretDependency",
    "healthInterpretation": "InterpretHealth",
    "retention": "Retain",
}
_WHAT: Final[dict[Operation, str]] = {
    "InterpretReplica": "replicas and what each needs",
    "InterpretComponent": "components and what each needs",
    "ReviseReplica": "how replicas are written",
    "InterpretDependency": "dependencies",
    "InterpretHealth": "health",
    "Retain": "what the member's object keeps",
}
PLACING: Final[tuple[Operation, ...]] = (
    "InterpretReplica", "InterpretComponent", "ReviseReplica", "InterpretDependency",
)
"""What placement and results rest on."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A customization, or a webhook of a configuration.

    Attributes:
        id: of the object in the fleet.
        webhook: name of the webhook in it; empty for a customization.
    """

    id: ObjectId
    webhook: str = ""

    def __str__(self) -> str:
        return f"{self.id} ({self.webhook})" if self.webhook else str(self.id)


@dataclass(frozen=True, slots=True)
class _Rule:
    interpreter: Interpreter
    operations: frozenset[str]
    groups: frozenset[str]
    versions: frozenset[str]
    kinds: frozenset[str]

    def fits(self, key: ObjectId) -> bool:
        version = key.api_version.rpartition("/")[2]
        pairs = ((self.groups, key.group), (self.versions, version), (self.kinds, key.kind))
        return all(value in known or "*" in known for known, value in pairs)


class Interpreters:
    """The interpreters that a fleet brings along."""

    def __init__(self, items: Iterable[Item]) -> None:
        """``items`` are the fleet's objects; those of members don't count."""
        own = sorted(
            (i for i in items if i.id.group == CONFIG_GROUP and not i.member),
            key=lambda item: item.id.name,
        )
        self._rules = (
            *(r for i in own if i.id.kind == _CUSTOMIZATION for r in _of_customization(i)),
            *(r for i in own if i.id.kind == _CONFIGURATION for r in _of_webhooks(i)),
        )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def of(self, key: ObjectId) -> dict[Operation, Interpreter]:
        """Who answers which question about an object; empty where Karmada does so itself."""
        found: dict[Operation, Interpreter] = {}
        for rule in self._rules:
            if rule.fits(key):
                for operation in _WHAT:
                    if operation in rule.operations or "*" in rule.operations:
                        found.setdefault(operation, rule.interpreter)
        return found

    def unknowns(
        self, key: ObjectId, operations: tuple[Operation, ...] = PLACING
    ) -> tuple[str, ...]:
        """What can't be known of an object, a line for each interpreter that would know."""
        return unknowns(self.of(key), operations)


def unknowns(
    interpreters: Mapping[Operation, Interpreter], operations: tuple[Operation, ...]
) -> tuple[str, ...]:
    """A line for each interpreter that answers one of ``operations``."""
    asked: dict[Interpreter, list[str]] = {}
    for operation in operations:
        if operation in interpreters:
            asked.setdefault(interpreters[operation], []).append(_WHAT[operation])
    return tuple(f"unknown: interpreted by {who}: {', '.join(what)}" for who, what in asked.items())


_CUSTOMIZATION: Final = "ResourceInterpreterCustomization"
_CONFIGURATION: Final = "ResourceInterpreterWebhookConfiguration"


def _of_customization(item: Item) -> Iterator[_Rule]:
    api_version, kind = (lookup(item.object, "spec", "target", k) for k in ("apiVersion", "kind"))
    if not isinstance(api_version, str) or not isinstance(kind, str):
        return
    sections = lookup(item.object, "spec", "customizations")
    group, _, version = api_version.rpartition("/")
    operations = frozenset(
        operation
        for name, operation in _SECTIONS.items()
        if isinstance(script := lookup(sections, name, "luaScript"), str) and script
    )
    if operations:
        yield _Rule(Interpreter(item.id), operations, *map(_one, (group, version, kind)))


def _one(text: str) -> frozenset[str]:
    return frozenset((text,))


def _of_webhooks(item: Item) -> Iterator[_Rule]:
    webhooks = [w for w in _list(lookup(item.object, "webhooks")) if isinstance(w, dict)]
    for webhook in sorted(webhooks, key=lambda w: str(w.get("name") or "")):
        interpreter = Interpreter(item.id, str(webhook.get("name") or ""))
        for rule in _list(webhook.get("rules")):
            lists = (_texts(lookup(rule, key)) for key in _RULE_PARTS)
            yield _Rule(interpreter, *lists)


_RULE_PARTS: Final = ("operations", "apiGroups", "apiVersions", "kinds")


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _texts(value: Json) -> frozenset[str]:
    return frozenset(text for text in _list(value) if isinstance(text, str))
