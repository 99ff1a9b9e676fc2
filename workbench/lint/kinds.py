"""Policies that select several objects or kinds which an overrider does not fit alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from workbench.karmada.overrides.commands import containers_path
from workbench.lint.amendments import changed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run, ref_of
from workbench.lint.pointers import entries_at, follow, item_name
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Object, Path, lookup, replaced

_CONTAINER_OVERRIDERS = ("imageOverrider", "commandOverrider", "argsOverrider")
_POINTERS: dict[str, Path] = {
    "plaintext": ("path",), "imageOverrider": ("predicate", "path"),
    "fieldOverrider": ("fieldPath",),
}
_FEW = 4


def _untouched_kind(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    kind = run.template.id.kind
    if containers_path(kind) or "predicate" in run.overrider or run.step.error:
        return
    found = container_lists(run.template.object)
    fits_none = not any(
        containers_path(item.id.kind) for item in inspection.selected(run.cause.policy)
    )
    has_selectors = bool(inspection.compiled[run.cause.policy].selectors)
    if not found and not (fits_none and has_selectors):
        return
    what = f"does nothing for kind {kind}: it knows Pod, Deployment, ReplicaSet, DaemonSet, " \
           "StatefulSet and Job"
    is_image = run.cause.overrider == "imageOverrider"
    if not found:
        advice = "select a workload, or take the item out"
    elif is_image:
        advice = f"name each image by predicate.path, e.g. {pointer((*found[0], 0, 'image'))}"
    else:
        advice = f"use plaintext on {pointer(found[0])}"
    yield from blame(
        inspection, run, what, advice=advice,
        fix=partial(_by_predicate, inspection, run) if is_image and found else None,
    )


def container_lists(tree: Json, path: Path = ()) -> list[Path]:
    """Where lists of containers stand in an object of any kind."""
    found: list[Path] = []
    if isinstance(tree, dict):
        for key, value in tree.items():
            is_list = key in ("containers", "initContainers") and isinstance(value, list)
            if is_list and all(isinstance(entry, dict) and "image" in entry for entry in value):
                found.append((*path, key))
            elif isinstance(value, dict):
                found += container_lists(value, (*path, key))
    return found


def _by_predicate(inspection: Inspection, run: Run) -> Fix | None:
    """One item for each image, where all selected objects have the same lists."""
    shapes = {
        tuple(
            pointer((*path, index, "image"))
            for path in container_lists(item.object)
            for index in range(len(lookup(item.object, *path)))
        )
        for item in inspection.selected(run.cause.policy)
    }
    if len(shapes) != 1:
        return None
    item = inspection.policy_item(run.cause.policy)
    entries, position = lookup(item.object, *run.cause.path[:-1]), run.cause.index
    if not isinstance(entries, list):
        return None
    named = [{"predicate": {"path": path}, **run.overrider} for path in shapes.pop()]
    longer = [*entries[:position], *named, *entries[position + 1 :]]
    return changed("name each image by a predicate", item, run.cause.path[:-1], longer)


def _position_differs(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    """Paths that count list entries, where the entry is another one in another object."""
    policy = inspection.compiled_of(item)
    if policy is None:
        return
    templates = inspection.selected(policy.ref)
    if len(templates) < 2:
        return
    for path, text in _pointers(policy.object):
        named = [(t, entry) for t in templates if (entry := _entry_on(t.object, text))]
        if not _differ([entry for _, entry in named]):
            continue
        said = "; ".join(f"{t.id.path}: {entry}" for t, entry in named[:_FEW])
        more = f"; and {len(named) - _FEW} more" if len(named) > _FEW else ""
        yield Sighting(
            item, path, f'"{text}" counts list entries, and points at different ones: '
            f"{said}{more}", named[0][0].id, (),
            "write one policy for each object, so that every position means what it says, or "
            "bring the lists into the same order",
        )


def _pointers(policy: Object) -> Iterator[tuple[Path, str]]:
    """Every pointer into an object, with its place in the policy."""
    rules = entries_at(policy, "spec", "overrideRules")
    places: list[Path] = [("spec", "overrideRules", index) for index in range(len(rules))]
    for base in places or [("spec",)]:
        overriders = lookup(policy, *base, "overriders")
        for name, below in _POINTERS.items():
            for index, entry in enumerate(entries_at(overriders, name)):
                text = lookup(entry, *below)
                if isinstance(text, str):
                    yield (*base, "overriders", name, index, *below), text


@dataclass(frozen=True, slots=True)
class _Entry:
    """The innermost list entry that a pointer counts to.

    ``name`` is empty where the list ends before; ``siblings`` are the names of all entries.
    """

    field: str
    name: str
    siblings: frozenset[str]

    def __str__(self) -> str:
        return f'{self.field} "{self.name}"' if self.name else f"no such entry in {self.field}"


def _entry_on(tree: Object, text: str) -> _Entry | None:
    """What a pointer points at; ``None`` where it counts no entries that have names."""
    followed = follow(tree, text)
    path = followed.path
    if followed.rest[:1] and followed.rest[0].isdigit() and isinstance(followed.value, list):
        siblings = frozenset(filter(None, map(item_name, followed.value)))
        return _Entry(str(path[-1]), "", siblings) if siblings and path else None
    for depth in range(len(path) - 1, 0, -1):
        if isinstance(path[depth], int):
            entries = lookup(tree, *path[:depth])
            name = item_name(entries[path[depth]])
            siblings = frozenset(map(item_name, entries))
            return _Entry(str(path[depth - 1]), name, siblings) if name else None
    return None


def _differ(entries: list[_Entry]) -> bool:
    """Whether entries at one position are different ones.

    The containers of two workloads have different names by nature: they differ only where one
    has the other's container at another position.
    """
    names = {entry.name for entry in entries}
    if len(names) < 2:
        return False
    if entries[0].field not in ("containers", "initContainers") or "" in names:
        return True
    return any(name in entry.siblings for entry in entries for name in names - {entry.name})


def _fits_some_kinds(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    policy = inspection.compiled_of(item)
    if policy is None:
        return
    templates = inspection.selected(ref_of(item))
    if len({(t.id.api_version, t.id.kind) for t in templates}) < 2:
        return
    fits: dict[Path, set[str]] = {}
    fails: dict[Path, dict[str, list[Run]]] = {}
    for template in templates:
        for run in inspection.runs(template):
            if run.cause.policy != policy.ref:
                continue
            kind = template.id.kind
            if run.step.error:
                fails.setdefault(run.cause.path, {}).setdefault(kind, []).append(run)
            elif run.step.changes:
                fits.setdefault(run.cause.path, set()).add(kind)
    for path, kinds in fails.items():
        for kind, runs in kinds.items():
            good = fits.get(path, set())
            if good and kind not in good:
                yield from _misfits(inspection, item, path, kind, runs, good)


def _misfits(
    inspection: Inspection, item: Item, path: Path, kind: str, runs: list[Run], good: set[str]
) -> Iterator[Sighting]:
    names = ", ".join(sorted(good))
    if entries_at(item.object, "spec", "resourceSelectors"):
        advice = f"write one policy for {names} and another one for {kind}"
        fix: Callable[[], Fix | None] = partial(_without_kind, item, kind)
    else:
        advice = f"a policy without resourceSelectors selects everything: select {names} alone"
        fix = partial(_with_kinds, inspection, item, good)
    for run in runs:
        yield Sighting(
            item, path, f"fits {names} and fails for {kind}, which the policy selects as well",
            run.template.id, run.clusters, advice, fix=fix,
        )


def _with_kinds(inspection: Inspection, item: Item, kinds: set[str]) -> Fix:
    """The policy with a selector for each of the kinds that it fits."""
    selected = inspection.selected(ref_of(item))
    served = {(t.id.api_version, t.id.kind) for t in selected if t.id.kind in kinds}
    selectors = [{"apiVersion": version, "kind": kind} for version, kind in sorted(served)]
    after = replaced(item.object, ("spec", "resourceSelectors"), selectors)
    return Fix(f"select {', '.join(sorted(kinds))} alone", item.id, after)


def _without_kind(item: Item, kind: str) -> Fix | None:
    """The policy without selectors of a kind, where nothing else in it is for that kind."""
    selectors = lookup(item.object, "spec", "resourceSelectors")
    if not isinstance(selectors, list) or _count_items(item.object) != 1:
        return None
    kept = [s for s in selectors if lookup(s, "kind") != kind]
    if not kept or len(kept) == len(selectors):
        return None
    after = replaced(item.object, ("spec", "resourceSelectors"), kept)
    return Fix(f"do not select {kind}", item.id, after)


def _count_items(policy: Object) -> int:
    """How many overrider items the fullest rule of a policy has."""
    rules = entries_at(policy, "spec", "overrideRules") or [lookup(policy, "spec")]
    groups = [lookup(rule, "overriders") for rule in rules]
    counts = [
        sum(len(items) for items in group.values() if isinstance(items, list))
        for group in groups
        if isinstance(group, dict)
    ]
    return max(counts, default=0)


RULES = (
    Rule(
        "H16", "warning", "A path by position means another entry in another object",
        "Karmada has no way to name a list entry (karmada#3362, #5384, #2069): a path says "
        "/env/0, whatever stands there. Where the selected objects have their entries in another "
        "order, the override changes the wrong one without an error.",
        check_policy=_position_differs,
    ),
    Rule(
        "H17", "error", "An overrider fits only some of the selected kinds",
        "All rules of a policy are applied to all objects that it selects. Where an overrider "
        "fails for one kind, those objects keep their old Works in every cluster of the rule "
        "(karmada#6103).",
        check_policy=_fits_some_kinds,
    ),
    Rule(
        "wrong-kind", "warning", "An overrider does not touch this kind",
        "Image, command and args overriders know six kinds. For any other, a CronJob or a "
        "Rollout for instance, they report success and change nothing, unless an image is named "
        "by a predicate.",
        check_run=_untouched_kind, overriders=_CONTAINER_OVERRIDERS,
    ),
)
