"""Rules of single kinds about what stays in the member, where it is more than a field.

Follows pkg/resourceinterpreter/default/native/retain.go, pkg/util/lifted/retain.go and the
scripts of the bundled customizations (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.overrides.accessors import text_at, wrong_type
from workbench.karmada.overrides.typed import ConversionError, check_typed
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.lua_trip import through_lua
from workbench.karmada.scheduling.pods import maps_in
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.kept_fields import set_at
from workbench.karmada.work.keys import RETAIN_REPLICAS
from workbench.karmada.work.pruning import secret_name, string_map_at
from workbench.karmada.work.retention_rules import ACCOUNT_LISTS
from workbench.karmada.work.typed_trees import rewritten
from workbench.model.tree import MISSING, Json, Object, Path, lookup


@dataclass(frozen=True, slots=True)
class Retained:
    """A desired object with the member's fields in it.

    Attributes:
        object: the object; what is in ``nulls`` stands in it as an empty list.
        nulls: top-level lists that are sent as ``null``: empty, and never allocated in Go.
    """

    object: Object
    nulls: tuple[str, ...] = ()

    @property
    def body(self) -> Object:
        """The object as it is sent."""
        return {**self.object, **dict.fromkeys(self.nulls)}


def deployment(desired: Object, observed: Object) -> Object:
    try:
        labels = string_map_at(desired, "metadata", "labels") or {}
    except WorkError as error:
        prefix = "failed to get metadata.label from desired.Object: "
        raise WorkError(f"{prefix}{error.message}") from None
    if labels.get(RETAIN_REPLICAS) != "true":
        return desired
    path = ("spec", "replicas")
    count = lookup(observed, *path)
    if isinstance(count, bool) or not isinstance(count, int):
        raise WorkError(f"failed to get spec.replicas from {_named(observed)}")
    try:
        return set_at(desired, path, count)
    except WorkError:
        raise WorkError(f"failed to set spec.replicas to {_named(desired)}") from None


def _named(tree: Object) -> str:
    kind, namespace, name = (text_at(tree, *path) for path in _NAMING)
    return f"{kind} {namespace}/{name}"


_NAMING = (("kind",), ("metadata", "namespace"), ("metadata", "name"))


def token(desired: Object, observed: Object) -> Object:
    try:
        data = string_map_at(observed, "data")
    except WorkError as error:
        raise WorkError(f"failed to get .data from desired.Object: {error.message}") from None
    return desired if data is None else {**desired, "data": data}


def service_account(desired: Object, observed: Object, profile: Profile) -> Retained:
    """The lists of both sides, the desired entries first."""
    tree, nulls = desired, []
    for name in ACCOUNT_LISTS if profile.pull_secrets_are_merged else ACCOUNT_LISTS[:1]:
        merged = list(_listed(desired, name, "desired service account"))
        names = {secret_name(item) for item in merged}
        for item in _listed(observed, name, "service account"):
            if secret_name(item) not in names:
                names.add(secret_name(item))
                merged.append(item)
        tree = {**tree, name: merged}
        nulls += [] if merged else [name]
    return Retained(tree, tuple(nulls))


def _listed(tree: Object, name: str, side: str) -> Sequence[Json]:
    value = tree.get(name, MISSING)
    if value is MISSING:
        return ()
    if not isinstance(value, list):
        words = wrong_type(value, (name,), "[]interface{}")
        raise WorkError(f"error retrieving {name} from {side}: {words}")
    return value


def pod(desired: Object, observed: Object, profile: Profile) -> Object:
    pods = {"desiredPod": desired, "clusterPod": observed}
    for name, tree in pods.items():
        try:
            check_typed(tree, "Pod", profile)
        except ConversionError as error:
            text = f"failed to convert {name} from unstructured object: {error.args[0]}"
            raise WorkError(text) from None
    spec, there = dict(desired.get("spec") or {}), observed.get("spec") or {}
    for name in ("nodeName", "serviceAccountName", "volumes"):
        spec[name] = there.get(name)
    for name in ("containers", "initContainers"):
        if isinstance(spec.get(name), list):
            spec[name] = _with_mounts(spec[name], maps_in(there, name))
    return rewritten({**desired, "spec": spec}, "Pod", profile)


def _with_mounts(containers: list[Json], there: list[Object]) -> list[Json]:
    """Every container of the member lends its mounts to the first one of its name."""
    found = list(containers)
    for other in there:
        for place, container in enumerate(found):
            if (container or {}).get("name", "") == other.get("name", ""):
                found[place] = {**(container or {}), "volumeMounts": other.get("volumeMounts")}
                break
    return found


def by_script(desired: Object, observed: Object, paths: tuple[Path, ...]) -> Object:
    tree = desired
    for path in paths:
        value = lookup(observed, *path)
        if value is not MISSING and value is not None:
            tree = set_at(tree, tuple(map(str, path)), value)
    return through_lua(tree, desired, observed)
