"""PropagationPolicy and ClusterPropagationPolicy, as data.

Follows pkg/apis/policy/v1alpha1/propagation_types.go and the CRDs of v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from workbench.karmada.admission.common_types import (
    AFFINITY_FIELDS,
    CLUSTER_AFFINITY,
    RESOURCE_SELECTOR,
)
from workbench.karmada.admission.schema import (
    FLAG,
    TEXT,
    TEXT_LIST,
    Field,
    Items,
    Struct,
    Text,
    Whole,
    required,
    struct,
)
from workbench.karmada.profile import Profile

_OPTIONAL_INT32 = Field(Whole(bits=32), go="pointer")
_OPTIONAL_FLAG = Field(FLAG, go="pointer")


def _choice(*words: str) -> Field:
    """An enum that is filled with its first word."""
    return Field(Text(choices=words), default=words[0])


def _failover(profile: Profile) -> Struct:
    rule = struct(aliasLabelName=required(TEXT), jsonPath=required(TEXT))
    preservation = struct(rules=required(Items(rule)))
    conditions = struct(
        tolerationSeconds=Field(Whole(bits=32), default=300, go="pointer"),
    )
    application = struct(
        decisionConditions=required(conditions),
        purgeMode=_choice(*profile.purge_modes),
        gracePeriodSeconds=_OPTIONAL_INT32,
        statePreservation=preservation,
    )
    cluster = struct(
        purgeMode=_choice("Gracefully", "Directly"),
        statePreservation=preservation,
    )
    return struct(
        application=application,
        cluster=cluster if profile.knows_cluster_failover else None,
    )


def _replica_scheduling() -> Struct:
    weight = struct(
        targetCluster=required(CLUSTER_AFFINITY),
        weight=required(Whole(minimum=1)),
    )
    preference = struct(
        staticWeightList=Items(weight),
        dynamicWeight=Text(choices=("AvailableReplicas",)),
    )
    return struct(
        replicaSchedulingType=_choice("Divided", "Duplicated"),
        replicaDivisionPreference=Text(choices=("Aggregated", "Weighted")),
        weightPreference=preference,
    )


def _affinity_term(profile: Profile) -> Struct:
    name = required(Text(min_length=1, max_length=32))
    overflow = Items(struct(affinityName=name, **AFFINITY_FIELDS))
    return struct(
        affinityName=name,
        overflowAffinities=overflow if profile.knows_overflow_affinities else None,
        **AFFINITY_FIELDS,
    )


def _placement(profile: Profile) -> Struct:
    toleration = struct(
        key=TEXT,
        operator=TEXT,
        value=TEXT,
        effect=TEXT,
        tolerationSeconds=Field(Whole(), go="pointer"),
    )
    spread = struct(
        spreadByField=Text(choices=("cluster", "region", "zone", "provider")),
        spreadByLabel=TEXT,
        maxGroups=Whole(),
        minGroups=Whole(),
    )
    grouping = struct(groupByLabelKey=required(TEXT))
    workload = struct(affinity=grouping, antiAffinity=grouping)
    return struct(
        clusterAffinity=CLUSTER_AFFINITY,
        clusterAffinities=Items(_affinity_term(profile)),
        clusterTolerations=Items(toleration),
        spreadConstraints=Items(spread),
        replicaScheduling=_replica_scheduling(),
        workloadAffinity=workload if profile.knows_workload_affinity else None,
    )


def propagation_spec(profile: Profile) -> Struct:
    """``spec`` of both kinds of propagation policy."""
    priority = struct(
        priorityClassSource=required(Text(choices=("KubePriorityClass",))),
        priorityClassName=required(TEXT),
    )
    suspension = struct(
        dispatching=_OPTIONAL_FLAG,
        dispatchingOnClusters=struct(clusterNames=TEXT_LIST),
    )
    return struct(
        resourceSelectors=required(Items(RESOURCE_SELECTOR, least=1)),
        association=FLAG,
        propagateDeps=FLAG,
        placement=Field(_placement(profile), go="always"),
        priority=Field(Whole(bits=32), default=0, go="pointer"),
        preemption=_choice("Never", "Always"),
        dependentOverrides=TEXT_LIST,
        schedulerName=Field(TEXT, default="default-scheduler"),
        failover=_failover(profile),
        conflictResolution=_choice("Abort", "Overwrite"),
        activationPreference=Text(choices=("Lazy",)),
        suspension=suspension,
        preserveResourcesOnDeletion=_OPTIONAL_FLAG,
        schedulePriority=priority if profile.knows_schedule_priority else None,
    )
