"""Fields that a member's API server does not let anyone change.

Source: the update validation of kubernetes pkg/apis/{apps,batch,core,rbac,storage}/validation
(v1.31 and v1.35); of the immutable fields those that people meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workbench.karmada.scheduling.pods import kind_of
from workbench.karmada.work.retention import lies_in
from workbench.model.tree import MISSING, Json, Object, Path, changes, lookup

_IMMUTABLE: Final[dict[tuple[str, str], tuple[Path, ...]]] = {
    ("apps/v1", "Deployment"): (("spec", "selector"),),
    ("apps/v1", "ReplicaSet"): (("spec", "selector"),),
    ("apps/v1", "DaemonSet"): (("spec", "selector"),),
    ("apps/v1", "StatefulSet"): (
        ("spec", "selector"), ("spec", "serviceName"), ("spec", "podManagementPolicy"),
        ("spec", "volumeClaimTemplates"), ("spec", "revisionHistoryLimit"),
    ),
    ("batch/v1", "Job"): (
        ("spec", "selector"), ("spec", "template", "spec"), ("spec", "completionMode"),
    ),
    ("v1", "PersistentVolumeClaim"): (
        ("spec", "accessModes"), ("spec", "storageClassName"), ("spec", "volumeMode"),
        ("spec", "selector"), ("spec", "dataSource"),
    ),
    ("v1", "Secret"): (("type",),),
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): (("roleRef",),),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): (("roleRef",),),
    ("storage.k8s.io/v1", "StorageClass"): (
        ("provisioner",), ("parameters",), ("reclaimPolicy",), ("volumeBindingMode",),
    ),
    ("scheduling.k8s.io/v1", "PriorityClass"): (("value",), ("preemptionPolicy",)),
}  # fmt: skip
_SEALED: Final = (("v1", "ConfigMap"), ("v1", "Secret"))
_SEALED_FIELDS: Final[tuple[Path, ...]] = (
    ("data",), ("stringData",), ("binaryData",), ("immutable",),
)  # fmt: skip


def immutable_places(observed: Object) -> tuple[Path, ...]:
    """Paths of a member's object whose change its API server refuses."""
    kind = kind_of(observed)
    places = _IMMUTABLE.get(kind, ())
    if lookup(observed, "immutable") is True and kind in _SEALED:
        places += _SEALED_FIELDS
    return places


def refused_changes(observed: Object, wanted: Object) -> Iterator[tuple[Path, Json, Json]]:
    """Changes of immutable fields between a member's object and what is sent, with both values.

    A field that the body leaves out is none: the API server fills it as before.
    """
    places = immutable_places(observed)
    for path, before, after in changes(observed, wanted):
        if after is not MISSING and any(lies_in(path, place) for place in places):
            yield path, before, after
