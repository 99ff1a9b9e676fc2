"""A fleet made real on a sandbox: members under the clusters' names, objects, policies."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from tests.real.differential.observation import Observation, listed, observe
from tests.real.drill import find
from workbench.model.identity import ObjectId
from workbench.model.quantity import parse_quantity
from workbench.model.snapshot import Item, Snapshot
from workbench.sandbox import Sandbox
from workbench.sandbox.api import ApiServer
from workbench.sandbox.components import karmada_controllers
from workbench.sandbox.errors import ApiError
from workbench.sandbox.processes import stop
from workbench.sandbox.removal import locked_sandbox
from workbench.sandbox.running import start, wait_ready
from workbench.sandbox.state import load

Object = dict[str, Any]
CLUSTERS = "/apis/cluster.karmada.io/v1alpha1/clusters"
_IDENTITY = ("provider", "region", "zones", "taints")
_POLICIES = (
    "OverridePolicy", "ClusterOverridePolicy", "PropagationPolicy", "ClusterPropagationPolicy",
)
_CONTROLLERS = "karmada-controller-manager"
_DISCOVERY_SECONDS = 12.0
_JOIN_SECONDS, _CLEAR_SECONDS = 120.0, 120.0


class Reality:
    """One sandbox that plays one fleet after another.

    Attributes:
        joined: the member that stands behind each cluster of the fleet.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._logged = 0
        self.karmada = sandbox.api()
        self.joined: dict[str, str] = {
            tree["metadata"]["name"]: self._member_of(tree) for tree in self._clusters()
        }

    def _clusters(self) -> list[Object]:
        return list(listed(self.karmada, "cluster.karmada.io/v1alpha1", "Cluster"))

    def _member_of(self, cluster: Object) -> str:
        """The member whose link a cluster's address is."""
        layout = self._sandbox.layout
        port = cluster["spec"]["apiEndpoint"].rpartition(":")[2]
        return next(
            name for name in self._sandbox.members if str(layout.ports[f"{name}-link"]) == port
        )

    @property
    def servers(self) -> dict[str, ApiServer]:
        """The members' API servers by cluster."""
        return {cluster: self._sandbox.api(member) for cluster, member in self.joined.items()}

    # -- clusters

    def play(self, clusters: Iterable[Item]) -> None:
        """Joins a member for each cluster, under its name, with its labels, provider and place.

        Members that are left over leave Karmada.
        """
        wanted = {item.id.name: item.object for item in clusters}
        assert len(wanted) <= len(self._sandbox.members), "the sandbox has too few members"
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(self._unjoin, [name for name in self.joined if name not in wanted]))
            free = [m for m in self._sandbox.members if m not in self.joined.values()]
            missing = [name for name in wanted if name not in self.joined]
            pairs = [(name, name if name in free else "") for name in missing]
            rest = [member for member in free if member not in missing]
            list(pool.map(self._join, [(name, member or rest.pop(0)) for name, member in pairs]))
        for size, (name, tree) in enumerate(sorted(wanted.items()), 1):
            self._dress(name, tree)
            self._make_room(name, size)
        sizes = {name: size for size, name in enumerate(sorted(wanted), 1)}
        wait(lambda: all(self._is_ready(*pair) for pair in sizes.items()), _JOIN_SECONDS,
             "members become ready")

    def _join(self, pair: tuple[str, str]) -> None:
        cluster, member = pair
        self._sandbox.karmadactl("join", cluster, *self._link(member))
        self.joined[cluster] = member

    def _unjoin(self, cluster: str) -> None:
        member = self.joined[cluster]
        self._sandbox.karmadactl("unjoin", cluster, *self._link(member), "--wait=120s")
        server = self._sandbox.api(member)
        # A join makes anew what the unjoin is still removing.
        wait(lambda: find(server, "/api/v1/namespaces/karmada-cluster") is None,
             _CLEAR_SECONDS, f"{member} forgets Karmada")
        del self.joined[cluster]

    @staticmethod
    def _link(member: str) -> tuple[str, str]:
        kubeconfig = f"access/{member}-link.kubeconfig"
        return f"--cluster-kubeconfig={kubeconfig}", f"--cluster-context={member}"

    def _dress(self, name: str, tree: Object) -> None:
        """Gives a real Cluster the labels and the identity of the fleet's."""
        path = f"{CLUSTERS}/{name}"
        there = self.karmada.get(path)["metadata"].get("labels") or {}
        labels = dict.fromkeys(there) | (tree["metadata"].get("labels") or {})
        spec = tree.get("spec") or {}
        identity = {key: spec.get(key) for key in _IDENTITY}
        self.karmada.patch(path, {"metadata": {"labels": labels}, "spec": identity})

    def _make_room(self, name: str, size: int) -> None:
        """Gives a member so much room that a few pods more or less change no decision."""
        path = f"/api/v1/nodes/{self.joined[name]}-node/status"
        room = _room(size)
        status = {"status": {"capacity": room, "allocatable": room}}
        self.servers[name].patch(path, status)

    def _is_ready(self, name: str, size: int) -> bool:
        status = self.karmada.get(f"{CLUSTERS}/{name}").get("status") or {}
        ready = any(c["type"] == "Ready" and c["status"] == "True"
                    for c in status.get("conditions") or ())
        room = (status.get("resourceSummary") or {}).get("allocatable") or {}
        pods = _room(size)["pods"]
        return ready and bool(status.get("apiEnablements")) and (
            parse_quantity(room.get("pods", 0)) == parse_quantity(pods)
        )

    # -- kinds

    def serve(self, snapshot: Snapshot) -> list[Object]:
        """Makes Karmada and its members serve custom kinds of the fleet that they don't know.

        Waits until Karmada says so of every member. Returns the definitions.
        """
        missing = {
            (item.id.api_version, item.id.kind): item.id for item in snapshot.templates
            if "." in item.id.group and not self._serves(self.karmada, item.id)
        }
        definitions = [definition(key) for key in missing.values()]
        for server in self._all_servers():
            for each in definitions:
                server.apply(each)
        wait(lambda: all(map(self._reports, missing.values())), 60, "members report their kinds")
        if definitions:
            # Its controllers look for new kinds every few seconds.
            time.sleep(_DISCOVERY_SECONDS)
        return definitions

    @staticmethod
    def _serves(server: ApiServer, key: ObjectId) -> bool:
        try:
            path = server.path_of(
                {"apiVersion": key.api_version, "kind": key.kind, "metadata": {"name": "x"}},
                named=False,
            )
            server.items(path)
        except ApiError:
            return False
        return True

    def _reports(self, key: ObjectId) -> bool:
        """Whether Karmada serves the kind, and every Cluster lists it."""
        for tree in self._clusters():
            enabled = (tree.get("status") or {}).get("apiEnablements") or ()
            kinds = [r["kind"] for e in enabled if e["groupVersion"] == key.api_version
                     for r in e["resources"]]
            if key.kind not in kinds:
                return False
        return all(self._serves(server, key) for server in self._all_servers())

    # -- objects

    def create(self, items: Iterable[Item]) -> dict[ObjectId, ApiError | None]:
        """Creates objects as ``kubectl create`` does, with strict decoding; what was answered."""
        with ThreadPoolExecutor(4) as pool:
            listed_items = list(items)
            answers = list(pool.map(self._create, listed_items))
        return {item.id: answer for item, answer in zip(listed_items, answers, strict=True)}

    def _create(self, item: Item) -> ApiError | None:
        try:
            path = self.karmada.path_of(item.object, named=False)
            self.karmada.text(f"{path}?fieldValidation=Strict", method="POST", body=item.object)
        except ApiError as error:
            return error
        return None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Karmada's controllers are stopped meanwhile: what is created then arrives together."""
        with locked_sandbox(self._sandbox.name):
            state = load(self._sandbox.name)
            component = next(c for c in karmada_controllers(state.layout) if c.name == _CONTROLLERS)
            stop([state.processes[component.name].identity], grace_seconds=10.0)
            yield
            start(state, component)
            wait_ready(state, [component], alone=True)

    def observe(self, snapshot: Snapshot) -> Observation:
        """Everything that is there now."""
        kinds = {(item.id.api_version, item.id.kind) for item in snapshot.templates}
        return observe(self.karmada, self.servers, sorted(kinds))

    def wait_for_namespaces(self, names: Iterable[str]) -> None:
        """Until each is in every member: an object that comes before is tried again much later."""
        wanted = set(names)

        def there(server: ApiServer) -> bool:
            return wanted <= {n["metadata"]["name"] for n in server.items("/api/v1/namespaces")}

        wait(lambda: all(map(there, self.servers.values())), 120, "namespaces reach the members")

    def clear(self, snapshot: Snapshot, definitions: Iterable[Object]) -> None:
        """Deletes what was created, and waits until it is gone from every member."""
        items = [item for item in snapshot.items if item.id.kind != "Cluster"]
        first = [item for item in items if item.id.kind in _POLICIES]
        spaces = [item for item in items if item.id.kind == "Namespace"]
        rest = [item for item in items if item not in first and item not in spaces]
        names = {item.id.name for item in spaces}
        with ThreadPoolExecutor(4) as pool:
            for some in (first, rest):
                list(pool.map(self._delete, some))
            # A namespace that is not empty yet is looked at again only seconds later.
            wait(lambda: self._is_empty(snapshot, names), _CLEAR_SECONDS, "objects are gone")
            list(pool.map(self._delete, spaces))
        wait(lambda: not any(self._has(server, names) for server in self._all_servers()),
             _CLEAR_SECONDS, "namespaces are gone")
        for server in self._all_servers():
            for each in definitions:
                server.delete(server.path_of(each))

    def _is_empty(self, snapshot: Snapshot, namespaces: set[str]) -> bool:
        """Whether no member has an object of the fleet any more, nor a pod in its namespaces."""
        created = {item.id for item in snapshot.templates if item.id.kind != "Namespace"}
        if any(key in created for _, key in self.observe(snapshot).members):
            return False
        return not any(
            pod["metadata"]["namespace"] in namespaces
            for server in self.servers.values() for pod in server.items("/api/v1/pods")
        )

    def _delete(self, item: Item) -> None:
        with contextlib.suppress(ApiError):  # of a kind that is not served
            self.karmada.delete(self.karmada.path_of(item.object))

    def _all_servers(self) -> list[ApiServer]:
        return [self.karmada, *self.servers.values()]

    @staticmethod
    def _has(server: ApiServer, names: set[str]) -> bool:
        return any(n["metadata"]["name"] in names for n in server.items("/api/v1/namespaces"))

    def controller_log(self) -> str:
        """What karmada-controller-manager has written since :meth:`mark_log`."""
        with self._sandbox.layout.log(_CONTROLLERS).open("rb") as log:
            log.seek(self._logged)
            return log.read().decode(errors="replace")

    def mark_log(self) -> None:
        """What is in the log by now is of no interest."""
        self._logged = self._sandbox.layout.log(_CONTROLLERS).stat().st_size


def _room(size: int) -> dict[str, str]:
    """In the middle of one of Karmada's grades of nodes, each smaller than the one before."""
    share = 2 ** (size % 5)
    return {"cpu": str(192 // share), "memory": f"{1536 // share}Gi", "pods": str(10_000 * size),
            "ephemeral-storage": "40Ti"}


def definition(key: ObjectId) -> Object:
    """A CustomResourceDefinition for the kind of an object; it takes any content."""
    plural, version = f"{key.kind.lower()}s", key.api_version.rpartition("/")[2]
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{key.group}"},
        "spec": {
            "group": key.group, "scope": "Namespaced" if key.namespace else "Cluster",
            "names": {"plural": plural, "singular": key.kind.lower(), "kind": key.kind},
            "versions": [{"name": version, "served": True, "storage": True,
                          "schema": {"openAPIV3Schema": schema}}],
        },
    }


def wait(look: Callable[[], bool], seconds: float, what: str) -> None:
    """Until ``look`` is true. Raises :class:`TimeoutError` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not look():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s until {what}")
        time.sleep(0.3)


