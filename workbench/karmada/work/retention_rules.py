"""Fields that an update takes from the member's object, as data.

Sources: pkg/resourceinterpreter/default/native/retain.go, pkg/util/lifted/retain.go, and the
``retention`` of pkg/resourceinterpreter/default/thirdparty/resourcecustomizations, in Karmada
v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from workbench.model.tree import Path

FieldType = Literal["text", "count", "texts", "any"]
"""``text`` and ``count`` are kept unless empty or 0; ``texts`` is a map of texts."""


@dataclass(frozen=True, slots=True)
class KeptField:
    """One field that stays as the member has it.

    Attributes:
        path: where it stands.
        type: what it has to be; anything else is an error.
        reading: how the error begins when the member's value is of another type.
        writing: how it begins when there is no place for it in the desired object.
    """

    path: Path
    type: FieldType
    reading: str = ""
    writing: str = ""


_SERVICE: Final = (
    KeptField(
        ("spec", "healthCheckNodePort"), "count",
        "error retrieving healthCheckNodePort from service: ",
        "error setting healthCheckNodePort for service: ",
    ),
    KeptField(
        ("spec", "clusterIP"), "text",
        "error retrieving clusterIP from cluster service: ",
        "error setting clusterIP for service: ",
    ),
)  # fmt: skip
_CLAIM: Final = KeptField(
    ("spec", "volumeName"), "text",
    "error retrieving volumeName from pvc: ", "error setting volumeName for pvc: ",
)  # fmt: skip
_VOLUME: Final = KeptField(
    ("spec", "claimRef"), "any",
    "failed to retrieve claimRef from pv: ", "failed to set claimRef for pv: ",
)  # fmt: skip

NATIVE: Final[dict[tuple[str, str], tuple[KeptField, ...]]] = {
    ("v1", "Service"): _SERVICE,
    ("v1", "PersistentVolumeClaim"): (_CLAIM,),
    ("v1", "PersistentVolume"): (_VOLUME,),
    ("batch/v1", "Job"): (
        KeptField(("spec", "selector", "matchLabels"), "texts"),
        KeptField(("spec", "template", "metadata", "labels"), "texts"),
    ),
}
"""By apiVersion and kind; kinds whose rule is more than that are not in it."""

_SUSPEND: Final[Path] = ("spec", "suspend")
_FLUX: Final = (
    ("kustomize.toolkit.fluxcd.io/v1", "Kustomization"),
    ("helm.toolkit.fluxcd.io/v2beta1", "HelmRelease"),
    ("source.toolkit.fluxcd.io/v1", "GitRepository"),
    ("source.toolkit.fluxcd.io/v1beta2", "OCIRepository"),
    ("source.toolkit.fluxcd.io/v1beta2", "HelmRepository"),
    ("source.toolkit.fluxcd.io/v1beta2", "Bucket"),
    ("source.toolkit.fluxcd.io/v1beta2", "HelmChart"),
)
BUNDLED: Final[dict[tuple[str, str], tuple[Path, ...]]] = {
    **dict.fromkeys(_FLUX, (_SUSPEND,)),
    ("argoproj.io/v1alpha1", "Workflow"): (_SUSPEND, ("status",)),
    ("apps.kruise.io/v1alpha1", "BroadcastJob"): (("spec", "template", "metadata", "labels"),),
}
"""Kinds of other projects: kept where the member has them, through a Lua script."""
NEWER_BUNDLED: Final = (("apps.kruise.io/v1alpha1", "SidecarSet"),)
"""A script that keeps nothing, but the object passes through Lua; not in every version."""

POD_PLACES: Final[tuple[Path, ...]] = (
    ("spec", "nodeName"),
    ("spec", "serviceAccountName"),
    ("spec", "volumes"),
    ("spec", "containers", "*", "volumeMounts"),
    ("spec", "initContainers", "*", "volumeMounts"),
)
ACCOUNT_LISTS: Final = ("secrets", "imagePullSecrets")
