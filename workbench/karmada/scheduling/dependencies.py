"""What a template needs beside it: ConfigMaps, Secrets, ServiceAccounts, claims, and so on.

Follows pkg/resourceinterpreter/default/native/dependencies.go, pkg/util/helper/pod.go,
pkg/util/lifted/visitpod.go and pkg/util/interpreter/validation (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of, map_at, maps_in, pod_spec, text_at
from workbench.karmada.scheduling.replicas import InterpretationError, check_convertible
from workbench.model.go_json import quote
from workbench.model.selectors import is_label_value
from workbench.model.tree import Object

_POD_KINDS = {
    ("apps/v1", "Deployment"), ("apps/v1", "ReplicaSet"), ("apps/v1", "StatefulSet"),
    ("apps/v1", "DaemonSet"), ("batch/v1", "Job"), ("batch/v1", "CronJob"), ("v1", "Pod"),
}  # fmt: skip
_INGRESS = ("networking.k8s.io/v1", "Ingress")
_SERVICE_IMPORT = ("multicluster.x-k8s.io/v1alpha1", "ServiceImport")
_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
SERVICE_NAME_LABEL = "kubernetes.io/service-name"

# Volume source to where it names its Secret, in the order that Karmada asks.
_SECRET_SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("azureFile", ("secretName",)),
    ("cephfs", ("secretRef", "name")),
    ("cinder", ("secretRef", "name")),
    ("flexVolume", ("secretRef", "name")),
    ("projected", ()),
    ("rbd", ("secretRef", "name")),
    ("secret", ("secretName",)),
    ("scaleIO", ("secretRef", "name")),
    ("iscsi", ("secretRef", "name")),
    ("storageos", ("secretRef", "name")),
    ("csi", ("nodePublishSecretRef", "name")),
)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A reference to an object that has to follow the template.

    ``name`` is empty where ``service`` selects by the label ``kubernetes.io/service-name``.
    """

    api_version: str
    kind: str
    namespace: str = ""
    name: str = ""
    service: str = ""

    @property
    def tree(self) -> Object:
        """The reference as Karmada stores it, empty fields left out."""
        fields = {
            "apiVersion": self.api_version,
            "kind": self.kind,
            "namespace": self.namespace,
            "name": self.name,
        }
        tree: Object = {key: value for key, value in fields.items() if value}
        if self.service:
            tree["labelSelector"] = {"matchLabels": {SERVICE_NAME_LABEL: self.service}}
        return tree


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the built-in rule finds.

    Attributes:
        found: references; Karmada gives those of a pod in random order, here by kind and name.
        error: Karmada's complaint; with one, Karmada propagates none of them.
    """

    found: tuple[Dependency, ...]
    error: str = ""


def has_dependencies_rule(tree: Object, profile: Profile) -> bool:
    """Whether a built-in rule exists for the object's apiVersion and kind."""
    kind = kind_of(tree)
    if kind == ("apps/v1", "ReplicaSet"):
        return profile.replica_set_is_interpreted
    return kind in _POD_KINDS or kind in (_INGRESS, _SERVICE_IMPORT)


def dependencies_of(tree: Object, profile: Profile) -> Dependencies:
    """What ``tree`` depends on by Karmada's built-in rules; nothing for kinds without a rule."""
    if not has_dependencies_rule(tree, profile):
        return Dependencies(())
    kind = kind_of(tree)
    try:
        check_convertible(tree, profile)
    except InterpretationError as error:
        return Dependencies((), f"failed to convert {kind[1]} from unstructured object: {error}")
    if kind == _INGRESS:
        found = tuple(_of_ingress(tree))
    elif kind == _SERVICE_IMPORT:
        found = _of_service_import(tree)
    else:
        found = tuple(_of_pod(tree))
    return Dependencies(found, _complaint(found, profile))


def _of_ingress(tree: Object) -> Iterator[Dependency]:
    for entry in maps_in(tree, "spec", "tls"):
        namespace = text_at(tree, "metadata", "namespace")
        yield Dependency("v1", "Secret", namespace, text_at(entry, "secretName"))


def _of_service_import(tree: Object) -> tuple[Dependency, ...]:
    namespace = text_at(tree, "metadata", "namespace")
    derived = f"derived-{text_at(tree, 'metadata', 'name')}"
    return (
        Dependency("v1", "Service", namespace, derived),
        Dependency("discovery.k8s.io/v1", "EndpointSlice", namespace, service=derived),
    )


def _of_pod(tree: Object) -> Iterator[Dependency]:
    spec, namespace = pod_spec(tree), text_at(tree, "metadata", "namespace")
    account = text_at(spec, "serviceAccountName")
    found = {
        "ConfigMap": set(_config_maps(spec)),
        "PersistentVolumeClaim": set(_claims(spec)) - _own_claims(tree),
        "Secret": set(_secrets(spec)),
        "ServiceAccount": {account} - {"default"},
    }
    for kind, names in found.items():
        for name in sorted(names - {""}):
            yield Dependency("v1", kind, namespace, name)


def _claims(spec: Object) -> Iterator[str]:
    for volume in maps_in(spec, "volumes"):
        yield text_at(volume, "persistentVolumeClaim", "claimName")


def _own_claims(tree: Object) -> set[str]:
    """Names that a StatefulSet's own claim templates stand behind: made in the member."""
    if tree.get("kind") != "StatefulSet":
        return set()
    templates = maps_in(tree, "spec", "volumeClaimTemplates")
    return {text_at(template, "metadata", "name") for template in templates}


def _from_environment(spec: Object, ref: str, key_ref: str) -> Iterator[str]:
    for kind in _CONTAINERS:
        for container in maps_in(spec, kind):
            for source in maps_in(container, "envFrom"):
                yield text_at(source, ref, "name")
            for variable in maps_in(container, "env"):
                yield text_at(variable, "valueFrom", key_ref, "name")


def _projected(volume: Object, kind: str) -> Iterator[str]:
    for source in maps_in(volume, "projected", "sources"):
        yield text_at(source, kind, "name")


def _config_maps(spec: Object) -> Iterator[str]:
    yield from _from_environment(spec, "configMapRef", "configMapKeyRef")
    for volume in maps_in(spec, "volumes"):
        if volume.get("projected") is not None:
            yield from _projected(volume, "configMap")
        else:
            yield text_at(volume, "configMap", "name")


def _secrets(spec: Object) -> Iterator[str]:
    for reference in maps_in(spec, "imagePullSecrets"):
        yield text_at(reference, "name")
    yield from _from_environment(spec, "secretRef", "secretKeyRef")
    for volume in maps_in(spec, "volumes"):
        yield from _volume_secrets(volume)


def _volume_secrets(volume: Object) -> Iterator[str]:
    """Secrets of one volume: only its first source counts."""
    for source, path in _SECRET_SOURCES:
        if volume.get(source) is None:
            continue
        if source == "projected":
            yield from _projected(volume, "secret")
        else:
            yield text_at(map_at(volume, source), *path)
        return


def _complaint(found: tuple[Dependency, ...], profile: Profile) -> str:
    check = _field_complaint if profile.dependency_errors_name_fields else _plain_complaint
    complaints = [text for index, item in enumerate(found) if (text := check(index, item))]
    if not profile.dependency_errors_name_fields:
        complaints = list(dict.fromkeys(complaints))
    return complaints[0] if len(complaints) == 1 else _joined(complaints)


def _joined(complaints: list[str]) -> str:
    return f"[{', '.join(complaints)}]" if complaints else ""


_NAMELESS = "dependency can not leave name and labelSelector all empty"


def _plain_complaint(index: int, item: Dependency) -> str:
    return "" if item.name or item.service else _NAMELESS


def _field_complaint(index: int, item: Dependency) -> str:
    if not item.name and not item.service:
        text = ",".join(f"{quote(k)}:{quote(v)}" for k, v in item.tree.items())
        return f"dependencies[{index}]: Invalid value: {{{text}}}: {_NAMELESS}"
    if is_label_value(item.service):
        return ""
    reason = "must be no more than 63 bytes" if len(item.service) > 63 else _BAD_LABEL
    place = f"dependencies[{index}].labelSelector.matchLabels"
    return f"{place}: Invalid value: {quote(item.service)}: {reason}"


_BAD_LABEL = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
    "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or "
    "'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)
