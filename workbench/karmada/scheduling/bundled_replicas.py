"""Replica counts written into kinds of other projects, by the rules that Karmada bundles.

Follows ``replicaRevision`` of the customizations under
pkg/resourceinterpreter/default/thirdparty/resourcecustomizations (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from math import floor
from typing import Final

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.lua_trip import through_lua
from workbench.model.tree import Json, Object, lookup, replaced

_FIELDS: Final = {
    ("argoproj.io/v1alpha1", "Workflow"): "parallelism",
    ("apps.kruise.io/v1alpha1", "BroadcastJob"): "parallelism",
    ("apps.kruise.io/v1alpha1", "CloneSet"): "replicas",
    ("apps.kruise.io/v1beta1", "StatefulSet"): "replicas",
}
_NEWER_FIELDS: Final = {("apps.kruise.io/v1alpha1", "UnitedDeployment"): "replicas"}
_RAY_SERVICE: Final = ("ray.io/v1", "RayService")


def revised_bundled(tree: Object, kind: tuple[str, str], replicas: int, profile: Profile) -> Json:
    """``tree`` with ``replicas`` written in; ``None`` where no bundled rule is for ``kind``.

    ``kind``: apiVersion and kind. The field is written whether or not it was there. Raises
    ``ValueError`` where ``spec`` is no map.
    """
    fields = {**_FIELDS, **(_NEWER_FIELDS if profile.bundles_newer_kinds else {})}
    if kind == _RAY_SERVICE and profile.bundles_newer_kinds:
        return through_lua(_ray_service(tree, replicas), tree)
    if kind not in fields:
        return None
    spec = tree.get("spec")
    if not isinstance(spec, dict):
        raise ValueError(f"attempt to index a non-table object with key '{fields[kind]}'")
    return through_lua(replaced(tree, ("spec", fields[kind]), replicas), tree)


def _ray_service(tree: Object, replicas: int) -> Object:
    """One pod is the head; the workers are shared by the groups' present sizes."""
    path = ("spec", "rayClusterConfig", "workerGroupSpecs")
    groups = lookup(tree, *path)
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        return tree
    shares = _shares(max(0, replicas - 1), [group.get("replicas") or 0 for group in groups])
    sized = [{**group, "replicas": n} for group, n in zip(groups, shares, strict=True)]
    return replaced(tree, path, sized)  # type: ignore[no-any-return]


def _shares(workers: int, sizes: list[int]) -> list[int]:
    """``workers`` by the present sizes, rounded half up; the last group gets what is left."""
    total, count = sum(sizes), len(sizes)
    if total:
        shares = [floor(workers * (size / total) + 0.5) for size in sizes[:-1]]
    else:
        shares = [workers // count + (place < workers % count) for place in range(count - 1)]
    if not workers:
        return [0] * count
    return [*shares, workers - sum(shares)] if sizes else []
