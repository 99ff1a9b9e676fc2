"""The way home in words: what to do, for whom, what it costs, and what it cannot do."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from tests.simulator.fleets import (
    JOB_ID,
    ONE,
    application_failover,
    deployment,
    fleet,
    flink,
    policy,
)
from tests.simulator.playbook import breaks, lose
from workbench.karmada.profile import V1_12_0
from workbench.model.tree import Object
from workbench.plans.failback.returns import play_failback
from workbench.session.failover.exports import export_failback
from workbench.session.failover.failback import failback_view
from workbench.session.failover.failback_text import failback_lines
from workbench.session.failover.sheets import failback_sheet
from workbench.session.failover.views import FailbackView, PlanStep
from workbench.simulator.faults import Fault
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import preset

WEB = deployment()
BOTH = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}]


def plan(prepared: PreparedFleet, *faults: Fault) -> FailbackView:
    settings = replace(preset("failover", prepared.profile), startup_seconds=5.0)
    scenario = Scenario(faults)
    timeline = simulate(prepared, scenario, settings)
    return failback_view(play_failback(prepared, scenario, settings, timeline), prepared)


def step(view: FailbackView, title: str) -> PlanStep:
    return next(one for one in view.steps if title in one.title)


def grouped(target: Object) -> Object:
    placed = policy(target)
    placed["spec"]["placement"]["clusterAffinities"] = [
        {"affinityName": "first", "clusterNames": ["m1"]},
        {"affinityName": "second", "clusterNames": ["m2"]},
    ]
    return placed


def test_a_rebalancer_lists_those_alone_that_it_brings_home() -> None:
    shared = deployment("shared", 6)
    view = plan(fleet(WEB, policy(WEB), shared, policy(shared, spread=BOTH, divided=True),
                      members=2), lose("m1"))
    assert view.summary == (
        "2 of 2 workloads that left a cluster come home: 1 by a WorkloadRebalancer, "
        "1 while its policy excludes where it went"
    )
    listed = yaml.safe_load(step(view, "WorkloadRebalancer").yaml)
    assert [w["name"] for w in listed["spec"]["workloads"]] == ["shared"]
    assert step(view, "WorkloadRebalancer").details == (
        "Deployment shop/shared: m2:6 → m1:3 m2:3",
    )


def test_an_edited_policy_keeps_what_its_affinity_says() -> None:
    placed = policy(WEB, clusters=("m1", "m2", "m3"))
    placed["spec"]["placement"]["clusterAffinity"]["exclude"] = ["m9"]
    view = plan(fleet(WEB, placed), lose("m1"))
    one = step(view, "PropagationPolicy shop/web-deployment exclude m2")
    assert yaml.safe_load(one.yaml) == {"spec": {"placement": {"clusterAffinity": {
        "clusterNames": ["m1", "m2", "m3"], "exclude": ["m9", "m2"],
    }}}}
    assert "nothing serves for" in one.details[0]


def test_affinity_groups_are_forgotten_by_clearing_the_binding_s_status() -> None:
    view = plan(fleet(WEB, grouped(WEB)), lose("m1"))
    one = step(view, "Forget the affinity group in use of Deployment shop/web")
    assert "status.schedulerObservingAffinityName" in one.text
    assert yaml.safe_load(one.yaml)["metadata"]["name"] == "failback-to-groups"


def test_state_that_is_lost_on_the_way_is_said_in_the_headline_and_in_the_step() -> None:
    job = flink()
    failover = application_failover(rules=JOB_ID)
    view = plan(fleet(job, policy(job, failover=failover, propagateDeps=True)), lose("m1"))
    assert view.summary.endswith("; 1 without its state")
    assert step(view, "exclude m2").details[0].endswith("its state is lost")
    assert "State stays behind" in step(view, "exclude m2").text
    assert "A NoExecute taint" in step(view, "exclude m2").text


def test_a_taint_is_no_way_to_take_state_along_before_cluster_failover_could() -> None:
    failover = application_failover(rules=JOB_ID, mode="Immediately")
    placed = policy(WEB, failover=failover, propagateDeps=True)
    view = plan(fleet(WEB, placed, profile=V1_12_0), lose("m1"))
    assert "State stays behind" in step(view, "exclude m2").text
    assert "A NoExecute taint" not in step(view, "exclude m2").text


def test_old_copies_that_are_held_come_first() -> None:
    failover = application_failover(mode="Never")
    view = plan(fleet(WEB, policy(WEB, failover=failover, propagateDeps=True)),
                breaks("web", "m1"))
    titles = [one.title for one in view.steps]
    assert titles.index("Let the old copies go") == 1
    assert step(view, "Let the old").details == ("Deployment shop/web",)


def test_a_taint_that_stays_and_who_it_keeps_away_are_named() -> None:
    keeps: Object = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "ClusterTaintPolicy",
        "metadata": {"name": "keeps"}, "spec": {
            "addOnConditions": [
                {"conditionType": "Ready", "operator": "NotIn", "statusValues": ["True"]}
            ],
            "taints": [{"key": "example.com/lost", "effect": "NoExecute"}],
        },
    }
    view = plan(fleet(WEB, policy(WEB), keeps), lose("m1"))
    assert (view.role, view.summary) == ("warning", "0 of 1 workload that left a cluster come home")
    assert step(view, "Take off the taints").details == ("m1: example.com/lost:NoExecute",)
    [line] = step(view, "Decide what becomes of Deployment shop/web").details
    assert line.startswith("Deployment shop/web stays in m2:2: m1: ")


def test_what_comes_home_by_itself_needs_nothing() -> None:
    view = plan(fleet(WEB, policy(WEB, spread=[])), lose("m1"))
    assert step(view, "Do nothing for Deployment shop/web").details == (
        "Deployment shop/web: back in m1:2 m2:2 m3:2",
    )
    assert not any(one.yaml for one in view.steps)


def test_the_first_step_says_when_what_failed_is_well_and_all_is_at_rest() -> None:
    prepared = fleet(WEB, policy(WEB))
    first = plan(prepared, lose("m1")).steps[0].text
    assert first.startswith("Here m1 is back at 00:0") and "all is at rest at 00:0" in first
    assert plan(prepared, lose("m1", until=600)).steps[0].text.startswith("Here that is at 00:1")


def test_nothing_left_a_cluster() -> None:
    assert plan(fleet(WEB, policy(WEB)), lose("m3")).steps == ()


def test_many_workloads_are_folded_in_words_and_whole_in_what_is_applied() -> None:
    apps = [deployment(f"app-{n:02}", 6) for n in range(20)]
    placed = [policy(app, spread=BOTH, divided=True) for app in apps]
    one = step(plan(fleet(*apps, *placed, members=2), lose("m1")), "WorkloadRebalancer")
    assert one.title == "Apply a WorkloadRebalancer for 20 workloads"
    assert len(one.details) == 13 and one.details[-1] == "and 8 more"
    assert len(yaml.safe_load(one.yaml)["spec"]["workloads"]) == 20


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_keep_to_the_terminal_s_width(width: int) -> None:
    lines = ["".join(part.text for part in line) for line in
             failback_lines(plan(fleet(WEB, policy(WEB, spread=ONE)), lose("m1")), width)]
    assert lines[0] == "FAILBACK simulated"
    assert max(map(len, lines)) <= width


def test_names_from_a_cluster_mean_nothing_in_any_form() -> None:
    wicked = "<b>\x1b[31m|`x`"
    view = FailbackView(wicked, "ok", (PlanStep(wicked, wicked, f"a: {wicked}", (wicked,)),))
    page = export_failback(view, "html")
    assert page.count("<b>") == page.count("</b>") == 1, "that of the step's own title"
    assert "&lt;b&gt;" in page
    for form in ("html", "markdown", "json"):
        assert "\x1b" not in export_failback(view, form)
    text = "".join(p.text for line in failback_lines(view, 80) for p in line)
    cells = "".join(p.text for r in failback_sheet(view).rows for c in r.cells for p in c)
    assert "\x1b" not in text + cells
