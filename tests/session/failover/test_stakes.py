"""What a room and a report look at first: what is at stake, not what is dragged along."""

from __future__ import annotations

from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.stakes import by_stake
from workbench.simulator.settings import preset
from workbench.simulator.timeline import Move, Timeline, Track, Window, WorkloadState

CONFIG: Object = {"apiVersion": "v1", "kind": "ConfigMap", "data": {},
                  "metadata": {"name": "a-settings", "namespace": "shop"}}
WEB, WORKER = deployment(), deployment("worker")
EVERYWHERE: list[Object] = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 3}]


def room(**more: object) -> FailoverRoom:
    """A ConfigMap and ``web`` everywhere, ``worker`` in one cluster."""
    fleet = snapshot(
        *(cluster(f"m{n + 1}") for n in range(3)), CONFIG, WEB, WORKER,
        policy(CONFIG, spread=EVERYWHERE), policy(WEB, spread=EVERYWHERE), policy(WORKER),
    )
    return FailoverRoom(fleet, settings=preset("failover", LATEST), **more)  # type: ignore[arg-type]


def names(one: FailoverRoom) -> list[str]:
    return [row.id.name for row in one.workloads]


def key(name: str, kind: str = "Deployment") -> ObjectId:
    return ObjectId(kind, "shop", name, "apps/v1")


def test_at_rest_what_runs_pods_comes_before_what_goes_along() -> None:
    quiet = room()
    assert names(quiet) == ["web", "worker", "a-settings"]
    assert quiet.selected == Item.of(WEB).id


def test_a_loss_shows_the_workload_that_has_to_start_elsewhere() -> None:
    lost = room()
    assert lost.selected == Item.of(WEB).id
    lost.lose("m1")
    assert lost.workloads[0].selected and lost.selected == Item.of(WORKER).id
    assert names(lost)[-1] == "a-settings"
    assert lost.report.workloads[0] == lost.selected


def test_who_chose_a_workload_keeps_it_while_scenario_and_settings_change() -> None:
    lost = room()
    lost.select(Item.of(CONFIG).id)
    lost.lose("m1")
    lost.set_knob("startup_seconds", 300.0)
    assert lost.selected == Item.of(CONFIG).id


def test_what_another_room_looked_at_gives_way_if_it_has_no_pods() -> None:
    lost = room()
    lost.look_at(Item.of(CONFIG).id)
    assert lost.selected == Item.of(CONFIG).id
    lost.lose("m1")
    assert lost.selected == Item.of(WORKER).id
    other = room()
    other.look_at(Item.of(WEB).id)
    other.lose("m1")
    assert other.selected == Item.of(WEB).id


def test_turning_a_setting_does_not_change_what_is_looked_at() -> None:
    lost = room()
    lost.lose("m1")
    before = lost.selected
    for seconds in (1.0, 600.0):
        lost.set_knob("startup_seconds", seconds)
        assert lost.selected == before


def test_what_ends_badly_comes_before_what_is_silent_longest_and_that_before_the_rest() -> None:
    bad, silent, brief, along = key("z"), key("y"), key("x"), key("a", "ConfigMap")
    with_pods = Track((0.0,), (WorkloadState(targets=(("m1", 2),)),))
    timeline = Timeline(
        "v1.18.2", 100.0, 100.0, False, (),
        moves=(Move(along, "m1", ("m2",), 0.0, ()), Move(brief, "m1", ("m2",), 0.0, (), 10.0),
               Move(silent, "m1", ("m2",), 0.0, (), 10.0), Move(bad, "m1", (), 0.0, ())),
        windows=(Window("none", brief, 0.0, 5.0), Window("none", silent, 0.0, 9.0)),
        workloads={along: Track((0.0,), (WorkloadState(targets=(("m1", 0),)),)),
                   brief: with_pods, silent: with_pods, bad: with_pods},
    )
    assert by_stake(timeline) == (bad, silent, brief, along)
