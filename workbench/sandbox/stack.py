"""The stacks that can be built: which Karmada with which Kubernetes, and how they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.model.errors import UsageError

_FOLDER = Path(__file__).parent / "stacks"
KWOK_FOLDER = _FOLDER / "kwok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One Karmada version and what has to be said differently to its programs.

    Attributes:
        name: the minor version, also the folder of its Go module.
        gates: Karmada's feature gates that a drill needs.
        member_flags: for the members' API servers.
        controller_manager_flags: for karmada-controller-manager.
        timers: more of them, where timers are short.
        webhook_flags: for karmada-webhook.
        webhook_has_gates: karmada-webhook takes ``--feature-gates``.
        restores_by: what turns the failover label into ``initialSavepointPath`` in a member:
            a MutatingAdmissionPolicy, or a stage of KWOK where Kubernetes has none yet.
    """

    name: str
    gates: tuple[str, ...]
    member_flags: tuple[str, ...]
    controller_manager_flags: tuple[str, ...]
    timers: tuple[str, ...]
    webhook_flags: tuple[str, ...]
    webhook_has_gates: bool
    restores_by: Literal["policy", "stage"]

    @property
    def folder(self) -> Path:
        """The Go module of this stack."""
        return _FOLDER / self.name

    @property
    def karmada(self) -> str:
        """Karmada's version, ``v1.18.2``."""
        return module_version(self.folder / "go.mod", "github.com/karmada-io/karmada")

    @property
    def kubernetes(self) -> str:
        """Kubernetes' version, ``v1.35.3``."""
        return module_version(self.folder / "go.mod", "k8s.io/kubernetes")


STACKS = (
    Stack(
        name="1.18",
        gates=("Failover=true", "StatefulFailoverInjection=true"),
        member_flags=(
            "--runtime-config=admissionregistration.k8s.io/v1beta1=true",
            "--feature-gates=MutatingAdmissionPolicy=true",
        ),
        controller_manager_flags=("--enable-no-execute-taint-eviction=true",),
        timers=(),
        webhook_flags=("--allow-no-execute-taint-policy=true",),
        webhook_has_gates=True,
        restores_by="policy",
    ),
    Stack(
        name="1.12",
        gates=("Failover=true", "StatefulFailoverInjection=true"),
        member_flags=(),
        controller_manager_flags=(),
        timers=("--failover-eviction-timeout=10s",),
        webhook_flags=(),
        webhook_has_gates=False,
        restores_by="stage",
    ),
)


def stack_for(version: str) -> Stack:
    """The stack of a Karmada version written as ``1.18``, ``v1.18`` or ``v1.18.2``.

    Raises:
        UsageError: there is no stack for it.
    """
    wanted = version.removeprefix("v")
    for stack in STACKS:
        if wanted in (stack.name, stack.karmada.removeprefix("v")):
            return stack
    known = ", ".join(stack.name for stack in STACKS)
    raise UsageError(f"no stack for Karmada {version}", hint=f"there are {known}")


def module_version(go_mod: Path, module: str) -> str:
    """The version of ``module`` that a go.mod file requires."""
    pattern = rf"^\s*(?:require )?{re.escape(module)} (v\S+)"
    found = re.search(pattern, go_mod.read_text(), re.MULTILINE)
    if not found:
        raise LookupError(f"{go_mod} does not require {module}")
    return found[1]
