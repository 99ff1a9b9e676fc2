"""The detector applies a policy to a template: claim, then binding.

Follows ``ApplyPolicy`` and ``ApplyClusterPolicy`` of pkg/detector/detector.go and
``MergePolicySuspension`` of pkg/util (v1.12.0 and v1.18.2). Which policy it is was decided
before: :mod:`workbench.karmada.policies.claims`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.policies.candidates import policy_id
from workbench.karmada.policies.claim_metadata import (
    CLUSTER_WIDE,
    CPP_ID,
    NAMESPACED,
    claimed,
    unmarked,
)
from workbench.karmada.policies.claims import is_lazy
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.karmada.work.controllers import Pass, warning
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.object_keys import ObjectKey, object_key
from workbench.karmada.work.store import Store
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Json, Object, lookup

_FROM_POLICY: Final = (
    "resource", "replicaRequirements", "replicas", "schedulerName", "placement", "failover",
    "conflictResolution", "preserveResourcesOnDeletion",
)  # fmt: skip
_FOREIGN_OWNER: Final = (
    "failed to update binding due to different owner reference UID, will try again later after "
    "binding is garbage collected, see https://github.com/karmada-io/karmada/issues/2090"
)


def apply_policy(
    store: Store,
    template_key: ObjectKey,
    policy_key: ObjectKey,
    profile: Profile,
    *,
    by_karmada: bool = False,
    gates: Mapping[str, bool] | None = None,
) -> Pass:
    """Claim the template for the policy, and make or renew its binding.

    ``by_karmada``: the event came from Karmada itself; a Lazy policy then only claims.
    """
    template, policy = store.get(template_key), store.get(policy_key)
    if template is None or policy is None:
        return Pass()
    kind = policy_id(policy).kind
    marked = claimed(template, policy, kind, profile)
    if marked is not template:
        template = store.put(marked)
    if by_karmada and is_lazy(policy):
        return Pass()
    try:
        wanted = build_binding(template, policy, profile, gates)
        existing = store.get(object_key(ObjectId.of(wanted)))
        store.put(renewed_binding(wanted, existing, kind, profile))
    except (WorkError, InterpretationError) as error:
        words = "cluster policy" if kind == CLUSTER_WIDE else "policy"
        text = f"Apply {words}({policy_id(policy).path}) failed: {error.message}"
        event = warning(ObjectId.of(template), "ApplyPolicyFailed", text)
        return Pass(error.message, events=(event,))
    return Pass()


def renewed_binding(
    wanted: Object, existing: Object | None, policy_kind: str, profile: Profile
) -> Object:
    """The binding that is there with all that comes from the policy; targets and tasks stay.

    Raises :class:`WorkError` where it belongs to another object of the same name.
    """
    if existing is None:
        return with_typed_spec(wanted, wanted["spec"])
    check_owner(existing, wanted, _FOREIGN_OWNER)
    old, new = existing.get("metadata") or {}, wanted["metadata"]
    finalizers = new["finalizers"]
    if profile.finalizers_are_merged:
        finalizers = list(dict.fromkeys([*(old.get("finalizers") or ()), *finalizers]))
    metadata = {
        **old,
        "labels": {**(old.get("labels") or {}), **(new.get("labels") or {})},
        "annotations": {**(old.get("annotations") or {}), **(new.get("annotations") or {})},
        "finalizers": finalizers,
        "ownerReferences": new["ownerReferences"],
    }
    spec = _renewed_spec(existing, wanted, profile)
    binding = with_typed_spec({**existing, "metadata": metadata}, spec)
    if policy_kind == NAMESPACED and CPP_ID in metadata["labels"]:
        return unmarked(binding, CLUSTER_WIDE)
    return binding


def check_owner(existing: Object, wanted: Object, message: str) -> None:
    """Raise :class:`WorkError` where ``existing`` is controlled by another object."""
    owner = wanted["metadata"]["ownerReferences"][0]["uid"]
    for reference in lookup(existing, "metadata", "ownerReferences") or ():
        if reference.get("controller") and reference.get("uid", "") != owner:
            raise WorkError(message)


def _renewed_spec(existing: Object, wanted: Object, profile: Profile) -> Object:
    is_cluster_wide = existing.get("kind") == "ClusterResourceBinding"
    fields = list(_FROM_POLICY)
    if not (is_cluster_wide and profile.cluster_binding_keeps_propagate_deps):
        fields.append("propagateDeps")
    if not is_cluster_wide:
        fields += ["schedulePriority", "workloadAffinityGroups"]
    old, new = existing.get("spec") or {}, wanted["spec"]
    spec = {name: value for name, value in old.items() if name not in fields}
    spec |= {name: new[name] for name in fields if name in new}
    spec["suspension"] = _suspension(old.get("suspension"), new.get("suspension"), profile)
    return spec


def _suspension(old: Json, new: Json, profile: Profile) -> Json:
    """The policy's suspension; what others set for scheduling stays, where it exists."""
    scheduling = (old or {}).get("scheduling")
    if not profile.binding_suspension_is_merged or scheduling is None:
        return new
    return {**(new or {}), "scheduling": scheduling}


def with_typed_spec(binding: Object, spec: Object) -> Object:
    """``binding`` with ``spec`` as its Go type writes it: zero values are left out."""
    kept = {
        name: value
        for name, value in spec.items()
        if value not in (None, "", [], MISSING) and not (value is False and name in _PLAIN_FLAGS)
    }
    if kept.get("replicas") == 0:
        del kept["replicas"]
    return {**binding, "spec": kept}


_PLAIN_FLAGS: Final = ("propagateDeps",)
"""Flags that are no pointers: false and absent are the same."""
