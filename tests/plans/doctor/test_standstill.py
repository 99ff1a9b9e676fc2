"""Nothing moves: there is always a reason, and it is the right one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.fleets import application_failover, cluster, deployment, fleet, policy
from tests.simulator.playbook import breaks, cut, lose
from workbench.karmada.profile import LATEST, V1_12_0
from workbench.model.tree import Object
from workbench.plans.doctor.reasons import Reason
from workbench.plans.doctor.standstill import standstill
from workbench.simulator.faults import (
    Fault,
    SetCondition,
    TaintCluster,
    flapping,
)
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm, Rebalance
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import Settings, preset

WEB = deployment()
ALL_ON = preset("failover", LATEST)


def held(mode: str = "Never", seconds: int = 30, **spec: Any) -> PreparedFleet:
    failover = application_failover(seconds=seconds, mode=mode)
    return fleet(WEB, policy(WEB, failover=failover, propagateDeps=True, **spec))


def reasons(
    prepared: PreparedFleet, *faults: Fault, settings: Settings = ALL_ON, limit: float = 600.0
) -> tuple[Reason, ...]:
    timeline = simulate(prepared, Scenario(faults, limit), settings)
    return standstill(prepared, faults, settings, timeline)


def subjects(*asked: Any, **more: Any) -> list[str]:
    return [reason.subject for reason in reasons(*asked, **more)]


def text(*asked: Any, **more: Any) -> str:
    [reason] = reasons(*asked, **more)
    return f"{reason.subject}: {reason.text}"


def test_a_taint_needs_gate_and_flag_but_no_policy_that_would_set_it() -> None:
    taint = TaintCluster(cluster="m1", key="x")
    assert subjects(held(), taint, settings=Settings()) == [
        "feature gate Failover", "--enable-no-execute-taint-eviction",
    ]


def test_in_the_old_version_a_taint_set_by_hand_evicts_without_a_gate() -> None:
    old = fleet(WEB, policy(WEB), profile=V1_12_0)
    assert subjects(old, TaintCluster(cluster="m1", key="x"), settings=Settings()) == []


@pytest.mark.parametrize(("effect", "said"), [
    ("NoSchedule", "keeps new copies away"), ("PreferNoSchedule", "means nothing to Karmada"),
])
def test_a_taint_of_another_effect_evicts_nothing(effect: str, said: str) -> None:
    assert said in text(held(), TaintCluster(cluster="m1", key="x", effect=effect))


def test_a_taint_that_is_tolerated_names_the_workload_and_its_toleration() -> None:
    bears = held(tolerations=[{"operator": "Exists"}])
    assert "Deployment shop/web" in reasons(bears, TaintCluster(cluster="m1", key="x"))[0].text


def test_workloads_that_stay_for_the_same_reason_share_a_line() -> None:
    apps = [deployment(f"app-{n}") for n in range(3)]
    spread = [policy(app, tolerations=[{"operator": "Exists"}]) for app in apps]
    said = text(fleet(*apps, *spread), TaintCluster(cluster="m1", key="x"))
    assert "Deployment shop/app-0 and 2 more: " in said


def test_a_taint_that_goes_before_its_toleration_ends_is_told_by_both_times() -> None:
    slow = held(tolerations=[{"operator": "Exists", "tolerationSeconds": 90}])
    said = text(slow, TaintCluster(cluster="m1", key="x", until=50.0))
    assert "tolerated for 89.9 s" in said and "over at 50 s" in said


def test_a_loss_that_ends_before_it_is_noticed_names_the_threshold() -> None:
    assert text(held(), lose("m1", until=20.0)).startswith("--cluster-failure-threshold: back ")
    pull = fleet(cluster("m1", pull=True), WEB, policy(WEB))
    assert text(pull, cut("m1", until=20.0)).startswith("--cluster-monitor-grace-period")


def test_flapping_that_ends_in_time_says_so_once() -> None:
    rounds = tuple(flapping(lose("m1"), 10.0, 60.0, 3))  # type: ignore[arg-type]
    assert subjects(fleet(WEB, policy(WEB)), *rounds) == ["--cluster-failure-threshold"]


def test_a_cluster_without_bindings_has_nothing_to_move() -> None:
    assert "no binding names m3" in text(held(), lose("m3"))


def test_a_condition_that_no_policy_looks_at_moves_nothing() -> None:
    drill = SetCondition(cluster="m1", condition="Drill")
    assert "no ClusterTaintPolicy looks at it" in text(held(), drill)
    assert "looks at Ready alone" in text(fleet(WEB, policy(WEB), profile=V1_12_0), drill)


def test_a_condition_whose_policy_only_fences_says_that_nothing_is_evicted() -> None:
    fences: Object = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
        "metadata": {"name": "fence"},
        "spec": {
            "addOnConditions": [
                {"conditionType": "Drill", "operator": "In", "statusValues": ["True"]}],
            "taints": [{"key": "drill", "effect": "NoSchedule"}],
        },
    }
    prepared = fleet(WEB, policy(WEB), fences)
    assert subjects(prepared, SetCondition(cluster="m1", condition="Drill")) == [
        "effect NoSchedule"]
    quiet = SetCondition(cluster="m1", condition="Drill", status="False")
    assert "does not match" in text(prepared, quiet)


def test_a_workload_that_recovers_in_time_says_how_long_it_is_tolerated() -> None:
    assert "healthy again after 8 s; 30 s are tolerated" in text(
        held(), breaks("web", "m1", until=8.0))
    assert "the run ends at 20 s" in text(held(), breaks("web", "m1"), limit=20.0)


def test_a_workload_without_application_failover_says_what_it_lacks() -> None:
    assert subjects(fleet(WEB, policy(WEB)), breaks("web", "m1")) == [
        "spec.failover.application", "spec.propagateDeps",
    ]


def test_a_rebalancing_that_changes_nothing_says_so() -> None:
    assert "is there already" in text(held(), Rebalance())


def test_letting_go_too_early_names_the_time_from_which_on_it_works() -> None:
    [early] = reasons(held(), breaks("web", "m1"), Confirm(workload="web"))
    assert early.remedy == "give it a later time: ,at=31s"
    later = Confirm(workload="web", at=31.0)
    assert reasons(held(), breaks("web", "m1"), later) == ()


def test_letting_go_where_nothing_is_held_says_why() -> None:
    directly = held(mode="Directly")
    confirm = Confirm(workload="web", at=31.0)
    assert "only Never waits" in text(directly, breaks("web", "m1"), confirm)
    assert "is not evicted" in text(held(), confirm)


def test_what_happens_after_the_limit_does_not_happen() -> None:
    assert text(held(), lose("m1", at=900.0)).startswith("--limit")
