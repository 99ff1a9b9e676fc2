"""Taints and tolerations, as k8s.io/component-helpers judges them for Karmada.

Follows ``ToleratesTaint`` of k8s.io/api/core/v1/toleration.go and ``FindMatchingUntoleratedTaint``
of component-helpers (Karmada v1.12.0 and v1.18.2; Lt and Gt tolerate nothing in either).
"""

from __future__ import annotations

from collections.abc import Iterable

from workbench.karmada.scheduling.pods import text_at
from workbench.model.tree import Object

SCHEDULING_EFFECTS = ("NoSchedule", "NoExecute")


def tolerates(toleration: Object, taint: Object) -> bool:
    """Whether one toleration accepts one taint."""
    effect, key = text_at(toleration, "effect"), text_at(toleration, "key")
    if effect and effect != text_at(taint, "effect"):
        return False
    if key and key != text_at(taint, "key"):
        return False
    operator = text_at(toleration, "operator")
    if operator == "Exists":
        return True
    same_value = text_at(toleration, "value") == text_at(taint, "value")
    return operator in ("", "Equal") and same_value


def untolerated(
    taints: Iterable[Object], tolerations: list[Object], effects: tuple[str, ...]
) -> Object | None:
    """The first taint with one of ``effects`` that no toleration accepts."""
    for taint in taints:
        if taint.get("effect") in effects and not any(tolerates(t, taint) for t in tolerations):
            return taint
    return None


def taint_text(taint: Object) -> str:
    """A taint as Kubernetes prints it: ``key=value:effect``, empty parts left out."""
    key, value, effect = (text_at(taint, part) for part in ("key", "value", "effect"))
    left = f"{key}={value}" if value else key
    return f"{left}:{effect}" if effect else left
