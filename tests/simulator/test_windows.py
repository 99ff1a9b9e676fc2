"""Windows in which too much runs."""

from __future__ import annotations

from tests.simulator.fleets import deployment, fleet, policy
from tests.simulator.playbook import cut, lose, play

WEB = deployment(replicas=12)


def test_replicas_of_a_cluster_that_is_cut_off_run_beside_those_that_replace_them() -> None:
    divided = fleet(WEB, policy(WEB, spread=[], divided=True))
    [window] = [w for w in play(divided, cut("m1")).timeline.windows if w.kind == "both"]
    assert window.end is None
    assert window.clusters == ("m1", "m2", "m3")
    assert window.excess == (16, 12)


def test_a_cluster_that_is_down_runs_nothing_beside_the_replacement() -> None:
    divided = fleet(WEB, policy(WEB, spread=[], divided=True))
    assert play(divided, lose("m1")).windows("both") == []


def test_copies_that_are_there_anyway_do_not_run_twice() -> None:
    everywhere = fleet(WEB, policy(WEB, spread=[]))
    assert play(everywhere, cut("m1")).windows("both") == []


def test_an_old_copy_that_is_back_with_its_cluster_is_said_to_be() -> None:
    story = play(fleet(WEB, policy(WEB)), lose("m1", until=600))
    [both] = [w for w in story.timeline.windows if w.kind == "both"]
    assert both.begin == 600 and both.because == "the old copy is back with its cluster"
    cut_off = play(fleet(WEB, policy(WEB)), cut("m1", until=600))
    [both] = [w for w in cut_off.timeline.windows if w.kind == "both"]
    assert both.because == "the old copy in m1 beside the new one"
