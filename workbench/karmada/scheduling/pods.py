"""Where the built-in kinds keep their pod template, and how to walk one without trusting it."""

from __future__ import annotations

from workbench.model.tree import Json, Object, Path, lookup

_TEMPLATES: dict[tuple[str, str], Path] = {
    ("apps/v1", "Deployment"): ("spec", "template"),
    ("apps/v1", "ReplicaSet"): ("spec", "template"),
    ("apps/v1", "StatefulSet"): ("spec", "template"),
    ("apps/v1", "DaemonSet"): ("spec", "template"),
    ("batch/v1", "Job"): ("spec", "template"),
    ("batch/v1", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
    ("v1", "Pod"): (),
}


def kind_of(tree: Object) -> tuple[str, str]:
    """``(apiVersion, kind)``, each empty where it is absent or no text."""
    return text_at(tree, "apiVersion"), text_at(tree, "kind")


def pod_template(tree: Object) -> Object:
    """The pod template of a built-in workload (of a Pod: itself); empty where there is none."""
    path = _TEMPLATES.get(kind_of(tree))
    template = lookup(tree, *path) if path is not None else None
    return template if isinstance(template, dict) else {}


def pod_spec(tree: Object) -> Object:
    """The pod's spec of a built-in workload; empty where there is none."""
    return map_at(pod_template(tree), "spec")


def text_at(tree: Json, *path: str | int) -> str:
    """The text at ``path``; empty where there is no text."""
    value = lookup(tree, *path)
    return value if isinstance(value, str) else ""


def map_at(tree: Json, *path: str | int) -> Object:
    """The map at ``path``; empty where there is no map."""
    value = lookup(tree, *path)
    return value if isinstance(value, dict) else {}


def maps_in(tree: Json, *path: str | int) -> list[Object]:
    """The maps in the list at ``path``; anything else in it is passed over."""
    value = lookup(tree, *path)
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]
