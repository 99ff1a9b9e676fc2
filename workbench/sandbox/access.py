"""Kubeconfig files: one for the user, one per server for the components."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .folders import make_private, write_private
from .layout import KARMADA, Layout


def write_kubeconfigs(layout: Layout) -> None:
    """Writes the kubeconfig with all contexts, and those of the components."""
    direct = {KARMADA: layout.address("karmada-apiserver")}
    direct |= {m.name: layout.address(f"{m.name}-apiserver") for m in layout.members}
    _write(layout, layout.kubeconfig, direct)
    make_private(layout.folder / "access")
    for name, address in direct.items():
        _write(layout, layout.access(name), {name: address})
    for member in layout.members:
        link = {member.name: layout.address(f"{member.name}-link")}
        _write(layout, layout.access(f"{member.name}-link"), link)
        if member.pull:
            uplink = {KARMADA: layout.address(f"{member.name}-uplink")}
            _write(layout, layout.access(f"{member.name}-uplink"), uplink)


def _write(layout: Layout, file: Path, servers: Mapping[str, str]) -> None:
    write_private(file, yaml.safe_dump(_kubeconfig(layout.certificates, servers)))


def _kubeconfig(certificates: Path, servers: Mapping[str, str]) -> dict[str, Any]:
    authority = _encoded(certificates / "ca.crt")
    user = {
        "client-certificate-data": _encoded(certificates / "admin.crt"),
        "client-key-data": _encoded(certificates / "admin.key"),
    }
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": next(iter(servers)),
        "clusters": [
            {"name": name, "cluster": {"server": url, "certificate-authority-data": authority}}
            for name, url in servers.items()
        ],
        "users": [{"name": "admin", "user": user}],
        "contexts": [
            {"name": name, "context": {"cluster": name, "user": "admin"}} for name in servers
        ],
    }


def _encoded(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()
