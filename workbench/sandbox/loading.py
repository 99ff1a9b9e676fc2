"""What is loaded into a fresh API server before anyone uses it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from .api import ApiServer
from .layout import Layout, Member

_MANIFESTS = Path(__file__).parent / "manifests"
_NAMESPACES = ("karmada-system", "karmada-cluster")
_AGGREGATED = "karmada-aggregated-apiserver"
# In Karmada's manifests the webhook is a Service; here it is a port on this machine.
_WEBHOOK_URL = re.compile(r"https://[^/\s\"]+:443/")
_FLINK = "apis/flink.apache.org/v1beta1"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_karmada(layout: Layout, karmada: ApiServer) -> None:
    """Namespaces, CRDs, the way to the aggregated API server, the right to use the proxy."""
    for name in _NAMESPACES:
        karmada.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(karmada.create, karmada_crds(layout)))
    karmada.apply(manifest("flink-crd.yaml")[0])
    for each in (*_aggregation(layout), *_proxy_rights(), *_aggregated_roles(layout)):
        karmada.apply(each)


def load_webhooks(layout: Layout, karmada: ApiServer) -> None:
    """The mutating and validating webhook configurations, once the webhook answers."""
    for each in _documents(layout.programs.deploy / "webhook-configuration.yaml", layout):
        karmada.apply(each)


def load_member(layout: Layout, member: Member, server: ApiServer) -> None:
    """A node with capacity, FlinkDeployment, and what restores a job's state."""
    server.apply(manifest("flink-crd.yaml")[0])
    # Only a creation may set the status of a node.
    server.create(_node(f"{member.name}-node"))
    if layout.stack.restores_by == "policy":
        for each in manifest("flink-restore-policy.yaml"):
            server.apply(each)


def crds_are_served(server: ApiServer) -> bool:
    """Whether every CRD of ``server`` is established."""
    crds = server.items("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
    return bool(crds) and all(_established(crd) for crd in crds)


def stages_can_be_played(server: ApiServer) -> bool:
    """Whether a member describes FlinkDeployment: KWOK asks for that once, and ends without."""
    return crds_are_served(server) and _FLINK in server.get("/openapi/v3")["paths"]


def write_stages(layout: Layout) -> None:
    """One file with all stages that KWOK plays in a member."""
    own = ["flink-stages.yaml"]
    own += ["flink-restore-stage.yaml"] if layout.stack.restores_by == "stage" else []
    stages = layout.programs.stages
    files = [
        *sorted((stages / "node/fast").glob("node-*.yaml")),
        *sorted((stages / "node/heartbeat-with-lease").glob("node-*.yaml")),
        *sorted((stages / "pod/fast").glob("pod-*.yaml")),
        *(_MANIFESTS / name for name in own),
    ]
    text = "\n---\n".join(file.read_text() for file in files)
    (layout.folder / "stages.yaml").write_text(text)


def karmada_crds(layout: Layout) -> Iterator[dict[str, Any]]:
    """Karmada's CRDs, the bindings' with their conversion webhook."""
    conversions = {
        patch["metadata"]["name"]: patch["spec"]["conversion"]
        for file in sorted((layout.programs.crds / "patches").glob("*.yaml"))
        for patch in _documents(file, layout)
    }
    for file in sorted((layout.programs.crds / "bases").rglob("*.yaml")):
        for crd in _documents(file, layout):
            conversion = conversions.get(crd["metadata"]["name"])
            if conversion:
                crd["spec"]["conversion"] = conversion
            yield crd


def manifest(name: str) -> list[dict[str, Any]]:
    """The documents of one of this package's own manifests."""
    return [each for each in yaml.load_all((_MANIFESTS / name).read_text(), _LOADER) if each]


def _documents(file: Path, layout: Layout) -> list[dict[str, Any]]:
    text = _WEBHOOK_URL.sub(f"{layout.address('karmada-webhook')}/", file.read_text())
    text = re.sub(r'"?{{caBundle}}"?', _authority(layout), text)
    return [each for each in yaml.load_all(text, _LOADER) if each]


def _aggregation(layout: Layout) -> Iterator[dict[str, Any]]:
    port = layout.ports[_AGGREGATED]
    place = {"namespace": "karmada-system", "name": _AGGREGATED}
    yield {
        "apiVersion": "v1", "kind": "Service", "metadata": place,
        "spec": {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": port}]},
    }
    yield {
        "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
        "metadata": {"name": "v1alpha1.cluster.karmada.io"},
        "spec": {
            "group": "cluster.karmada.io", "version": "v1alpha1", "versionPriority": 10,
            "groupPriorityMinimum": 2000, "caBundle": _authority(layout),
            "service": {**place, "port": port},
        },
    }


def _proxy_rights() -> Iterator[dict[str, Any]]:
    """Karmada asks for this right even from system:masters, and syncs it to the members."""
    group = "rbac.authorization.k8s.io"
    metadata = {"name": "cluster-proxy-admin"}
    yield {
        "apiVersion": f"{group}/v1", "kind": "ClusterRole", "metadata": metadata,
        "rules": [
            {"apiGroups": ["cluster.karmada.io"], "resources": ["clusters/proxy"], "verbs": ["*"]}
        ],
    }
    yield {
        "apiVersion": f"{group}/v1", "kind": "ClusterRoleBinding", "metadata": metadata,
        "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": "cluster-proxy-admin"},
        "subjects": [
            {"apiGroup": group, "kind": "User", "name": "admin"},
            {"apiGroup": group, "kind": "Group", "name": "system:masters"},
        ],
    }


def _aggregated_roles(layout: Layout) -> list[dict[str, Any]]:
    return _documents(layout.programs.deploy / "admin-clusterrole-aggregation.yaml", layout)


def _node(name: str) -> dict[str, Any]:
    room = {"cpu": "32", "memory": "128Gi", "pods": "110", "ephemeral-storage": "500Gi"}
    labels = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "type": "kwok"}
    return {
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels},
        "status": {"capacity": room, "allocatable": room},
    }


def _authority(layout: Layout) -> str:
    return base64.b64encode((layout.certificates / "ca.crt").read_bytes()).decode()


def _established(crd: dict[str, Any]) -> bool:
    conditions = crd.get("status", {}).get("conditions") or []
    return any(one["type"] == "Established" and one["status"] == "True" for one in conditions)
