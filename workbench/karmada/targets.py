"""Which clusters an object goes to, and who says so: a binding, or nobody (then it is assumed)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.overrides.matching import judge_selector
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Object, lookup

Origin = Literal["observed", "assumed"]


@dataclass(frozen=True, slots=True)
class Targets:
    """Where an object goes.

    Attributes:
        origin: ``observed`` in a binding, or ``assumed``.
        clusters: names, in the order of the fleet.
        note: who says so, in a few words.
        binding: the ResourceBinding or ClusterResourceBinding, where there is one.
    """

    origin: Origin
    clusters: tuple[str, ...]
    note: str
    binding: Object | None = None


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


def assumed_targets(
    template: Item, policies: Iterable[Item], clusters: Mapping[str, Object], profile: Profile
) -> Targets:
    """Every cluster that a propagation policy which selects the object accepts.

    Without such a policy, every cluster: the fleet may hold only a part of what is there.
    """
    claiming = [item for item in policies if _selects(item, template, profile)]
    if not claiming:
        return Targets("assumed", tuple(clusters), "no binding, no propagation policy: everywhere")
    names = tuple(
        name
        for name, cluster in clusters.items()
        if any(matches_affinity(cluster, a, profile) for p in claiming for a in _affinities(p))
    )
    listed = ", ".join(sorted(item.id.name for item in claiming))
    return Targets("assumed", names, f"no binding: every cluster that {listed} accepts")


def _selects(policy: Item, template: Item, profile: Profile) -> bool:
    if policy.id.namespace and policy.id.namespace != template.id.namespace:
        return False
    selectors = lookup(policy.object, "spec", "resourceSelectors") or ()
    return any(
        judge_selector(template.object, s, profile).priority
        for s in selectors
        if isinstance(s, dict)
    )


def _affinities(policy: Item) -> Iterator[Json]:
    placement = lookup(policy.object, "spec", "placement") or {}
    groups = placement.get("clusterAffinities")
    yield groups[0] if groups else placement.get("clusterAffinity")
