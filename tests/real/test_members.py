"""Members that come, go, and are out of reach."""

from __future__ import annotations

import pytest

from tests.real.drill import config_map, eventually, find, has_seen, policy
from workbench.model.errors import UnreachableError
from workbench.sandbox import Sandbox
from workbench.sandbox.startup import join

MAPS = "/api/v1/namespaces/default/configmaps"


@pytest.mark.parametrize("member", ["member2", "member3"])
def test_a_lost_member_is_noticed_and_comes_back_with_what_it_had(
    sandbox: Sandbox, member: str
) -> None:
    name = f"lasting-{member}"
    template = config_map(name, text="hello")
    sandbox.api().apply(template)
    sandbox.api().apply(policy(template, member))
    eventually(lambda: find(sandbox.api(member), f"{MAPS}/{name}"))
    sandbox.lose(member)
    try:
        assert sandbox.status().lost == (member,)
        assert sandbox.status().state == "degraded"
        with pytest.raises(UnreachableError):
            sandbox.api(member).get("/version")
        eventually(lambda: not sandbox.is_ready(member))
    finally:
        sandbox.recover(member)
    eventually(lambda: sandbox.is_ready(member))
    assert sandbox.status().state == "up"
    assert find(sandbox.api(member), f"{MAPS}/{name}")


@pytest.mark.parametrize("member", ["member2", "member3"])
def test_a_cut_member_is_out_of_reach_for_karmada_alone(sandbox: Sandbox, member: str) -> None:
    sandbox.cut(member)
    try:
        assert sandbox.status().cut == (member,)
        assert sandbox.status().state == "up"
        # Karmada's clients wait for answers that never come: about a minute.
        eventually(lambda: not sandbox.is_ready(member), seconds=150)
        assert sandbox.api(member).items("/api/v1/nodes")
    finally:
        sandbox.recover(member)
    eventually(lambda: sandbox.is_ready(member), seconds=90)


def test_a_member_that_is_unjoined_loses_its_copies_and_can_join_again(sandbox: Sandbox) -> None:
    template = config_map("leaving", text="hello")
    sandbox.api().apply(template)
    sandbox.api().apply(policy(template, "member2"))
    eventually(lambda: find(sandbox.api("member2"), f"{MAPS}/leaving"))
    eventually(lambda: has_seen(sandbox.api(), "member2", "ConfigMap", "leaving"), seconds=120)
    link = "access/member2-link.kubeconfig"
    sandbox.karmadactl("unjoin", "member2", f"--cluster-kubeconfig={link}", "--wait=120s")
    try:
        clusters = sandbox.api().items("/apis/cluster.karmada.io/v1alpha1/clusters")
        assert {one["metadata"]["name"] for one in clusters} == {"member1", "member3"}
        eventually(lambda: find(sandbox.api("member2"), f"{MAPS}/leaving") is None)
    finally:
        # A join makes anew what the unjoin is still removing.
        namespace = "/api/v1/namespaces/karmada-cluster"
        eventually(lambda: find(sandbox.api("member2"), namespace) is None)
        layout = sandbox.layout
        join(layout, layout.members[1])
    eventually(lambda: sandbox.is_ready("member2"))
    # When Karmada tries again with what it could not place meanwhile differs between versions.
    template = config_map("returning", text="hello")
    sandbox.api().apply(template)
    sandbox.api().apply(policy(template, "member2"))
    eventually(lambda: find(sandbox.api("member2"), f"{MAPS}/returning"))
