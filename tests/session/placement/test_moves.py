"""What a change moves, in words: what is deleted stands first."""

from __future__ import annotations

import pytest

from tests.karmada.placements import Fleet, cluster, config_map, deployment, policy, static
from workbench.model.errors import UsageError
from workbench.session.edits import Edit, edited
from workbench.session.placement import cluster_edits
from workbench.session.placement.moves import Move, move_lines, moves, unmoved_notes, what_if_view

EU, US = cluster("eu", region="eu"), cluster("us", region="us")


def named(*names: str) -> str:
    return f"clusterAffinity: {{clusterNames: [{', '.join(names)}]}}"


def moved(fleet: Fleet, *texts: str, gone: tuple[str, ...] = ()) -> tuple[Move, ...]:
    return moves(fleet.placement, fleet.after(*texts, gone=gone).placement)


def test_an_emptied_placement_is_said_to_delete_everything_and_why() -> None:
    fleet = Fleet(EU, US, policy(named("eu", "us")), deployment())
    (move,) = moved(fleet, policy(named("uss")))
    assert move.is_emptied and move.severity == "error"
    assert [*move_lines(move)] == [(
        "error",
        "Deployment shop/web: DELETED everywhere (eu (2 pods), us (2 pods)): "
        "PropagationPolicy shop/pp changed; by PropagationPolicy shop/pp: no cluster fits: "
        "eu: clusterNames do not name eu; us: clusterNames do not name us",
    )]


def test_pods_are_counted_where_they_stop_and_where_they_start() -> None:
    fleet = Fleet(EU, US, policy(static(eu=1, us=1)), deployment(replicas=4))
    (move,) = moved(fleet, policy(static(eu=3, us=1)))
    assert (move.resized, move.pods_stopped, move.pods_started) == (("eu", "us"), 1, 1)
    assert [text for _, text in move_lines(move)] == [
        "Deployment shop/web: pods change in eu 2 → 3, us 2 → 1 (PropagationPolicy shop/pp changed)"
    ]


def test_deletions_stand_before_everything_else() -> None:
    fleet = Fleet(
        EU, US, policy(named("eu"), kinds="ConfigMap", name="maps"), policy(named("us")),
        config_map(), deployment(),
    )
    found = moved(fleet, policy(named("eu", "us"), kinds="ConfigMap", name="maps"),
                  policy(named("ue")))
    assert [move.object.kind for move in found] == ["Deployment", "ConfigMap"]


def test_copies_are_kept_where_the_policy_preserves_them() -> None:
    keep = "preserveResourcesOnDeletion: true"
    fleet = Fleet(EU, US, policy(named("eu", "us"), more=keep), deployment())
    (move,) = moved(fleet, policy(named("eu"), more=keep))
    assert move.deleted == () and move.given_up == ("us",)
    assert [*move_lines(move)] == [
        ("warning", "Deployment shop/web: given up in us; the copies there are kept")
    ]


def test_a_copy_in_a_cluster_that_left_is_lost_and_not_deleted() -> None:
    (move,) = moved(Fleet(EU, US, policy(""), deployment()), gone=("us",))
    assert (move.deleted, move.lost, move.severity) == ((), ("us",), "warning")


def test_a_deleted_object_is_deleted_everywhere() -> None:
    (move,) = moved(Fleet(EU, US, policy(""), deployment()), gone=("web",))
    assert move.is_emptied and move.deleted == ("eu", "us")


def test_nothing_moves_and_the_reason_is_told() -> None:
    lazy = "activationPreference: Lazy"
    fleet = Fleet(EU, US, policy(named("eu"), more=lazy), deployment())
    after = fleet.after(policy(named("us"), more=lazy))
    assert moves(fleet.placement, after.placement) == ()
    assert unmoved_notes(fleet.placement, after.placement) == (
        "PropagationPolicy shop/pp is Lazy: nothing until the object changes",
    )


def tried(fleet: Fleet, edit: Edit) -> dict[str, object]:
    changed = edited(fleet.snapshot, [edit])
    return next(i.object for i in changed.clusters if i.id.name == "eu")


def test_edits_of_clusters_are_read_as_karmadactl_writes_them() -> None:
    fleet = Fleet(EU, US)
    read = fleet.snapshot
    tainted = tried(fleet, cluster_edits.parse_taint(read, "eu a=b:NoSchedule c:NoExecute"))
    assert [(t["key"], t["effect"]) for t in tainted["spec"]["taints"]] == [  # type: ignore[index]
        ("a", "NoSchedule"), ("c", "NoExecute")
    ]
    labelled = tried(fleet, cluster_edits.parse_labels(read, "eu tier=gold region- zone=z"))
    assert labelled["metadata"]["labels"] == {"region": "eu", "tier": "gold"}  # type: ignore[index]
    assert labelled["spec"]["zones"] == ["z"]  # type: ignore[index]
    room = tried(fleet, cluster_edits.parse_capacity(read, "eu cpu=8"))
    assert room["status"]["resourceSummary"] == {  # type: ignore[index]
        "allocatable": {"cpu": "8", "pods": "110"}
    }
    assert fleet.snapshot.clusters[0].object["spec"] == {}


@pytest.mark.parametrize(("parse", "text"), [
    (cluster_edits.parse_taint, "eu a=b"), (cluster_edits.parse_taint, "eu a=b:Never"),
    (cluster_edits.parse_taint, "ue a:NoExecute"), (cluster_edits.parse_labels, "eu"),
    (cluster_edits.parse_labels, "eu x"), (cluster_edits.parse_capacity, "eu cpu=much"),
    (cluster_edits.leave, "ue"), (cluster_edits.rebalance, "nobody"),
])  # fmt: skip
def test_what_can_not_be_read_is_refused_with_a_hint(parse: object, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(Fleet(EU, US).snapshot, text)  # type: ignore[operator]
    assert refused.value.hint


def test_the_title_counts_what_matters() -> None:
    fleet = Fleet(EU, US, policy(""), deployment())
    edit = cluster_edits.leave(fleet.snapshot, "us")
    view = what_if_view([edit], moved(fleet, gone=("us",)))
    assert view.title == "delete Cluster us: 1 object moves, 2 pods stop"
    assert what_if_view([edit], []).title == "delete Cluster us: nothing moves"
