"""What the detector makes of a binding that was read beside a policy that says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.fleets import deployment, policy
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.profile import LATEST
from workbench.karmada.propagation import Propagation
from workbench.karmada.standing import Standing, standing
from workbench.model.snapshot import Item
from workbench.model.tree import Object, lookup, replaced

WEB = deployment()
QUICK = {"application": {"decisionConditions": {"tolerationSeconds": 30}}}
PATIENT = {"application": {"decisionConditions": {"tolerationSeconds": 300}}}
SECONDS = ("spec", "failover", "application", "decisionConditions", "tolerationSeconds")


def propagation(*policies: Object) -> Propagation:
    return Propagation([Item.of(tree) for tree in policies], LATEST)


def made_by(template: Object, **spec: Any) -> Object:
    """A policy; Karmada admits application failover only together with propagateDeps."""
    return policy(template, propagateDeps=True, **spec)


def read(template: Object, made_of: Object, **spec: object) -> Object:
    """The binding of ``template`` as ``made_of`` made it, scheduled to m1."""
    [held] = propagation(made_of).policies
    assert held.object is not None
    binding = build_binding(template, held.object, LATEST)
    changes = {"clusters": [{"name": "m1", "replicas": 2}], **spec}
    return {**binding, "spec": {**binding["spec"], **changes}}


def looked_at(template: Object, binding: Object, *policies: Object, **how: bool) -> Standing:
    return standing(template, binding, propagation(*policies), LATEST, **how)


def test_a_binding_that_says_what_its_policy_says_stays_as_it_is() -> None:
    made = made_by(WEB, failover=QUICK)
    found = looked_at(WEB, read(WEB, made), made)
    assert not found.before and not found.after and not found.moves


def test_the_fields_of_an_edited_policy_go_over_those_of_the_binding() -> None:
    found = looked_at(WEB, read(WEB, made_by(WEB, failover=QUICK)), made_by(WEB, failover=PATIENT))
    assert lookup(found.binding, *SECONDS) == 300
    assert lookup(found.before, *SECONDS[1:]) == 30 and lookup(found.after, *SECONDS[1:]) == 300
    assert not found.moves
    assert lookup(found.binding, "spec", "clusters") == [{"name": "m1", "replicas": 2}]


def test_a_binding_without_placement_and_failover_gets_its_policys() -> None:
    made = made_by(WEB, failover=QUICK, clusters=("m1", "m2"))
    whole = read(WEB, made)
    bare = {k: v for k, v in whole["spec"].items() if k not in ("placement", "failover")}
    found = looked_at(WEB, {**whole, "spec": bare}, made)
    assert lookup(found.binding, *SECONDS) == 30 and found.moves
    assert lookup(found.binding, "spec", "placement", "clusterAffinity", "clusterNames") == [
        "m1", "m2",
    ]


def test_what_the_api_server_fills_in_is_no_difference() -> None:
    made = made_by(WEB, failover=QUICK)
    binding = read(
        WEB, made, schedulerName="default-scheduler", conflictResolution="Abort",
        suspension={},
        replicaRequirements={"resourceRequest": {"cpu": "1000m"}, "namespace": "shop"},
    )
    found = looked_at(WEB, binding, made)
    assert (found.before, found.after) == ({}, {})


def test_more_replicas_in_the_object_ask_the_scheduler_again() -> None:
    made = made_by(WEB)
    found = looked_at(deployment(replicas=5), read(WEB, made), made)
    assert found.moves and lookup(found.binding, "spec", "replicas") == 5


def test_replicas_that_an_own_interpreter_reads_stay_as_they_were_read() -> None:
    made = made_by(WEB)
    found = looked_at(deployment(replicas=5), read(WEB, made), made, reads_replicas=False)
    assert not found.moves and lookup(found.binding, "spec", "replicas") == 2


def test_a_lazy_policy_waits_for_the_object() -> None:
    made = made_by(WEB, failover=QUICK)
    lazy = made_by(WEB, failover=PATIENT, activationPreference="Lazy")
    found = looked_at(WEB, read(WEB, made), lazy)
    assert "Lazy" in found.why and lookup(found.binding, *SECONDS) == 30
    assert found.after and not found.moves


@pytest.mark.parametrize("refused", [True, False])
def test_another_policy_takes_nothing_over_while_the_bindings_own_is_not_known(
    refused: bool,
) -> None:
    made = made_by(WEB, failover=QUICK)
    other = replaced(made_by(WEB, failover=PATIENT), ("metadata", "name"), "other")
    odd = made_by(WEB, failover={"application": {"purgeMode": "Sometimes"}})
    found = looked_at(WEB, read(WEB, made), other, *([odd] if refused else []))
    assert lookup(found.binding, *SECONDS) == 30 and not found.after


def test_labels_that_others_gave_the_binding_stay_on_it() -> None:
    made, edited = made_by(WEB, failover=QUICK), made_by(WEB, failover=PATIENT)
    binding = read(WEB, made)
    own = {"resourcebinding.karmada.io/permanent-id": "an-id"}
    binding["metadata"]["labels"] = {**binding["metadata"]["labels"], **own}
    labels = lookup(looked_at(WEB, binding, edited).binding, "metadata", "labels")
    assert labels.items() >= own.items()
