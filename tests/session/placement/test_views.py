"""One object's placement as rows: clusters, claim, steps, what belongs to it."""

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
from workbench.session.placement.objects import placed_rows, placement_view
from workbench.session.placement.views import PlacementView

EU, US = cluster("eu", region="eu"), cluster("us", region="us")
NEEDS = "volumes: [{name: v, configMap: {name: settings}}]"


def view(fleet: Fleet, name: str = "web") -> PlacementView:
    return placement_view(fleet.placement, fleet.item(name))


def test_every_cluster_has_a_row_with_its_reason_in_plain_words() -> None:
    tainted = cluster("ap", more="taints: [{key: k, effect: NoSchedule}]")
    named = "clusterAffinity: {clusterNames: [eu, ap]}"
    rows = view(Fleet(EU, US, tainted, policy(named), deployment())).clusters
    assert [(row.mark, row.name, row.reasons) for row in rows] == [
        ("✓", "eu", ()),
        ("✗", "ap", ("TaintToleration: no toleration accepts its taint k:NoSchedule",)),
        ("✗", "us", ("ClusterAffinity: clusterNames do not name us",)),
    ]


def test_a_candidate_that_gets_nothing_says_why() -> None:
    spread = "spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]"
    fleet = Fleet(cluster("eu", cpu="9"), cluster("us", cpu="5"), policy(spread), deployment())
    row = next(row for row in view(fleet).clusters if row.name == "us")
    assert row.mark == "·"
    assert row.reasons == ("not selected: the first 1 of 2 candidates (maxGroups 1)",)


def test_the_division_is_told_step_by_step() -> None:
    fleet = Fleet(cluster("eu", cpu="3"), cluster("us", cpu="1"), policy(DYNAMIC),
                  deployment(replicas=4))
    assert [(step.depth, step.text) for step in view(fleet).steps] == [
        (0, "scheduled because it was never scheduled"),
        (0, "filters: 2 of 2 clusters pass"),
        (0, "selection: no spread constraints: every candidate: eu, us"),
        (0, "division: 0 of 4 stay, 4 are handed out by free room"),
        (1, "eu: weight 3, gets 3"),
        (1, "us: weight 1, gets 1"),
    ]


def test_the_policy_that_lost_says_why() -> None:
    fleet = Fleet(EU, policy(""), policy("", name="better", more="priority: 3"), deployment())
    claim = view(fleet).claim
    assert claim.winner == "PropagationPolicy shop/better"
    assert claim.losers == (("PropagationPolicy shop/pp", "priority 0, better has 3"),)


def test_what_stays_behind_is_named() -> None:
    fleet = Fleet(EU, US, policy(""), deployment(spec=NEEDS), config_map())
    (need,) = view(fleet).needs
    assert (need.severity, need.label) == ("error", "ConfigMap shop/settings")
    assert need.text == "stays behind: it is in none of the object's clusters"
    assert need.why == "propagateDeps is false: it does not follow"


def test_a_service_that_selects_the_pods_never_follows() -> None:
    service = """
---
apiVersion: v1
kind: Service
metadata: {name: front, namespace: shop}
spec: {selector: {app: web}}
"""
    pods = """
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 1, template: {metadata: {labels: {app: web}}, spec: {}}}
"""
    fleet = Fleet(EU, policy("", more="propagateDeps: true"), pods, service)
    (need,) = view(fleet).needs
    assert (need.relation, need.severity) == ("belongs", "warning")
    assert need.label == "Service shop/front"


def test_a_what_if_shows_what_was_before() -> None:
    fleet = Fleet(EU, US, policy(static(eu=1, us=1)), deployment(replicas=4))
    after = fleet.after(policy(static(eu=3, us=1)))
    assert [(row.name, row.before, row.replicas) for row in view(after).clusters] == [
        ("eu", 2, 3), ("us", 2, 1)
    ]
    assert ("info", "what if: PropagationPolicy shop/pp changed") in view(after).notes


def test_the_list_says_where_each_object_goes_and_who_claims_it() -> None:
    fleet = Fleet(EU, US, policy(""), deployment(), config_map())
    rows = placed_rows(fleet.placement, fleet.preview.templates, None)
    assert [(row.label, row.where, row.policy) for row in rows] == [
        ("settings", "nowhere", ""), ("web", "2 clusters, 4 pods", "pp")
    ]
