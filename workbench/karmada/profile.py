"""How Karmada versions differ, as data. Rules read a profile; none asks for a version by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One Karmada version. Each field is one documented difference between versions."""

    version: str
    kubernetes: str
    """Kubernetes version of the libraries that this Karmada is built with."""

    # -- selectors and matching (pkg/util/selector.go, unstructured/helpers.go)
    zone_in_any: bool
    """``zone In``: one listed zone is enough (else every zone of the cluster must be listed)."""
    null_label_is_empty: bool
    """A null label value counts as "" (else it empties the whole label map)."""

    # -- overrides (pkg/util/overridemanager, json-patch, distribution/reference)
    scalar_root_replace_is_error: bool
    """JSON patch ``replace`` of the whole document by a scalar fails (else: silent no-op)."""
    image_limit_counts_domain: bool
    """The 255 characters of an image name include the domain."""
    pointer_error_suffix: bool
    """JSON pointer errors end in ``: JSON pointer error``, texts with ``%`` stay as they are."""
    record_keeps_empty_label_value: bool
    """The applied record writes an empty labels or annotations ``value``."""

    # -- bindings (pkg/controllers/binding/common.go)
    one_failure_stops_later_clusters: bool
    """The first failing cluster ends the reconcile (else: errors are collected)."""
    duplicated_revises_replicas: bool
    """The binding's replicas are written even where scheduling is Duplicated."""
    job_completions_by_name: bool
    """A Job's completions are looked up by cluster name, and only where replicas are Divided
    (else: worked out for every Job, handed out by position in the sorted result)."""

    # -- default interpretation (pkg/resourceinterpreter/default/native)
    replica_set_is_interpreted: bool
    """ReplicaSets have built-in rules for replicas and dependencies."""
    dependency_errors_name_fields: bool
    """Dependencies are validated as an API would, errors name the entry and field."""
    requirements_name_template_namespace: bool
    """With the quota gate, requirements carry the namespace written in the pod template."""
    requirements_get_object_namespace: bool
    """With the quota gate, the detector fills in the object's own namespace."""
    flink_parts_may_be_missing: bool
    """The replicas of a FlinkDeployment can be read without its resources (else: an error)."""

    # -- policy claims (pkg/detector)
    deleting_policy_is_not_applied: bool
    """A claiming policy that is being deleted is an error until it is gone."""
    lost_claim_is_always_removed: bool
    """A claim of a policy that is gone goes away (else only with a binding that has its id)."""

    # -- scheduler (pkg/scheduler/framework, core, pkg/estimator/client)
    scheduler_skips_deleting_clusters: bool
    """Clusters with a deletion time are no candidates, and move what runs on them."""
    target_needs_no_api: bool
    """A current target passes APIEnablement always (else: only while its list is incomplete)."""
    knows_overflow_affinities: bool
    """``clusterAffinities[].overflowAffinities`` exists."""
    knows_components: bool
    """``spec.components`` of a binding exists."""
    requirements_make_a_workload: bool
    """No replicas but requirements: still a workload (else: goes to every candidate with 0)."""
    shares_by_quotient: bool
    """Replicas are shared by Webster's method (else: whole parts, leftovers to the largest)."""
    scale_down_counts_lost_clusters: bool
    """Scaling down shares by all previous targets, also those that are no candidates."""
    capacity_shortage_is_unschedulable: bool
    """Too little capacity while dividing gives the reason Unschedulable (else SchedulerError)."""
    models_pack_nodes: bool
    """Resource models: pods are packed on nodes of each grade's minimum size, 110 at most."""
    region_without_room_panics: bool
    """Duplicated by region: a region where no cluster can hold all replicas stops the process."""

    # -- admission (CRDs, pkg/webhook, pkg/util/validation)
    serves_cluster_taint_policies: bool
    """The API server knows ClusterTaintPolicy."""
    knows_cluster_failover: bool
    """``spec.failover.cluster`` exists."""
    knows_schedule_priority: bool
    """``spec.schedulePriority`` exists."""
    knows_workload_affinity: bool
    """``spec.placement.workloadAffinity`` exists."""
    purge_modes: tuple[str, ...]
    """What ``failover.application.purgeMode`` may say, the default first."""
    graceful_purge_modes: tuple[str, ...]
    """Those of :attr:`purge_modes` that come with a grace period."""
    webhook_adds_tolerations: bool
    """Every placement gets tolerations for clusters that are not ready or unreachable."""
    selector_namespace_is_checked: bool
    """A namespaced policy may select in its own namespace only."""
    comparing_tolerations_are_refused: bool
    """Cluster tolerations with the operators Lt and Gt are refused."""
    alias_label_is_checked: bool
    """``statePreservation.rules[].aliasLabelName`` must be a label key."""
    field_overrider_needs_patches: bool
    """A field overrider without json and yaml is refused."""

    # -- failover (pkg/controllers/{applicationfailover,gracefuleviction,cluster,binding})
    direct_purge_modes: frozenset[str]
    """Purge modes that delete the old Work at once, and the only ones that inject labels."""
    direct_purge_waits: bool
    """A new Work is made only when no Work is left where a task purges directly."""
    raw_status_must_decode: bool
    """A reflected status that Go can't decode fails (else: it reads as an empty object)."""
    jsonpath_error_names_path: bool
    """Errors of evaluating a jsonPath begin with the path."""
    eviction_ends_after_scheduling: bool
    """A task ends by health only once the scheduler observed the binding's generation."""
    eviction_skips_unscheduled: bool
    """Bindings whose generation the scheduler did not observe are not looked at: no timeouts."""
    grace_period_leaks: bool
    """A task's grace period also counts for later tasks when the next pass is timed."""
    taint_eviction_is_optional: bool
    """``--enable-no-execute-taint-eviction`` exists; without it NoExecute evicts nothing."""
    taint_queue_reads_tolerations: bool
    """A tainted cluster's bindings are queued by their tolerations (else: all, at once)."""
    flink_health: Literal["job-manager-error", "user-error"]
    """What makes a FlinkDeployment that is still starting healthy all the same."""
    bundles_newer_kinds: bool
    """Health rules for Ray, Kubeflow, Spark, Volcano and more of OpenKruise are bundled."""

    # -- failover over time (pkg/controllers/{cluster,taint}, pkg/scheduler)
    adds_no_execute_taints: bool
    """Clusters that stay not ready get NoExecute taints by themselves (gate Failover)."""
    paces_taint_evictions: bool
    """``--resource-eviction-rate`` exists: workers of the eviction queue pause after each item."""
    knows_scheduling_suspension: bool
    """``spec.suspension.scheduling`` of a binding exists."""

    # -- Works and members (pkg/controllers/{binding,execution}, pkg/util/objectwatcher,
    # pkg/dependenciesdistributor, pkg/karmadactl/promote)
    controller_completes_works: bool
    """The controller prunes a Work and records its keys before the webhook does it again."""
    suppressed_works_stay_bare: bool
    """The webhook adds nothing to manifests of Works with the instruction ``suppressed``."""
    finalizers_are_merged: bool
    """Foreign finalizers of bindings and Works survive a write (else: they are replaced)."""
    equal_updates_are_skipped: bool
    """Nothing is sent to a member whose object is as wanted already."""
    update_attempts: int
    """How often a request is sent at once while the member answers with a conflict."""
    pull_secrets_are_merged: bool
    """``imagePullSecrets`` of a ServiceAccount are merged with the member's, as ``secrets``."""
    typed_metadata_writes_creation_time: bool
    """An object that passed through its Go type has ``creationTimestamp: null``."""
    binding_suspension_is_merged: bool
    """A policy replaces its part of a binding's suspension (else: all of it)."""
    cluster_binding_keeps_propagate_deps: bool
    """``propagateDeps`` reaches a ClusterResourceBinding only when that is made."""
    owners_are_reconciled: bool
    """A dependency's flags come from all bindings that need it (else: from the last one), and
    stay as they are where the dependency has a policy of its own."""
    attached_reference_has_uid: bool
    """The binding of a dependency names the uid of its object and checks its owner."""
    promote_format_error: str
    """What ``karmadactl promote`` answers to an output format that it does not know."""


V1_18_2 = Profile(
    version="v1.18.2",
    kubernetes="v1.35.3",
    zone_in_any=True,
    null_label_is_empty=True,
    scalar_root_replace_is_error=True,
    image_limit_counts_domain=False,
    pointer_error_suffix=True,
    record_keeps_empty_label_value=True,
    one_failure_stops_later_clusters=False,
    duplicated_revises_replicas=True,
    job_completions_by_name=True,
    direct_purge_modes=frozenset({"Directly", "Immediately"}),
    direct_purge_waits=True,
    raw_status_must_decode=True,
    jsonpath_error_names_path=True,
    eviction_ends_after_scheduling=True,
    eviction_skips_unscheduled=False,
    grace_period_leaks=False,
    taint_eviction_is_optional=True,
    taint_queue_reads_tolerations=True,
    flink_health="user-error",
    bundles_newer_kinds=True,
    adds_no_execute_taints=False,
    paces_taint_evictions=True,
    knows_scheduling_suspension=True,
    replica_set_is_interpreted=True,
    dependency_errors_name_fields=True,
    requirements_name_template_namespace=False,
    requirements_get_object_namespace=True,
    flink_parts_may_be_missing=True,
    deleting_policy_is_not_applied=True,
    lost_claim_is_always_removed=True,
    scheduler_skips_deleting_clusters=True,
    target_needs_no_api=True,
    knows_overflow_affinities=True,
    knows_components=True,
    requirements_make_a_workload=True,
    shares_by_quotient=True,
    scale_down_counts_lost_clusters=False,
    capacity_shortage_is_unschedulable=True,
    models_pack_nodes=True,
    region_without_room_panics=False,
    serves_cluster_taint_policies=True,
    knows_cluster_failover=True,
    knows_schedule_priority=True,
    knows_workload_affinity=True,
    purge_modes=("Gracefully", "Directly", "Never", "Immediately", "Graciously"),
    graceful_purge_modes=("Gracefully", "Graciously"),
    webhook_adds_tolerations=False,
    selector_namespace_is_checked=True,
    comparing_tolerations_are_refused=True,
    alias_label_is_checked=True,
    field_overrider_needs_patches=True,
    controller_completes_works=True,
    suppressed_works_stay_bare=False,
    finalizers_are_merged=True,
    equal_updates_are_skipped=True,
    update_attempts=5,
    pull_secrets_are_merged=True,
    typed_metadata_writes_creation_time=False,
    binding_suspension_is_merged=True,
    cluster_binding_keeps_propagate_deps=False,
    owners_are_reconciled=True,
    attached_reference_has_uid=True,
    promote_format_error="invalid output format: supported formats are json and yaml",
)

V1_12_0 = replace(
    V1_18_2,
    version="v1.12.0",
    kubernetes="v1.31.3",
    zone_in_any=False,
    null_label_is_empty=False,
    scalar_root_replace_is_error=False,
    image_limit_counts_domain=True,
    pointer_error_suffix=False,
    record_keeps_empty_label_value=False,
    one_failure_stops_later_clusters=True,
    duplicated_revises_replicas=False,
    job_completions_by_name=False,
    direct_purge_modes=frozenset({"Immediately"}),
    direct_purge_waits=False,
    raw_status_must_decode=False,
    jsonpath_error_names_path=False,
    eviction_ends_after_scheduling=False,
    eviction_skips_unscheduled=True,
    grace_period_leaks=True,
    taint_eviction_is_optional=False,
    taint_queue_reads_tolerations=False,
    flink_health="job-manager-error",
    bundles_newer_kinds=False,
    adds_no_execute_taints=True,
    paces_taint_evictions=False,
    knows_scheduling_suspension=False,
    replica_set_is_interpreted=False,
    dependency_errors_name_fields=False,
    requirements_name_template_namespace=True,
    requirements_get_object_namespace=False,
    flink_parts_may_be_missing=False,
    deleting_policy_is_not_applied=False,
    lost_claim_is_always_removed=False,
    scheduler_skips_deleting_clusters=False,
    target_needs_no_api=False,
    knows_overflow_affinities=False,
    knows_components=False,
    requirements_make_a_workload=False,
    shares_by_quotient=False,
    scale_down_counts_lost_clusters=True,
    capacity_shortage_is_unschedulable=False,
    models_pack_nodes=False,
    region_without_room_panics=True,
    serves_cluster_taint_policies=False,
    knows_cluster_failover=False,
    knows_schedule_priority=False,
    knows_workload_affinity=False,
    purge_modes=("Graciously", "Immediately", "Never"),
    graceful_purge_modes=("Graciously",),
    webhook_adds_tolerations=True,
    selector_namespace_is_checked=False,
    comparing_tolerations_are_refused=False,
    alias_label_is_checked=False,
    field_overrider_needs_patches=False,
    controller_completes_works=False,
    suppressed_works_stay_bare=True,
    finalizers_are_merged=False,
    equal_updates_are_skipped=False,
    update_attempts=1,
    pull_secrets_are_merged=False,
    typed_metadata_writes_creation_time=True,
    binding_suspension_is_merged=False,
    cluster_binding_keeps_propagate_deps=True,
    owners_are_reconciled=False,
    attached_reference_has_uid=False,
    promote_format_error="output format is only one of json and yaml",
)

PROFILES = {profile.version: profile for profile in (V1_12_0, V1_18_2)}
LATEST = V1_18_2


def find_profile(text: str) -> Profile:
    """The profile for ``1.18``, ``v1.18`` or ``v1.18.2``. Raises ``KeyError`` for others."""
    wanted = "v" + text.lstrip("v")
    for version, profile in PROFILES.items():
        if version == wanted or version.startswith(wanted + "."):
            return profile
    raise KeyError(text)
