"""What a changed policy, cluster or object does to what is in force already."""

from __future__ import annotations

from tests.karmada.placements import (
    DYNAMIC,
    Fleet,
    cluster,
    config_map,
    deployment,
    policy,
    static,
)
from workbench.karmada.profile import V1_12_0

EU, US = cluster("eu", region="eu"), cluster("us", region="us")
REBALANCER = """
---
apiVersion: apps.karmada.io/v1alpha1
kind: WorkloadRebalancer
metadata: {name: now}
spec:
  workloads: [{apiVersion: apps/v1, kind: Deployment, name: web, namespace: shop}]
"""


def test_what_a_change_does_not_touch_is_the_very_same() -> None:
    fleet = Fleet(EU, US, policy(""), deployment())
    after = fleet.after(config_map())
    assert after.placed() is fleet.placed()


def test_a_typo_in_cluster_names_empties_the_placement() -> None:
    fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}"), deployment())
    after = fleet.after(policy("clusterAffinity: {clusterNames: [ue]}"))
    assert fleet.placed().targets.clusters == ("eu",)
    assert after.placed().targets.clusters == ()
    assert after.placed().own.events == ("PropagationPolicy shop/pp changed",)
    assert "no cluster fits" in after.placed().targets.note


def test_a_better_policy_does_not_take_what_another_has_claimed() -> None:
    fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}"), deployment())
    after = fleet.after(
        policy("clusterAffinity: {clusterNames: [us]}", name="better", more="priority: 9")
    )
    assert after.placed().targets.clusters == ("eu",)
    (loser,) = after.placed().own.claim.losers
    assert "claimed by PropagationPolicy shop/pp already" in loser.why


def test_deleting_a_policy_leaves_everything_where_it_is() -> None:
    fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}"), deployment())
    after = fleet.after(gone=("pp",))
    assert after.placed().targets.clusters == ("eu",)
    assert "stays where it is" in after.placed().targets.note


def test_another_policy_takes_over_what_a_deleted_one_had() -> None:
    fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}"),
                  policy("clusterAffinity: {clusterNames: [us]}", name="second"), deployment())
    assert fleet.placed().targets.clusters == ("eu",)
    assert fleet.after(gone=("pp",)).placed().targets.clusters == ("us",)


def test_a_lazy_policy_waits_until_the_object_changes() -> None:
    lazy = "activationPreference: Lazy"
    fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}", more=lazy), deployment())
    edit = policy("clusterAffinity: {clusterNames: [us]}", more=lazy)
    assert fleet.after(edit).placed().targets.clusters == ("eu",)
    assert "Lazy" in fleet.after(edit).placed().own.events[0]
    assert fleet.after(edit, deployment(labels="v: '2'")).placed().targets.clusters == ("us",)


def test_a_no_schedule_taint_moves_nothing_that_runs() -> None:
    fleet = Fleet(EU, US, policy(""), deployment())
    tainted = cluster("eu", region="eu", more="taints: [{key: k, effect: NoSchedule}]")
    assert fleet.after(tainted).placed().targets.clusters == ("eu", "us")
    assert Fleet(tainted, US, policy(""), deployment()).placed().targets.clusters == ("us",)


def test_a_no_execute_taint_evicts_where_the_version_does_so_by_default() -> None:
    tainted = cluster("eu", region="eu", more="taints: [{key: k, effect: NoExecute}]")
    newer = Fleet(EU, US, policy(""), deployment())
    older = Fleet(EU, US, policy(""), deployment(), profile=V1_12_0)
    assert newer.after(tainted).placed().targets.clusters == ("eu", "us")
    assert older.after(tainted).placed().targets.clusters == ("us",)
    assert "evicts it: nothing tolerates k:NoExecute" in older.after(tainted).placed().own.events[0]


def test_a_label_moves_what_is_duplicated_and_leaves_what_is_divided() -> None:
    by_label = "clusterAffinity: {labelSelector: {matchLabels: {region: eu}}}"
    moved = cluster("us", region="eu")
    duplicated = Fleet(EU, US, policy(by_label), deployment())
    divided = Fleet(EU, US, policy(f"{by_label}, {static(eu=1, us=1)}"), deployment())
    assert duplicated.after(moved).placed().targets.clusters == ("eu", "us")
    assert divided.after(moved).placed().targets.clusters == ("eu",)


def test_replicas_of_a_cluster_that_is_gone_move_to_the_others() -> None:
    fleet = Fleet(EU, US, policy(static(eu=1, us=1)), deployment(replicas=4))
    after = fleet.after(gone=("eu",))
    assert after.placed().replicas == {"us": 4}
    assert after.placed().own.events == ("eu left the fleet",)


def test_more_room_moves_nothing_until_a_rebalancer_asks_for_a_new_division() -> None:
    fleet = Fleet(cluster("eu", cpu="3"), cluster("us", cpu="3"), policy(DYNAMIC),
                  deployment(replicas=4))
    assert fleet.placed().replicas == {"eu": 2, "us": 2}
    room = cluster("us", cpu="100")
    assert fleet.after(room).placed().replicas == {"eu": 2, "us": 2}
    assert fleet.after(room, REBALANCER).placed().replicas == {"us": 4}


def test_dependencies_move_with_their_workload() -> None:
    needs = "volumes: [{name: v, configMap: {name: settings}}]"
    fleet = Fleet(
        EU, US, policy("clusterAffinity: {clusterNames: [eu]}", more="propagateDeps: true"),
        deployment(spec=needs), config_map(),
    )
    after = fleet.after(
        policy("clusterAffinity: {clusterNames: [us]}", more="propagateDeps: true")
    )
    assert fleet.placed("settings").targets.clusters == ("eu",)
    assert after.placed("settings").targets.clusters == ("us",)


def test_an_observed_placement_counts_as_the_previous_result() -> None:
    binding = """
---
apiVersion: work.karmada.io/v1alpha2
kind: ResourceBinding
metadata: {name: web-deployment, namespace: shop}
spec:
  resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}
  replicas: 2
  placement: {clusterAffinity: {clusterNames: [eu, us]}}
  clusters: [{name: us, replicas: 2}]
"""
    fleet = Fleet(cluster("eu", cpu="9"), cluster("us", cpu="9"), policy(DYNAMIC),
                  deployment(replicas=2), binding)
    assert fleet.placed().targets.origin == "observed"
    after = fleet.after(policy(DYNAMIC), deployment(replicas=4))
    assert after.placed().targets.origin == "computed"
    assert after.placed().replicas == {"us": 3, "eu": 1}


def test_without_its_last_policy_a_fleet_places_nothing_new() -> None:
    fleet = Fleet(EU, US, policy(""), deployment(), config_map())
    after = fleet.after(gone=("pp",))
    assert after.placed("settings").targets.clusters == ()
    assert after.placed("settings").targets.note == "no propagation policy claims it"


def test_a_binding_whose_scheduling_is_suspended_is_passed_over() -> None:
    def binding(suspension: str) -> str:
        return f"""
---
apiVersion: work.karmada.io/v1alpha2
kind: ResourceBinding
metadata: {{name: web-deployment, namespace: shop}}
spec:
  resource: {{apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}}
  replicas: 2
  suspension: {{{suspension}}}
  placement: {{clusterAffinity: {{clusterNames: [eu]}}}}
  clusters: [{{name: eu, replicas: 2}}]
"""

    def clusters(suspension: str) -> tuple[str, ...]:
        fleet = Fleet(EU, US, policy("clusterAffinity: {clusterNames: [eu]}"), deployment(),
                      binding(suspension))
        after = fleet.after(policy("clusterAffinity: {clusterNames: [us]}"))
        return tuple(after.placed().targets.clusters)

    assert clusters("scheduling: true") == ("eu",)
    assert clusters("") == ("us",)
