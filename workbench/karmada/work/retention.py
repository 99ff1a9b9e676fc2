"""What an update of a member cluster's object leaves as it is there, whatever the Work says.

Sources: pkg/resourceinterpreter/default/native/retain.go, pkg/util/lifted/retain.go and
pkg/util/objectwatcher/objectwatcher.go, the same rules in Karmada v1.12.0 and v1.18.2. A
ResourceInterpreterCustomization may add rules of its own for other kinds.
"""

from __future__ import annotations

from typing import Final

from workbench.model.tree import Object, Path, lookup

_ALWAYS: Final[tuple[Path, ...]] = (("metadata", "finalizers"), ("metadata", "ownerReferences"))
_RETAIN_REPLICAS: Final = "resourcetemplate.karmada.io/retain-replicas"
_ACCOUNT_TOKEN: Final = "kubernetes.io/service-account-token"

_BY_KIND: Final[dict[tuple[str, str], tuple[Path, ...]]] = {
    ("v1", "Pod"): (
        ("spec", "nodeName"),
        ("spec", "serviceAccountName"),
        ("spec", "volumes"),
        ("spec", "containers", "*", "volumeMounts"),
        ("spec", "initContainers", "*", "volumeMounts"),
    ),
    ("v1", "Service"): (("spec", "clusterIP"), ("spec", "healthCheckNodePort")),
    # Both are merged: entries of the member stay, others are added.
    ("v1", "ServiceAccount"): (("secrets",), ("imagePullSecrets",)),
    ("v1", "PersistentVolumeClaim"): (("spec", "volumeName"),),
    ("v1", "PersistentVolume"): (("spec", "claimRef"),),
    ("batch/v1", "Job"): (
        ("spec", "selector", "matchLabels"),
        ("spec", "template", "metadata", "labels"),
    ),
}


def retained_places(desired: Object) -> tuple[Path, ...]:
    """Paths of ``desired`` that an update takes from the member's object where it has them.

    ``*`` stands for any item of a list.
    """
    kind = (lookup(desired, "apiVersion"), lookup(desired, "kind"))
    places = _ALWAYS + _BY_KIND.get(kind, ())
    labels = lookup(desired, "metadata", "labels", _RETAIN_REPLICAS)
    if kind == ("apps/v1", "Deployment") and labels == "true":
        places += (("spec", "replicas"),)
    if kind == ("v1", "Secret") and lookup(desired, "type") == _ACCOUNT_TOKEN:
        places += (("data",),)
    return places


def lies_in(path: Path, place: Path) -> bool:
    """Whether ``path`` is ``place``, which may have ``*``, or lies below it."""
    pairs = zip(path, place, strict=False)
    return len(path) >= len(place) and all(step == want or want == "*" for step, want in pairs)
