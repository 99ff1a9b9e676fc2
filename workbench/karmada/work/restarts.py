"""Whether pods restart when an update is sent, and by which field of the pod template.

The controllers of a member compare pod templates as values of their Go type: quantities by
amount, empty as absent. What the member's API server fills again by default is named apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from workbench.karmada.overrides.outcome import Change
from workbench.karmada.profile import Profile
from workbench.karmada.work.pod_defaults import is_filled_again
from workbench.karmada.work.typed_trees import comparable
from workbench.model.tree import Json, Object, Path, changes, lookup, same

_TEMPLATES: Final[dict[str, Path]] = {
    "Deployment": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Job": ("spec", "template"),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "Pod": ("spec",),
}

Effect = Literal[
    "none", "rollout", "rollout when unpaused", "as pods are deleted", "new pods only",
    "next run", "refused",
]


@dataclass(frozen=True, slots=True)
class PodChange:
    """The pod template of an update beside the member's.

    Attributes:
        path: where the template stands; of a Pod its whole spec.
        is_same_text: equal as JSON.
        changes: fields that differ as values of the Go type, with whole paths.
        defaulted: differences that the member's API server takes back by its defaults.
        effect: what the member does: ``none`` means that nothing restarts.
    """

    path: tuple[str, ...]
    is_same_text: bool
    changes: tuple[Change, ...]
    defaulted: tuple[Change, ...]
    effect: Effect

    @property
    def is_same_value(self) -> bool:
        """Equal as the Go type, defaults not filled on either side."""
        return not self.changes and not self.defaulted


def pod_change(before: Object | None, after: Object | None, profile: Profile) -> PodChange | None:
    """How an update changes the pod template; ``None`` for kinds without pods.

    Args:
        before: the member's object.
        after: the body of the update.
    """
    path = _TEMPLATES.get((after or {}).get("kind", ""))
    if path is None:
        return None
    left, right = lookup(before, *path), lookup(after, *path)
    struct = "PodSpec" if path == ("spec",) else "PodTemplateSpec"
    typed = [comparable(tree, struct, profile) for tree in (left, right)]
    spec = right if path == ("spec",) else lookup(right, "spec")
    real: list[Change] = []
    defaulted: list[Change] = []
    for place, old, new in changes(typed[0], typed[1]):
        whole = (*path, *place)
        found = defaulted if is_filled_again(place, old, new, spec) else real
        found.append(Change(whole, lookup(before, *whole), lookup(after, *whole)))
    effect: Effect = _effect(before, after) if real else "none"
    names = tuple(map(str, path))
    return PodChange(names, same(left, right), tuple(real), tuple(defaulted), effect)


def _effect(before: Json, after: Json) -> Effect:
    match after.get("kind"):
        case "Job" | "Pod":
            return "refused"
        case "CronJob":
            return "next run"
        case "ReplicaSet":
            return "new pods only"
        case "Deployment":
            paused = lookup(after, "spec", "paused") is True
            return "rollout when unpaused" if paused else "rollout"
    strategy = lookup(after, "spec", "updateStrategy", "type") or lookup(
        before, "spec", "updateStrategy", "type"
    )
    return "as pods are deleted" if strategy == "OnDelete" else "rollout"
