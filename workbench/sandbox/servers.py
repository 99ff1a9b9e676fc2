"""The API servers of a sandbox, and what Karmada's says about its members."""

from __future__ import annotations

from workbench.model.errors import UnreachableError

from .api import ApiServer
from .layout import Layout

CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters"


def server_of(layout: Layout, name: str) -> ApiServer:
    """The API server of Karmada or of a member, reached directly."""
    return ApiServer(layout.address(f"{name}-apiserver"), layout.certificates)


def answers(server: ApiServer, path: str) -> bool:
    """Whether a GET of ``path`` succeeds."""
    try:
        server.text(path)
        return True
    except UnreachableError:
        return False


def is_ready(karmada: ApiServer, member: str) -> bool:
    """Whether Karmada says that a member is ready."""
    try:
        conditions = karmada.get(f"{CLUSTERS}/{member}").get("status", {}).get("conditions") or []
    except UnreachableError:
        return False
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
