"""What a sandbox consists of, decided before anything starts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbench.model.errors import UsageError

from .build import Programs
from .stack import Stack, stack_for

KARMADA = "karmada"
MAX_MEMBERS = 20
_MEMBER = re.compile(r"[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")
# What Karmada's own components and the links to members are called.
_TAKEN = re.compile(r"karmada(-.*)?|.*-(up)?link")


@dataclass(frozen=True, slots=True)
class Member:
    """A member cluster: its name, and whether an agent of its own pulls (else Karmada pushes)."""

    name: str
    pull: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One sandbox on paper.

    Attributes:
        name: of the sandbox.
        folder: its own folder, absolute.
        programs: what it runs.
        ports: name -> port on the loopback address.
        gates: Karmada's feature gates, ``Name=true``.
        slow: Karmada's own timers instead of short ones.
    """

    name: str
    folder: Path
    stack: Stack
    programs: Programs
    members: tuple[Member, ...]
    ports: MappingProxyType[str, int]
    gates: tuple[str, ...]
    slow: bool

    @property
    def certificates(self) -> Path:
        """PEM files."""
        return self.folder / "certificates"

    @property
    def logs(self) -> Path:
        """One file per component."""
        return self.folder / "logs"

    @property
    def kubeconfig(self) -> Path:
        """The file that is handed out: a context for Karmada and each member."""
        return self.folder / "kubeconfig"

    def access(self, name: str) -> Path:
        """A kubeconfig with one context, ``name``, for a component."""
        return self.folder / "access" / f"{name}.kubeconfig"

    def log(self, component: str) -> Path:
        """The log file of a component."""
        return self.logs / f"{component}.log"

    def address(self, port: str) -> str:
        """URL of the server behind a named port."""
        return f"https://127.0.0.1:{self.ports[port]}"

    def to_json(self) -> dict[str, Any]:
        """As plain values, for the state file."""
        return {
            "name": self.name, "folder": str(self.folder), "karmada": self.stack.name,
            "programs": [str(self.programs.stack), str(self.programs.kwok_stack)],
            "members": [[member.name, member.pull] for member in self.members],
            "ports": dict(self.ports), "gates": list(self.gates), "slow": self.slow,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Layout:
        """Reads back what :meth:`to_json` wrote."""
        built, kwok = told["programs"]
        return cls(
            name=told["name"], folder=Path(told["folder"]), stack=stack_for(told["karmada"]),
            programs=Programs(Path(built), Path(kwok)),
            members=tuple(Member(name, pull) for name, pull in told["members"]),
            ports=MappingProxyType(told["ports"]), gates=tuple(told["gates"]), slow=told["slow"],
        )


def plan_members(members: int | Sequence[str], pull: int) -> tuple[Member, ...]:
    """Members of these names, or as many named ``member1`` and so on.

    The last ``pull`` of them are Pull members.

    Raises:
        UsageError: there can't be as many, or none of such a name.
    """
    names = [f"member{at + 1}" for at in range(members)] if isinstance(members, int) else members
    if not 1 <= len(names) <= MAX_MEMBERS:
        raise UsageError(f"{len(names)} members can't be", hint=f"1 to {MAX_MEMBERS}")
    _check_names(names)
    if not 0 <= pull <= len(names):
        raise UsageError(f"{pull} Pull members of {len(names)} can't be")
    first_pull = len(names) - pull
    return tuple(Member(name, at >= first_pull) for at, name in enumerate(names))


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if not _MEMBER.fullmatch(name) or _TAKEN.fullmatch(name):
            raise UsageError(
                f"{name!r} can't name a member",
                hint="lower-case letters, digits and inner dashes, 40 characters at most;"
                " not karmada in front, not link at the end",
            )
    if len(set(names)) < len(names):
        raise UsageError("two members of one name can't be")


def merge_gates(defaults: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Feature gates, ``Name`` or ``Name=true|false``; a wanted one goes before a default.

    Raises:
        UsageError: something is no feature gate.
    """
    merged: dict[str, str] = {}
    for gate in (*defaults, *wanted):
        name, _, value = gate.strip().partition("=")
        value = value.lower() or "true"
        if not name.isalnum() or value not in ("true", "false"):
            raise UsageError(f"{gate!r} is no feature gate", hint="Name=true or Name=false")
        merged[name] = value
    return tuple(f"{name}={value}" for name, value in merged.items())


def port_names(members: tuple[Member, ...]) -> list[str]:
    """The ports that a sandbox needs."""
    names = [
        "etcd", "etcd-peer", "karmada-apiserver", "karmada-aggregated-apiserver",
        "karmada-webhook", "karmada-webhook-health", "karmada-kube-controller-manager",
        "karmada-controller-manager", "karmada-scheduler",
    ]
    for member in members:
        parts = ["apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "link"]
        parts += ["agent", "uplink"] if member.pull else []
        names += [f"{member.name}-{part}" for part in parts]
    return names
