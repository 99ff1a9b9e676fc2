"""Bindings of dependencies: made by the bindings that need them.

Follows ``buildAttachedBinding``, ``createOrUpdateAttachedBinding`` and
``removeScheduleResultFromAttachedBindings`` of
pkg/dependenciesdistributor/dependencies_distributor.go and policy_utils.go (v1.12.0, v1.18.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.policies.bindings import binding_name
from workbench.karmada.profile import Profile
from workbench.karmada.work.assembly import binding_id
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.detection import check_owner, with_typed_spec
from workbench.karmada.work.keys import BINDING_FINALIZER
from workbench.karmada.work.names import dependent_label
from workbench.model.identity import ObjectId
from workbench.model.tree import Json, Object, lookup

FindBinding = Callable[[str, str], Object]
"""The ResourceBinding of a namespace and name. Raises :class:`WorkError` where there is none."""


@dataclass(frozen=True, slots=True)
class Flags:
    """Conflict resolution and preservation of a dependency, and whether its owners disagree."""

    conflict: str
    preserve: bool
    disagreements: tuple[str, ...]
    decisions: tuple[Decision, ...]


def label_of(owner: Object) -> str:
    """Key of the label that attached bindings have from ``owner``."""
    return dependent_label(*(text_at(owner, "metadata", part) for part in ("namespace", "name")))


def build_attached(owner: Object, template: Object, profile: Profile) -> Object:
    """The binding of ``template``, which ``owner``'s template needs."""
    key = ObjectId.of(template)
    reference = {
        "apiVersion": key.api_version, "kind": key.kind, "namespace": key.namespace,
        "name": key.name, "resourceVersion": text_at(template, "metadata", "resourceVersion"),
    }
    uid = text_at(template, "metadata", "uid")
    if profile.attached_reference_has_uid:
        reference["uid"] = uid
    spec = owner.get("spec") or {}
    binding = {
        "apiVersion": "work.karmada.io/v1alpha2",
        "kind": "ResourceBinding",
        "metadata": {
            "name": binding_name(key.kind, key.name),
            "namespace": owner["metadata"]["namespace"],
            "labels": {label_of(owner): binding_id(owner)},
            "finalizers": [BINDING_FINALIZER],
            "ownerReferences": [{
                "apiVersion": key.api_version, "kind": key.kind, "name": key.name, "uid": uid,
                "controller": True, "blockOwnerDeletion": True,
            }],
        },
    }
    return with_typed_spec(binding, {
        "resource": {name: value for name, value in reference.items() if value},
        "requiredBy": [_snapshot(owner)],
        "preserveResourcesOnDeletion": spec.get("preserveResourcesOnDeletion"),
        "conflictResolution": spec.get("conflictResolution"),
    })


def _snapshot(owner: Object) -> Object:
    metadata, clusters = owner["metadata"], lookup(owner, "spec", "clusters") or []
    shown = {"namespace": metadata["namespace"], "name": metadata["name"]}
    return {**shown, **({"clusters": clusters} if clusters else {})}


def renewed_attached(
    wanted: Object, existing: Object | None, find: FindBinding, profile: Profile
) -> tuple[Object, Flags | None]:
    """The attached binding as it is written, and its flags where owners were reconciled.

    Raises :class:`WorkError`: it belongs to another object, or an owner is gone.
    """
    base = wanted if existing is None else existing
    if profile.attached_reference_has_uid and existing is not None:
        check_owner(existing, wanted, _foreign_owner(wanted))
    spec, new = dict(base.get("spec") or {}), wanted["spec"]
    spec["requiredBy"] = _merged(spec.get("requiredBy") or [], new["requiredBy"])
    spec["resource"] = new["resource"]
    required = spec["requiredBy"]
    fields, flags = owner_fields(spec, new, lambda: owners_of(required, find), profile)
    spec |= fields
    metadata = base["metadata"]
    labels = {**(metadata.get("labels") or {}), **wanted["metadata"]["labels"]}
    return with_typed_spec({**base, "metadata": {**metadata, "labels": labels}}, spec), flags


_CONFLICT, _PRESERVE = "conflictResolution", "preserveResourcesOnDeletion"


def owner_fields(
    spec: Object, last: Object, owners: Callable[[], list[Object]], profile: Profile
) -> tuple[Object, Flags | None]:
    """What an attached binding has of those that need it, and its flags where they are reconciled.

    Args:
        spec: of the attached binding so far; a placement in it is that of a policy of its own.
        last: ``spec`` of the owner that was synced last, or one with its two fields.
        owners: bindings of all owners; asked only where they are reconciled.
    """
    is_free = spec.get("placement") is None
    if not profile.owners_are_reconciled:
        names = (_PRESERVE, _CONFLICT) if is_free else (_PRESERVE,)
        return {name: last.get(name) for name in names}, None
    if not is_free:
        return {}, None
    flags = flags_of_owners(owners())
    return {_CONFLICT: flags.conflict, _PRESERVE: flags.preserve}, flags


def _foreign_owner(wanted: Object) -> str:
    return (
        f"failed to update resourceBinding({ObjectId.of(wanted).path}) due to different owner "
        "reference UID, will try again later after binding is garbage collected, see "
        "https://github.com/karmada-io/karmada/issues/6034"
    )


def _merged(old: list[Json], new: list[Json]) -> list[Json]:
    known = {_owner_key(snapshot): snapshot for snapshot in new}
    renewed = []
    for snapshot in old:
        fresh = known.pop(_owner_key(snapshot), None)
        if fresh is None:
            renewed.append(snapshot)
            continue
        kept = {name: value for name, value in snapshot.items() if name != "clusters"}
        clusters = {"clusters": fresh["clusters"]} if "clusters" in fresh else {}
        renewed.append({**kept, **clusters})
    return renewed + list(known.values())


def _owner_key(snapshot: Json) -> tuple[str, str]:
    return snapshot.get("namespace") or "", snapshot.get("name") or ""


def owners_of(snapshots: Iterable[Json], find: FindBinding) -> list[Object]:
    """The bindings that need a dependency. Raises :class:`WorkError` where one is gone."""
    return [find(*_owner_key(snapshot)) for snapshot in snapshots]


def flags_of_owners(owners: list[Object]) -> Flags:
    """What several owners agree on: any Overwrite, any true. Unset counts as Abort and false."""
    conflicts = {lookup(o, "spec", "conflictResolution") == "Overwrite" for o in owners}
    preserves = {bool(lookup(o, "spec", _PRESERVE)) for o in owners}
    disagreements = []
    if len(conflicts) == 2:
        disagreements.append("ConflictResolution conflicted (Overwrite vs Abort)")
    if len(preserves) == 2:
        disagreements.append("PreserveResourcesOnDeletion conflicted (true vs false)")
    conflict = "Overwrite" if True in conflicts else "Abort"
    decisions = (
        Decision("conflictResolution", conflict, "conflictResolution of spec.requiredBy"),
        Decision(_PRESERVE, True in preserves, f"{_PRESERVE} of spec.requiredBy"),
    )
    return Flags(conflict, True in preserves, tuple(disagreements), decisions)


def without_owner(
    attached: Object, namespace: str, name: str, find: FindBinding, profile: Profile
) -> Object:
    """The attached binding when one that needed it no longer does.

    Raises :class:`WorkError` where another owner is gone; nothing is written then.
    """
    label = dependent_label(namespace, name)
    metadata, spec = attached["metadata"], dict(attached.get("spec") or {})
    labels = {k: v for k, v in (metadata.get("labels") or {}).items() if k != label}
    left = [s for s in spec.get("requiredBy") or () if _owner_key(s) != (namespace, name)]
    spec["requiredBy"] = left
    if not profile.owners_are_reconciled:
        spec[_PRESERVE] = None
    elif spec.get("placement") is None:
        flags = flags_of_owners(owners_of(left, find)) if left else None
        spec["conflictResolution"] = flags.conflict if flags else None
        spec[_PRESERVE] = flags.preserve if flags else None
    return with_typed_spec({**attached, "metadata": {**metadata, "labels": labels}}, spec)

