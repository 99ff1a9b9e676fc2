"""Fleets of any size, made up: the same numbers and seed give the same fleet everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from workbench.fleets import generated_policies
from workbench.model.tree import Object
from workbench.model.yaml_writer import write_yaml

T = TypeVar("T")

REGIONS: Final = (
    ("eu", "eu-central-1"), ("eu", "eu-west-1"), ("us", "us-east-1"), ("us", "us-west-2"),
    ("ap", "ap-south-1"), ("ap", "ap-northeast-1"),
)
PROVIDERS: Final = ("aws", "gcp", "azure", "onprem")
TIERS: Final = ("production", "production", "production", "staging")
_APPS: Final = ("web", "api", "worker", "cart", "search", "billing", "gateway", "report")
_OBJECTS_PER_NAMESPACE: Final = 50


class Dice:
    """Numbers that depend on the seed alone: ``random()`` never changes between Pythons."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        return int(self._random.random() * limit)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def chance(self, one_in: int) -> bool:
        return self.below(one_in) == 0


def generate(objects: int, clusters: int, policies: int = 20, seed: int = 0) -> Iterator[Object]:
    """A fleet as object trees: clusters, templates, propagation and override policies.

    Args:
        objects: how many templates: Deployments, Services and ConfigMaps, some 50 a namespace.
        clusters: how many clusters, over providers, regions and zones.
        policies: how many override policies, of all seven overriders; nearly all succeed.
        seed: another seed gives another fleet of the same size.
    """
    dice = Dice(seed)
    names = []
    for number in range(clusters):
        tree = _cluster(dice, number)
        names.append(tree["metadata"]["name"])
        yield tree
    spaces = [f"team-{n + 1:02d}" for n in range(-(-objects // _OBJECTS_PER_NAMESPACE))]
    for number in range(objects):
        yield _template(dice, number, spaces[number // _OBJECTS_PER_NAMESPACE])
    for space in spaces:
        yield generated_policies.propagation(dice, space)
    for number in range(policies):
        yield generated_policies.override(dice, number, names, spaces)


def generate_text(objects: int, clusters: int, policies: int = 20, seed: int = 0) -> Iterator[str]:
    """The same fleet as YAML documents, each with its ``---``, to be written one by one."""
    for tree in generate(objects, clusters, policies, seed):
        yield "---\n" + write_yaml(tree)


def _cluster(dice: Dice, number: int) -> Object:
    area, region = REGIONS[number % len(REGIONS)]
    provider, tier = dice.pick(PROVIDERS), dice.pick(TIERS)
    name = f"{area}-{number + 1:04d}"
    return {
        "apiVersion": "cluster.karmada.io/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, "labels": {"region": area, "tier": tier, "provider": provider}},
        "spec": {
            "apiEndpoint": f"https://{name}.example.com:6443",
            "syncMode": "Pull" if dice.chance(5) else "Push",
            "provider": provider,
            "region": region,
            "zones": [region + letter for letter in "abc"[: 1 + dice.below(3)]],
        },
    }


def _template(dice: Dice, number: int, namespace: str) -> Object:
    app = f"{dice.pick(_APPS)}-{number + 1:05d}"
    labels = {"app": app, "team": namespace}
    head = {"name": app, "namespace": namespace, "labels": labels}
    kind = ("Deployment", "Deployment", "Service", "ConfigMap")[number % 4]
    if kind == "Deployment":
        return {"apiVersion": "apps/v1", "kind": kind, "metadata": head,
                "spec": _deployment(dice, app, labels)}
    if kind == "Service":
        ports = [{"name": "http", "port": 80, "targetPort": 8080}]
        return {"apiVersion": "v1", "kind": kind, "metadata": head,
                "spec": {"selector": {"app": app}, "ports": ports}}
    return {"apiVersion": "v1", "kind": kind, "metadata": head, "data": _settings(dice)}


def _deployment(dice: Dice, app: str, labels: Object) -> Object:
    containers = [_container("app", f"registry.example.com/{app}:1.{dice.below(30)}.0", dice)]
    if dice.chance(3):
        containers.append(_container("proxy", "registry.example.com/proxy:2.8.1", dice))
    return {
        "replicas": 1 + dice.below(6),
        "selector": {"matchLabels": {"app": app}},
        "template": {"metadata": {"labels": dict(labels)}, "spec": {"containers": containers}},
    }


def _container(name: str, image: str, dice: Dice) -> Object:
    memory = f"{64 << dice.below(4)}Mi"
    return {
        "name": name,
        "image": image,
        "command": [f"/bin/{name}"],
        "args": ["--listen=:8080", f"--workers={1 + dice.below(8)}"],
        "env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "CACHE", "value": "on"}],
        "ports": [{"name": "http", "containerPort": 8080}],
        "resources": {"requests": {"cpu": "100m", "memory": memory}, "limits": {"memory": memory}},
    }


def _settings(dice: Dice) -> Object:
    """Texts as Karmada would write them, so that a changed field is all that changes."""
    return {
        "LOG_LEVEL": "info",
        "app.yaml": f"cache:\n  size: {64 << dice.below(3)}\ndatabase:\n  host: localhost\n",
        "features.json": f'{{"limit":{10 * (1 + dice.below(9))},"search":true}}',
    }
