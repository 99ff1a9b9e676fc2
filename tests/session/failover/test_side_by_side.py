"""Two runs side by side: what differs in the settings, and what becomes of the state."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import JOB_ID, application_failover, cluster, flink, policy, snapshot
from tests.simulator.playbook import breaks, play
from workbench.karmada.profile import LATEST
from workbench.session.failover.side_by_side import compare_view, titles_of
from workbench.session.failover.views import CompareRow
from workbench.simulator.preparation import prepare

JOB = flink()
RULED = application_failover(rules=JOB_ID)
FLEET = prepare(
    snapshot(cluster("m1"), cluster("m2"), JOB, policy(JOB, failover=RULED, propagateDeps=True)),
    LATEST,
)
DIRECT = play(FLEET, breaks("wordcount", "m1")).timeline


def rows(**settings: object) -> dict[str, CompareRow]:
    other = play(FLEET, breaks("wordcount", "m1"), **settings).timeline
    return {row.what: row for row in compare_view(DIRECT, other, FLEET.workloads[0],
                                                  ("", "")).rows}


@pytest.mark.parametrize("settings", [
    {"purge_mode": "Gracefully"}, {"stateful_failover_injection": False},
])
def test_a_setting_that_loses_the_state_is_worse(settings: dict[str, object]) -> None:
    row = rows(**settings)["its state"]
    assert (row.left, row.right, row.role) == ("arrives, taken off", "lost", "error")


def test_state_that_fares_alike_is_neither_better_nor_worse() -> None:
    row = rows(startup_seconds=40.0)["its state"]
    assert (row.left, row.right, row.role) == ("arrives, taken off", "arrives, taken off", "")


def test_of_a_whole_fleet_the_workloads_that_lose_state_are_counted() -> None:
    other = play(FLEET, breaks("wordcount", "m1"), purge_mode="Gracefully").timeline
    view = compare_view(DIRECT, other, None, ("", ""))
    row = next(row for row in view.rows if row.what == "workloads that lose state")
    assert (row.left, row.right, row.role) == ("0", "1", "error")


def test_titles_name_only_what_differs() -> None:
    assert titles_of(("a: 1", "b: 2"), ("a: 1", "b: 3")) == ("b: 2", "b: 3")
    assert titles_of(("a: 1",), ("a: 1", "b: 3")) == ("all else alike", "b: 3")
    assert titles_of((), ("b: 3",)) == ("Karmada's defaults", "b: 3")


def test_state_of_a_copy_before_one_that_never_was_healthy_is_lost() -> None:
    three = prepare(snapshot(*map(cluster, ("m1", "m2", "m3")), JOB,
                             policy(JOB, failover=RULED, propagateDeps=True)), LATEST)
    twice = play(three, breaks("wordcount", "*", times=2)).timeline
    told = [event.text for event in twice.events if event.kind == "state lost"]
    assert told == ["m2 was never healthy and hands on what its own status says; the state that "
                    "m1 left is not handed on"]
    once = play(three, breaks("wordcount", "m1")).timeline
    assert not [event for event in once.events if event.kind == "state lost"]
    view = compare_view(once, twice, three.workloads[0], ("", ""))
    row = next(row for row in view.rows if row.what == "its state")
    assert (row.left, row.right, row.role) == ("arrives, taken off", "lost", "error")
