"""What is taken off an object before it travels: fields that an API server or controller fills.

Follows pkg/resourceinterpreter/default/native/prune/prune.go (the same rules in Karmada v1.12.0
and v1.18.2). Kinds are told apart by ``kind`` alone, whatever the apiVersion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workbench.karmada.overrides.accessors import nested, text_at, wrong_type
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.typed import ConversionError, check_typed
from workbench.karmada.profile import Profile
from workbench.karmada.work.failure import WorkError, WorkPanic
from workbench.model.go_text import quoted, type_name
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced

ACCOUNT_TOKEN: Final = "kubernetes.io/service-account-token"

_METADATA: Final = (
    "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
    "managedFields", "resourceVersion", "selfLink", "uid", "ownerReferences", "finalizers",
)  # fmt: skip
_CONTROLLER_UIDS: Final = ("controller-uid", "batch.kubernetes.io/controller-uid")
_JOB_LABELS: Final = (*_CONTROLLER_UIDS, "job-name", "batch.kubernetes.io/job-name")
_REVISIONS: Final = (
    "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
)  # fmt: skip
_SELECTED_NODE: Final = "volume.kubernetes.io/selected-node"


def pruned(tree: Object, profile: Profile, *, keeps_job_ttl: bool = False) -> Object:
    """``tree`` without what the member's API server and controllers fill.

    ``keeps_job_ttl``: leave ``spec.ttlSecondsAfterFinished`` of Jobs, as promotion does.

    Raises:
        WorkError: a Job that does not fit its type.
        WorkPanic: a ServiceAccount with a secret that has no name.
    """
    tree = removed(tree, "status")
    for name in _METADATA:
        tree = removed(tree, "metadata", name)
    kind = text_at(tree, "kind")
    if kind in _BY_KIND:
        tree = _BY_KIND[kind](tree, profile)
    if kind == "Job" and not keeps_job_ttl:
        tree = removed(tree, "spec", "ttlSecondsAfterFinished")
    return tree


def removed(tree: Object, *path: str) -> Object:
    """``tree`` without the field at ``path``; the same object where there is none."""
    if lookup(tree, *path) is MISSING:
        return tree
    return replaced(tree, path, MISSING)  # type: ignore[no-any-return]


def string_map_at(tree: Object, *path: str) -> dict[str, str] | None:
    """The map of texts at ``path``; ``None`` without one. Raises :class:`WorkError` otherwise."""
    try:
        value = nested(tree, *path)
    except OverrideError as error:
        raise WorkError(str(error.args[0])) from None
    if value is MISSING:
        return None
    if not isinstance(value, dict):
        raise WorkError(wrong_type(value, path, "map[string]interface{}"))
    for key, text in value.items():
        if not isinstance(text, str):
            place, words = wrong_type(text, path, "string").split(" accessor error: ", 1)
            inside = f"contains non-string value in the map under key {quoted(key)}"
            raise WorkError(f"{place} accessor error: {inside}: {words}")
    return value


def secret_name(secret: Json) -> str:
    """Name of an entry of a ServiceAccount's lists. Raises :class:`WorkPanic` without one."""
    if not isinstance(secret, dict):
        raise WorkPanic(_bad_cast(secret, "map[string]interface {}"))
    name = secret.get("name")
    if not isinstance(name, str):
        raise WorkPanic(_bad_cast(name, "string"))
    return name


def _bad_cast(value: Json, wanted: str) -> str:
    found = "nil" if value is None else type_name(value)
    return f"interface conversion: interface {{}} is {found}, not {wanted}"


def _deployment(tree: Object, profile: Profile) -> Object:
    for key in _REVISIONS:
        tree = removed(tree, "metadata", "annotations", key)
    return tree


def _job(tree: Object, profile: Profile) -> Object:
    try:
        check_typed(tree, "Job", profile)
    except ConversionError as error:
        raise WorkError(str(error.args[0])) from None
    if lookup(tree, "spec", "manualSelector") is True:
        return tree
    tree = _without_labels(tree, ("spec", "selector", "matchLabels"), _CONTROLLER_UIDS)
    return _without_labels(tree, ("spec", "template", "metadata", "labels"), _JOB_LABELS)


def _without_labels(tree: Object, path: Path, keys: tuple[str, ...]) -> Object:
    labels = string_map_at(tree, *map(str, path))
    if not labels or not any(key in labels for key in keys):
        return tree
    kept = {key: value for key, value in labels.items() if key not in keys}
    return replaced(tree, path, kept)  # type: ignore[no-any-return]


def _secret(tree: Object, profile: Profile) -> Object:
    if tree.get("type") != ACCOUNT_TOKEN:
        return tree
    tree = removed(tree, "metadata", "annotations", "kubernetes.io/service-account.uid")
    return {**tree, "data": None}


def _service_account(tree: Object, profile: Profile) -> Object:
    """One pass over ``secrets``: after each entry that goes, the next one is passed over."""
    secrets = tree.get("secrets")
    if not isinstance(secrets, list):
        return tree
    prefix = f"{text_at(tree, 'metadata', 'name')}-token-"
    kept, index = list(secrets), 0
    while index < len(kept):
        if secret_name(kept[index]).startswith(prefix):
            del kept[index]
        index += 1
    return tree if len(kept) == len(secrets) else {**tree, "secrets": kept}


def _service(tree: Object, profile: Profile) -> Object:
    address = lookup(tree, "spec", "clusterIP")
    if not isinstance(address, str) or address == "None":
        return tree
    return removed(removed(tree, "spec", "clusterIP"), "spec", "clusterIPs")


def _claim(tree: Object, profile: Profile) -> Object:
    path = ("metadata", "annotations", _SELECTED_NODE)
    return removed(tree, *path) if text_at(tree, *path) else tree


_BY_KIND: Final[dict[str, Callable[[Object, Profile], Object]]] = {
    "Deployment": _deployment,
    "Job": _job,
    "Secret": _secret,
    "ServiceAccount": _service_account,
    "Service": _service,
    "PersistentVolumeClaim": _claim,
}
