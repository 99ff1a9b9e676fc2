"""How many pods a FlinkDeployment has and what the largest of them asks for.

Follows ``replicaResource`` of the customization for FlinkDeployment under
pkg/resourceinterpreter/default/thirdparty/resourcecustomizations/flink.apache.org (v1.12.0 and
v1.18.2): a script in Lua, where numbers in texts count as numbers. The older one fails where a
part that it reads is missing.
"""

from __future__ import annotations

import math
from typing import Final

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import map_at, text_at
from workbench.model.quantity import parse_quantity
from workbench.model.tree import MISSING, Json, Object, lookup

KIND: Final = ("flink.apache.org/v1beta1", "FlinkDeployment")
_SLOTS: Final = "taskmanager.numberOfTaskSlots"
_ROLES: Final = ("jobManager", "taskManager")
_NUMBERS = (str, int, float)


def is_flink(tree: Object) -> bool:
    return (tree.get("apiVersion"), tree.get("kind")) == KIND


def missing_part(tree: Object, profile: Profile) -> str:
    """What keeps Karmada from reading a FlinkDeployment; empty where it can."""
    if profile.flink_parts_may_be_missing:
        return ""
    spec = map_at(tree, "spec")
    wanted: list[tuple[str, ...]] = [(role, "resource", "cpu") for role in _ROLES]
    if lookup(spec, "taskManager", "replicas") in (MISSING, None, ""):
        # The maps alone are needed: without their entries there is one task manager.
        wanted += [("job",), ("flinkConfiguration",)]
    absent = (path for path in wanted if lookup(spec, *path) in (MISSING, None))
    return next((f"it has no spec.{'.'.join(path)}" for path in absent), "")


def flink_replicas(tree: Object) -> int:
    """Job managers and task managers; these by parallelism where their number is not written."""
    spec = map_at(tree, "spec")
    managers = _number(lookup(spec, "jobManager", "replicas"))
    workers = _number(lookup(spec, "taskManager", "replicas"))
    if workers is None:
        parallelism = _number(lookup(spec, "job", "parallelism"))
        slots = _number(lookup(spec, "flinkConfiguration", _SLOTS))
        workers = math.ceil(parallelism / slots) if parallelism is not None and slots else 1
    return int((1 if managers is None else managers) + workers)


def flink_requirements(tree: Object) -> Object:
    """``spec.replicaRequirements`` of its binding: the larger cpu and memory of the two roles.

    Raises :class:`workbench.model.quantity.InvalidQuantityError`.
    """
    found: Object = {}
    if requests := _requests(map_at(tree, "spec")):
        found["resourceRequest"] = requests
    pod = map_at(tree, "spec", "podTemplate", "spec")
    claim = {key: pod[key] for key in ("nodeSelector", "tolerations") if pod.get(key)}
    if claim:
        found["nodeClaim"] = claim
    texts = {
        "priorityClassName": text_at(pod, "priorityClassName"),
        "namespace": text_at(tree, "metadata", "namespace"),
    }
    return found | {name: text for name, text in texts.items() if text}


def _requests(spec: Object) -> Object:
    found = {}
    for name in ("cpu", "memory"):
        asked = [lookup(spec, role, "resource", name) for role in _ROLES]
        amounts = [parse_quantity(one) for one in asked if isinstance(one, _NUMBERS)]
        if amounts:
            found[name] = max(amounts).text
    return found


def _number(value: Json) -> float | None:
    """A number, or a text that is one; ``None`` for anything else, as Lua's ``tonumber``."""
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return None
    try:
        return float(value)
    except ValueError:
        return None
