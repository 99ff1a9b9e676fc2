"""Reports: every form says the same, nothing in them can do harm, and runs come back whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.model.errors import InputError
from workbench.model.tree import Object
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.exports import data, markdown, page
from workbench.session.failover.report import FailoverReport, report_of
from workbench.session.failover.run_file import Run, read_run, run_text
from workbench.session.failover.run_mark import is_run
from workbench.session.failover.svg import timeline_svg
from workbench.session.failover.text import failover_lines
from workbench.simulator.preparation import prepare
from workbench.simulator.run import simulate
from workbench.simulator.settings import Settings, preset


def report(*extra: Object, name: str = "test", **settings: object) -> FailoverReport:
    web = deployment()
    fleet = snapshot(*(cluster(f"m{n + 1}") for n in range(3)), web, policy(web), *extra)
    fleet = replace(fleet, name=name)
    prepared = prepare(fleet, LATEST)
    chosen = replace(preset("failover", LATEST), **settings)  # type: ignore[arg-type]
    asked = Asked(lose=("m1",))
    timeline = simulate(prepared, read_scenario(asked, prepared), chosen)
    return report_of(Run(fleet, LATEST, asked, chosen, timeline), prepared)


def text_of(one: FailoverReport) -> str:
    return "\n".join("".join(span.text for span in line) for line in failover_lines(one, 100))


def test_text_markdown_and_html_tell_every_phase_and_what_decided_it() -> None:
    one = report()
    for form in (text_of(one), markdown(one), page(one)):
        for phase in ("detect", "tolerate", "evict", "schedule", "apply", "healthy", "clean up"):
            assert phase in form
        assert "start-up time of pods" in form and "1 of 1 workload" in form
        assert "left m1 to m2, healthy after" in form
        assert re.search("⚠ nothing serves for [^<]+ from 00:00:00", form)


def test_json_holds_the_timeline_in_simulated_seconds() -> None:
    tree = json.loads(data(report()))
    [move] = tree["timeline"]["moves"]
    assert move["workload"] == {"kind": "Deployment", "namespace": "shop", "name": "web",
                                "apiVersion": "apps/v1"}
    assert move["spans"][0]["phase"] == "detect"
    assert tree["times"].startswith("simulated")


def test_the_picture_is_one_well_formed_svg_without_script() -> None:
    root = ElementTree.fromstring(timeline_svg(report()))
    assert root.tag.endswith("svg")
    bars = root.findall(".//{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 8
    assert all(bar.find("{http://www.w3.org/2000/svg}title") is not None for bar in bars)


def test_nothing_of_the_fleet_becomes_markup() -> None:
    one = report(name="<script>alert(1)</script>|x")
    assert "<script" not in page(one)
    assert not re.search(r"(?<!\\)<script", markdown(one))
    assert not re.search(r"(?<!\\)\|x", markdown(one))


def test_two_settings_stand_side_by_side_in_every_form() -> None:
    one = report()
    other = report(startup_seconds=60.0)
    both = replace(one, other=other.timeline, other_settings=other.run.settings)
    for form in (text_of(both), markdown(both), page(both)):
        assert "1 min 41 s" in form
    assert json.loads(data(both))["other"]["settings"]["startup_seconds"] == 60.0


def test_a_run_comes_back_whole() -> None:
    run = report().run
    text = run_text(run)
    again = read_run(text, "run.json")
    assert is_run(text)
    assert (again.timeline, again.settings, again.asked) == (run.timeline, run.settings, run.asked)
    assert [item.object for item in again.snapshot.items] == [
        item.object for item in run.snapshot.items
    ]


def test_values_of_secrets_stay_out_of_a_saved_run() -> None:
    secret: Object = {"apiVersion": "v1", "kind": "Secret",
                      "metadata": {"name": "token", "namespace": "shop"},
                      "data": {"key": "aHVzaC1odXNo"}}
    assert "aHVzaC1odXNo" not in run_text(report(secret).run)


@pytest.mark.parametrize("text", [
    "", "{}", "[]", "null", "{", '{"format": "karmada-workbench failover run"}',
])
def test_what_is_no_run_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a saved failover run"):
        read_run(text, "x.json")


@pytest.mark.parametrize(("path", "value"), [
    (("timeline", "events", 0, "time"), "soon"), (("timeline", "events", 0, "phase"), "nap"),
    (("settings", "failover"), 1), (("scenario", "lose"), "m1"),
    (("timeline", "moves", 0, "workload"), ["a"]), (("fleet", "objects"), 3),
    (("settings", "surprise"), 1), (("karmada",), "v0.1"),
    (("timeline", "clusters", 0, 1, "states"), []), (("timeline", "workloads", 0, 1, "times"), [0]),
])
def test_a_damaged_run_is_refused(path: tuple[str | int, ...], value: object) -> None:
    tree = json.loads(run_text(report().run))
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(InputError):
        read_run(json.dumps(tree), "x.json")


def test_a_run_of_another_format_version_says_so() -> None:
    tree = json.loads(run_text(report().run))
    tree["version"] = 99
    with pytest.raises(InputError, match="saved by another version"):
        read_run(json.dumps(tree), "x.json")


def test_a_stock_run_names_what_is_in_the_way() -> None:
    web = deployment()
    fleet = snapshot(cluster("m1"), cluster("m2"), web, policy(web))
    prepared = prepare(fleet, LATEST)
    asked = Asked(lose=("m1",))
    timeline = simulate(prepared, read_scenario(asked, prepared), Settings())
    one = report_of(Run(fleet, LATEST, asked, Settings(), timeline), prepared)
    assert "nothing moves" in text_of(one)
    assert "feature gate Failover" in markdown(one)


def test_state_that_is_lost_is_a_warning_in_every_form() -> None:
    web = deployment()
    kept = {"rules": [{"aliasLabelName": "shop.example/ready", "jsonPath": "{.readyReplicas}"}]}
    placed = policy(web, failover={"cluster": {"purgeMode": "Directly", "statePreservation": kept}})
    fleet = snapshot(*(cluster(f"m{n + 1}") for n in range(2)), web, placed)
    prepared, chosen = prepare(fleet, LATEST), preset("failover", LATEST)
    asked = Asked(lose=("m1",))
    timeline = simulate(prepared, read_scenario(asked, prepared), chosen)
    one = report_of(Run(fleet, LATEST, asked, chosen, timeline), prepared)
    said = "the task that carried it has ended, older than 600 s"
    by = "--graceful-eviction-timeout"
    assert re.search(rf"⚠ 00:10:40 m2: .*{said} ← {by}", text_of(one))
    assert said in markdown(one) and said in page(one)
    [warning] = json.loads(data(one))["timeline"]["warnings"]
    assert (warning["kind"], warning["decided_by"]) == ("state lost", by)
