"""Room in the members: who finds some, who waits, and what the scheduler knows of it."""

from __future__ import annotations

from tests.simulator.fleets import application_failover, cluster, deployment, fleet, policy
from tests.simulator.playbook import breaks, lose, play


def test_pods_that_find_no_room_wait_and_the_run_says_what_it_waits_for() -> None:
    apps = [deployment(f"app-{n}", replicas=4) for n in range(3)]
    full = fleet(cluster("m1"), cluster("m2", cpu="6"), *apps, *map(policy, apps))
    story = play(full, lose("m1"))
    story.tells((41, "2 of 4 pods find no room in m2"))
    assert [text for text in story.waits() if "m2" in text] == ["m2: Unhealthy"] * 2


def test_the_scheduler_hears_of_taken_room_with_the_next_report() -> None:
    spread = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}]
    first, second = (deployment(name, replicas=4) for name in ("first", "second"))
    kept = fleet(
        cluster("m1"), cluster("m2", cpu="5"), cluster("m3", cpu="4"),
        first, second, policy(first, spread=spread, divided=True),
        policy(second, spread=spread, divided=True),
    )
    both_at_once = play(kept, lose("m1"))
    went = {m.workload.name: m.targets for m in both_at_once.timeline.moves}
    assert went == {"first": ("m2",), "second": ("m2",)}
    assert any(event.kind == "pending" for event in both_at_once.timeline.events)
    slowly = play(kept, lose("m1"), resource_eviction_rate=0.5)
    assert slowly.timeline.moves


def test_room_of_a_copy_that_is_gone_goes_to_pods_that_wait() -> None:
    waiting, leaving = deployment("waiting", replicas=4), deployment("leaving", replicas=4)
    tight = fleet(
        cluster("m1"), cluster("m2", cpu="4", used="4"), waiting, leaving,
        policy(waiting, clusters=("m1", "m2")),
        policy(leaving, clusters=("m2",), propagateDeps=True,
               failover=application_failover(seconds=30)),
    )
    story = play(tight, lose("m1"), breaks("leaving", "m2", at=100.0))
    story.tells((41, "4 of 4 pods find no room in m2"), (130, "m2 leaves the binding"),
                (156, "m2: Healthy"))
