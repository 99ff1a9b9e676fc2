from __future__ import annotations

from workbench.karmada.overrides.folding import RuleTargets
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.pipeline import (
    TargetCluster,
    hand_over,
    preview_binding,
    target_clusters,
)
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.tree import Json, Object


def binding(*clusters: tuple[str, int], divided: bool = False, **spec: Json) -> Object:
    placement = {"replicaScheduling": {"replicaSchedulingType": "Divided"}} if divided else {}
    return {
        "spec": {
            "clusters": [{"name": name, "replicas": count} for name, count in clusters],
            "replicas": 4, "placement": placement, **spec,
        }
    }  # fmt: skip


def deployment() -> Object:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {}, "spec": {"replicas": 2}}


def job(completions: Json = 8) -> Object:
    spec = {"parallelism": 4, "completions": completions}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": spec}


def targets(profile: Profile, *rules: Json) -> RuleTargets:
    policy = {"metadata": {"name": "p"}, "spec": {"overrideRules": list(rules)}}
    fleet = [{"metadata": {"name": f"m{i}"}} for i in range(1, 4)]
    return RuleTargets(PolicyIndex([policy] if rules else [], [], profile), fleet)


def failing_on(name: str, path: str = "/gone") -> Object:
    item = {"operator": "remove", "path": path}
    return {"targetCluster": {"clusterNames": [name]}, "overriders": {"plaintext": [item]}}


def test_clusters_required_by_other_bindings_come_last_and_once() -> None:
    snapshots = [{"clusters": [{"name": "m1"}, {"name": "m3", "replicas": 1}]}]
    found = target_clusters(binding(("m2", 2), ("m1", 2), requiredBy=snapshots))
    assert found == (TargetCluster("m2", 2), TargetCluster("m1", 2), TargetCluster("m3", 1))


def test_duplicated_replicas_are_written_only_by_newer_versions() -> None:
    bound = binding(("m1", 5))
    newer = hand_over(deployment(), bound, V1_18_2).templates["m1"]
    older = hand_over(deployment(), bound, V1_12_0).templates["m1"]
    assert (newer["spec"]["replicas"], older["spec"]["replicas"]) == (5, 2)


def test_clusters_with_equal_shares_start_from_one_object() -> None:
    handed = hand_over(deployment(), binding(("m1", 2), ("m2", 2), divided=True), V1_18_2)
    assert handed.templates["m1"] is handed.templates["m2"]


def test_job_completions_go_by_name_or_by_position() -> None:
    bound = binding(("m1", 1), ("m2", 3), divided=True)
    newer = hand_over(job(), bound, V1_18_2).templates
    older = hand_over(job(), bound, V1_12_0).templates
    assert [newer[name]["spec"]["completions"] for name in ("m1", "m2")] == [2, 6]
    assert [older[name]["spec"]["completions"] for name in ("m1", "m2")] == [6, 2]


def test_odd_completions_stop_the_older_version_even_where_nothing_is_divided() -> None:
    bound = binding(("m1", 4))
    assert hand_over(job("8"), bound, V1_12_0).failure == (
        ".spec.completions accessor error: 8 is of the type string, expected int64"
    )
    assert hand_over(job("8"), bound, V1_18_2).failure == ""


def test_the_first_failure_leaves_later_clusters_unreached_in_older_versions() -> None:
    bound = binding(("m3", 2), ("m1", 2), ("m2", 2))
    older = preview_binding(deployment(), bound, targets(V1_12_0, failing_on("m1")))
    newer = preview_binding(deployment(), bound, targets(V1_18_2, failing_on("m1")))
    assert {v.clusters: v.outcome.kind for v in older} == {
        ("m3",): "object", ("m1",): "error", ("m2",): "unreached",
    }  # fmt: skip
    assert older[-1].outcome.message == "m1 fails first"
    assert {v.clusters: v.outcome.kind for v in newer} == {
        ("m2", "m3"): "object", ("m1",): "error",
    }  # fmt: skip


def test_a_panic_stops_every_version() -> None:
    item = {"predicate": {"path": "/spec/list/9/image"}, "component": "Tag", "operator": "remove"}
    rule = {"targetCluster": {"clusterNames": ["m1"]}, "overriders": {"imageOverrider": [item]}}
    template = {**deployment(), "spec": {"list": []}}
    variants = preview_binding(template, binding(("m1", 2), ("m2", 2)), targets(V1_18_2, rule))
    assert [v.outcome.kind for v in variants] == ["panic", "unreached"]


def test_replicas_that_are_no_integer_fail_the_cluster() -> None:
    template = {**deployment(), "spec": {"replicas": "2"}}
    (variant,) = preview_binding(template, binding(("m1", 2)), targets(V1_18_2))
    assert variant.outcome.message == (
        ".spec.replicas accessor error: 2 is of the type string, expected int64"
    )


def test_a_binding_without_clusters_reaches_nothing() -> None:
    assert preview_binding(deployment(), {"spec": {}}, targets(V1_18_2)) == ()
