"""Whether pods restart when an update is sent: what changes in the pod template, and how.

The controllers of a member compare pod templates as values of their Go type: quantities by
amount, empty as absent. No defaults are filled here on either side, so a template that lacks
fields which the member's API server fills counts as changed although nothing restarts; such
fields are named apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.karmada.profile import Profile
from workbench.karmada.work.typed_trees import equal_as_typed
from workbench.model.tree import Object, Path, lookup, same

_TEMPLATES: Final[dict[str, Path]] = {
    "Deployment": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "Pod": ("spec",),
}


@dataclass(frozen=True, slots=True)
class PodChange:
    """The pod template of an update beside the member's.

    Attributes:
        path: where the template stands; of a Pod its whole spec.
        is_same_text: equal as JSON.
        is_same_value: equal as the Go type: nothing restarts.
    """

    path: tuple[str, ...]
    is_same_text: bool
    is_same_value: bool


def pod_change(before: Object | None, after: Object | None, profile: Profile) -> PodChange | None:
    """How the pod template changes; ``None`` for kinds without pods."""
    path = _TEMPLATES.get((after or {}).get("kind", ""))
    if path is None:
        return None
    left, right = lookup(before, *path), lookup(after, *path)
    struct = "PodSpec" if path == ("spec",) else "PodTemplateSpec"
    equal = equal_as_typed(left, right, struct, profile)
    return PodChange(tuple(map(str, path)), same(left, right), equal)
