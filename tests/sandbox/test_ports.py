from __future__ import annotations

import socket
from pathlib import Path

import pytest

from workbench.sandbox import ports
from workbench.sandbox.errors import SandboxError
from workbench.sandbox.ports import free_ports, is_free


def test_each_name_gets_a_port_of_its_own_below_the_range_of_outgoing_connections() -> None:
    names = [f"component{number}" for number in range(60)]
    chosen = free_ports(names)
    first_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert list(chosen) == names
    assert len(set(chosen.values())) == 60
    assert all(port < first_outgoing for port in chosen.values()) or first_outgoing < 21000


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not is_free(listening.getsockname()[1])


def test_reserved_and_busy_ports_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_LOWEST", 20000)
    monkeypatch.setattr(ports, "_highest", lambda: 20003)
    monkeypatch.setattr(ports, "is_free", lambda port: port != 20001)
    assert sorted(free_ports(["a", "b"], taken={20002}).values()) == [20000, 20003]


def test_too_few_ports_are_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda port: False)
    with pytest.raises(SandboxError, match="no free ports"):
        free_ports(["a"])
