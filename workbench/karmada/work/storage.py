"""A draft meets the Work that is there: merged, then completed by the webhook.

Follows the mutation in ``CreateOrUpdateWork`` (pkg/controllers/ctrlutil/work.go of v1.18.2,
pkg/util/helper/work.go of v1.12.0) and pkg/webhook/work/mutating.go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.profile import Profile
from workbench.karmada.work import keys
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.metadata import (
    merged,
    with_managed_annotations,
    with_managed_labels,
)
from workbench.karmada.work.pruning import pruned
from workbench.model.tree import Object, lookup, replaced, same

NewId = Callable[[Object], str]
"""Gives the permanent id of a new object; Karmada takes a random one."""

_DENIED = "admission webhook denied the request: "


def stored_work(draft: Object, existing: Object | None, profile: Profile, new_id: NewId) -> Object:
    """The Work as it is stored; ``existing`` itself where a write would change nothing.

    Raises:
        WorkError: the existing Work is being deleted, or the webhook refuses.
        WorkPanic: the webhook panics.
    """
    work = draft if existing is None else _merged_work(draft, existing, profile)
    if profile.controller_completes_works:
        work = _with_manifests(work, [_completed(_manifests(work)[0], work, profile)])
    if existing is not None and same(work, existing):
        return existing
    return admitted_work(work, profile, new_id)


def _merged_work(draft: Object, existing: Object, profile: Profile) -> Object:
    """The draft's spec; labels and annotations of both, the draft's first."""
    old, new = existing.get("metadata") or {}, draft["metadata"]
    if old.get("deletionTimestamp"):
        raise WorkError(f"work {new['namespace']}/{new['name']} is being deleted")
    finalizers = new["finalizers"]
    if profile.finalizers_are_merged:
        finalizers = sorted({*(old.get("finalizers") or ()), *finalizers})
    metadata = {
        **old,
        "labels": {**(old.get("labels") or {}), **new["labels"]},
        "annotations": {**(old.get("annotations") or {}), **new["annotations"]},
        "finalizers": finalizers,
    }
    return {**existing, "metadata": metadata, "spec": draft["spec"]}


def admitted_work(work: Object, profile: Profile, new_id: NewId) -> Object:
    """What the mutating webhook makes of a Work on every write. Raises as :func:`stored_work`."""
    if not text_at(work, "metadata", "labels", keys.WORK_ID):
        work = merged(work, "labels", {keys.WORK_ID: new_id(work)}, profile)
    is_bare = (
        profile.suppressed_works_stay_bare
        and text_at(work, "metadata", "labels", keys.INSTRUCTION) == "suppressed"
    )
    manifests = []
    for manifest in _manifests(work):
        try:
            manifest = pruned(manifest, profile)
        except WorkError as error:
            raise WorkError(_DENIED + error.message) from None
        manifests.append(manifest if is_bare else _completed(manifest, work, profile))
    return _with_manifests(work, manifests)


def _completed(manifest: Object, work: Object, profile: Profile) -> Object:
    """The manifest with the Work's id and the records of its own keys."""
    manifest = with_managed_annotations(manifest, profile)
    if identity := text_at(work, "metadata", "labels", keys.WORK_ID):
        manifest = merged(manifest, "labels", {keys.WORK_ID: identity}, profile)
    return with_managed_labels(manifest, profile)


def _manifests(work: Object) -> Sequence[Object]:
    return lookup(work, "spec", "workload", "manifests") or ()


def _with_manifests(work: Object, manifests: list[Object]) -> Object:
    path = ("spec", "workload")
    workload = lookup(work, *path) or {}
    return replaced(work, path, {**workload, "manifests": manifests})  # type: ignore[no-any-return]
