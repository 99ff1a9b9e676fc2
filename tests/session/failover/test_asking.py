"""Scenarios in words: what they mean, and what is refused."""

from __future__ import annotations

import pytest

from tests.simulator.fleets import cluster, deployment, fleet, policy
from workbench.model.errors import UsageError
from workbench.session.failover.asking import Asked, read_scenario
from workbench.simulator.faults import (
    BreakWorkload,
    CutClusters,
    Fault,
    LoseClusters,
    SetCondition,
    TaintCluster,
)

WEB = deployment()
FLEET = fleet(cluster("m1", zone="a"), cluster("m2", zone="b"), WEB, policy(WEB))


def faults(**asked: str) -> tuple[Fault, ...]:
    words = {name: (text,) for name, text in asked.items()}
    return read_scenario(Asked(**words), FLEET).faults  # type: ignore[arg-type]


@pytest.mark.parametrize(("option", "text", "fault"), [
    ("lose", "m1", LoseClusters(clusters=("m1",))),
    ("lose", "m1,at=1m,for=10m", LoseClusters(clusters=("m1",), at=60.0, until=660.0)),
    ("cut", "m2,at=5", CutClusters(clusters=("m2",), at=5.0)),
    ("zone", "a,for=1h", LoseClusters(clusters=("m1",), until=3600.0, why="zone a")),
    ("region", "r1", LoseClusters(clusters=("m1", "m2"), why="region r1")),
    ("unhealthy", "Deployment/shop/web@m1", BreakWorkload(workload="Deployment/shop/web",
                                                          cluster="m1")),
    ("unhealthy", "web@*,times=2", BreakWorkload(workload="web", cluster="*", times=2)),
    ("silent", "web@m1", BreakWorkload(workload="web", cluster="m1", is_silent=True)),
    ("taint", "m1=a.b/c=v:NoExecute", TaintCluster(cluster="m1", key="a.b/c", value="v")),
    ("taint", "m1=x:NoExecute", TaintCluster(cluster="m1", key="x")),
    ("taint", "m1=x:NoSchedule", TaintCluster(cluster="m1", key="x", effect="NoSchedule")),
    ("condition", "m1:Drill=True,for=60", SetCondition(cluster="m1", condition="Drill",
                                                       until=60.0)),
])
def test_words_become_faults(option: str, text: str, fault: Fault) -> None:
    assert faults(**{option: text}) == (fault,)


def test_flapping_goes_down_and_up() -> None:
    found = faults(flap="m1,down=10s,up=5s,times=2")
    assert [(f.at, f.until) for f in found] == [(0, 10), (15, 25)]


@pytest.mark.parametrize(("option", "text", "message"), [
    ("lose", "m9", "no cluster 'm9'"), ("lose", "m1,when=3", "says nothing here"),
    ("lose", "m1,at=-3", "no time"), ("lose", "", "names nothing"),
    ("lose", "m1,for=0", "would end"), ("unhealthy", "web", "names no cluster"),
    ("unhealthy", "web@m2", "is not in m2"), ("unhealthy", "web@m1,times=x", "no whole number"),
    ("taint", "m1", "is no taint"), ("taint", "m1=x", "has no effect"),
    ("taint", "m1=x=y", "has no effect"), ("taint", "m1=x:", "has no effect"),
    ("taint", "m1=x:Maybe", "no taint has the effect"),
    ("zone", "z", "no cluster lies wholly"), ("condition", "m1:Drill", "sets no condition"),
    ("condition", "m1:Ready=False", "undone by the next probe"), ("flap", "m1,times=0", "rounds"),
    ("lose", "m1\x1b[31m", "no cluster"),
])
def test_words_that_mean_nothing_say_why(option: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        faults(**{option: text})
    assert "\x1b" not in str(refused.value)


def test_a_time_that_is_said_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="says at= twice"):
        faults(lose="m1,at=1,at=2")
