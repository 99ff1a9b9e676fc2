"""Namespaces reach every cluster by themselves, without any policy.

Follows pkg/controllers/namespace/namespace_sync_controller.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.policies.eligibility import (
    DEFAULT_SKIPPED_NAMESPACES,
    is_reserved_namespace,
    is_skipped_namespace,
)
from workbench.model.tree import Object, lookup

SKIP_LABEL = "namespace.karmada.io/skip-auto-propagation"


def is_namespace(tree: Object) -> bool:
    return (tree.get("apiVersion"), tree.get("kind")) == ("v1", "Namespace")


def why_not_synced(
    namespace: Object, skipped_namespaces: tuple[str, ...] = DEFAULT_SKIPPED_NAMESPACES
) -> str:
    """Why a Namespace stays in the control plane, in plain words; empty if it is synced.

    ``skipped_namespaces`` are regular expressions that must match the whole name.
    """
    name = lookup(namespace, "metadata", "name")
    name = name if isinstance(name, str) else ""
    if is_reserved_namespace(name):
        return f"namespace {name} is Karmada's own"
    if name == "default":
        return "every cluster has a namespace default of its own"
    if is_skipped_namespace(name, skipped_namespaces):
        return f"namespace {name} is in --skipped-propagating-namespaces"
    if lookup(namespace, "metadata", "deletionTimestamp"):
        return "it is being deleted"
    label = lookup(namespace, "metadata", "labels", SKIP_LABEL)
    if isinstance(label, str) and label.lower() == "true":
        return f"its label {SKIP_LABEL} is true"
    return ""
