"""Reverse authoring: from a field and the value wanted there to the smallest overrider.

The overriders that exist for a purpose come first (image, command, args, labels,
annotations), then FieldOverrider inside YAML or JSON text, then plaintext. Every proposal is
run through the engine: one that does not give the wanted value is not proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from workbench.diff.embedded import compare_embedded
from workbench.diff.embedded_text import read_embedded
from workbench.karmada.admission.server import admit
from workbench.karmada.overrides.engine import apply_overrides
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.images import parse_image
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer, unescape
from workbench.model.selectors import is_label_value
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced, same
from workbench.model.yaml_reader import read

_CONTAINERS: dict[str, Path] = {
    "Pod": ("spec", "containers"),
    **dict.fromkeys(
        ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"),
        ("spec", "template", "spec", "containers"),
    ),
}
_MAPS = {"labels": "labelsOverrider", "annotations": "annotationsOverrider"}
_LISTS = {"command": "commandOverrider", "args": "argsOverrider"}
_NAMED = ("containers", "initContainers", "ephemeralContainers", "env", "volumes", "ports",
          "volumeMounts")


@dataclass(frozen=True, slots=True)
class Wish:
    """A field of an object, and what should stand there.

    Attributes:
        path: the field; for text that holds YAML or JSON, the text's own field.
        value: the value wanted; :data:`MISSING` to take the field away.
        sub_path: the field inside the embedded document; ``None`` for the field itself.
    """

    path: Path
    value: Json
    sub_path: Path | None = None


@dataclass(frozen=True, slots=True)
class Authored:
    """An override that gives the wanted value.

    Attributes:
        overriders: the content of ``overriders``, e.g. ``{"plaintext": [...]}``.
        policy: a complete policy that selects the object by name.
        result: the object after the policy, proof of the round trip.
        warnings: what would break it later.
    """

    overriders: dict[str, list[Json]]
    policy: Object
    result: Object
    warnings: tuple[str, ...]


def author(
    current: Object,
    wish: Wish,
    *,
    clusters: Sequence[str] = (),
    after: Collection[str] = (),
    profile: Profile,
) -> Authored:
    """The smallest override that turns ``current`` into an object that fulfils ``wish``.

    ``current`` is the object as it stands before the new policy; ``clusters`` are the
    clusters meant (none: all); ``after`` names the policies that it must be applied after, to
    have the last word. Raises :class:`UsageError` where no override can do it.
    """
    for overriders in _proposals(current, wish, profile):
        name = name_after(suggested_name(current, wish), after)
        policy = policy_for(current, overriders, clusters, name)
        if not admit(policy, profile).admitted:
            continue
        outcome = _run(current, policy, clusters, profile)
        if outcome is not None and _fulfils(current, outcome, wish):
            return Authored(overriders, policy, outcome, tuple(_warnings(current, outcome, wish)))
    where = pointer(wish.path) or "the whole object"
    raise UsageError(
        f"no override can give {where} that value",
        hint="kind, apiVersion and the object itself can't be taken away by an override",
    )


def read_value(text: str) -> Json:
    """A value as a person types it: YAML on one line; nothing at all takes the field away.

    Raises :class:`WorkbenchError` for text that is no YAML.
    """
    if not text.strip():
        return MISSING
    document = next(read(text, "(value)"), None)
    if isinstance(document, WorkbenchError):
        raise document
    return None if document is None else document.tree


def wish_of(current: Object, path: Path, value: Json) -> Wish:
    """What a person wants who typed ``value`` for the field at ``path``.

    ``/key/in/it: value`` for a text that holds YAML or JSON means the field inside that text;
    there nothing as the value takes the field away, as null can't be written by an override.
    """
    document = _document(lookup(current, *path))
    if document is None or not isinstance(value, dict) or len(value) != 1:
        return Wish(path, value)
    [(inside, wanted)] = value.items()
    if not inside.startswith("/"):
        return Wish(path, value)
    sub: list[str | int] = []
    for token in inside[1:].split("/"):
        is_item = isinstance(lookup(document, *sub), list) and token.isdigit()
        sub.append(int(token) if is_item else unescape(token))
    return Wish(path, MISSING if wanted is None else wanted, tuple(sub))


def policy_for(
    current: Object, overriders: dict[str, list[Json]], clusters: Sequence[str], name: str
) -> Object:
    """A policy that selects just this object and has one rule with these overriders."""
    identity = ObjectId.of(current)
    selector = {"apiVersion": identity.api_version, "kind": identity.kind, "name": identity.name}
    metadata: Object = {"name": name}
    if identity.namespace:
        metadata["namespace"] = identity.namespace
        selector["namespace"] = identity.namespace
    rule: Object = {"overriders": overriders}
    if clusters:
        rule = {"targetCluster": {"clusterNames": list(clusters)}, **rule}
    return {
        "apiVersion": "policy.karmada.io/v1alpha1",
        "kind": "OverridePolicy" if identity.namespace else "ClusterOverridePolicy",
        "metadata": metadata,
        "spec": {"resourceSelectors": [selector], "overrideRules": [rule]},
    }


def suggested_name(current: Object, wish: Wish) -> str:
    """A name for the policy: the object's and the field's, as far as names allow."""
    last = [str(step) for step in (*wish.path, *(wish.sub_path or ())) if isinstance(step, str)]
    raw = f"{ObjectId.of(current).name}-{last[-1] if last else 'override'}".lower()
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in raw)
    return kept.strip("-.")[:63].strip("-.") or "override"


def name_after(name: str, others: Collection[str]) -> str:
    """``name``, or a like one that Karmada applies after ``others`` (it goes by the bytes)."""
    last = max(others, default="")
    for candidate in (name, f"z-{name}", f"{last}-z"):
        if candidate > last:
            return candidate
    return name


def _run(
    current: Object, policy: Object, clusters: Sequence[str], profile: Profile
) -> Object | None:
    cluster = {
        "apiVersion": "cluster.karmada.io/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": clusters[0] if clusters else "any"},
    }
    is_cop = policy["kind"] == "ClusterOverridePolicy"
    outcome = apply_overrides(
        current, cluster, [policy] if is_cop else [], [] if is_cop else [policy], profile
    )
    return outcome.object


def _fulfils(current: Object, result: Object, wish: Wish) -> bool:
    """Whether the wanted value stands there and nothing beside it changed."""
    if wish.sub_path is None:
        return same(result, wished(current, wish.path, wish.value))
    text = lookup(result, *wish.path)
    around = same(result, wished(current, wish.path, text))
    document = _document(lookup(current, *wish.path))
    return around and same(_document(text), wished(document, wish.sub_path, wish.value))


def wished(tree: Json, path: Path, value: Json) -> Json:
    """``tree`` with ``value`` at ``path`` and, where they are absent, the maps on the way."""
    while len(path) > 1 and value is not MISSING and lookup(tree, *path[:-1]) in (MISSING, None):
        value = {path[-1]: value} if isinstance(path[-1], str) else [value]
        path = path[:-1]
    try:
        return replaced(tree, path, value)
    except (KeyError, IndexError):
        return MISSING


def _proposals(
    current: Object, wish: Wish, profile: Profile
) -> Iterator[dict[str, list[Json]]]:
    if wish.sub_path is not None:
        yield from _inside_text(current, wish)
        return
    yield from _typed(current, wish, profile)
    yield from _plaintext(current, wish)


def _typed(current: Object, wish: Wish, profile: Profile) -> Iterator[dict[str, list[Json]]]:
    match wish.path:
        case ("metadata", "labels" | "annotations" as which, str(key)):
            yield from _map_entry(current, _MAPS[which], which, key, wish.value)
        case (*containers, int(), "image") if tuple(containers) == _containers_of(current):
            yield from _image(current, wish, profile)
        case (*containers, int(), "command" | "args" as which) if (
            tuple(containers) == _containers_of(current)
        ):
            yield from _arguments(current, wish, which)


def _containers_of(current: Object) -> Path | None:
    return _CONTAINERS.get(current.get("kind", ""))


def _map_entry(
    current: Object, overrider: str, which: str, key: str, value: Json
) -> Iterator[dict[str, list[Json]]]:
    present = lookup(current, "metadata", which, key) is not MISSING
    if value is MISSING:
        yield {overrider: [{"operator": "remove", "value": {key: ""}}]}
    elif isinstance(value, str):
        operator = "replace" if present else "add"
        yield {overrider: [{"operator": operator, "value": {key: value}}]}


def _image(current: Object, wish: Wish, profile: Profile) -> Iterator[dict[str, list[Json]]]:
    before = lookup(current, *wish.path)
    if not isinstance(before, str) or not isinstance(wish.value, str):
        return
    try:
        old, new = parse_image(before, profile), parse_image(wish.value, profile)
    except OverrideError:
        return
    parts = [
        ("Registry", old.registry, new.registry),
        ("Repository", old.repository, new.repository),
        ("Tag", old.version, new.version),
    ]
    items: list[Json] = [
        {"component": component, "operator": "replace", "value": value}
        if value
        else {"component": component, "operator": "remove"}
        for component, was, value in parts
        if was != value
    ]
    if not items:
        return
    if len(lookup(current, *wish.path[:-2])) == 1:
        yield {"imageOverrider": items}
    predicate = {"predicate": {"path": pointer(wish.path)}}
    yield {"imageOverrider": [{**predicate, **item} for item in items]}


def _arguments(
    current: Object, wish: Wish, which: str
) -> Iterator[dict[str, list[Json]]]:
    name = lookup(current, *wish.path[:-1], "name")
    before = lookup(current, *wish.path)
    old = before if isinstance(before, list) else []
    if not isinstance(name, str) or not isinstance(wish.value, list):
        return
    added = wish.value[len(old) :]
    removed = [item for item in old if item not in wish.value]
    if added and wish.value[: len(old)] == old:
        yield {_LISTS[which]: [{"containerName": name, "operator": "add", "value": added}]}
    if removed:
        yield {_LISTS[which]: [{"containerName": name, "operator": "remove", "value": removed}]}


def _plaintext(current: Object, wish: Wish) -> Iterator[dict[str, list[Json]]]:
    """One operation; where parents are absent, it adds the topmost one with all below it."""
    path, value = wish.path, wish.value
    if not path:
        return
    if value is MISSING:
        yield {"plaintext": [{"path": pointer(path), "operator": "remove"}]}
        return
    if lookup(current, *path) is not MISSING:
        yield {"plaintext": [{"path": pointer(path), "operator": "replace", "value": value}]}
        return
    while len(path) > 1 and lookup(current, *path[:-1]) in (MISSING, None):
        value = {path[-1]: value} if isinstance(path[-1], str) else [value]
        path = path[:-1]
    operator = "replace" if lookup(current, *path) is None else "add"
    yield {"plaintext": [{"path": pointer(path), "operator": operator, "value": value}]}


def _inside_text(current: Object, wish: Wish) -> Iterator[dict[str, list[Json]]]:
    text = lookup(current, *wish.path)
    sub = wish.sub_path or ()
    document = _document(text)
    if document is None or not sub:
        return
    if wish.value is MISSING:
        operation: Json = {"subPath": pointer(sub), "operator": "remove"}
    else:
        operator = "add" if lookup(document, *sub) is MISSING else "replace"
        operation = {"subPath": pointer(sub), "operator": operator, "value": wish.value}
    modes = ("json", "yaml") if str(text).lstrip().startswith(("{", "[")) else ("yaml",)
    for mode in modes:
        yield {"fieldOverrider": [{"fieldPath": pointer(wish.path), mode: [operation]}]}


def _document(text: Json) -> Json:
    """The one YAML or JSON document that a text holds; ``None`` if it is no such text."""
    embedded = read_embedded(text) if isinstance(text, str) else None
    return embedded.documents[0] if embedded and len(embedded.documents) == 1 else None


def _warnings(current: Object, result: Object, wish: Wish) -> Iterator[str]:
    if wish.path[:2] == ("metadata", "labels") and not is_label_value(str(wish.value)):
        yield "this is no label value: the member cluster will refuse the object"
    for depth, step in enumerate(wish.path):
        before = wish.path[depth - 1] if depth else ""
        if isinstance(step, int) and before in _NAMED:
            name = lookup(current, *wish.path[: depth + 1], "name")
            if isinstance(name, str):
                yield (
                    f"{pointer(wish.path[: depth + 1])} is {name!r} today: the override counts "
                    f"positions, so it hits something else once {before} are reordered (H16)"
                )
    if wish.sub_path is not None:
        comparison = compare_embedded(lookup(current, *wish.path), lookup(result, *wish.path))
        if comparison is not None:
            yield from (note.text for note in comparison.notes)
