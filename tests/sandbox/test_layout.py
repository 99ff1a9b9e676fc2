from __future__ import annotations

import json

import pytest

from tests.sandbox.fakes import layout
from workbench.model.errors import UsageError
from workbench.sandbox.layout import Layout, Member, merge_gates, plan_members, port_names


def test_a_layout_reads_back_as_it_was_written() -> None:
    one = layout(members=3, pull=1, slow=True)
    assert Layout.from_json(json.loads(json.dumps(one.to_json()))) == one


def test_the_last_members_are_those_that_pull() -> None:
    assert plan_members(3, 1) == (
        Member("member1"), Member("member2"), Member("member3", pull=True)
    )


@pytest.mark.parametrize(("count", "pull"), [(0, 0), (-1, 0), (21, 0), (2, 3), (2, -1)])
def test_impossible_members_are_refused(count: int, pull: int) -> None:
    with pytest.raises(UsageError):
        plan_members(count, pull)


def test_members_can_have_names_of_their_own() -> None:
    assert plan_members(["eu-west", "us-east"], 1) == (
        Member("eu-west"), Member("us-east", pull=True)
    )


@pytest.mark.parametrize(
    "names",
    [[], ["a", "a"], ["karmada"], ["karmada-aggregated"], ["a-link"], ["A"], ["a/b"], [""]],
)
def test_names_that_members_cannot_have_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError):
        plan_members(names, 0)


def test_only_pull_members_have_an_agent_and_an_uplink() -> None:
    names = port_names(plan_members(2, 1))
    assert len(names) == len(set(names))
    assert "member2-agent" in names and "member2-uplink" in names
    assert "member1-agent" not in names and "member1-link" in names


def test_a_wanted_gate_goes_before_a_default() -> None:
    assert merge_gates(("Failover=true", "A=true"), ("Failover=false", "B")) == (
        "Failover=false", "A=true", "B=true"
    )


@pytest.mark.parametrize("gate", ["=true", "A=maybe", "A B=true", ""])
def test_what_is_no_gate_is_refused(gate: str) -> None:
    with pytest.raises(UsageError, match="no feature gate"):
        merge_gates((), (gate,))
