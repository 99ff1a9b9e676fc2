"""What Karmada's mutating webhooks change in a new policy.

Follows pkg/webhook/{override,propagation,clusterpropagation}policy/mutating.go and
pkg/util/helper/policy.go of v1.12.0 and v1.18.2. Everything here works on a tree that
:func:`workbench.karmada.admission.go_types.through_go` has just made, and changes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.admission.kinds import NAMESPACED_KINDS, PROPAGATION_KINDS
from workbench.karmada.profile import Profile
from workbench.model.tree import Object

PERMANENT_ID = "<permanent-id>"
SERVICE_IMPORT = ("multicluster.x-k8s.io/v1alpha1", "ServiceImport")
GRACE_PERIOD_SECONDS = 600


@dataclass(frozen=True, slots=True)
class WebhookOptions:
    """How an installation runs the webhooks.

    Attributes:
        not_ready_toleration_seconds, unreachable_toleration_seconds: what v1.12 gives each
            placement to tolerate such clusters.
        checks_cluster_taint_policies: whether a webhook for ClusterTaintPolicy is
            registered; Karmada's chart, operator and command line don't.
        allows_no_execute_taints: that webhook's ``--allow-no-execute-taint-policy``.
    """

    not_ready_toleration_seconds: int = 300
    unreachable_toleration_seconds: int = 300
    checks_cluster_taint_policies: bool = False
    allows_no_execute_taints: bool = False


def id_label(kind: str) -> str:
    """The label that carries a propagation policy's permanent id; empty for other kinds."""
    if kind not in PROPAGATION_KINDS:
        return ""
    return f"{kind.lower()}.karmada.io/permanent-id"


def mutate(policy: Object, profile: Profile, options: WebhookOptions, permanent_id: str) -> None:
    """Change ``policy`` as the webhook of its kind does when it is created."""
    kind, spec = policy["kind"], policy["spec"]
    if kind in NAMESPACED_KINDS:
        for selector in spec.get("resourceSelectors") or ():
            selector.setdefault("namespace", policy["metadata"]["namespace"])
    if kind in PROPAGATION_KINDS:
        _fill_placement(spec["placement"], profile, options)
        _fill_spec(spec, profile)
        _mark(policy, permanent_id)


def _fill_placement(placement: Object, profile: Profile, options: WebhookOptions) -> None:
    for constraint in placement.get("spreadConstraints", ()):
        if "spreadByLabel" not in constraint:
            constraint.setdefault("spreadByField", "cluster")
        constraint.setdefault("minGroups", 1)
    if profile.webhook_adds_tolerations:
        _tolerate(placement, "not-ready", options.not_ready_toleration_seconds)
        _tolerate(placement, "unreachable", options.unreachable_toleration_seconds)
    strategy = placement.get("replicaScheduling", {})
    if strategy.get("replicaSchedulingType") == "Divided":
        strategy.setdefault("replicaDivisionPreference", "Weighted")


def _tolerate(placement: Object, condition: str, seconds: int) -> None:
    wanted = {
        "key": f"cluster.karmada.io/{condition}",
        "operator": "Exists",
        "effect": "NoExecute",
    }
    present = placement.setdefault("clusterTolerations", [])
    for toleration in present:
        if {k: v for k, v in toleration.items() if k != "tolerationSeconds"} == wanted:
            return
    present.append(wanted | {"tolerationSeconds": seconds})


def _fill_spec(spec: Object, profile: Profile) -> None:
    for selector in spec["resourceSelectors"] or ():
        if (selector["apiVersion"], selector["kind"]) == SERVICE_IMPORT:
            spec["propagateDeps"] = True
    application = spec.get("failover", {}).get("application")
    if application and application.get("purgeMode") in profile.graceful_purge_modes:
        application.setdefault("gracePeriodSeconds", GRACE_PERIOD_SECONDS)


def _mark(policy: Object, permanent_id: str) -> None:
    metadata, kind = policy["metadata"], policy["kind"]
    metadata["labels"] = metadata.get("labels", {}) | {id_label(kind): permanent_id}
    scope = "cluster-" if kind.startswith("Cluster") else ""
    finalizer = f"karmada.io/{scope}propagation-policy-controller"
    present = metadata.get("finalizers", [])
    if finalizer not in present:
        metadata["finalizers"] = [*present, finalizer]
