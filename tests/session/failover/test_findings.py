"""What a person has to know: said once, however many workloads share it."""

from __future__ import annotations

import json
from html import unescape

from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.session.failover.exports import data, markdown, page
from workbench.session.failover.findings import findings, loop_lines, waiting_lines
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.text import failover_lines
from workbench.simulator.settings import preset
from workbench.simulator.timeline import Loop, Timeline, Waiting


def key(number: int) -> ObjectId:
    return ObjectId("Deployment", "shop", f"web-{number:04}", "apps/v1")


def run(**more: object) -> Timeline:
    return Timeline("v1.18.2", 60.0, 60.0, False, (), **more)  # type: ignore[arg-type]


def test_a_thousand_copies_in_sixteen_lost_clusters_are_sixteen_lines() -> None:
    timeline = run(waiting=tuple(
        Waiting(key(number), f"m{at}", f"deleting in m{at}: not ready", "condition Ready")
        for number in range(1000) for at in range(16)
    ))
    lines = waiting_lines(timeline)
    assert len(lines) == 16
    assert lines[3] == (
        "1,000 objects: deleting in m3: not ready (condition Ready): Deployment shop/web-0000, "
        "Deployment shop/web-0001, Deployment shop/web-0002 and 997 more"
    )
    assert [text for _, text in findings(timeline, ())] == list(lines)


def test_one_workload_is_named_before_what_it_waits_for_and_a_cluster_s_wait_names_none() -> None:
    timeline = run(waiting=(Waiting(key(1), "m1", "deleting in m1"), Waiting(None, "m1", "down")))
    assert waiting_lines(timeline) == ("Deployment shop/web-0001: deleting in m1", "down")


def test_loops_with_one_cause_are_one_line_that_says_whose_they_are() -> None:
    timeline = run(loops=tuple(
        Loop(key(number), "startup", 3, 60.0, ("m1",), "failover loop: too slow", "field")
        for number in range(2)
    ))
    assert loop_lines(timeline) == (
        "2 workloads: failover loop: too slow: Deployment shop/web-0000, Deployment shop/web-0001",
    )
    assert loop_lines(timeline, (key(1),)) == ("Deployment shop/web-0001: failover loop: too slow",)


def test_reports_fold_what_waits_as_the_room_does_and_json_names_every_workload() -> None:
    webs = [deployment(f"web-{number}") for number in range(8)]
    policies: list[Object] = [policy(web) for web in webs]
    fleet = snapshot(*(cluster(f"m{n + 1}") for n in range(3)), *webs, *policies)
    room = FailoverRoom(fleet, settings=preset("failover", LATEST))
    room.lose("m1")
    [(_, line)] = [one for one in room.findings if one[0] == "warning"]
    assert line.startswith("8 objects: deleting in m1")
    for form in (markdown(room.report), page(room.report)):
        assert form.count("deleting in m1: ") == 1 and "8 objects: deleting in m1" in form
    assert len(json.loads(data(room.report))["timeline"]["waiting"]) == 8


def test_outcome_and_findings_read_alike_on_the_screen_and_in_every_form_of_report() -> None:
    web = deployment()
    fleet = snapshot(cluster("m1"), cluster("m2"), web, policy(web))
    stock = FailoverRoom(fleet)
    stock.lose("m1")
    page_text = unescape(page(stock.report))
    markdown_text = markdown(stock.report).replace("\\", "")
    terminal = "\n".join("".join(p.text for p in line) for line in failover_lines(stock.report, 80))
    for form in (page_text, markdown_text, terminal):
        assert stock.header.summary in form
        for _, text in stock.findings:
            assert text in form
