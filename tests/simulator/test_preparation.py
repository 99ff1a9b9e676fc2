"""From what was read to a fleet at rest: what is taken, what is assumed, what is left out."""

from __future__ import annotations

from tests.simulator.fleets import cluster, deployment, fleet, policy, snapshot
from tests.simulator.playbook import lose, play
from workbench.karmada.profile import LATEST
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object
from workbench.simulator.preparation import prepare

WEB = deployment()
BARE: Object = {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
                "metadata": {"name": "m1"}, "spec": {}}


def binding(clusters: list[Object], **status: object) -> Object:
    return {
        "apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
        "metadata": {"name": "web-deployment", "namespace": "shop", "generation": 7},
        "spec": {
            "resource": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop",
                         "name": "web"},
            "replicas": 2, "clusters": clusters, "placement": {},
        },
        "status": status,
    }


def test_a_binding_that_was_read_is_taken_as_it_is() -> None:
    prepared = fleet(WEB, binding([{"name": "m3", "replicas": 2}]))
    [copy] = prepared.copies
    assert (copy.cluster, copy.replicas, copy.phase) == ("m3", 2, "running")


def test_what_was_observed_of_copies_is_kept() -> None:
    observed = [{"clusterName": "m1", "applied": True, "health": "Unhealthy",
                 "status": {"readyReplicas": 0}}]
    prepared = fleet(WEB, binding([{"name": "m1", "replicas": 2}], aggregatedStatus=observed))
    [copy] = prepared.copies
    assert copy.phase == "broken" and copy.status == {"readyReplicas": 0}


def test_clusters_that_say_nothing_are_taken_for_ready_roomy_and_able() -> None:
    prepared = fleet(BARE, WEB, policy(WEB))
    assert [key.name for key in prepared.workloads] == ["web"]
    assert len([note for note in prepared.notes if note.startswith("assumed")]) == 3


def test_a_cluster_that_is_not_ready_is_taken_for_cut_off() -> None:
    down = cluster("m1")
    down["status"]["conditions"] = [{"type": "Ready", "status": "False"}]
    prepared = fleet(down, cluster("m2"), WEB, policy(WEB))
    assert not prepared.links["m1"].answers and prepared.links["m1"].is_alive


def test_a_policy_that_would_be_refused_places_nothing_and_is_named() -> None:
    bad = policy(WEB, failover={"application": {"purgeMode": "Sometimes"}})
    prepared = fleet(WEB, bad)
    assert not prepared.workloads and WEB["metadata"]["name"] == next(iter(prepared.unplaced)).name
    assert any("would be refused" in note for note in prepared.notes)


def test_an_odd_binding_is_left_out_and_named() -> None:
    odd = binding([{"name": "m1"}])
    odd["spec"]["clusters"] = "m1"
    prepared = fleet(WEB, odd, policy(WEB))
    assert any("left out: ResourceBinding" in note for note in prepared.notes)
    assert [copy.cluster for copy in prepared.copies] == ["m1"]


def test_the_status_of_a_member_s_object_is_what_state_is_read_from() -> None:
    seen = {**WEB, "status": {"note": "from the member"}}
    items = snapshot(cluster("m1"), cluster("m2"), WEB, policy(WEB)).items
    prepared = prepare(Snapshot("t", (*items, Item.of(seen, member="m1"))), LATEST)
    assert prepared.copies[0].status == {"note": "from the member"}


def test_runs_leave_the_prepared_fleet_as_it_was() -> None:
    prepared = fleet(WEB, policy(WEB))
    before = repr((prepared.bindings, prepared.works, prepared.copies, prepared.links))
    play(prepared, lose("m1", until=300))
    assert repr((prepared.bindings, prepared.works, prepared.copies, prepared.links)) == before


def test_a_binding_that_calls_a_copy_well_without_its_status_is_contradicted() -> None:
    observed = [{"clusterName": "m1", "applied": True, "health": "Healthy"}]
    prepared = fleet(WEB, binding([{"name": "m1", "replicas": 2}], aggregatedStatus=observed))
    [note] = [note for note in prepared.notes if "by its binding" in note]
    assert "is Healthy in m1" in note and "finds it Unhealthy" in note
