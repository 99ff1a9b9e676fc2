"""Which losses the doctor plays."""

from __future__ import annotations

from tests.simulator.fleets import cluster, deployment, fleet, policy
from workbench.plans.doctor import cases
from workbench.plans.doctor.cases import cases_of

WEB = deployment()


def names(*trees: object, losses: int | None = None) -> list[str]:
    prepared = fleet(*trees, WEB, policy(WEB))  # type: ignore[arg-type]
    return [str(case) for case in cases_of(prepared, losses)]


def test_every_cluster_area_and_pair_is_played_each_set_once() -> None:
    trees = (cluster("m1", zone="a"), cluster("m2", zone="a"), cluster("m3", zone="b"))
    assert names(*trees) == [
        "m1", "m2", "m3", "zone a", "region r1", "m1 and m3", "m2 and m3",
    ]


def test_pairs_are_left_out_when_asked() -> None:
    assert names(cluster("m1"), cluster("m2"), cluster("m3"), losses=1)[-1] == "region r1"


def test_pairs_are_left_out_where_there_are_too_many(monkeypatch: object) -> None:
    monkeypatch.setattr(cases, "MOST_PAIRS", 2)  # type: ignore[attr-defined]
    trees = (cluster("m1"), cluster("m2"), cluster("m3"))
    assert "m1 and m2" not in names(*trees)
    assert "m1 and m2" in names(*trees, losses=2)
