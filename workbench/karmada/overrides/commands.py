"""commandOverrider and argsOverrider: what they patch into an object's containers.

Follows pkg/util/overridemanager/commandargsoverride.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.overrides.accessors import nested_list, text_at
from workbench.karmada.overrides.failure import OverrideError, OverridePanic
from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.overrides.typed import KINDS
from workbench.model.go_text import format_value, type_name
from workbench.model.tree import Json, Object


def containers_path(kind: str) -> tuple[str, ...] | None:
    """Where containers of this kind stand, or ``None`` for kinds that Karmada does not know."""
    if kind not in KINDS:
        return None
    return ("spec", "containers") if kind == "Pod" else ("spec", "template", "spec", "containers")


def command_operations(tree: Object, item: Json, target: str) -> list[Operation]:
    """The patch that one item makes; empty for other kinds and where no container has the name.

    ``target`` is the field, ``command`` or ``args``. Raises :class:`OverrideError` where
    ``containers`` is no list, :class:`OverridePanic` where an entry has an impossible type.
    """
    path = containers_path(text_at(tree, "kind"))
    if path is None:
        return []
    try:
        containers = nested_list(tree, *path) or []
    except OverrideError as error:
        text = f"failed to retrieves path({'/'.join(path)}) from rawObj, error: {error}"
        raise OverrideError(text) from None
    found = []
    for index, container in enumerate(containers):
        if not isinstance(container, dict):
            raise OverridePanic(not_a(container, "map[string]interface {}"))
        if container.get("name") == (item.get("containerName") or ""):
            pointer = f"/{'/'.join(path)}/{index}/{target}"
            found.append(_operation(pointer, container.get(target), item))
    return found


def not_a(value: Json, wanted: str) -> str:
    """Go's panic text for a type assertion that fails."""
    kind = "nil" if value is None else type_name(value)
    return f"interface conversion: interface {{}} is {kind}, not {wanted}"


def _operation(pointer: str, old: Json, item: Json) -> Operation:
    if old is None:
        return Operation("add", pointer, _revised([], item))
    if not isinstance(old, list):
        raise OverridePanic(not_a(old, "[]interface {}"))
    return Operation("replace", pointer, _revised([as_text(entry) for entry in old], item))


def _revised(old: list[str], item: Json) -> list[str]:
    values = item.get("value") or []
    match item.get("operator"):
        case "add":
            return [*old, *values]
        case "remove":
            return [entry for entry in old if entry not in values]
    return old


def as_text(value: Json) -> str:
    """A list entry as Go's ``%s`` prints it: texts raw, anything else marked as a misfit."""
    return "%!s(<nil>)" if value is None else _printed(value)


def _printed(value: Json) -> str:
    if value is None:
        return "<nil>"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{' '.join(map(_printed, value))}]"
    if isinstance(value, dict):
        inside = " ".join(f"{key}:{_printed(value[key])}" for key in sorted(value))
        return f"map[{inside}]"
    return f"%!s({type_name(value)}={format_value(value)})"
