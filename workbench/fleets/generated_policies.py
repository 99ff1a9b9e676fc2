"""The policies of a made-up fleet: one propagation policy a namespace, overriders of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from workbench.model.tree import Object

if TYPE_CHECKING:
    from workbench.fleets.generated import Dice

_API: Final = "policy.karmada.io/v1alpha1"
_AREAS: Final = ("eu", "us", "ap")
_PROVIDERS: Final = ("aws", "gcp", "azure", "onprem")
_DEPLOYMENT: Final = {"apiVersion": "apps/v1", "kind": "Deployment"}
_CONFIG_MAP: Final = {"apiVersion": "v1", "kind": "ConfigMap"}


def propagation(dice: Dice, namespace: str) -> Object:
    """A PropagationPolicy for everything in a namespace."""
    kinds = [_DEPLOYMENT, {"apiVersion": "v1", "kind": "Service"}, _CONFIG_MAP]
    production = {"labelSelector": {"matchLabels": {"tier": "production"}}}
    return {
        "apiVersion": _API,
        "kind": "PropagationPolicy",
        "metadata": {"name": "everything", "namespace": namespace},
        "spec": {
            "resourceSelectors": [dict(kind) for kind in kinds],
            "placement": {"clusterAffinity": production if dice.chance(2) else {}},
        },
    }


def override(dice: Dice, number: int, clusters: Sequence[str], spaces: Sequence[str]) -> Object:
    """An override policy with one of the seven overriders; every fourth is cluster-wide."""
    what, selector, make = _OVERRIDERS[number % len(_OVERRIDERS)]
    name: Object = {"name": f"{what}-{_letters(number)}"}
    is_wide = number % 4 == 0 or not spaces
    if not is_wide:
        name["namespace"] = dice.pick(spaces)
    rules = [
        {"targetCluster": _target(dice, clusters), "overriders": make(dice)}
        for _ in range(1 + dice.below(3))
    ]
    return {
        "apiVersion": _API,
        "kind": "ClusterOverridePolicy" if is_wide else "OverridePolicy",
        "metadata": name,
        "spec": {"resourceSelectors": [dict(selector)], "overrideRules": rules},
    }


def _letters(number: int) -> str:
    """``a``, ``b`` … ``z``, ``za``: names whose text order is their order."""
    return "z" * (number // 26) + chr(ord("a") + number % 26)


def _target(dice: Dice, clusters: Sequence[str]) -> Object:
    if clusters and dice.chance(3):
        return {"clusterNames": sorted({dice.pick(clusters) for _ in range(5)})}
    if dice.chance(2):
        return {"labelSelector": {"matchLabels": {"region": dice.pick(_AREAS)}}}
    provider = {"key": "provider", "operator": "In", "values": [dice.pick(_PROVIDERS)]}
    return {"fieldSelector": {"matchExpressions": [provider]}}


def _image(dice: Dice) -> Object:
    mirror = f"{dice.pick(_AREAS)}.registry.example.com"
    return {"imageOverrider": [{"component": "Registry", "operator": "replace", "value": mirror}]}


def _command(dice: Dice) -> Object:
    value = [f"--profile=p{dice.below(4)}"]
    return {"commandOverrider": [{"containerName": "app", "operator": "add", "value": value}]}


def _args(dice: Dice) -> Object:
    value = [f"--cache-size={32 << dice.below(4)}MB"]
    return {"argsOverrider": [{"containerName": "app", "operator": "add", "value": value}]}


def _labels(dice: Dice) -> Object:
    return {"labelsOverrider": [{"operator": "add", "value": {"site": dice.pick(_AREAS)}}]}


def _annotations(dice: Dice) -> Object:
    value = {"example.com/cost-center": f"cc-{100 + dice.below(900)}"}
    return {"annotationsOverrider": [{"operator": "add", "value": value}]}


def _plaintext(dice: Dice) -> Object:
    """A number of replicas; now and then one whose path is in no Deployment, and fails."""
    path = "/spec/paused" if dice.chance(5) else "/spec/replicas"
    return {"plaintext": [{"path": path, "operator": "replace", "value": 1 + dice.below(9)}]}


def _field(dice: Dice) -> Object:
    if dice.chance(2):
        json = {"subPath": "/limit", "operator": "replace", "value": 100 + dice.below(900)}
        return {"fieldOverrider": [{"fieldPath": "/data/features.json", "json": [json]}]}
    host = f"db.{dice.pick(_AREAS)}.example.com"
    yaml = {"subPath": "/database/host", "operator": "replace", "value": host}
    return {"fieldOverrider": [{"fieldPath": "/data/app.yaml", "yaml": [yaml]}]}


_OVERRIDERS: Final[tuple[tuple[str, Object, Callable[[Dice], Object]], ...]] = (
    ("image", _DEPLOYMENT, _image),
    ("command", _DEPLOYMENT, _command),
    ("args", _DEPLOYMENT, _args),
    ("labels", _DEPLOYMENT, _labels),
    ("annotations", _DEPLOYMENT, _annotations),
    ("replicas", _DEPLOYMENT, _plaintext),
    ("settings", _CONFIG_MAP, _field),
)
