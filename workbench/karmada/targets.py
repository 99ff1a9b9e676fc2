"""Which clusters an object goes to, and who says so: a binding, the scheduler, or nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Object, lookup

Origin = Literal["observed", "computed", "assumed"]


@dataclass(frozen=True, slots=True)
class Targets:
    """Where an object goes.

    Attributes:
        origin: ``observed`` in a binding, ``computed`` from policies and clusters, or
            ``assumed``.
        clusters: names, in the order of the fleet or of the binding.
        note: who says so, in a few words; without clusters, why there are none.
        binding: the ResourceBinding or ClusterResourceBinding, where there is one.
        assumptions: what a computed placement had to assume.
        unknowns: what interpreters of the user's own decide of the object: never guessed.
    """

    origin: Origin
    clusters: tuple[str, ...]
    note: str
    binding: Object | None = None
    assumptions: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()


class Bindings:
    """Bindings of a fleet by the template that they carry."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by_template: dict[tuple[Json, ...], Object] = {}
        for item in items:
            resource = lookup(item.object, "spec", "resource") or {}
            key = tuple(resource.get(part) or "" for part in ("kind", "namespace", "name"))
            self._by_template[(_group(resource.get("apiVersion")), *key)] = item.object

    def of(self, template: ObjectId) -> Object | None:
        """The binding of a template, whatever version of its kind the binding names."""
        key = (template.group, template.kind, template.namespace, template.name)
        return self._by_template.get(key)


def _group(api_version: Json) -> str:
    return str(api_version or "").rpartition("/")[0]
