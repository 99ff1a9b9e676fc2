"""The components of a sandbox: which program, with which flags, and where it says it is ready.

Paths in flags are relative to the sandbox's folder, where every component is started: whatever
characters stand in the path to it, no flag splits at them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .layout import KARMADA, Layout, Member

_KARMADA_CONTROLLERS = (
    "namespace-controller", "garbage-collector-controller", "serviceaccount-token-controller",
    "ttl-after-finished-controller", "clusterrole-aggregation-controller",
    "bootstrap-signer-controller", "token-cleaner-controller",
    "certificatesigningrequest-cleaner-controller", "certificatesigningrequest-signing-controller",
)
_KARMADA_API = (
    "--enable-bootstrap-token-auth=true",
    "--proxy-client-cert-file=certificates/front-proxy-client.crt",
    "--proxy-client-key-file=certificates/front-proxy-client.key",
)
# A user has 128 inotify instances, and each certificate file of an API server and each of four
# signers takes one. Members do without a front proxy and signers: nothing there asks for them.
_MEMBER_CONTROLLERS = ("*", "-certificatesigningrequest-signing-controller")
_SERVING = ("--tls-cert-file=certificates/tls.crt", "--tls-private-key-file=certificates/tls.key")
_STATUS_TIMERS = (
    "--cluster-status-update-frequency=2s", "--cluster-failure-threshold=4s",
    "--cluster-success-threshold=4s",
)
_MONITOR_TIMERS = ("--cluster-monitor-period=1s", "--cluster-monitor-grace-period=8s")
_AGENT_TIMERS = ("--cluster-lease-duration=8s",)


@dataclass(frozen=True, slots=True)
class Component:
    """One process of a sandbox.

    Attributes:
        name: unique in the sandbox, also of its log.
        program: which built program.
        part: the program's first argument; empty for KWOK.
        flags: the arguments after it.
        port: name of the port that is shown for it.
        probe: URL that answers 200 once it is ready.
        layer: it is stopped before components of lower layers.
        member: whose it is; empty if Karmada's.
    """

    name: str
    program: Literal["kube", "karmada", "kwok"]
    part: str
    flags: tuple[str, ...]
    port: str
    probe: str
    layer: int
    member: str = ""

    def arguments(self, layout: Layout) -> list[str]:
        """The command line."""
        path = getattr(layout.programs, self.program)
        return [str(path), *([self.part] if self.part else []), *self.flags]


def etcd(layout: Layout) -> Component:
    """One etcd for all API servers."""
    client, peer = layout.address("etcd"), layout.address("etcd-peer")
    secured = ("cert-file=certificates/tls.crt", "key-file=certificates/tls.key",
               "trusted-ca-file=certificates/ca.crt", "client-cert-auth")
    flags = (
        "--name=sandbox", "--data-dir=etcd", "--log-level=warn",
        # A sandbox that loses power is started anew, not recovered.
        "--unsafe-no-fsync",
        f"--listen-client-urls={client}", f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=sandbox={peer}",
        *(f"--{flag}" for flag in secured), *(f"--peer-{flag}" for flag in secured),
    )
    return Component("etcd", "kube", "etcd", flags, "etcd", f"{client}/health", 0)


def api_servers(layout: Layout) -> list[Component]:
    """Karmada's API server and each member's."""
    karmada = _api_server(layout, KARMADA, "", _KARMADA_API)
    flags = layout.stack.member_flags
    return [karmada, *(_api_server(layout, m.name, m.name, flags) for m in layout.members)]


def before_webhooks(layout: Layout) -> list[Component]:
    """What serves in front of or beside Karmada's API server."""
    aggregated = "karmada-aggregated-apiserver"
    webhook = "karmada-webhook"
    gates = _gates(layout) if layout.stack.webhook_has_gates else ()
    return [
        Component(aggregated, "karmada", aggregated, (
            *_kubeconfigs(KARMADA), *_etcd_client(layout, KARMADA), *_SERVING,
            "--bind-address=127.0.0.1", f"--secure-port={layout.ports[aggregated]}",
        ), aggregated, f"{layout.address(aggregated)}/readyz", 2),
        Component(webhook, "karmada", webhook, (
            _kubeconfig(KARMADA), "--cert-dir=certificates", "--bind-address=127.0.0.1",
            f"--secure-port={layout.ports[webhook]}", *_health(layout, f"{webhook}-health"),
            *layout.stack.webhook_flags, *gates,
        ), webhook, f"{layout.address(webhook)}/readyz/", 2),
    ]


def karmada_controllers(layout: Layout) -> list[Component]:
    """The controllers over Karmada's API server."""
    manager, scheduler = "karmada-controller-manager", "karmada-scheduler"
    drill = (*_STATUS_TIMERS, *_MONITOR_TIMERS, *layout.stack.timers)
    timers = () if layout.slow else drill
    return [
        _kube_controller_manager(layout, KARMADA, "", _KARMADA_CONTROLLERS),
        Component(manager, "karmada", manager, (
            _kubeconfig(KARMADA), "--leader-elect=false", *_health(layout, manager),
            *timers, *layout.stack.controller_manager_flags, *_gates(layout),
        ), manager, _plain(layout, manager), 3),
        Component(scheduler, "karmada", scheduler, (
            _kubeconfig(KARMADA), "--leader-elect=false", *_health(layout, scheduler),
            *_gates(layout),
        ), scheduler, _plain(layout, scheduler), 3),
    ]


def member_controllers(layout: Layout, member: Member) -> list[Component]:
    """What makes a member more than an API server. KWOK needs the kinds of its stages served."""
    scheduler, kwok = f"{member.name}-kube-scheduler", f"{member.name}-kwok"
    return [
        _kube_controller_manager(layout, member.name, member.name, _MEMBER_CONTROLLERS),
        Component(scheduler, "kube", "kube-scheduler", (
            *_kubeconfigs(member.name), *_SERVING, "--leader-elect=false",
            "--bind-address=127.0.0.1", f"--secure-port={layout.ports[scheduler]}",
        ), scheduler, f"{layout.address(scheduler)}/healthz", 3, member.name),
        Component(kwok, "kwok", "", (
            _kubeconfig(member.name), "--config=stages.yaml", "--manage-all-nodes=true",
            "--node-ip=127.0.0.1", "--node-lease-duration-seconds=40",
            f"--server-address=127.0.0.1:{layout.ports[kwok]}",
        ), kwok, _plain(layout, kwok), 3, member.name),
    ]


def agent(layout: Layout, member: Member) -> Component:
    """karmada-agent of a Pull member; it reaches Karmada over its own uplink, which can be cut."""
    name = f"{member.name}-agent"
    timers = () if layout.slow else (*_STATUS_TIMERS, *_AGENT_TIMERS)
    flags = (
        f"--karmada-kubeconfig=access/{member.name}-uplink.kubeconfig",
        f"--karmada-context={KARMADA}", _kubeconfig(member.name),
        f"--cluster-name={member.name}",
        f"--cluster-api-endpoint={layout.address(f'{member.name}-link')}",
        "--leader-elect=false", *_health(layout, name), *timers, *_gates(layout),
    )
    return Component(
        name, "karmada", "karmada-agent", flags, name, _plain(layout, name), 3, member.name
    )


def all_components(layout: Layout) -> list[Component]:
    """Every component, in the order of their start."""
    members = [one for member in layout.members for one in member_controllers(layout, member)]
    agents = [agent(layout, member) for member in layout.members if member.pull]
    return [
        etcd(layout), *api_servers(layout), *before_webhooks(layout),
        *karmada_controllers(layout), *members, *agents,
    ]


def _api_server(
    layout: Layout, name: str, member: str, more: tuple[str, ...]
) -> Component:
    port = f"{name}-apiserver"
    flags = (
        *_etcd_client(layout, name), *_SERVING,
        "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
        f"--secure-port={layout.ports[port]}", "--endpoint-reconciler-type=none",
        "--client-ca-file=certificates/ca.crt", "--authorization-mode=RBAC",
        "--allow-privileged=true", "--disable-admission-plugins=ServiceAccount",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=certificates/sa.pub",
        "--service-account-signing-key-file=certificates/sa.key",
        "--requestheader-client-ca-file=certificates/ca.crt",
        # One authority signs both kinds of clients, so the front proxy must be named.
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User", "--profiling=false", *more,
    )
    probe = f"{layout.address(port)}/readyz"
    return Component(port, "kube", "kube-apiserver", flags, port, probe, 1, member)


def _kube_controller_manager(
    layout: Layout, name: str, member: str, controllers: tuple[str, ...]
) -> Component:
    port = f"{name}-kube-controller-manager"
    flags = (
        *_kubeconfigs(name), *_SERVING, "--leader-elect=false", "--bind-address=127.0.0.1",
        f"--secure-port={layout.ports[port]}", f"--controllers={','.join(controllers)}",
        "--allocate-node-cidrs=false", "--use-service-account-credentials=false",
        "--root-ca-file=certificates/ca.crt",
        "--service-account-private-key-file=certificates/sa.key",
        "--cluster-signing-cert-file=certificates/ca.crt",
        "--cluster-signing-key-file=certificates/ca.key", "--profiling=false",
    )
    probe = f"{layout.address(port)}/healthz"
    return Component(port, "kube", "kube-controller-manager", flags, port, probe, 3, member)


def _etcd_client(layout: Layout, prefix: str) -> tuple[str, ...]:
    return (
        f"--etcd-servers={layout.address('etcd')}", f"--etcd-prefix=/{prefix}",
        "--etcd-cafile=certificates/ca.crt", "--etcd-certfile=certificates/admin.crt",
        "--etcd-keyfile=certificates/admin.key",
    )


def _kubeconfig(name: str) -> str:
    return f"--kubeconfig=access/{name}.kubeconfig"


def _kubeconfigs(name: str) -> tuple[str, ...]:
    file = f"kubeconfig=access/{name}.kubeconfig"
    return tuple(f"--{use}{file}" for use in ("", "authentication-", "authorization-"))


def _health(layout: Layout, port: str) -> tuple[str, str]:
    address = f"--health-probe-bind-address=127.0.0.1:{layout.ports[port]}"
    return address, "--metrics-bind-address=0"


def _plain(layout: Layout, port: str) -> str:
    return f"http://127.0.0.1:{layout.ports[port]}/healthz"


def _gates(layout: Layout) -> tuple[str, ...]:
    return (f"--feature-gates={','.join(layout.gates)}",) if layout.gates else ()
