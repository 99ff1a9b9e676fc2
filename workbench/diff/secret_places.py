"""Where secret values stand: in Secrets, in copies of them, in policies that write to them."""

from __future__ import annotations

import base64
import binascii
import marshal
from collections.abc import Iterable, Iterator
from typing import Final

from workbench.model.pointer import unescape
from workbench.model.tree import Json, Object, Path, lookup

# All that a Secret has besides what it holds. A misspelt field holds what was meant for ``data``.
_PUBLIC_FIELDS: Final = frozenset({"apiVersion", "kind", "metadata", "type", "immutable"})
# Tools that keep a copy of the whole object in an annotation.
COPIES: Final = frozenset(
    {
        "kubectl.kubernetes.io/last-applied-configuration",
        "objectset.rio.cattle.io/applied",
        "banzaicloud.com/last-applied",
    }
)
_VALUES: Final = ("data", "stringData")
_PARTS: Final = ("metadata", *_VALUES)
_ANNOTATIONS: Final = ("metadata", "annotations")


def is_secret_place(path: Path) -> bool:
    """Whether a place of a Secret, given from its root, lies in what nobody may see."""
    return bool(path and path[0] not in _PUBLIC_FIELDS) or _is_copy(path)


def _is_copy(path: Path) -> bool:
    return path[:2] == _ANNOTATIONS and len(path) > 2 and path[2] in COPIES


def secret_fields(secret: Json) -> Iterator[str]:
    """Names of a Secret's fields that nobody may see."""
    fields = secret if isinstance(secret, dict) else ()
    return (name for name in fields if name not in _PUBLIC_FIELDS)


def secret_paths(tree: Json) -> Iterator[Path]:
    """Every Secret in ``tree``: itself, an item of a List, a manifest of a Work."""
    return _secret_paths(tree, ()) if _may_hold_secrets(tree) else iter(())


def _may_hold_secrets(tree: Json) -> bool:
    """Quickly: whether the word stands anywhere. Nearly no tree has it, and every tree is asked."""
    if not isinstance(tree, (dict, list)):
        return False
    try:
        return b"Secret" in marshal.dumps(tree)
    except ValueError:  # too deep for it
        return True


def _secret_paths(tree: Json, path: Path) -> Iterator[Path]:
    if isinstance(tree, dict):
        # A selector names the kind too, but has nothing of an object.
        if tree.get("kind") == "Secret" and not tree.keys().isdisjoint(_PARTS):
            yield path
        # Items of a typed list may come without a kind of their own.
        if tree.get("kind") == "SecretList" and isinstance(tree.get("items"), list):
            yield from ((*path, "items", index) for index in range(len(tree["items"])))
        for key, value in tree.items():
            if isinstance(value, (dict, list)):
                yield from _secret_paths(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _secret_paths(value, (*path, index))


def secret_values(tree: Json, paths: Iterable[Path] | None = None) -> frozenset[str]:
    """Every secret text of the Secrets in ``tree`` (or at ``paths``), base64 also decoded."""
    found: list[Json] = []
    for path in secret_paths(tree) if paths is None else paths:
        found += [lookup(tree, *path, name) for name in secret_fields(lookup(tree, *path))]
    return plain_texts(found)


def plain_texts(value: Json) -> frozenset[str]:
    """Every scalar in a value as text, and what each stands for if it is base64."""
    found: set[str] = set()
    for text in _texts(value):
        found |= {text, _decoded(text)}
    return frozenset(found - {""})


def is_override_policy(tree: Object) -> bool:
    return tree.get("kind") in ("OverridePolicy", "ClusterOverridePolicy")


def writes_to_secrets(policy: Object) -> bool:
    """Whether an override policy's selectors can take in a Secret; without any, they do."""
    selectors = lookup(policy, "spec", "resourceSelectors")
    if not isinstance(selectors, list) or not selectors:
        return True
    return any(lookup(selector, "kind") in ("Secret", "") for selector in selectors) or not all(
        isinstance(selector, dict) for selector in selectors
    )


def policy_secret_values(policy: Object) -> frozenset[str]:
    """Every text that an override policy writes to secret places; empty if it writes to none."""
    if not writes_to_secrets(policy):
        return frozenset()
    return plain_texts([list(_written(overriders)) for overriders in overriders_of(policy)])


def overriders_of(policy: Object) -> Iterator[Object]:
    """The ``overriders`` of each rule, and the deprecated ones."""
    rules = lookup(policy, "spec", "overrideRules")
    places = [lookup(policy, "spec")]
    places += rules if isinstance(rules, list) else []
    for place in places:
        overriders = lookup(place, "overriders")
        if isinstance(overriders, dict):
            yield overriders


def pointed(text: Json) -> Path | None:
    """The keys that a pointer of a policy names, as Karmada resolves them; ``None`` for no pointer.

    What stands before the first slash is ignored there, and empty segments lead nowhere.
    """
    if text == "":
        return ()
    if not isinstance(text, str) or "/" not in text:
        return None
    return tuple(unescape(token) for token in text.split("/")[1:] if token)


def is_secret_pointer(text: Json) -> bool:
    """Whether a policy's pointer leads to what a Secret holds; in doubt it does.

    A policy may mean other kinds too, so that only the fields that Secrets have count.
    """
    path = pointed(text)
    return path is None or bool(path and path[0] in _VALUES) or _is_copy(path)


def items_of(overriders: Object, name: str) -> list[Object]:
    """The well-formed items of one overrider list."""
    items = overriders.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _texts(value: Json) -> Iterator[str]:
    """Every scalar in a value as text; keys are no secret."""
    if isinstance(value, dict):
        for below in value.values():
            yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)


def _decoded(text: str) -> str:
    """What base64 ``text`` stands for, or nothing if that is no text."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _written(overriders: Object) -> Iterator[Json]:
    for item in items_of(overriders, "plaintext"):
        if is_secret_pointer(item.get("path")):
            yield item.get("value")
        elif not pointed(item.get("path")):
            yield [lookup(item, "value", name) for name in secret_fields(item.get("value"))]
    for item in items_of(overriders, "fieldOverrider"):
        if is_secret_pointer(item.get("fieldPath")):
            yield [part.get("value") for name in ("json", "yaml") for part in items_of(item, name)]
    for item in items_of(overriders, "imageOverrider"):
        if "predicate" in item and is_secret_pointer(lookup(item, "predicate", "path")):
            yield item.get("value")
