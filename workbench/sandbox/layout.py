"""What a sandbox consists of, decided before anything starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbench.model.errors import UsageError

from .build import Programs
from .stack import Stack, stack_for

KARMADA = "karmada"
MAX_MEMBERS = 20


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


def plan_members(count: int, pull: int) -> tuple[Member, ...]:
    """``member1`` and so on; the last ``pull`` of them are Pull members.

    Raises:
        UsageError: there can't be as many.
    """
    if not 1 <= count <= MAX_MEMBERS:
        raise UsageError(f"{count} members can't be", hint=f"1 to {MAX_MEMBERS}")
    if not 0 <= pull <= count:
        raise UsageError(f"{pull} Pull members of {count} can't be")
    first_pull = count - pull
    return tuple(Member(f"member{at + 1}", at >= first_pull) for at in range(count))


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
