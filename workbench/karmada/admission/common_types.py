"""API types that several kinds of policy share.

Follows pkg/apis/policy/v1alpha1/{propagation,override}_types.go and the CRDs under
charts/karmada/_crds/bases/policy (v1.12.0 and v1.18.2 agree here), and ObjectMeta of
apimachinery's pkg/apis/meta/v1/types.go.
"""

from __future__ import annotations

from typing import Final

from workbench.karmada.admission.schema import (
    FLAG,
    RAW,
    TEXT,
    TEXT_LIST,
    TEXTS,
    Field,
    Items,
    Type,
    Whole,
    required,
    struct,
)

REQUIREMENT = struct(key=required(TEXT), operator=required(TEXT), values=TEXT_LIST)

LABEL_SELECTOR = struct(matchLabels=TEXTS, matchExpressions=Items(REQUIREMENT))

FIELD_SELECTOR = struct(matchExpressions=Items(REQUIREMENT))

AFFINITY_FIELDS: Final[dict[str, Type]] = {
    "labelSelector": LABEL_SELECTOR,
    "fieldSelector": FIELD_SELECTOR,
    "clusterNames": TEXT_LIST,
    "exclude": TEXT_LIST,
}

CLUSTER_AFFINITY = struct(**AFFINITY_FIELDS)

RESOURCE_SELECTOR = struct(
    apiVersion=required(TEXT),
    kind=required(TEXT),
    namespace=TEXT,
    name=TEXT,
    labelSelector=LABEL_SELECTOR,
)

OWNER_REFERENCE = struct(
    apiVersion=required(TEXT),
    kind=required(TEXT),
    name=required(TEXT),
    uid=required(TEXT),
    controller=Field(FLAG, go="pointer"),
    blockOwnerDeletion=Field(FLAG, go="pointer"),
)

METADATA = struct(
    name=TEXT,
    generateName=TEXT,
    namespace=TEXT,
    selfLink=TEXT,
    uid=TEXT,
    resourceVersion=TEXT,
    generation=Whole(),
    creationTimestamp=TEXT,
    deletionTimestamp=TEXT,
    deletionGracePeriodSeconds=Field(Whole(), go="pointer"),
    labels=TEXTS,
    annotations=TEXTS,
    ownerReferences=Items(OWNER_REFERENCE),
    finalizers=TEXT_LIST,
    managedFields=RAW,
)
