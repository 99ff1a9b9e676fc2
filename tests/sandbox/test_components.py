from __future__ import annotations

import pytest

from tests.sandbox.fakes import layout
from workbench.sandbox.components import all_components
from workbench.sandbox.layout import Layout
from workbench.sandbox.stack import STACKS

VERSIONS = [stack.name for stack in STACKS]


def flags(one: Layout, component: str) -> tuple[str, ...]:
    return next(each.flags for each in all_components(one) if each.name == component)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_component_has_a_name_a_port_and_a_probe_on_it(version: str) -> None:
    one = layout(version=version, members=3, pull=1)
    components = all_components(one)
    assert len({each.name for each in components}) == len(components) == 1 + 4 + 2 + 3 + 9 + 1
    ports = set(one.ports.values())
    for each in components:
        assert int(each.probe.split(":")[2].split("/")[0]) in ports
        assert each.port in one.ports


@pytest.mark.parametrize("version", VERSIONS)
def test_no_flag_holds_a_path_that_a_comma_or_space_could_split(version: str) -> None:
    one = layout(version=version, pull=1)
    assert not [flag for each in all_components(one) for flag in each.flags
                if str(one.folder) in flag]


@pytest.mark.parametrize("version", VERSIONS)
def test_everything_listens_on_the_loopback_address_alone(version: str) -> None:
    for each in all_components(layout(version=version, pull=1)):
        text = " ".join(each.flags)
        assert "0.0.0.0" not in text
        assert "127.0.0.1" in text


def test_slow_means_karmadas_own_timers() -> None:
    drill = flags(layout(), "karmada-controller-manager")
    slow = flags(layout(slow=True), "karmada-controller-manager")
    assert "--cluster-monitor-grace-period=8s" in drill
    assert not [flag for flag in slow if flag.startswith("--cluster-")]
    assert not [flag for flag in flags(layout(slow=True, pull=1), "member2-agent")
                if "lease-duration" in flag]


def test_a_lost_cluster_is_tainted_in_seconds_where_karmada_itself_does_that() -> None:
    quick = flags(layout(version="1.12"), "karmada-controller-manager")
    slow = flags(layout(version="1.12", slow=True), "karmada-controller-manager")
    assert "--failover-eviction-timeout=10s" in quick
    assert not [flag for flag in slow if "eviction-timeout" in flag]


def test_versions_differ_in_what_their_programs_take() -> None:
    new, old = layout(version="1.18"), layout(version="1.12")
    eviction = "--enable-no-execute-taint-eviction=true"
    assert eviction in flags(new, "karmada-controller-manager")
    assert eviction not in flags(old, "karmada-controller-manager")
    assert any("MutatingAdmissionPolicy" in flag for flag in flags(new, "member1-apiserver"))
    assert not any("feature-gates" in flag for flag in flags(old, "member1-apiserver"))
    assert not any("feature-gates" in flag for flag in flags(old, "karmada-webhook"))


def test_an_agent_reaches_karmada_over_a_link_that_can_be_cut() -> None:
    agent = flags(layout(pull=1), "member2-agent")
    assert "--karmada-kubeconfig=access/member2-uplink.kubeconfig" in agent
    assert "--kubeconfig=access/member2.kubeconfig" in agent


def test_api_servers_are_stopped_after_their_clients_and_before_etcd() -> None:
    layers = {each.name: each.layer for each in all_components(layout())}
    assert layers["karmada-scheduler"] > layers["karmada-webhook"] > layers["karmada-apiserver"]
    assert layers["member1-kwok"] > layers["member1-apiserver"] > layers["etcd"]
