"""How watches on a real Karmada and runs of the simulator are reduced to the same, and compared.

The comparison itself needs a sandbox: ``python -m tests.real.failover``.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.real.failover import observed, simulated
from tests.real.failover.comparison import Side, compare
from tests.real.failover.keeping import read, written
from tests.real.failover.marks import Fact, Mark, marks_of
from tests.real.failover.phases import lengths_of
from tests.real.failover.simulated import settings_of
from tests.real.failover.steps import Deed, faults_of
from tests.sandbox.fakes import layout
from tests.simulator.fleets import JOB_ID, application_failover, deployment, fleet, flink, policy
from tests.simulator.playbook import breaks, lose, play
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.simulator.faults import CutClusters, LoseClusters

_FILE = Path(__file__).parent.parent / "vectors" / "watches.jsonl.gz"


def recorded(name: str) -> dict[str, Any]:
    """What was seen of one scenario on a sandbox."""
    with gzip.open(_FILE, "rt") as lines:
        return next(told for told in map(json.loads, lines) if told["name"] == name)


def marks(name: str) -> list[Mark]:
    sightings, subjects = read(recorded(name))
    return marks_of(observed.moments(sightings, subjects, 0.0))


def names(some: list[Mark]) -> list[str]:
    return [mark.name for mark in some]


def test_watches_of_a_failover_with_state_are_its_marks_in_order() -> None:
    assert names(marks("flink-state")) == [
        "stateful unhealthy member1",
        "stateful evicted member1",
        "stateful deleted member1",
        "stateful scheduled member2",
        "stateful Work made member2",
        "stateful created member2",
        "stateful label on member2",
        "stateful healthy member2",
        "stateful task ends member1",
        "stateful label off member2",
    ]


def test_watches_of_a_lost_member_keep_what_was_seen_of_it_last() -> None:
    found = names(marks("lost-member"))
    assert found[:3] == ["not ready member1", "tainted member1", "lost evicted member1"]
    assert found[-2:] == ["ready again member1", "lost deleted member1"]


def test_what_is_kept_of_watches_says_the_same_again() -> None:
    told = recorded("flink-state")
    sightings, subjects = read(told)
    assert written(sightings, subjects, 0.0)["sightings"] == told["sightings"]


def test_a_copy_that_starts_is_not_unhealthy_but_one_that_was_healthy_may_become_so() -> None:
    def at(*whats: str) -> frozenset[Fact]:
        return frozenset(Fact(what, "m2", "web") for what in whats)

    moments = [
        (0.0, at()), (1.0, at("object", "unhealthy")), (2.0, at("object", "healthy")),
        (3.0, at("object", "unhealthy")),
    ]
    assert names(marks_of(moments)) == ["web created m2", "web healthy m2", "web unhealthy m2"]


def test_a_run_of_the_simulator_is_reduced_to_the_same_marks() -> None:
    job = flink()
    failover = application_failover(3, "Directly", JOB_ID)
    story = play(fleet(job, policy(job, propagateDeps=True, failover=failover)),
                 breaks("wordcount", "m1", at=1.0))
    moments = simulated.moments(story.timeline, [ObjectId.of(job)])
    assert names(marks_of(moments)) == [
        "wordcount unhealthy m1",
        "wordcount evicted m1",
        "wordcount scheduled m2",
        "wordcount Work made m2",
        "wordcount deleted m1",
        "wordcount created m2",
        "wordcount label on m2",
        "wordcount healthy m2",
        "wordcount task ends m1",
        "wordcount label off m2",
    ]


def test_a_clusters_own_marks_come_before_those_of_what_ran_there() -> None:
    web = deployment()
    story = play(fleet(web, policy(web)), lose("m1"))
    found = marks_of(simulated.moments(story.timeline, [ObjectId.of(web)]))
    assert names(found)[:3] == ["not ready m1", "tainted m1", "web evicted m1"]


def move(*times: float, name: str = "web") -> list[Mark]:
    """A move from m1 to m2: detected, evicted, scheduled, created, healthy, deleted."""
    whats = (
        ("detect", "unhealthy", "m1"), ("evict", "evicted", "m1"), ("schedule", "scheduled", "m2"),
        ("apply", "created", "m2"), ("healthy", "healthy", "m2"), ("clean up", "deleted", "m1"),
    )
    return [
        Mark(time, phase, what, cluster, name)  # type: ignore[arg-type]
        for time, (phase, what, cluster) in zip(times, whats, strict=True)
    ]


def test_each_phase_begins_where_the_one_before_ends() -> None:
    found = lengths_of(move(1, 4, 5, 7, 11, 16), [0.0], ["web"])
    assert [(length.phase, length.seconds) for length in found] == [
        ("detect", 1), ("evict", 3), ("schedule", 1), ("apply", 2), ("healthy", 4),
        ("clean up", 5),
    ]


def test_a_phase_that_waits_for_somebody_begins_when_they_act() -> None:
    last = lengths_of(move(1, 4, 5, 7, 11, 36), [0.0, 30.0], ["web"])[-1]
    assert (last.phase, last.seconds) == ("clean up", 6)


def test_the_second_move_begins_with_its_own_fault() -> None:
    both = [*move(1, 4, 5, 7, 11, 12), Mark(22, "detect", "unhealthy", "m2", "web"),
            Mark(25, "evict", "evicted", "m2", "web")]
    found = lengths_of(both, [0.0, 20.0], ["web"])
    assert [(x.move, x.seconds) for x in found[6:]] == [
        ("web leaves m2", 2), ("web leaves m2", 3)
    ]


def test_what_follows_is_measured_from_the_eviction() -> None:
    follower = [Mark(6, "apply", "created", "m2", "settings"),
                Mark(4.5, "clean up", "deleted", "m1", "settings")]
    found = lengths_of([*move(1, 4, 5, 7, 11, 12), *follower], [0.0], ["web", "settings"])
    assert [(x.phase, x.seconds) for x in found if x.move == "settings follows"] == [
        ("apply", 2), ("clean up", 0.5)
    ]


@pytest.mark.parametrize(
    ("detected", "is_near"), [(2.9, True), (3.1, False)], ids=["within 2 s", "beyond"]
)
def test_phases_may_be_two_seconds_apart(detected: float, is_near: bool) -> None:
    later = [detected - 1 + time for time in (1, 4, 5, 7, 11, 16)]
    found = compare(Side(move(*later), [0.0]), Side(move(1, 4, 5, 7, 11, 16), [0.0]), ["web"])
    assert found.is_good is is_near
    assert [row.phase for row in found.far] == ([] if is_near else ["detect"])


def test_long_phases_may_be_a_fifth_apart() -> None:
    def late(by: float) -> bool:
        one = Side(move(1, 4, 5, 7, 11, 111 + by), [0.0])
        return compare(one, Side(move(1, 4, 5, 7, 11, 111), [0.0]), ["web"]).is_good

    assert late(19)
    assert not late(21)


def test_a_race_that_karmada_may_lose_adds_its_seconds_and_is_named() -> None:
    one, other = Side(move(1, 4, 5, 7, 11, 16), [0.0]), Side(move(1, 8, 9, 11, 15, 20), [0.0])
    assert not compare(one, other, ["web"]).is_good
    found = compare(one, other, ["web"], {"evict": 4.0})
    assert found.is_good
    assert [row.phase for row in found.rows if row.is_lost_race] == ["evict"]


@pytest.mark.parametrize(
    ("seconds", "is_good"), [(0.4, True), (1.5, False)], ids=["a moment", "longer"]
)
def test_marks_may_change_places_within_a_moment_alone(seconds: float, is_good: bool) -> None:
    there = [*move(1, 4, 5, 7, 11, 16), Mark(16 + seconds, "clean up", "task ends", "m1", "web")]
    here = [*there[:5], Mark(16, "clean up", "task ends", "m1", "web"),
            Mark(16 + seconds, "clean up", "deleted", "m1", "web")]
    found = compare(Side(here, [0.0]), Side(there, [0.0]), ["web"])
    assert found.is_good is is_good
    assert (len(found.close), len(found.swapped)) == ((1, 0) if is_good else (0, 1))


def test_a_mark_of_one_side_alone_is_told() -> None:
    there = move(1, 4, 5, 7, 11, 16)
    found = compare(Side(there[:-1], [0.0]), Side(there, [0.0]), ["web"])
    assert found.unmatched == ("only observed: 16.0 s web deleted m1",)
    assert not found.is_good


def test_steps_that_wait_come_as_much_later_as_what_they_wait_for() -> None:
    deeds = [Deed(0, 0.0, CutClusters(clusters=("m1",))), Deed(1, 30.0, None)]
    assert faults_of(deeds, {1: 2.5}) == [CutClusters(clusters=("m1",), at=0.0, until=32.5)]
    lost = Deed(1, 9.0, LoseClusters(clusters=("m2",)))
    assert faults_of([deeds[0], lost], {})[1].at == 9.0
    twice = faults_of([*deeds, lost, Deed(3, 12.0, None)], {})
    assert [fault.until for fault in twice] == [30.0, 12.0], "each ends the oldest that is open"


@pytest.mark.parametrize("version", ["1.18", "1.12"])
def test_the_simulator_is_set_as_the_sandbox_is_started(version: str) -> None:
    settings = settings_of(layout(version=version))
    assert (settings.failover, settings.stateful_failover_injection) == (True, True)
    assert settings.status_update_seconds == 2.0
    assert settings.failure_threshold_seconds == 4.0
    assert settings.enable_no_execute_taint_eviction is (version == "1.18")
    assert settings.failover_eviction_timeout_seconds == (300.0 if version == "1.18" else 10.0)
    slow = settings_of(layout(version=version, slow=True))
    assert slow.failure_threshold_seconds == 30.0


def test_a_kept_sighting_holds_nothing_of_the_objects_themselves() -> None:
    trees: list[Object] = [tree for *_, tree in recorded("flink-state")["sightings"] if tree]
    assert trees
    assert all(set(tree) <= {"metadata", "spec", "status"} for tree in trees)
    assert not [tree for tree in trees if "template" in tree.get("spec", {})]
