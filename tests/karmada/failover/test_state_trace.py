"""State from one cluster to the next, what stands in its way, and what keeps it there."""

from __future__ import annotations

import pytest

from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.restore import (
    RestorePoint,
    admission_policy,
    admission_version,
    default_restore_point,
    kyverno_policy,
    restored,
)
from workbench.karmada.failover.retention import offer_retention
from workbench.karmada.failover.state_trace import Surroundings, retention_scripts, trace_state
from workbench.karmada.failover.taints import TaintOptions
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.tree import MISSING, Object

LABEL = "shop.example/job"
MANIFEST: Object = {
    "apiVersion": "flink.apache.org/v1beta1",
    "kind": "FlinkDeployment",
    "metadata": {"name": "wordcount", "namespace": "shop"},
    "spec": {"flinkConfiguration": {"state.checkpoints.dir": "s3://state/wordcount/"}, "job": {}},
}


def binding(
    path: str = "{.jobStatus.jobId}", mode: str = "Directly", status: object = MISSING,
    clusters: tuple[str, ...] = ("m1",), which: str = "application",
) -> Object:
    rules = [{"aliasLabelName": LABEL, "jsonPath": path}]
    item: Object = {"clusterName": "m1", "health": "Unhealthy"}
    if status is not None:
        item["status"] = {"jobStatus": {"jobId": "e6fd"}} if status is MISSING else status
    return {
        "metadata": {"namespace": "shop", "name": "wordcount-flinkdeployment"},
        "spec": {
            "clusters": [{"name": name} for name in clusters],
            "failover": {which: {"purgeMode": mode, "statePreservation": {"rules": rules}}},
        },
        "status": {"aggregatedStatus": [item]},
    }


def around(
    profile: Profile = V1_18_2, *, gate: bool = True, restore: bool = True, scripts: object = ()
) -> Surroundings:
    point = default_restore_point(MANIFEST, LABEL) if restore else None
    return Surroundings(Gates(gate, True), TaintOptions(True), profile, point,
                        scripts)  # type: ignore[arg-type]


def test_state_arrives_and_both_label_and_field_are_gone_at_the_next_sync() -> None:
    trace = trace_state(binding(), MANIFEST, "m1", "m2", "application", around())
    assert trace.arrives and trace.labels == {LABEL: "e6fd"}
    job = trace.created["spec"]["job"]
    assert job["initialSavepointPath"] == "s3://state/wordcount/e6fd"
    assert [loss.path for loss in trace.losses] == [
        ("metadata", "labels", LABEL), ("spec", "job", "initialSavepointPath"),
    ]


def test_an_object_without_status_blocks_its_own_failover() -> None:
    trace = trace_state(binding(status=None), MANIFEST, "m1", "m2", "application", around())
    assert trace.blocking is not None and trace.blocking.subject == "status.aggregatedStatus"
    assert not trace.arrives


@pytest.mark.parametrize(("change", "subject"), [
    ({"mode": "Gracefully"}, "purgeMode of the last task"),
    ({"clusters": ("m1", "m3")}, "spec.clusters"),
    ({"path": "{.nothing}"}, "failover.application.statePreservation.rules[].jsonPath"),
])
def test_what_blocks_is_named(change: Object, subject: str) -> None:
    trace = trace_state(binding(**change), MANIFEST, "m1", "m2", "application", around())
    assert trace.blocking is not None and trace.blocking.subject == subject


def test_the_gate_is_asked_first() -> None:
    trace = trace_state(binding(), MANIFEST, "m1", "m2", "application", around(gate=False))
    assert trace.blocking is not None
    assert trace.blocking.subject == "feature gate StatefulFailoverInjection"


def test_a_value_that_is_no_label_means_that_the_copy_is_never_created() -> None:
    status = {"jobStatus": {"jobId": "a job/1"}}
    trace = trace_state(binding(status=status), MANIFEST, "m1", "m2", "application", around())
    assert trace.illegal == (LABEL,) and not trace.arrives


def test_going_back_to_a_cluster_of_before_gets_no_label_for_applications() -> None:
    two = binding(clusters=("m1", "m2"))
    trace = trace_state(two, MANIFEST, "m1", "m2", "application", around())
    assert trace.blocking is not None
    assert trace.blocking.subject == "clustersBeforeFailover of the last task"


def test_cluster_failover_keeps_state_only_where_the_version_knows_it() -> None:
    stateful = binding(which="cluster")
    new = trace_state(stateful, MANIFEST, "m1", "m2", "cluster", around())
    assert new.arrives
    old = trace_state(stateful, MANIFEST, "m1", "m2", "cluster", around(V1_12_0))
    assert old.blocking is not None and old.blocking.found == "no"


def test_a_retention_customization_protects_what_its_script_names() -> None:
    point = default_restore_point(MANIFEST, LABEL)
    offer = offer_retention(MANIFEST, point, V1_18_2)
    assert offer is not None and not offer.caution
    custom = offer.customization
    scripts = retention_scripts([custom], MANIFEST)
    trace = trace_state(binding(), MANIFEST, "m1", "m2", "application", around(scripts=scripts))
    assert trace.losses and all(loss.protected_by for loss in trace.losses)
    other = {**MANIFEST, "kind": "Other"}
    assert retention_scripts([custom], other) == []


def test_a_restore_rule_does_nothing_without_the_label() -> None:
    assert restored(MANIFEST, default_restore_point(MANIFEST, LABEL)) is MANIFEST


def test_the_kyverno_policy_is_for_this_workload_and_its_creation_alone() -> None:
    tree = kyverno_policy(MANIFEST, default_restore_point(MANIFEST, LABEL))
    [rule] = tree["spec"]["rules"]
    resources = rule["match"]["any"][0]["resources"]
    assert resources["names"] == ["wordcount"] and resources["operations"] == ["CREATE"]
    path = rule["mutate"]["patchStrategicMerge"]["spec"]["job"]["initialSavepointPath"]
    assert path.startswith("s3://state/wordcount/{{ request.object.metadata.labels.")


def test_the_admission_policy_creates_the_maps_on_the_way() -> None:
    point = RestorePoint("a.b/c", ("metadata", "annotations", "x/y"), "v-{label}")
    policy, bound = admission_policy(MANIFEST, point, "flinkdeployments", "v1beta1")
    [mutation] = policy["spec"]["mutations"]
    text = mutation["jsonPatch"]["expression"]
    assert '"/metadata/annotations"' in text and '"/metadata/annotations/x~1y"' in text
    assert '"v-" + object.metadata.labels["a.b/c"]' in text
    assert bound["spec"]["policyName"] == policy["metadata"]["name"]


@pytest.mark.parametrize(("version", "served"), [
    ("v1.31.4", ""), ("v1.32.0", "v1alpha1"), ("v1.34.1", "v1beta1"), ("v1.36.0", "v1"),
    ("", "v1beta1"),
])
def test_admission_policies_are_written_for_the_member_s_version(version: str, served: str) -> None:
    assert admission_version(version) == served
