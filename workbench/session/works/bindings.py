"""The binding that an object's Works come from, and the template as Karmada holds it by then.

A fleet read from files lacks what only Karmada's webhooks give: permanent ids and uids. They
show as ``<permanent-id>`` and ``<uid>``.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.admission.mutating import PERMANENT_ID
from workbench.karmada.namespace_sync import is_namespace
from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.policies.bindings import binding_name, build_binding
from workbench.karmada.policies.claim_metadata import CPP_ID, NAMESPACED, PP_ID, claimed
from workbench.karmada.preview import Preview
from workbench.karmada.scheduling.replicas import InterpretationError
from workbench.karmada.work.assembly import binding_id, is_cluster_scoped
from workbench.karmada.work.keys import CRB_ID, RB_ID, TEMPLATE_UID, WORK_NAMESPACE
from workbench.karmada.work.metadata import merged
from workbench.model.snapshot import Item
from workbench.model.tree import Object, lookup, replaced

SPACE_PATH = ("metadata", "annotations", WORK_NAMESPACE)
"""Where a manifest, and the member's object that comes of it, name the namespace of its Work."""
UNKNOWN_UID = "<uid>"
"""Stands for the uid that the API server gives to a template."""

_REPLICAS = ("replicas", "replicaRequirements", "components", "clusters")


@dataclass(frozen=True, slots=True)
class Bound:
    """What the binding controller starts from.

    Attributes:
        template: the object with the claim of its policy.
        binding: with ids; ``None`` for a Namespace that is synced without one.
        assumed: what had to be assumed.
    """

    template: Object
    binding: Object | None
    assumed: tuple[str, ...] = ()


def bound(preview: Preview, item: Item) -> Bound:
    """The binding of an object that goes somewhere; made up where the fleet leads to none."""
    targets = preview.targets(item)
    template = _claimed(preview, item)
    if targets.binding is not None:
        return Bound(template, _identified(targets.binding))
    if is_namespace(item.object):
        return Bound(template, None)
    binding = _made_up(preview, item, template)
    clusters = [{"name": name} for name in targets.clusters]
    spec = {key: value for key, value in binding["spec"].items() if key not in _REPLICAS}
    binding = {**binding, "spec": {**spec, "clusters": clusters}}
    note = f"its clusters ({targets.note}), and that replicas stay as the template has them"
    return Bound(template, _identified(binding), (note,))


def _policy(preview: Preview, item: Item) -> tuple[Object, str] | None:
    """The policy that claims the object, with an id, and its kind."""
    if preview.everywhere:
        return None
    winner = preview.placement.own(item).claim.winner
    policy = preview.placement.propagation.get(winner) if winner else None
    if winner is None or policy is None:
        return None
    label = PP_ID if winner.kind == NAMESPACED else CPP_ID
    if not text_at(policy, "metadata", "labels", label):
        policy = merged(policy, "labels", {label: PERMANENT_ID}, preview.profile)
    return policy, winner.kind


def _claimed(preview: Preview, item: Item) -> Object:
    """The template as the detector leaves it; beside its binding it was read like that."""
    found = _policy(preview, item)
    if preview.targets(item).origin == "observed" or found is None:
        return item.object
    return claimed(item.object, *found, preview.profile)


def _made_up(preview: Preview, item: Item, template: Object) -> Object:
    found = _policy(preview, item)
    if found is not None:
        try:
            return build_binding(template, found[0], preview.profile)
        except InterpretationError:
            pass  # placement says so already; without replicas the rest stands
    key = item.id
    place = {"namespace": key.namespace} if key.namespace else {}
    resource = {"apiVersion": key.api_version, "kind": key.kind, "name": key.name, **place}
    return {
        "apiVersion": "work.karmada.io/v1alpha2",
        "kind": "ResourceBinding" if key.namespace else "ClusterResourceBinding",
        "metadata": {"name": binding_name(key.kind, key.name), **place},
        "spec": {"resource": resource},
    }


def _identified(binding: Object) -> Object:
    if binding_id(binding):
        return binding
    label = CRB_ID if is_cluster_scoped(binding) else RB_ID
    labels = lookup(binding, "metadata", "labels")
    labels = {**(labels if isinstance(labels, dict) else {}), label: PERMANENT_ID}
    return replaced(binding, ("metadata", "labels"), labels)  # type: ignore[no-any-return]


def with_unknown_uid(work: Object) -> Object:
    """A Work whose manifest says that its template's uid is not known, where that is so."""
    path = ("spec", "workload", "manifests", 0, "metadata", "annotations", TEMPLATE_UID)
    if lookup(work, *path) != "":
        return work
    return replaced(work, path, UNKNOWN_UID)  # type: ignore[no-any-return]


def new_id(_: Object) -> str:
    """The id of a new Work, for which Karmada takes a random one."""
    return PERMANENT_ID

