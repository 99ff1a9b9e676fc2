"""One Work: what the binding controller wants of one cluster.

Follows ``ensureWork`` of pkg/controllers/binding/common.go behind the overrides, and
``CreateOrUpdateWork`` of pkg/controllers/ctrlutil/work.go (v1.18.2) and pkg/util/helper/work.go
(v1.12.0), up to what is compared with the Work that is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.failover.injection import inject, plan_injection
from workbench.karmada.overrides.accessors import metadata_texts, text_at
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.karmada.work import keys
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.metadata import merged
from workbench.karmada.work.names import execution_space, work_name
from workbench.karmada.work.pruning import pruned
from workbench.model.tree import Object, lookup

INJECTION_GATE = "StatefulFailoverInjection"


@dataclass(frozen=True, slots=True)
class Draft:
    """A Work as the binding controller wants it, before it meets the one that is there.

    Attributes:
        cluster: the target.
        work: the whole Work; its one manifest lacks what only a stored Work can give.
        decisions: what decided conflict resolution, suspension, preservation.
    """

    cluster: str
    work: Object
    decisions: tuple[Decision, ...]


def draft_work(
    outcome: Outcome, binding: Object, cluster: str, profile: Profile, *, injects: bool = False
) -> Draft:
    """The Work for ``cluster``.

    Args:
        outcome: what the overrides made of the template; of kind ``object``.
        binding: the ResourceBinding or ClusterResourceBinding.
        injects: feature gate ``StatefulFailoverInjection``.

    Raises:
        WorkError, WorkPanic: pruning fails, in versions where the controller prunes.
    """
    spec = binding.get("spec") or {}
    labels, references = _references(binding)
    manifest = merged(outcome.object or {}, "labels", labels, profile)
    generation = lookup(manifest, "metadata", "generation")
    if isinstance(generation, int) and not isinstance(generation, bool) and generation > 0:
        text = {keys.TEMPLATE_GENERATION: str(generation)}
        manifest = merged(manifest, "annotations", text, profile)
    manifest = merged(manifest, "annotations", references, profile)
    conflict = conflict_resolution(manifest, spec, profile)
    suspended = _suspension(spec, cluster)
    preserved = _preservation(spec)
    annotations = {**references, keys.CONFLICT: conflict.value, **_records(outcome)}
    injection = plan_injection(spec, cluster, injects, profile)
    manifest = inject(manifest, injection.labels, profile)
    metadata = {
        "name": work_name(*(text_at(manifest, *path) for path in _NAMING)),
        "namespace": execution_space(cluster),
        "labels": labels,
        "annotations": annotations,
        "finalizers": [keys.EXECUTION_FINALIZER],
    }
    manifest = _signed(manifest, metadata, profile)
    if profile.controller_completes_works:
        manifest = pruned(manifest, profile)
    work = {
        "apiVersion": "work.karmada.io/v1alpha1",
        "kind": "Work",
        "metadata": metadata,
        "spec": {
            "workload": {"manifests": [manifest]},
            "suspendDispatching": suspended.value,
            "preserveResourcesOnDeletion": preserved.value,
        },
    }
    return Draft(cluster, work, (conflict, suspended, preserved))


_NAMING = (("kind",), ("metadata", "namespace"), ("metadata", "name"))


def is_cluster_scoped(binding: Object) -> bool:
    return binding.get("kind") == "ClusterResourceBinding"


def binding_id(binding: Object) -> str:
    """The id that the webhook gave to a binding; empty without one."""
    key = keys.CRB_ID if is_cluster_scoped(binding) else keys.RB_ID
    return text_at(binding, "metadata", "labels", key)


def _references(binding: Object) -> tuple[dict[str, str], dict[str, str]]:
    """Labels and annotations that point back at the binding, on the Work and in the manifest."""
    name, namespace = (text_at(binding, "metadata", part) for part in ("name", "namespace"))
    if is_cluster_scoped(binding):
        return {keys.CRB_ID: binding_id(binding)}, {keys.CRB_NAME: name}
    return (
        {keys.RB_ID: binding_id(binding)},
        {keys.RB_NAMESPACE: namespace, keys.RB_NAME: name},
    )


def conflict_resolution(template: Object, spec: Object, profile: Profile) -> Decision:
    """``overwrite`` or ``abort``: by the template's annotation, else by the binding.

    ``template``: as the overrides left it. An annotation with any other word does not count.
    """
    wish = (metadata_texts(template, "annotations", profile) or {}).get(keys.CONFLICT, "")
    if wish in ("overwrite", "abort"):
        return Decision("conflictResolution", wish, f"template annotation {keys.CONFLICT}")
    value = "overwrite" if spec.get("conflictResolution") == "Overwrite" else "abort"
    note = f"the template's {wish!r} is no valid word" if wish else ""
    return Decision("conflictResolution", value, "binding spec.conflictResolution", note)


def _suspension(spec: Object, cluster: str) -> Decision:
    suspension = spec.get("suspension") or {}
    where = "binding spec.suspension"
    if suspension.get("dispatching"):
        return Decision("suspendDispatching", True, f"{where}.dispatching")
    names = lookup(suspension, "dispatchingOnClusters", "clusterNames") or ()
    value = cluster in names
    by = f"{where}.dispatchingOnClusters" if value else where
    return Decision("suspendDispatching", value, by)


def _preservation(spec: Object) -> Decision:
    wish = spec.get("preserveResourcesOnDeletion")
    by, note = "binding spec.preserveResourcesOnDeletion", "unset" if wish is None else ""
    return Decision("preserveResourcesOnDeletion", bool(wish), by, note)


def _records(outcome: Outcome) -> dict[str, str]:
    found = {
        keys.APPLIED_CLUSTER_OVERRIDES: outcome.applied_cluster_overrides,
        keys.APPLIED_OVERRIDES: outcome.applied_overrides,
    }
    return {key: text for key, text in found.items() if text is not None}


def _signed(manifest: Object, work: Object, profile: Profile) -> Object:
    """The manifest with Karmada's ownership and the way back to template and Work."""
    manifest = merged(manifest, "labels", {keys.MANAGED: "true"}, profile)
    annotations = {
        keys.TEMPLATE_UID: text_at(manifest, "metadata", "uid"),
        keys.WORK_NAME: work["name"],
        keys.WORK_NAMESPACE: work["namespace"],
        keys.CONFLICT: work["annotations"][keys.CONFLICT],
    }
    return merged(manifest, "annotations", annotations, profile)
