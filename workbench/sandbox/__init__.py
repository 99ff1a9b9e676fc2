"""A real Karmada in one command, without containers.

Real etcd, API servers and Karmada components, member clusters with KWOK as their kubelet, all on
the loopback address. What comes out is a kubeconfig; nothing above this package knows that the
clusters behind it are a sandbox. Names are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import ApiServer
    from .cleaning import Cleaned, clean
    from .log_files import logs
    from .progress import Listener, Progress
    from .removal import take_down
    from .sandbox import Sandbox
    from .stack import STACKS, Stack, stack_for
    from .status import ProcessStatus, SandboxStatus, list_sandboxes

_HOME = {
    "ApiServer": "api", "Cleaned": "cleaning", "clean": "cleaning", "logs": "log_files",
    "Listener": "progress", "Progress": "progress", "take_down": "removal", "Sandbox": "sandbox",
    "STACKS": "stack", "Stack": "stack", "stack_for": "stack", "ProcessStatus": "status",
    "SandboxStatus": "status", "list_sandboxes": "status",
}

__all__ = [
    "STACKS",
    "ApiServer",
    "Cleaned",
    "Listener",
    "ProcessStatus",
    "Progress",
    "Sandbox",
    "SandboxStatus",
    "Stack",
    "clean",
    "list_sandboxes",
    "logs",
    "stack_for",
    "take_down",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
