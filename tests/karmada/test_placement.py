"""Where objects go: policy, scheduler, dependencies; observed, computed or assumed."""

from __future__ import annotations

import pytest

from tests.karmada.placements import (
    DYNAMIC,
    Fleet,
    cluster,
    config_map,
    deployment,
    policy,
    static,
)
from workbench.karmada.profile import PROFILES, V1_12_0, Profile
from workbench.karmada.targets import Targets

EU, US = cluster("eu", region="eu"), cluster("us", region="us")
NEEDS = "volumes: [{name: v, configMap: {name: settings}}]"
BINDING = """
---
apiVersion: work.karmada.io/v1alpha2
kind: ResourceBinding
metadata: {name: web-deployment, namespace: shop}
spec:
  resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}
  clusters: [{name: us, replicas: 2}]
"""


def test_without_any_policy_everything_is_assumed_to_go_everywhere() -> None:
    targets = Fleet(EU, US, deployment()).placed().targets
    assert (targets.origin, targets.clusters) == ("assumed", ("eu", "us"))


def test_a_claimed_object_goes_where_the_scheduler_sends_it() -> None:
    placed = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [us]}"), deployment()).placed()
    assert (placed.targets.origin, placed.targets.clusters) == ("computed", ("us",))
    assert placed.targets.note == "by PropagationPolicy shop/pp"


def test_an_object_that_no_policy_claims_goes_nowhere_and_the_nearest_policy_says_why() -> None:
    targets = Fleet(EU, policy("", kinds="Deployment"), config_map()).placed("settings").targets
    assert (targets.origin, targets.clusters) == ("computed", ())
    assert targets.note == (
        "no propagation policy claims it; nearest: PropagationPolicy shop/pp: "
        "apiVersion is v1, not apps/v1"
    )


def test_an_observed_binding_is_believed() -> None:
    targets = Fleet(EU, US, policy(""), deployment(), BINDING).placed().targets
    assert (targets.origin, targets.clusters) == ("observed", ("us",))


def test_static_weights_are_computed_without_any_capacity() -> None:
    placed = Fleet(EU, US, policy(static(eu=2, us=1)), deployment(replicas=6)).placed()
    assert placed.replicas == {"eu": 4, "us": 2}


def test_division_by_free_room_is_assumed_where_no_cluster_reports_room() -> None:
    targets = Fleet(EU, US, policy(DYNAMIC), deployment()).placed().targets
    assert (targets.origin, targets.clusters) == ("assumed", ("eu", "us"))
    assert "no cluster reports any" in targets.note


def test_division_by_free_room_is_computed_where_clusters_report_it() -> None:
    fleet = Fleet(cluster("eu", cpu="3"), cluster("us", cpu="1"), policy(DYNAMIC),
                  deployment(replicas=4))
    assert fleet.placed().replicas == {"eu": 3, "us": 1}


def test_a_choice_among_duplicated_clusters_hangs_on_room_unless_all_are_chosen() -> None:
    def origin(most: int) -> str:
        spread = f"spreadConstraints: [{{spreadByField: cluster, minGroups: 1, maxGroups: {most}}}]"
        return str(Fleet(EU, US, policy(spread), deployment()).placed().targets.origin)

    assert origin(1) == "assumed"
    assert origin(2) == "computed"


def test_clusters_without_a_list_of_apis_are_taken_for_serving_every_kind_and_it_is_said() -> None:
    targets = Fleet(EU, policy(""), deployment()).placed().targets
    assert targets.clusters == ("eu",)
    assert targets.assumptions == ("eu reports no APIs: taken for serving this kind",)


def test_a_cluster_that_lists_its_apis_is_held_to_them() -> None:
    fleet = Fleet(cluster("eu", apis=True), policy("", kinds="ConfigMap"), config_map())
    targets = fleet.placed("settings").targets
    assert targets.clusters == ()
    assert "no cluster fits: eu: its list of APIs has no ConfigMap in v1" in targets.note


def test_no_cluster_fits_is_given_with_the_reason_of_each() -> None:
    names = "clusterAffinity: {clusterNames: [eu-wst]}"
    targets = Fleet(EU, US, policy(names), deployment()).placed().targets
    assert targets.note.endswith(
        "no cluster fits: eu: clusterNames do not name eu; us: clusterNames do not name us"
    )


def test_a_policy_that_would_be_refused_claims_nothing() -> None:
    spread = "spreadConstraints: [{spreadByField: zone, minGroups: 1}]"
    targets = Fleet(EU, policy(spread), deployment()).placed().targets
    assert targets.note.endswith("PropagationPolicy shop/pp selects it, but would be refused")


def test_dependencies_follow_where_the_policy_says_so() -> None:
    to_us = "clusterAffinity: {clusterNames: [us]}"
    workload, settings = deployment(spec=NEEDS), config_map()
    follows = Fleet(EU, US, policy(to_us, more="propagateDeps: true"), workload, settings)
    stays = Fleet(EU, US, policy(to_us), workload, settings)
    assert follows.placed("settings").targets.clusters == ("us",)
    assert follows.placed("settings").targets.note == "follows Deployment web (propagateDeps)"
    assert stays.placed("settings").targets.clusters == ()
    assert [str(need.found) for need in stays.placement.needs_of(stays.item("web"))] == [
        "ConfigMap shop/settings"
    ]


def test_a_dependency_with_a_policy_of_its_own_goes_to_both_places() -> None:
    fleet = Fleet(
        EU, US, policy("clusterAffinity: {clusterNames: [us]}", more="propagateDeps: true"),
        policy("clusterAffinity: {clusterNames: [eu]}", name="maps", kinds="ConfigMap"),
        deployment(spec=NEEDS), config_map(),
    )
    assert fleet.placed("settings").targets.clusters == ("eu", "us")


TAKES = """propagateDeps: true
  conflictResolution: Overwrite
  preserveResourcesOnDeletion: true"""


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_follows_a_workload_takes_its_conflict_resolution_and_preservation(
    profile: Profile,
) -> None:
    fleet = Fleet(
        EU, policy("", more=TAKES), deployment(spec=NEEDS), config_map(),
        profile=profile,
    )
    targets = fleet.placed("settings").targets
    assert flags(targets) == ("Overwrite", True)
    assert "disagree" not in str(targets.assumptions)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_owners_that_disagree_are_reconciled_or_the_last_one_wins(profile: Profile) -> None:
    fleet = Fleet(
        EU, policy("", name="api", more=TAKES),
        policy("", name="jobs", kinds="StatefulSet", more="propagateDeps: true"),
        deployment(spec=NEEDS), deployment("db", spec=NEEDS).replace("Deployment", "StatefulSet"),
        config_map(), profile=profile,
    )
    targets = fleet.placed("settings").targets
    last = "the last of Deployment web, StatefulSet db to be synced decides"
    told = [one for one in targets.assumptions if one.startswith(last)]
    if profile.owners_are_reconciled:
        assert (flags(targets), told) == (("Overwrite", True), [])
    else:
        assert len(told) == 2


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_policy_of_its_own_keeps_its_conflict_resolution(profile: Profile) -> None:
    fleet = Fleet(
        EU, policy("", more=TAKES), policy("", name="maps", kinds="ConfigMap"),
        deployment(spec=NEEDS), config_map(), profile=profile,
    )
    # Karmada 1.12 hands preservation on even to what has a policy of its own.
    handed_on = None if profile.owners_are_reconciled else True
    assert flags(fleet.placed("settings").targets)[1] is handed_on
    assert flags(fleet.placed("settings").targets)[0] != "Overwrite"


def flags(targets: Targets) -> tuple[str | None, bool | None]:
    """Conflict resolution and preservation of a binding."""
    assert targets.binding is not None
    spec = targets.binding["spec"]
    return spec.get("conflictResolution"), spec.get("preserveResourcesOnDeletion")


def test_namespaces_reach_every_cluster_by_themselves() -> None:
    def namespace(name: str, labels: str = "") -> str:
        return f"---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, {labels}}}\n"

    skip = "labels: {namespace.karmada.io/skip-auto-propagation: 'True'}"
    fleet = Fleet(EU, US, policy(""), namespace("shop"), namespace("kube-system"),
                  namespace("default"), namespace("own", skip))
    clusters = {i.id.name: fleet.placement.of(i).targets.clusters for i in fleet.preview.templates}
    assert clusters == {"shop": ("eu", "us"), "kube-system": (), "default": (), "own": ()}


def test_a_tie_that_the_unknown_uid_decides_is_told() -> None:
    targets = Fleet(EU, US, policy(static(eu=1, us=1)), deployment(replicas=3)).placed().targets
    assert "a tie between eu, us is decided by the object's uid, which is not known" in (
        targets.assumptions
    )


def test_v1_12_says_between_whom_it_tosses_a_coin() -> None:
    fleet = Fleet(EU, US, policy(static(eu=1, us=1)), deployment(replicas=3), profile=V1_12_0)
    assert any("coin" in note for note in fleet.placed().targets.assumptions)


def test_equal_requests_share_one_decision_and_one_list_of_clusters() -> None:
    fleet = Fleet(EU, US, policy(""), deployment("a"), deployment("b"))
    one, two = fleet.placed("a"), fleet.placed("b")
    assert one.own.scheduled.decision is two.own.scheduled.decision
    assert one.targets.binding["spec"]["clusters"] is two.targets.binding["spec"]["clusters"]
    assert one.targets.binding["metadata"]["name"] == "a-deployment"
    assert two.targets.binding["spec"]["resource"]["name"] == "b"


def test_assigned_replicas_reach_the_clusters() -> None:
    fleet = Fleet(EU, US, policy(static(eu=2, us=1)), deployment(replicas=6))
    variants = fleet.preview.variants(fleet.item("web"))
    replicas = {v.clusters: v.outcome.object["spec"]["replicas"] for v in variants if (
        v.outcome.object)}
    assert replicas == {("eu",): 4, ("us",): 2}


def test_what_follows_a_workload_has_no_replicas_of_its_own() -> None:
    fleet = Fleet(EU, US, policy(static(eu=1, us=1), more="propagateDeps: true"),
                  deployment(spec=NEEDS, replicas=4), config_map())
    assert fleet.placed("settings").replicas == {"eu": 0, "us": 0}


def test_a_policy_waits_for_the_overrides_that_it_depends_on() -> None:
    waiting = policy("", more="dependentOverrides: [images]")
    override = """
---
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: images, namespace: shop}
spec: {overrideRules: [{overriders: {}}]}
"""
    targets = Fleet(EU, waiting, deployment()).placed().targets
    assert targets.clusters == ()
    assert targets.note == "PropagationPolicy shop/pp waits for OverridePolicy images"
    assert Fleet(EU, waiting, override, deployment()).placed().targets.clusters == ("eu",)


def test_another_scheduler_is_not_guessed() -> None:
    targets = Fleet(EU, policy("", more="schedulerName: mine"), deployment()).placed().targets
    assert (targets.origin, targets.clusters) == ("assumed", ("eu",))
    assert "scheduled by mine, which is not known" in targets.note


def test_an_object_that_no_api_server_would_store_goes_nowhere_and_the_others_go_on() -> None:
    broken = deployment("broken").replace("cpu: '1'", "cpu: many")
    fleet = Fleet(EU, policy(""), broken, deployment())
    assert fleet.placed("broken").targets.clusters == ()
    assert "can't read it" in fleet.placed("broken").targets.note
    assert fleet.placed("web").targets.clusters == ("eu",)
