"""OverridePolicy and ClusterOverridePolicy, as data.

Follows pkg/apis/policy/v1alpha1/override_types.go and the CRDs of v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from workbench.karmada.admission.common_types import CLUSTER_AFFINITY, RESOURCE_SELECTOR
from workbench.karmada.admission.schema import (
    RAW,
    TEXT,
    TEXT_LIST,
    TEXTS,
    Field,
    GoTag,
    Items,
    Struct,
    Text,
    required,
    struct,
)
from workbench.karmada.profile import Profile

_ANY_OPERATOR = required(Text(choices=("add", "remove", "replace")))
_LIST_OPERATOR = required(Text(choices=("add", "remove")))
_COMPONENT = required(Text(choices=("Registry", "Repository", "Tag")))


def _overriders(profile: Profile) -> Struct:
    plaintext = struct(path=required(TEXT), operator=_ANY_OPERATOR, value=RAW)
    image = struct(
        predicate=struct(path=required(TEXT)),
        component=_COMPONENT,
        operator=_ANY_OPERATOR,
        value=TEXT,
    )
    command = struct(containerName=required(TEXT), operator=_LIST_OPERATOR, value=TEXT_LIST)
    tag: GoTag = "always" if profile.record_keeps_empty_label_value else "omitempty"
    labels = struct(operator=_ANY_OPERATOR, value=Field(TEXTS, required=True, go=tag))
    patch = struct(subPath=required(TEXT), operator=_ANY_OPERATOR, value=RAW)
    field = struct(fieldPath=required(TEXT), json=Items(patch), yaml=Items(patch))
    return struct(
        plaintext=Items(plaintext),
        imageOverrider=Items(image),
        commandOverrider=Items(command),
        argsOverrider=Items(command),
        labelsOverrider=Items(labels),
        annotationsOverrider=Items(labels),
        fieldOverrider=Items(field),
    )


def override_spec(profile: Profile) -> Struct:
    """``spec`` of both kinds of override policy."""
    overriders = _overriders(profile)
    rule = struct(targetCluster=CLUSTER_AFFINITY, overriders=required(overriders))
    return struct(
        resourceSelectors=Items(RESOURCE_SELECTOR),
        overrideRules=Items(rule),
        targetCluster=CLUSTER_AFFINITY,
        overriders=Field(overriders, go="always"),
    )
