"""Which clusters an object goes to, and who says so: a binding, or nobody (then it is assumed)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Placements:
    """Propagation policies of a fleet, and the clusters that each accepts, judged once."""

    def __init__(
        self, policies: Iterable[Item], clusters: Mapping[str, Object], profile: Profile
    ) -> None:
        self._policies = tuple(policies)
        self._clusters = clusters
        self._profile = profile
        self._accepted: dict[ObjectId, frozenset[str]] = {}

    def assumed_targets(self, template: Item) -> Targets:
        """Every cluster that a propagation policy which selects the object accepts.

        Without such a policy, every cluster: the fleet may hold only a part of what is there.
        """
        claiming = [item for item in self._policies if _selects(item, template, self._profile)]
        if not claiming:
            note = "no binding, no propagation policy: everywhere"
            return Targets("assumed", tuple(self._clusters), note)
        accepted = frozenset[str]().union(*map(self._accepts, claiming))
        names = tuple(name for name in self._clusters if name in accepted)
        listed = ", ".join(sorted(item.id.name for item in claiming))
        return Targets("assumed", names, f"no binding: every cluster that {listed} accepts")

    def _accepts(self, policy: Item) -> frozenset[str]:
        if policy.id not in self._accepted:
            affinity = _affinity(policy)
            self._accepted[policy.id] = frozenset(
                name
                for name, cluster in self._clusters.items()
                if matches_affinity(cluster, affinity, self._profile)
            )
        return self._accepted[policy.id]


def _selects(policy: Item, template: Item, profile: Profile) -> bool:
    if policy.id.namespace and policy.id.namespace != template.id.namespace:
        return False
    selectors = lookup(policy.object, "spec", "resourceSelectors") or ()
    return any(
        judge_selector(template.object, s, profile).priority
        for s in selectors
        if isinstance(s, dict)
    )


def _affinity(policy: Item) -> Json:
    placement = lookup(policy.object, "spec", "placement") or {}
    groups = placement.get("clusterAffinities")
    return groups[0] if groups else placement.get("clusterAffinity")
