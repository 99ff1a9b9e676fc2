"""A run starts from what the policies say, also where bindings that were read say otherwise."""

from __future__ import annotations

import copy
from typing import Any

from tests.simulator.fleets import ONE, cluster, deployment, fleet, policy
from workbench.model.tree import Object, lookup

WEB = deployment()
SECONDS = ("spec", "failover", "application", "decisionConditions", "tolerationSeconds")


def quick(seconds: int) -> Object:
    return {"application": {"decisionConditions": {"tolerationSeconds": seconds}}}


def made_by(template: Object, **spec: Any) -> Object:
    """A policy; Karmada admits application failover only together with propagateDeps."""
    return policy(template, propagateDeps=True, **spec)


def exported(made: Object) -> Object:
    """The binding that the fleet's own simulation makes of a policy."""
    [binding] = fleet(WEB, made).bindings.values()
    return copy.deepcopy(binding)


def test_an_edited_policy_is_played_and_the_difference_is_said() -> None:
    binding = exported(made_by(WEB, failover=quick(30), spread=ONE))
    prepared = fleet(WEB, binding, made_by(WEB, failover=quick(300), spread=ONE))
    [played] = prepared.bindings.values()
    assert lookup(played, *SECONDS) == 300
    [note] = [note for note in prepared.notes if "differ" in note]
    assert "Deployment shop/web" in note and "tolerationSeconds is 300, not 30" in note


def test_an_edited_placement_is_scheduled_before_the_run_begins() -> None:
    binding = exported(made_by(WEB, clusters=("m1",)))
    assert [one["name"] for one in binding["spec"]["clusters"]] == ["m1"]
    prepared = fleet(WEB, binding, made_by(WEB, clusters=("m2",)))
    assert [(one.cluster, one.phase) for one in prepared.copies] == [("m2", "running")]


def test_a_placement_that_fits_nowhere_leaves_the_object_nowhere_with_the_reason() -> None:
    binding = exported(made_by(WEB, clusters=("m1",)))
    prepared = fleet(WEB, binding, made_by(WEB, clusters=("nowhere",)))
    [why] = prepared.unplaced.values()
    assert not prepared.copies and why.startswith("NoClusterFit")


def test_bindings_that_differ_alike_are_one_note() -> None:
    webs = [deployment(f"web-{number}") for number in range(6)]
    before = [made_by(web, failover=quick(30)) for web in webs]
    bindings = list(fleet(*webs, *before).bindings.values())
    after = [made_by(web, failover=quick(60)) for web in webs]
    [note] = [n for n in fleet(*webs, *bindings, *after).notes if "differ" in n]
    assert note.startswith("6 objects (web-0, web-1, web-2 and 3 more)")


def test_a_policy_that_waits_for_its_overrides_changes_nothing_yet() -> None:
    binding = exported(made_by(WEB, failover=quick(30)))
    waiting = made_by(WEB, failover=quick(300), dependentOverrides=["absent"])
    prepared = fleet(WEB, binding, waiting)
    [played] = prepared.bindings.values()
    assert lookup(played, *SECONDS) == 30
    assert any("waits for OverridePolicy absent" in note for note in prepared.notes)
    [why] = fleet(WEB, waiting).unplaced.values()
    assert "waits for OverridePolicy absent" in why


def test_an_object_whose_policy_would_be_refused_names_that_policy() -> None:
    refused = made_by(WEB, failover={"application": {"purgeMode": "Sometimes"}})
    [why] = fleet(WEB, refused, cluster("m9")).unplaced.values()
    assert "PropagationPolicy shop/web-deployment selects it, but would be refused" in why
