"""Hazards of command, args, labels and annotations overriders: what they silently pass over."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from workbench.karmada.overrides.commands import containers_path
from workbench.lint.amendments import changed, removed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.pointers import entries_at
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.tree import MISSING, Json, Object, lookup, replaced

_LISTS = ("commandOverrider", "argsOverrider")
_MAPS = ("labelsOverrider", "annotationsOverrider")


def _silent_no_op(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    if run.cause.overrider in _MAPS:
        yield from _absent_key(inspection, run)
    elif run.cause.overrider in _LISTS and containers_path(run.template.id.kind):
        if not run.step.changes:
            yield from _absent_container(inspection, run)
        if run.overrider.get("operator") == "remove":
            yield from _absent_argument(inspection, run)


def _containers(item: Item, name: str = "containers") -> list[Object]:
    path = containers_path(item.id.kind)
    entries = entries_at(item.object, *path[:-1], name) if path else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _names(containers: list[Object]) -> list[str]:
    return [str(container.get("name")) for container in containers]


def _absent_container(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    wanted = str(run.overrider.get("containerName") or "")
    names = _names(_containers(run.template))
    if wanted in names or run.step.error:
        return
    if wanted in _names(_containers(run.template, "initContainers")):
        what = f'"{wanted}" is an init container, and those are never changed'
        advice = "change it by plaintext, with its position in initContainers"
    else:
        what = f'there is no container "{wanted}", so nothing changes'
        advice = f"the containers are {', '.join(names) or 'none'}"
    others = inspection.selected(run.cause.policy)
    is_found_elsewhere = any(wanted in _names(_containers(item)) for item in others)
    yield from blame(
        inspection, run, what, below=("containerName",), advice=advice,
        severity="info" if is_found_elsewhere else None,
        fix=partial(_nearest_container, inspection, run, wanted),
    )


def _nearest_container(inspection: Inspection, run: Run, wanted: str) -> Fix | None:
    """The right name, where all selected objects have the same container of a like name."""
    nearest = {
        tuple(get_close_matches(wanted, _names(_containers(item)), 1))
        for item in inspection.selected(run.cause.policy)
    }
    if len(nearest) != 1 or not (name := next(iter(nearest))):
        return None
    path = (*run.cause.path, "containerName")
    item = inspection.policy_item(run.cause.policy)
    return changed(f"write {name[0]} for {wanted}", item, path, name[0])


def _absent_argument(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    field = run.cause.overrider.removesuffix("Overrider")
    wanted = run.overrider.get("containerName") or ""
    path = containers_path(run.template.id.kind) or ()
    present: list[Json] = [
        value
        for container in entries_at(run.before, *path)
        if lookup(container, "name") == wanted
        for value in entries_at(container, field)
    ]
    values = run.overrider.get("value") or ()
    absent = [str(value) for value in values if value not in present]
    if absent and present:
        what = f"{field} of container \"{wanted}\" has no {', '.join(absent)} to remove"
        yield from blame(
            inspection, run, what, below=("value",),
            advice="arguments are compared whole: --level=info is not --level; there are "
            + " ".join(map(str, present)),
        )


def _absent_key(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    if run.overrider.get("operator") != "replace" or run.step.error:
        return
    field = run.cause.overrider.removesuffix("sOverrider")
    present = lookup(run.before, "metadata", f"{field}s")
    absent = [key for key in run.overrider.get("value") or () if not _has(present, key)]
    if absent:
        item = inspection.policy_item(run.cause.policy)
        path = (*run.cause.path, "operator")
        yield from blame(
            inspection, run,
            f"replace passes over {field}s that are absent: there is no {', '.join(absent)}",
            below=("operator",), advice="add sets a key whether it is there or not",
            fix=partial(changed, "write add instead of replace", item, path, "add"),
        )


def _has(tree: Json, key: str) -> bool:
    return isinstance(tree, dict) and key in tree


def _map_wiped(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    if run.cause.overrider in _LISTS:
        yield from _empty_list(inspection, run)
        return
    field = run.cause.overrider.removesuffix("Overrider")
    present = lookup(run.before, "metadata", field)
    if run.overrider.get("operator") != "add" or not isinstance(present, dict):
        return
    kept = lookup(run.after, "metadata", field)
    lost = [key for key in present if not _has(kept, key)]
    bad = [key for key, value in present.items() if not isinstance(value, str)]
    if lost and bad:
        what = (
            f"add wipes the other {field} ({', '.join(lost)}), because {', '.join(bad)} "
            f"{'is' if len(bad) == 1 else 'are'} no text"
        )
        yield from blame(
            inspection, run, what,
            advice=f"quote the value in the template, so that all {field} are texts",
            fix=partial(_quoted, run.template, field),
        )


def _quoted(item: Item, field: str) -> Fix | None:
    values = lookup(item.object, "metadata", field)
    if not isinstance(values, dict) or all(isinstance(v, str) for v in values.values()):
        return None
    texts = {key: _as_text(value) for key, value in values.items()}
    title = f"write all {field} of {item.id} as text"
    return Fix(title, item.id, replaced(item.object, ("metadata", field), texts))


def _as_text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _empty_list(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    for change in run.step.changes[:1]:
        if change.before in (MISSING, None) and change.after == []:
            operator = run.overrider.get("operator")
            item = inspection.policy_item(run.cause.policy)
            yield from blame(
                inspection, run,
                f"{operator} creates an empty list at {pointer(change.path)}, where there was none",
                severity="warning", advice="take the item out: there is nothing to remove",
                fix=partial(removed, "take the item out", item, run.cause.path),
            )


RULES = (
    Rule(
        "H9", "warning", "An overrider silently passes over what it was meant for",
        "A container name that does not exist or belongs to an init container, an argument that "
        "is not there to be removed, a label or annotation that is not there to be replaced: "
        "Karmada reports success and changes nothing.",
        check_run=_silent_no_op, overriders=(*_LISTS, *_MAPS),
    ),
    Rule(
        "H15", "error", "An overrider wipes a map or creates an empty list",
        "labelsOverrider and annotationsOverrider read the map as texts. If one value is null or "
        "no text, add starts from an empty map, and everything else in it is lost. Removing "
        "from a command or args that a container does not have creates an empty list.",
        check_run=_map_wiped, overriders=(*_LISTS, *_MAPS),
    ),
)
