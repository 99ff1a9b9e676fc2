"""Labels, annotations and finalizers that mark what Karmada does with an object.

Source: pkg/util/constants.go and pkg/apis/work/v1alpha2/well_known_constants.go (the same in
Karmada v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from typing import Final

MANAGED: Final = "karmada.io/managed"
"""Label of an object in a member: ``true`` says that Karmada owns it."""
CONFLICT: Final = "work.karmada.io/conflict-resolution"
"""Annotation: ``overwrite`` or ``abort`` where a member has the object already."""
RB_ID: Final = "resourcebinding.karmada.io/permanent-id"
CRB_ID: Final = "clusterresourcebinding.karmada.io/permanent-id"
WORK_ID: Final = "work.karmada.io/permanent-id"
RB_NAMESPACE: Final = "resourcebinding.karmada.io/namespace"
RB_NAME: Final = "resourcebinding.karmada.io/name"
CRB_NAME: Final = "clusterresourcebinding.karmada.io/name"
WORK_NAMESPACE: Final = "work.karmada.io/namespace"
WORK_NAME: Final = "work.karmada.io/name"
TEMPLATE_UID: Final = "resourcetemplate.karmada.io/uid"
TEMPLATE_GENERATION: Final = "resourcetemplate.karmada.io/generation"
MANAGED_LABELS: Final = "resourcetemplate.karmada.io/managed-labels"
MANAGED_ANNOTATIONS: Final = "resourcetemplate.karmada.io/managed-annotations"
RETAIN_REPLICAS: Final = "resourcetemplate.karmada.io/retain-replicas"
APPLIED_OVERRIDES: Final = "policy.karmada.io/applied-overrides"
APPLIED_CLUSTER_OVERRIDES: Final = "policy.karmada.io/applied-cluster-overrides"
INSTRUCTION: Final = "propagation.karmada.io/instruction"
"""Label of a Work; ``suppressed`` was honoured up to v1.12."""

EXECUTION_FINALIZER: Final = "karmada.io/execution-controller"
BINDING_FINALIZER: Final = "karmada.io/binding-controller"
CLUSTER_BINDING_FINALIZER: Final = "karmada.io/cluster-resource-binding-controller"
DISTRIBUTOR_FINALIZER: Final = "karmada.io/binding-dependencies-distributor"

# Taken off a member's object when it is released.
RELEASED_LABELS: Final = (RB_ID, WORK_ID, MANAGED)
RELEASED_ANNOTATIONS: Final = (
    MANAGED_ANNOTATIONS, MANAGED_LABELS, RB_NAMESPACE, RB_NAME, TEMPLATE_UID,
    TEMPLATE_GENERATION, WORK_NAME, WORK_NAMESPACE,
)  # fmt: skip
