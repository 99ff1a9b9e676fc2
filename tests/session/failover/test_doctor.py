"""The doctor's answer as a person reads it: in a narrow terminal, alike ones folded."""

from __future__ import annotations

from dataclasses import replace

from tests.simulator.fleets import JOB_ID, cluster, deployment, flink, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.model.tree import Object
from workbench.plans.doctor.examination import examine_fleet
from workbench.session.failover.doctor import doctor_view
from workbench.session.failover.doctor_text import doctor_lines
from workbench.simulator.settings import Settings, preset

WEB, API = deployment(), deployment("api")
ALL_ON = preset("failover", LATEST)


def lines(*objects: Object, settings: Settings = ALL_ON, width: int = 80) -> list[str]:
    fleet = snapshot(*(cluster(f"m{n}") for n in (1, 2, 3)), *objects)
    view = doctor_view(examine_fleet(fleet, LATEST, settings, 1), "test")
    return ["".join(text.text for text in line) for line in doctor_lines(view, width)]


def test_every_line_fits_the_terminal_and_each_thing_has_its_own() -> None:
    said = lines(WEB, policy(WEB, clusters=("m1",)))
    assert max(map(len, said)) <= 80
    at = said.index("  nowhere   m1, region r1: Deployment shop/web")
    assert said[at + 1].startswith("            - spec.placement: no cluster takes it")


def test_workloads_that_come_out_alike_share_a_row() -> None:
    said = lines(WEB, API, policy(WEB, clusters=("m1",)), policy(API, clusters=("m1",)))
    assert "  nowhere   m1, region r1: Deployment shop/api, shop/web" in said


def test_replicas_that_go_on_are_counted_and_those_that_nothing_replaces_too() -> None:
    said = lines(WEB, policy(WEB, clusters=("m1", "m2"), spread=[]))
    assert "            - 2 in m2 go on; nothing takes over the 2 that are lost" in said


def test_an_old_copy_that_is_kept_runs_for_good_and_what_keeps_it_is_named() -> None:
    said = " ".join(line.strip() for line in lines(
        WEB, policy(WEB, preserveResourcesOnDeletion=True)))
    assert "runs twice for good: the old copy stays when the cluster is back" in said
    assert "(preserveResourcesOnDeletion)" in said


def test_a_gate_that_keeps_state_is_said_once_and_what_is_left_with_each_workload() -> None:
    job = flink()
    failover = {"cluster": {"purgeMode": "Gracefully", "statePreservation": {"rules": JOB_ID}}}
    off = replace(ALL_ON, stateful_failover_injection=False)
    said = " ".join(line.strip() for line in lines(
        job, policy(job, failover=failover), settings=off))
    assert said.count("--feature-gates=StatefulFailoverInjection=true") == 1
    assert "loses its state: no state is taken along from m1" in said
    assert "and with that put right: m2: without the label" in said
