"""Which objects the detector looks at at all, and whether a change is Karmada's own.

Follows ``EventFilter`` and ``gvrDisabled`` of pkg/detector/detector.go, pkg/util/apigroup.go,
pkg/util/names/names.go and pkg/util/eventfilter/eventfilter.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.model.identity import ObjectId
from workbench.model.tree import Object, same

DEFAULT_SKIPPED_NAMESPACES = ("kube-.*",)
"""Default of the flag ``--skipped-propagating-namespaces``."""

_RESERVED = ("karmada-system", "karmada-cluster")
_SKIPPED_GROUPS = {
    "cluster.karmada.io", "policy.karmada.io", "work.karmada.io", "config.karmada.io",
    "networking.karmada.io", "autoscaling.karmada.io", "remedy.karmada.io", "apps.karmada.io",
    "events.k8s.io",
}  # fmt: skip
_KARMADA = ".karmada.io"
_USER_LABEL = "namespace.karmada.io/skip-auto-propagation"


def why_ignored(
    tree: Object, skipped_namespaces: tuple[str, ...] = DEFAULT_SKIPPED_NAMESPACES
) -> str:
    """Why no policy can ever claim the object, in plain words; empty if one can.

    ``skipped_namespaces`` are regular expressions that must match the whole namespace.
    """
    key = ObjectId.of(tree)
    if key.group in _SKIPPED_GROUPS:
        return f"objects of {key.group} are not propagated"
    is_event = (key.api_version, key.kind) == ("v1", "Event")
    if is_event or key.api_version == "coordination.k8s.io/v1":
        return f"{key.kind} objects are not propagated"
    namespace = key.namespace
    if is_reserved_namespace(namespace):
        return f"namespace {namespace} is Karmada's own"
    if is_skipped_namespace(namespace, skipped_namespaces):
        return f"namespace {namespace} is in --skipped-propagating-namespaces"
    if (namespace, key.kind, key.name) == _AUTHENTICATION:
        return "the API server manages this ConfigMap"
    return ""


def is_reserved_namespace(name: str) -> bool:
    """Whether a namespace holds Karmada's own objects."""
    return name in _RESERVED or name.startswith("karmada-es-")


def is_skipped_namespace(name: str, skipped: tuple[str, ...]) -> bool:
    """Whether one of the regular expressions matches the whole name."""
    return any(_whole(pattern).fullmatch(name) for pattern in skipped)


_AUTHENTICATION = ("kube-system", "ConfigMap", "extension-apiserver-authentication")


@lru_cache(maxsize=64)
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_change(old: Object, new: Object) -> bool:
    """Whether an update reaches the detector: status and bookkeeping don't count."""
    return not same(_without_bookkeeping(old), _without_bookkeeping(new))


def is_change_by_karmada(old: Object, new: Object) -> bool:
    """Whether nothing changed but what Karmada itself writes.

    A Lazy policy is not applied then. Touching only a key with ``.karmada.io`` in it counts
    as Karmada's change, whoever made it.
    """
    return same(_without_karmada(old), _without_karmada(new))


def _without_bookkeeping(tree: Object) -> Object:
    metadata = tree.get("metadata") or {}
    kept = {k: v for k, v in metadata.items() if k not in ("managedFields", "resourceVersion")}
    return {k: v for k, v in tree.items() if k not in ("status", "metadata")} | {"metadata": kept}


def _without_karmada(tree: Object) -> Object:
    bare = _without_bookkeeping(tree)
    metadata = {k: v for k, v in bare["metadata"].items() if k != "generation"}
    for part in ("labels", "annotations"):
        values = metadata.pop(part, None) or {}
        if kept := {k: v for k, v in values.items() if not _is_karmadas(k, part)}:
            metadata[part] = kept
    return {**bare, "metadata": metadata}


def _is_karmadas(key: str, part: str) -> bool:
    return _KARMADA in key and not (part == "labels" and key == _USER_LABEL)
