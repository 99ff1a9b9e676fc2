"""Failover loops: what makes one, and the value that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.fleets import application_failover, deployment, fleet, policy
from tests.simulator.playbook import Story, breaks, play
from workbench.simulator.loops import evicted_at

WEB = deployment()


def watched(*, clusters: tuple[str, ...] = (), **more: Any) -> Any:
    failover = application_failover(**more)
    return fleet(WEB, policy(WEB, clusters=clusters, failover=failover, propagateDeps=True))


def loops(story: Story) -> list[tuple[str, str]]:
    return [(loop.kind, loop.text) for loop in story.timeline.loops]


def test_pods_that_start_more_slowly_than_is_tolerated_loop_and_the_value_is_named() -> None:
    story = play(watched(seconds=60), breaks("web", "m1"), startup_seconds=90.0)
    assert loops(story) == [("startup", "failover loop: pods need 90 s to start but "
                             "tolerationSeconds is 60 s: raise it above 90 s")]
    [loop] = story.timeline.loops
    assert loop.rounds == len(story.timeline.moves) > 10
    assert loop.clusters == ("m1", "m2", "m3")


def test_the_value_that_is_named_breaks_the_loop() -> None:
    story = play(watched(seconds=91), breaks("web", "m1"), startup_seconds=90.0)
    assert not story.timeline.loops and story.timeline.settled


def test_what_no_other_cluster_takes_comes_back_and_is_evicted_again() -> None:
    alone = watched(clusters=("m1",), mode="Gracefully", gracePeriodSeconds=120)
    story = play(alone, breaks("web", "m1"), limit=1200.0)
    [(kind, text)] = loops(story)
    assert kind == "nowhere" and "it comes back to m1" in text
    first, second, *_ = story.timeline.moves
    assert (first.source, first.targets) == ("m1", ("m1",))
    assert evicted_at(second) - evicted_at(first) == pytest.approx(131, abs=1)


def test_a_clean_up_ends_with_the_old_copy_even_if_its_cluster_is_evicted_again_later() -> None:
    alone = watched(clusters=("m1",), mode="Gracefully", gracePeriodSeconds=120)
    story = play(alone, breaks("web", "m1"), limit=1200.0)
    open_spans = [span.phase for move in story.timeline.moves[:-1] for span in move.spans
                  if span.end is None]
    assert open_spans == []


def test_copies_that_are_unhealthy_everywhere_loop_but_a_second_failover_is_none() -> None:
    story = play(watched(), breaks("web", "*", times=20), startup_seconds=5.0)
    assert [kind for kind, _ in loops(story)] == ["unhealthy"]
    twice = play(watched(), breaks("web", "*", times=2), startup_seconds=5.0)
    assert len(twice.timeline.moves) == 2 and not twice.timeline.loops


def test_a_workload_that_stays_away_from_where_it_was_evicted_is_in_no_loop() -> None:
    assert not play(watched(), breaks("web", "m1"), startup_seconds=5.0).timeline.loops


def test_a_copy_that_comes_back_unhealthy_beside_one_that_serves_loops() -> None:
    both = fleet(WEB, policy(WEB, clusters=("m1", "m2"), spread=[], propagateDeps=True,
                             failover=application_failover(mode="Gracefully",
                                                           gracePeriodSeconds=120)))
    story = play(both, breaks("web", "m1"), limit=1200.0)
    [(kind, text)] = loops(story)
    assert kind == "nowhere" and "it comes back to m1" in text
