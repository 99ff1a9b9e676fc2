"""Defaults that a member's API server fills into pod templates.

Source: kubernetes pkg/apis/core/v1/defaults.go (v1.31 and v1.35). A field that a template lacks
and the member has at its default is no difference once the server has filled it again.
"""

from __future__ import annotations

from typing import Final

from workbench.model.tree import MISSING, Json, Path, same

_BY_NAME: Final[dict[str, tuple[Json, ...]]] = {
    "restartPolicy": ("Always",),
    "dnsPolicy": ("ClusterFirst",),
    "schedulerName": ("default-scheduler",),
    "securityContext": ({},),
    "terminationGracePeriodSeconds": (30,),
    "enableServiceLinks": (True,),
    "terminationMessagePath": ("/dev/termination-log",),
    "terminationMessagePolicy": ("File",),
    "imagePullPolicy": ("Always", "IfNotPresent"),
    "protocol": ("TCP",),
    "timeoutSeconds": (1,),
    "periodSeconds": (10,),
    "successThreshold": (1,),
    "failureThreshold": (3,),
    "scheme": ("HTTP",),
    "apiVersion": ("v1",),
    "divisor": ("0", 0),
    "defaultMode": (0o644,),
    "expirationSeconds": (3600,),
    "resources": ({},),
    "type": ("",),
}
_MIRRORED: Final = {"serviceAccount": "serviceAccountName"}


def is_filled_again(path: Path, before: Json, after: Json, spec: Json) -> bool:
    """Whether a field that goes from ``before`` to ``after`` comes back as the server's default.

    ``spec``: the pod spec that is sent; a deprecated field mirrors another one in it.
    """
    if after is not MISSING or not path:
        return False
    name = path[-1]
    if name in _MIRRORED and isinstance(spec, dict):
        return bool(spec.get(_MIRRORED[str(name)]) == before)
    return any(same(before, default) for default in _BY_NAME.get(str(name), ()))
