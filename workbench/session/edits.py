"""What a user wants to try: edits laid over a snapshot, never written anywhere by themselves."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.naming import is_named
from workbench.model.snapshot import CLUSTER_GROUP, POLICY_GROUP, Item, NoSource, Snapshot
from workbench.model.text import visible_line

# Names of clusters, as Karmada's webhook wants them (pkg/util/validation/validation.go).
_CLUSTER_NAME = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?", re.ASCII)
_POLICY_KINDS = ("OverridePolicy", "ClusterOverridePolicy", "PropagationPolicy",
                 "ClusterPropagationPolicy")


@dataclass(frozen=True, slots=True)
class Put:
    """An object is added, or takes the place of another.

    Attributes:
        item: the object; its source has the text that would be saved.
        replaces: the object of the fleet as it was read whose place it takes; ``None`` for one
            that is new. It may have another name.
    """

    item: Item
    replaces: Item | None = None

    def __str__(self) -> str:
        return f"edit {self.item.id}"


@dataclass(frozen=True, slots=True)
class Delete:
    """An object goes."""

    id: ObjectId

    def __str__(self) -> str:
        return f"delete {self.id}"


@dataclass(frozen=True, slots=True)
class Join:
    """A cluster joins the fleet."""

    item: Item

    def __str__(self) -> str:
        return f"{self.item.id.name} joins"


@dataclass(frozen=True, slots=True)
class Alter:
    """An object is as it was but for one thing, which ``title`` names."""

    item: Item
    title: str

    def __str__(self) -> str:
        return self.title


Edit = Put | Delete | Join | Alter


def edited(snapshot: Snapshot, edits: Iterable[Edit]) -> Snapshot:
    """The fleet after ``edits``, in order."""
    for edit in edits:
        if isinstance(edit, Delete):
            snapshot = snapshot.replacing((), (edit.id,))
        elif isinstance(edit, Put) and edit.replaces and edit.replaces.id != edit.item.id:
            snapshot = snapshot.replacing((edit.item,), (edit.replaces.id,))
        else:
            snapshot = snapshot.replacing((edit.item,))
    return snapshot


def deletion(snapshot: Snapshot, text: str) -> Delete:
    """The edit for ``KIND/NAMESPACE/NAME``, or as much of it as only one object has.

    Raises :class:`UsageError` if the text names no object, or several.
    """
    known = [item.id for item in snapshot.items if not item.member]
    found = [identity for identity in known if is_named(identity, text)]
    if len(found) == 1:
        return Delete(found[0])
    shown = visible_line(text)
    if found:
        names = ", ".join(f"{i.kind}/{i.path}" for i in found[:5])
        raise UsageError(f"{shown!r} names {len(found)} objects", hint=f"say which: {names}")
    whole = [f"{i.kind}/{i.path}" for i in known]
    near = difflib.get_close_matches(text, whole, 3, 0.5) or [n for n in whole if "Override" in n]
    raise UsageError(f"there is no {shown!r}", hint=f"write KIND/NAMESPACE/NAME, such as "
                     f"{visible_line(', '.join(near[:3])) or 'OverridePolicy/shop/eu'}")


def parse_join(text: str) -> Join:
    """A cluster from ``NAME key=value …``; ``provider``, ``region``, ``zone`` are its own fields.

    Raises :class:`UsageError` for words that are neither a name nor a pair.
    """
    words = text.replace(",", " ").split()
    pairs: dict[str, str] = {}
    names = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            pairs[key] = value
        else:
            names.append(word)
    is_name = all(_CLUSTER_NAME.fullmatch(name) and len(name) <= 48 for name in names)
    if len(names) > 1 or not words or not is_name:
        raise UsageError(
            f"{visible_line(text)!r} does not describe a cluster",
            hint="write a name (small letters, digits, -; up to 48) and labels: ap-3 region=ap",
        )
    return Join(Item.of(_cluster(names[0] if names else "new-cluster", pairs),
                        NoSource("(joins)")))


def _cluster(name: str, pairs: Mapping[str, str]) -> dict[str, object]:
    spec: dict[str, object] = {k: pairs[k] for k in ("provider", "region") if k in pairs}
    if "zone" in pairs:
        spec["zones"] = [pairs["zone"]]
    labels = {k: v for k, v in pairs.items() if k not in ("provider", "region", "zone")}
    return {
        "apiVersion": f"{CLUSTER_GROUP}/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, **({"labels": labels} if labels else {})},
        "spec": spec,
    }


def is_policy(item: Item) -> bool:
    """Whether the object is a policy that the workbench can edit."""
    return item.id.group == POLICY_GROUP and item.id.kind in _POLICY_KINDS
